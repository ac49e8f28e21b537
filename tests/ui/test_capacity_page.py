"""The board: figures typed in place, row by row, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.encounter import Problem
from desktop.domain.words import Say
from desktop.ui.capacity_page import CapacityPage
from desktop.ui.widgets.buttons import Button
from desktop.ui.window import Window
from desktop.viewmodels.capacity_board import BoardTexts, board_view, read_texts
from tests.ui import board_samples as samples
from tests.ui.checks import find_faults
from tests.viewmodels.made_up import NOW

pytestmark = pytest.mark.slow  # a window for each state in each look

Key = Qt.Key


@pytest.fixture
def page(look, shown):
    made = CapacityPage(look)
    made.asked = []
    for name in ("typed", "service_sought", "service_pinned", "more_requested", "leave_requested"):
        getattr(made, name).connect(lambda *v, name=name: made.asked.append((name, *v)))
    window = Window(look)
    window.show_content(made)
    made.show_board(samples.BOARD)
    shown(window)
    made.focus_first()
    return made


def keys(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


@pytest.mark.parametrize("view", [samples.BOARD, samples.SHORT, samples.EMPTY])
def test_every_state_fits_and_is_named(any_look, shown, qtbot, view):
    made = CapacityPage(any_look)
    window = Window(any_look)
    window.show_content(made)
    made.show_board(view)
    shown(window)
    qtbot.waitUntil(lambda: find_faults(window) == [])


def test_enter_keeps_a_row_and_goes_on_to_the_next(page):
    first, second = list(page.rows)[:2]
    keys("3")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert page.asked == [("typed", BoardTexts(first, free="3"))]

    page.show_row(samples.BOARD.lines[0])

    assert page.rows[first].entries["available"].text() == ""
    assert page.rows[second].entries["available"].hasFocus()


def test_down_and_up_go_to_the_same_field_of_another_row(page):
    order = list(page.rows)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert page.rows[order[2]].entries["available"].hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Up)
    assert page.rows[order[1]].entries["available"].hasFocus()


def test_a_refusal_stands_at_the_row_and_nothing_typed_is_lost(page):
    row = page.rows[samples.DETOX]
    row.entries["available"].setText("14")
    says = Say("{free} free of at most {most} cannot be. Ask again.", free=14, most=12)

    page.show_problems(samples.DETOX, [Problem("available", says)])

    assert row.entries["available"].text() == "14"
    assert row.entries["available"].hasFocus()
    assert "14 free of at most 12" in row.entries["available"].accessibleDescription()
    assert row.entries["maximum"].text() == "12"


def test_what_is_typed_survives_the_board_shown_anew(page):
    row = page.rows[samples.DETOX]
    row.entries["waitlist"].setText("7")
    row.entries["waitlist"].setFocus()

    page.show_board(board_view(samples.ROWS, now=NOW, shown=2))

    assert page.rows[samples.DETOX] is row
    assert row.texts().waiting == "7"
    assert row.entries["waitlist"].hasFocus()
    assert len(page.rows) == 3


def test_each_field_says_whose_it_is(page):
    row = page.rows[samples.DETOX]
    name = row.entries["available"].accessibleName()
    assert name == "Prairie Ridge Detox, Withdrawal beds · Millbrook: Free"
    assert "By the front desk" in row.entries["available"].accessibleDescription()


def test_another_service_is_found_and_put_on_the_board(page, qtbot):
    QTest.keyClick(page, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    keys("sober")
    qtbot.waitUntil(lambda: ("service_sought", "sober") in page.asked)
    page.show_found([("tr-elm", "Sober House on Elm")])
    found = [one for one in page.findChildren(Button) if one.shown_text() == "Sober House on Elm"]
    qtbot.waitUntil(found[0].isVisible)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert page.asked[-1] == ("service_pinned", "tr-elm")


@pytest.mark.parametrize("text", ["12x", "-1", "1.5", "²", "९", "9999999999", "=1+1"])
def test_only_whole_numbers_are_figures(text):
    _, problems = read_texts(BoardTexts("k", free=text), today=NOW.date())
    assert [one.path for one in problems] == ["available"]
