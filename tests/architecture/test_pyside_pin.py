"""PySide6 6.12 gives out None, True and False without taking a reference on Python 3.11.

The process then aborts after some hundred signals. Hence the pin in pyproject.toml, and this guard.
"""

import sys
from importlib.metadata import version

from PySide6.QtCore import QObject, Signal


class Bell(QObject):
    """Rings with a bool."""

    rung = Signal(bool)


def test_pyside_is_of_the_release_that_was_tried():
    assert version("PySide6_Essentials").startswith("6.11.")
    assert version("shiboken6").startswith("6.11.")


def test_processing_events_keeps_the_count_of_none(qapp):
    before = sys.getrefcount(None)

    for _ in range(200):
        qapp.processEvents()

    assert abs(sys.getrefcount(None) - before) < 50


def test_a_signal_keeps_the_counts_of_true_and_none(qapp):
    bell = Bell()
    heard = []
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True), sys.getrefcount(None)

    for _ in range(200):
        bell.rung.emit(True)
        heard.clear()

    assert abs(sys.getrefcount(True) - before[0]) < 50
    assert abs(sys.getrefcount(None) - before[1]) < 50
