"""Inbox: looked at and kept with keys alone; nothing is kept before somebody says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.domain.words import ENGLISH, Say
from desktop.ui.inbox_page import InboxPage
from desktop.viewmodels.inbox import Happens, InboxView, summary
from desktop.viewmodels.marks import Trouble
from tests.ui.acts import CONTROL, Told, assert_fits, press, words_on
from tests.ui.inbox_samples import VIEW

SIGNALS = (
    "keep_requested",
    "opened",
    "referral_opened",
    "open_file_requested",
    "report_requested",
    "files_dropped",
    "stop_reading_requested",
)


@pytest.fixture
def page(look, shown):
    made = InboxPage(look)
    made.show_inbox(VIEW)
    shown(made)
    made.focus_first()
    return made


def test_showing_what_came_tells_nobody(page):
    told = Told(page, *SIGNALS)

    page.show_inbox(InboxView())
    page.show_inbox(VIEW)

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_inbox_fits_in_every_look(any_look, shown, qtbot, width):
    page = InboxPage(any_look)
    page.show_inbox(VIEW)
    shown(page, width)
    page.focus_first()
    assert_fits(qtbot, page)

    press(Qt.Key.Key_Return)

    assert_fits(qtbot, page)


def test_what_would_happen_stands_in_its_order(page):
    assert [one.key for one in page.list.lines()] == ["i1", "i2", "i4", "i3", "i5"]


def test_a_count_filters_and_pressing_it_again_shows_all(page):
    page.tiles[Happens.TWO_ANSWERS].setFocus()
    press(Qt.Key.Key_Return)
    assert [one.key for one in page.list.lines()] == ["i4"]

    press(Qt.Key.Key_Return)
    assert len(page.list.lines()) == 5
    page.tiles[Happens.KNOWN].click()
    assert page.nothing.isVisible()
    press(Qt.Key.Key_Escape)
    assert len(page.list.lines()) == 5


def test_enter_shows_what_is_in_it_and_esc_goes_back(page):
    told = []
    page.opened.connect(told.append)

    press(Qt.Key.Key_Return)
    assert told == ["i1"]
    assert "<b>library</b> & park" in words_on(page)
    assert not page.list.isVisible()
    press(Qt.Key.Key_Escape)

    assert page.list.hasFocus()


def test_one_key_asks_to_keep_everything_that_may_be_kept(page):
    told = []
    page.keep_requested.connect(told.append)
    assert page.keep_button.shown_text() == "Keep 12 new facts"

    press(Qt.Key.Key_Return, CONTROL)

    assert told == [("b1", "b2")]


def test_space_leaves_a_bundle_out_for_later_and_it_stays_out(page):
    told = []
    page.keep_requested.connect(told.append)
    press(Qt.Key.Key_Return)
    page.side.boxes["b1"].setFocus()

    press(Qt.Key.Key_Space)
    assert page.keep_button.shown_text() == "Keep 3 new facts"
    page.show_inbox(replace(VIEW, source=Say("again")))
    press(Qt.Key.Key_Return, CONTROL)

    assert told == [("b2",)]


def test_with_every_bundle_left_out_there_is_nothing_to_keep(page):
    told = Told(page, "keep_requested")
    for box in page.side.boxes.values():
        box.click()

    press(Qt.Key.Key_Return, CONTROL)

    assert told.names == []
    assert not page.keep_button.isEnabled()


def test_two_answers_lead_to_their_referral(page):
    told = []
    page.referral_opened.connect(told.append)
    for _ in range(2):
        press(Qt.Key.Key_Down)

    press(Qt.Key.Key_O)

    assert told == ["r118"]


def test_an_empty_inbox_says_how_to_fill_it(page, qtbot):
    told = Told(page, *SIGNALS)
    page.show_inbox(InboxView())

    assert "Nothing waits" in words_on(page)
    assert not page.keep_button.isVisible()
    press(Qt.Key.Key_O, CONTROL)
    assert told.names == ["open_file_requested"]
    assert_fits(qtbot, page)


def test_trouble_is_said_and_the_rest_goes_on(page):
    trouble = Trouble(Say("One file is cut short."), Say("Fetch it again."))
    page.show_inbox(replace(VIEW, trouble=trouble))

    assert page.banner.text() == "One file is cut short. Fetch it again."
    assert page.keep_button.isEnabled()


def test_one_summary_is_said_of_what_came():
    assert ENGLISH(summary(VIEW)) == (
        "12 new, 31 known, 1 with two answers, 1 set aside, 1 kept out. Nothing kept yet."
    )


def test_scans_are_dropped_together_and_the_reading_can_be_stopped(page):
    told = []
    page.files_dropped.connect(told.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/one.png"), QUrl.fromLocalFile("/tmp/two.png")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    page.show_reading(True)

    assert told == [("/tmp/one.png", "/tmp/two.png")]
    assert "Reading the scan" in words_on(page)
    assert not page.open_file_button.isEnabled()
    stopped = Told(page, "stop_reading_requested")
    page.reading.cancel_button.click()
    assert stopped.names == ["stop_reading_requested"]
    page.show_reading(False)
    assert "Reading the scan" not in words_on(page)


def test_one_key_keeps_what_is_clear_and_leaves_the_rest(page):
    told = Told(page, "keep_requested", "report_requested")

    press(Qt.Key.Key_K, CONTROL)
    press(Qt.Key.Key_P, CONTROL)

    assert told.names == ["keep_requested", "report_requested"]
    assert told.first("keep_requested") == ("b1",)


@pytest.mark.parametrize("clear", [True, False])
def test_where_all_is_clear_or_nothing_is_there_is_one_button_to_keep(page, clear):
    told = Told(page, "keep_requested")
    bundles = tuple(replace(one, clear=clear) for one in VIEW.bundles)
    page.show_inbox(replace(VIEW, bundles=bundles))

    press(Qt.Key.Key_K, CONTROL)

    assert told.names == []
    assert not page.clear_button.isVisible()
