"""Approvals: answered with keys alone; a no needs its reason, the prosecutor's word its name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.domain.words import Say
from desktop.ui.approval_dialogs import ProsecutorDialog, ReasonDialog
from desktop.ui.approvals_page import ApprovalsPage
from desktop.viewmodels.approvals import ApprovalGiven, ApprovalsView, ProsecutorSaid, said_time
from desktop.viewmodels.marks import Trouble
from tests.ui.acts import Told, assert_fits, dialog_of, press, words_on, write
from tests.ui.approval_samples import APPROVED, DECLINED, LAPSED, PROSECUTOR, QUEUE, SERGEANT
from tests.ui.referral_samples import NOW

SIGNALS = ("answered", "prosecutor_said", "referral_opened")


@pytest.fixture
def page(look):
    made = ApprovalsPage(look)
    made.show_approvals(QUEUE)
    return made


def opened(page, shown, times_down=0, width=1024):
    """Open a line with keys."""
    shown(page, width)
    page.focus_first()
    for _ in range(times_down):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    return page


def dialog(page, qtbot, kind):
    """Return the dialog once it has the keyboard."""
    made = dialog_of(page, kind)
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_showing_the_queue_tells_nobody(page):
    told = Told(page, *SIGNALS)

    page.show_approvals(QUEUE)
    page.show_approvals(ApprovalsView())

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("item", [SERGEANT, PROSECUTOR, LAPSED], ids=lambda one: one.key)
def test_list_and_answer_fit_in_every_look(any_look, shown, qtbot, width, item):
    page = ApprovalsPage(any_look)
    page.show_approvals(QUEUE)
    shown(page, width)
    assert_fits(qtbot, page)

    page.list.opened.emit(item.key)

    assert_fits(qtbot, page)


@pytest.mark.parametrize("kind", ["yes", "no", "prosecutor"])
def test_the_dialogs_fit_in_every_look(any_look, shown, qtbot, kind):
    page = ApprovalsPage(any_look)
    shown(page)
    if kind == "prosecutor":
        made = ProsecutorDialog(any_look, page, PROSECUTOR)
    else:
        made = ReasonDialog(any_look, page, SERGEANT, granted=kind == "yes")
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    made.keep_button.click()

    assert_fits(qtbot, made)


def test_enter_opens_and_esc_goes_back(page, shown):
    opened(page, shown)

    assert not page.list.isVisible()
    assert page.approve_button.hasFocus()
    press(Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_a_approves_with_a_reason(page, shown, qtbot):
    opened(page, shown)
    told = []
    page.answered.connect(told.append)

    press(Qt.Key.Key_A)
    made = dialog(page, qtbot, ReasonDialog)
    press(Qt.Key.Key_Return)
    assert told == []
    assert "Type the reason first." in words_on(made)
    write("first contact")
    press(Qt.Key.Key_Return)

    assert told == [ApprovalGiven("r1", "TR-10", True, "first contact")]


def test_d_declines_only_with_a_reason(page, shown, qtbot):
    opened(page, shown)
    told = []
    page.answered.connect(told.append)

    press(Qt.Key.Key_D)
    made = dialog(page, qtbot, ReasonDialog)
    press(Qt.Key.Key_Return)
    assert told == []
    assert "Type the reason first." in words_on(made)
    write("probation said no")
    press(Qt.Key.Key_Return)

    assert told == [ApprovalGiven("r1", "TR-10", False, "probation said no")]


def test_p_logs_the_prosecutors_word_with_keys_alone(page, shown, qtbot):
    opened(page, shown, times_down=1)
    told = []
    page.prosecutor_said.connect(told.append)

    press(Qt.Key.Key_P)
    made = dialog(page, qtbot, ProsecutorDialog)
    made.keep_button.click()
    said = words_on(made)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    write("A. Placeholder")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    write("2310")
    press(Qt.Key.Key_Tab)
    write("first contact")
    press(Qt.Key.Key_Return)

    for words in ("Choose an answer first.", "Type the prosecutor's name first.", "not a time"):
        assert words in said
    assert told == [
        ProsecutorSaid("r2", "TR-04", True, "A. Placeholder", "phone", "2310", "first contact")
    ]


def test_a_prosecutors_no_needs_its_reason_too(page, shown, qtbot):
    opened(page, shown, times_down=1)
    told = Told(page, "prosecutor_said")

    press(Qt.Key.Key_P)
    made = dialog(page, qtbot, ProsecutorDialog)
    made.answer.buttons()[1].click()
    made.who.show_text("A. Placeholder")
    made.when.show_text("22:10")
    made.keep_button.click()

    assert told.names == []
    assert "Type the reason first." in words_on(made)


def test_each_rule_offers_only_the_answer_its_decider_may_give(page, shown):
    opened(page, shown, times_down=1)
    told = Told(page, *SIGNALS)

    press(Qt.Key.Key_A)
    press(Qt.Key.Key_D)

    assert page.window().findChildren(ReasonDialog) == []
    assert told.names == []
    assert page.log_button.isVisible()
    assert not page.approve_button.isVisible()


def test_an_answered_line_leaves_and_the_next_stands_there(page, shown):
    opened(page, shown, width=1440)

    page.show_approvals(ApprovalsView((PROSECUTOR, LAPSED)))

    assert page.item is PROSECUTOR
    assert page.list.current() == PROSECUTOR.key
    assert page.list.hasFocus()


def test_a_lapsed_answer_is_said_and_what_each_item_says_stands_there(page, shown):
    opened(page, shown, times_down=2)
    assert "a value it rested on has changed" in words_on(page)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)

    assert "6.5 to 7" in words_on(page)
    assert "Not asked" not in words_on(page)


def test_the_referral_behind_it_opens(page, shown):
    opened(page, shown)
    told = []
    page.referral_opened.connect(told.append)

    press(Qt.Key.Key_O)

    assert told == ["r1"]


def test_an_empty_queue_says_what_comes_there_and_trouble_is_said(look, shown, qtbot):
    page = ApprovalsPage(look)
    trouble = Trouble(Say("One referral cannot be read."), Say("Bring back the backup."))
    page.show_approvals(ApprovalsView(trouble=trouble))
    shown(page)

    assert "come here by themselves" in words_on(page)
    assert page.banner.isVisible()
    assert_fits(qtbot, page)


def test_a_word_after_midnight_about_a_call_before_it_is_of_the_day_before():
    at = NOW.replace(hour=0, minute=20)

    assert said_time("23:50", at) == at.replace(hour=23, minute=50) - timedelta(days=1)
    assert said_time("0:10", at) == at.replace(minute=10)
    assert said_time("late", at) is None


def test_an_answer_can_be_looked_up_and_changed_with_a_reason(page, shown, qtbot):
    shown(page, 1440)
    page.focus_first()
    press(Qt.Key.Key_W)
    assert [one.key for one in page.list.lines()] == [APPROVED.key, DECLINED.key]
    qtbot.waitUntil(lambda: "The PO agrees." in words_on(page))
    assert "Sgt. Sample" in words_on(page)
    assert not page.approve_button.isVisible()
    told = Told(page, *SIGNALS)
    press(Qt.Key.Key_D)
    asked = dialog(page, qtbot, ReasonDialog)
    assert "Change it to declined?" in words_on(asked)
    asked.keep_button.click()
    assert told.names == []
    write("the PO called back")
    press(Qt.Key.Key_Return)
    assert told.values == [
        ApprovalGiven(APPROVED.referral, APPROVED.criterion, False, "the PO called back")
    ]
    page.which.buttons()[0].click()
    assert page.list.lines()[0].key == SERGEANT.key
