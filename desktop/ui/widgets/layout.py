"""Laying things out: boxes in one line of code, bodies that scroll, chips that wrap."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

# A widget, a layout, pixels of space, a weight of stretch ("*") or (thing, stretch).
Part = QWidget | QLayout | int | str | tuple[QWidget | QLayout, int] | None
Margins = tuple[int, int, int, int]


def row(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return the parts side by side. A number is space, "*" stretches, None is left out."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    fill(layout, parts)
    return layout


def column(*parts: Part, gap: int = 4, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return the parts below each other. A number is space, "*" stretches, None is left out."""
    layout = QVBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    fill(layout, parts)
    return layout


def fill(layout: QBoxLayout, parts: Iterable[Part]) -> None:
    """Add the parts to the layout."""
    for part in parts:
        if part is None:
            continue
        if isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, str):
            layout.addStretch(1)
        else:
            thing, stretch = part if isinstance(part, tuple) else (part, 0)
            if isinstance(thing, QWidget):
                layout.addWidget(thing, stretch)
            else:
                layout.addLayout(thing, stretch)


def holding(layout: QLayout) -> QWidget:
    """Return a widget that holds the layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def frame(name: str, layout: QLayout | None = None) -> QFrame:
    """Return a frame the style sheet knows by this name."""
    made = QFrame()
    made.setObjectName(name)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if layout is not None:
        made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of the layout, at once invisible."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()  # else it is seen for one more frame
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


class CurrentPage(QStackedWidget):
    """Shows one of its pages; those behind it ask for no room."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Return the room of the page shown."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize(0, 0)

    def sizeHint(self) -> QSize:
        """Return the room that the page shown likes."""
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        """Return that the page shown scrolls rather than grows."""
        return False


class Scroll(QScrollArea):
    """A body that scrolls down, never sideways. The keyboard moves it by moving the focus."""

    def __init__(self, layout: QLayout, *, bar: bool = True) -> None:
        super().__init__()
        policies = Qt.ScrollBarPolicy
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(policies.ScrollBarAlwaysOff)
        if not bar:
            self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOff)
        self._bar = bar
        self._whole = False
        self._inside = holding(layout)
        self._inside.setObjectName("scrollBody")
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the body and a little height: the rest scrolls."""
        width = self._inside.minimumSizeHint().width()
        if self._bar:
            width += self.verticalScrollBar().sizeHint().width()
        return QSize(width, self._least_height())

    def sizeHint(self) -> QSize:
        """Return the width it likes and its least height: Qt squeezes the others else."""
        return QSize(super().sizeHint().width(), self._least_height())

    def show_whole(self, whole: bool) -> None:
        """Take all the height of the body: what is around it scrolls."""
        if whole != self._whole:
            self._whole = whole
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where words wrap otherwise."""
        super().resizeEvent(event)
        if self._whole and event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the body out as large as it is: Qt forgets one resize of it while it is shown."""
        super().showEvent(event)
        layout = self._inside.layout()
        if layout is not None and layout.geometry() != self._inside.rect():
            layout.setGeometry(self._inside.rect())

    def _least_height(self) -> int:
        if not self._whole:
            return 60
        least = self._inside.minimumSizeHint().height()
        return max(60, least, self._inside.heightForWidth(self.viewport().width()))


class WrappingLayout(QLayout):
    """Holds its widgets in a row of items; the narrower it is, the higher it gets."""

    def __init__(self, *widgets: QWidget, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Take the item as the last one."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item out; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Return that fewer columns make it higher."""
        return True


class Flow(WrappingLayout):
    """Puts its widgets side by side and goes on in the next line where there is no room."""

    def __init__(self, *widgets: QWidget, gap: int = 8, to_the_right: bool = False) -> None:
        super().__init__(*widgets, gap=gap)
        self._to_the_right = to_the_right

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes no more room than it needs."""
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the room of everything in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the room of the widest item."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            widths = [min(item.sizeHint().width(), rect.width()) for item in line]
            height = max(map(_height, line, widths))
            left = rect.x()
            if self._to_the_right:
                left += rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
            for item, width in zip(line, widths, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self.spacing()
            top += height + self.spacing()
        return max(0, top - rect.y() - self.spacing())

    def _lines(self, room: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            width = item.sizeHint().width()
            if lines and used + self.spacing() + width <= room:
                lines[-1].append(item)
                used += self.spacing() + width
            else:
                lines.append([item])
                used = width
        return lines


def _height(item: QLayoutItem, width: int) -> int:
    wraps = item.hasHeightForWidth() and width < item.sizeHint().width()
    return item.heightForWidth(width) if wraps else item.sizeHint().height()


def flowing(*widgets: QWidget, gap: int = 8, to_the_right: bool = False) -> QWidget:
    """Return a widget that wraps its parts like words."""
    made = holding(Flow(*widgets, gap=gap, to_the_right=to_the_right))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


class Columns(QWidget):
    """Two parts side by side, the second below the first where the page is narrow."""

    def __init__(
        self,
        first: QLayout | QWidget,
        second: QLayout | QWidget,
        *,
        weights: tuple[int, int] = (11, 9),
        side_by_side_from: int = 860,
        gap: int = 16,
    ) -> None:
        super().__init__()
        self._limit = side_by_side_from
        self._box = row((first, weights[0]), (second, weights[1]), gap=gap)
        self.setLayout(self._box)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider part: they can stand below each other."""
        sizes = self._least()
        width = max(size.width() for size in sizes)
        if self._box.direction() is QBoxLayout.Direction.TopToBottom:
            return QSize(width, sum(size.height() for size in sizes) + self._box.spacing())
        return QSize(width, max(size.height() for size in sizes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how the parts stand."""
        super().resizeEvent(event)
        width = event.size().width()
        needed = sum(size.width() for size in self._least()) + self._box.spacing()
        across = width >= max(self._limit, needed)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if across else directions.TopToBottom)
        for part in self.findChildren(Scroll):
            part.show_whole(not across)

    def _least(self) -> list[QSize]:
        items = [self._box.itemAt(at) for at in range(2)]
        return [item.minimumSize() for item in items if item is not None]
