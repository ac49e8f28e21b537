"""What people do on a page, and what they read there: for the tests of pages."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.checks import find_faults

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def write(text: str) -> None:
    """Type plain letters where the keyboard is."""
    QTest.keyClicks(QApplication.focusWidget(), text)


def words_on(widget: QWidget) -> str:
    """Return all labels a person reads there."""
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def dialog_of(page: QWidget, kind: type) -> Any:
    """Return the dialog of that kind that is open over the page."""
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


def named(page: QWidget, kind: type, start: str) -> list[Any]:
    """Return the visible widgets of that kind whose name begins so."""
    QApplication.sendPostedEvents()  # what was just added is shown a turn later
    found = page.findChildren(kind)
    return [one for one in found if one.isVisible() and one.accessibleName().startswith(start)]


def assert_fits(qtbot: Any, page: QWidget) -> None:
    """Wait until the page is laid out; nothing is cut, unnamed, small or markup."""
    for _ in range(20):
        if not find_faults(page):
            return
        with qtbot.waitSignal(page.destroyed, timeout=40, raising=False):
            pass
    assert find_faults(page) == []


class Told:
    """Listens to all signals of a page; `names` are those that told something."""

    def __init__(self, page: QWidget, *names: str) -> None:
        self._spies = {name: QSignalSpy(getattr(page, name)) for name in names}

    @property
    def names(self) -> list[str]:
        return [name for name, spy in self._spies.items() if spy.count()]

    def first(self, name: str) -> object:
        """Return what that signal told first."""
        return self._spies[name].at(0)[0]

    @property
    def values(self) -> list[object]:
        """Return what was told, signal by signal."""
        return [spy.at(n)[0] for spy in self._spies.values() for n in range(spy.count())]
