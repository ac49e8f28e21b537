"""All filters: toggled with the keyboard, counted, typed ages and times, cleared at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui.filter_dialog import FilterDialog
from desktop.ui.services_page import ServicesPage
from desktop.ui.window import Window
from desktop.viewmodels.services_query import Query
from tests.screens.encounter_shots import services_view_of
from tests.ui.checks import find_faults
from tests.viewmodels.made_up import NOW

pytestmark = pytest.mark.slow  # forty chips in each look

CTRL = Qt.KeyboardModifier.ControlModifier
NARROW = Query(filters=frozenset({"spanish", "need/withdrawal"}), age=30, at=NOW)


def opened(look, shown, query: Query) -> tuple[ServicesPage, FilterDialog, list[Query]]:
    page = ServicesPage(look)
    window = Window(look)
    window.show_content(page)
    page.show_services(services_view_of(query))
    shown(window)
    asked: list[Query] = []
    page.searched.connect(asked.append)
    page.searched.connect(lambda query: page.show_services(services_view_of(query)))
    QTest.keyClick(window, Qt.Key.Key_M, CTRL)
    dialog = window.findChild(FilterDialog)
    assert dialog is not None
    return page, dialog, asked


@pytest.mark.parametrize("query", [Query(), NARROW])
def test_all_filters_fit_and_are_named(any_look, shown, qtbot, query):
    _, dialog, _ = opened(any_look, shown, query)
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: find_faults(dialog) == [])
    dialog.reject()


def test_a_filter_is_asked_at_once_and_stands_on_the_page_afterwards(look, shown, qtbot):
    page, dialog, asked = opened(look, shown, Query())
    qtbot.waitUntil(dialog.isVisible)
    chip = dialog.chips["need/withdrawal"]
    chip.setFocus()

    QTest.keyClick(chip, Qt.Key.Key_Space)

    assert asked == [Query(filters=frozenset({"need/withdrawal"}))]
    assert dialog.chips["need/withdrawal"].accessibleName().endswith(", on")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.results.chips["need/withdrawal"].isChecked()
    assert page.results.filter_button.shown_text() == "Filters, 1 on"
    assert page.results.list.hasFocus()


def test_an_age_and_a_time_are_typed(look, shown, qtbot):
    _, dialog, asked = opened(look, shown, Query())
    qtbot.waitUntil(dialog.isVisible)

    QTest.keyClicks(dialog.age.entry, "16")
    assert asked[-1] == Query(age=16)
    dialog.day.setFocus()
    QTest.keyClick(dialog.day, Qt.Key.Key_Down)
    assert asked[-1].at == NOW.replace(hour=12, minute=0)
    dialog.hour.entry.selectAll()
    QTest.keyClicks(dialog.hour.entry, "23:30")
    assert asked[-1].at == NOW.replace(hour=23, minute=30)

    QTest.keyClicks(dialog.age.entry, "x")
    assert asked[-1].age == 16
    assert dialog.age.below.text() == "In years"
    dialog.reject()


def test_all_is_cleared_with_one_button_but_the_words(look, shown, qtbot):
    _, dialog, asked = opened(look, shown, replace(NARROW, words="detox"))
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.clear_button.shown_text() == "Clear 4 filters"

    QTest.mouseClick(dialog.clear_button, Qt.MouseButton.LeftButton)

    assert asked == [Query(words="detox")]
    assert dialog.age.text() == ""
    assert not dialog.clear_button.isEnabled()
    dialog.reject()
