"""What must hold for every page: nothing cut, nothing unnamed, nothing too small to hit."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from desktop.ui.theme import TOUCH
from desktop.ui.widgets.labels import ElidedLabel

NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def find_clipped(window: QWidget) -> list[str]:
    """Return what does not fit into the window as it is shown now."""
    found = list(_cut_labels(window))
    least = window.minimumSizeHint()
    if least.width() > window.width() or least.height() > window.height():
        found.append(f"window needs {_size(least)}, has {_size(window.size())}")
    for widget in _shown(window):
        parent = widget.parentWidget()
        if isinstance(widget, QLabel | QScrollBar | QProgressBar | ElidedLabel) or parent is None:
            continue
        if isinstance(parent, QLineEdit):
            continue  # Qt's own button that clears it
        if widget.objectName() == "qt_scrollarea_vcontainer":
            continue
        needs = _needs(widget)
        if isinstance(widget, QScrollArea):
            inside = widget.widget()
            if inside and inside.minimumSizeHint().width() > widget.viewport().width() + 1:
                found.append(f"{_name(widget)} would scroll sideways: {_widest(inside)}")
        elif needs.isValid() and (
            needs.width() > widget.width() + 1 or needs.height() > widget.height() + 1
        ):
            found.append(f"{_name(widget)} needs {_size(needs)}, has {_size(widget.size())}")
        in_a_port = parent.objectName() in ("qt_scrollarea_viewport", "qt_scrollarea_vcontainer")
        inside_parent = parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry())
        apart = widget.isWindow() or isinstance(widget, QDialog)  # laid over a picture
        if not in_a_port and not apart and parent is not window and not inside_parent:
            found.append(f"{_name(widget)} sticks out of {_name(parent)}")
    return found


def find_unnamed(window: QWidget) -> list[str]:
    """Return what takes the keyboard without a name or a role for a screen reader."""
    found = []
    for widget in _shown(window):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name).strip() if interface else ""
        if not interface or not name or interface.role() in NO_ROLE:
            found.append(_name(widget))
    return found


def find_small(window: QWidget) -> list[str]:
    """Return what can be pressed and is less than 44 pixels high or wide."""
    return [
        f"{_name(button)} is {_size(button.size())}"
        for button in _shown(window)
        if isinstance(button, QAbstractButton)
        and not isinstance(button.parentWidget(), QLineEdit)
        and (button.width() < TOUCH or button.height() < TOUCH)
    ]


def find_rich_text(window: QWidget) -> list[str]:
    """Return labels that would read a person's text as markup."""
    return [
        _name(label)
        for label in window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
    ]


def find_faults(window: QWidget) -> list[str]:
    """Return all of the above."""
    return [
        *find_clipped(window),
        *find_unnamed(window),
        *find_small(window),
        *find_rich_text(window),
    ]


def _cut_labels(window: QWidget) -> Iterator[str]:
    for label in window.findChildren(QLabel):
        if not label.isVisibleTo(window) or not label.text():
            continue
        if label.wordWrap():
            needs = label.heightForWidth(label.width())
            if needs > label.height() + 1:
                yield f"label {label.text()[:50]!r} needs {needs} high, has {label.height()}"
            longest = max(label.text().replace("\u200b", " ").split(), key=len)
            if label.fontMetrics().horizontalAdvance(longest) > label.width() + 1:
                yield f"label {label.text()[:50]!r}: {longest!r} is wider than {label.width()}"
        elif label.sizeHint().width() > label.width() + 1:
            yield f"label {label.text()[:50]!r} needs {label.sizeHint().width()} wide"


def _shown(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window.window():
            yield widget


def _needs(widget: QWidget) -> QSize:
    """Return the least room; wrapped words need height by the width they have."""
    least = widget.minimumSizeHint()
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return QSize(least.width(), layout.totalMinimumHeightForWidth(widget.width()))
    if layout is None and widget.hasHeightForWidth():
        return QSize(least.width(), widget.heightForWidth(widget.width()))
    return least


def _widest(inside: QWidget) -> str:
    widest = max(_shown(inside), key=lambda w: w.minimumSizeHint().width(), default=inside)
    return f"{_name(widest)} {_size(widest.minimumSizeHint())}"


def _name(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__}({widget.objectName() or words})"


def _size(size: QSize) -> str:
    return f"{size.width()}x{size.height()}"
