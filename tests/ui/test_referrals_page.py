"""Referrals: found, opened, decided and answered with keys alone; held-back facts are said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.consent import Scope
from desktop.domain.facts import NEVER, Known
from desktop.domain.terms import Audience, Role
from desktop.domain.words import Say
from desktop.ui.referral.dialogs import AnswerDialog
from desktop.ui.referral_detail_page import ReferralDetailPage
from desktop.ui.referrals_page import ReferralsPage
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.marks import Trouble
from desktop.viewmodels.referral_detail import FactAnswered, Settled
from desktop.viewmodels.referrals import ReferralsView
from tests.ui.acts import Told, assert_fits, dialog_of, press, words_on
from tests.ui.checks import find_faults
from tests.ui.referral_samples import LIST, LONG_NAME, detail_of, world

SIGNALS = (
    "opened",
    "new_requested",
    "dispute_settled",
    "answered",
    "case_number_typed",
    "consent_revoked",
    "packet_requested",
    "narrative_requested",
    "withdraw_requested",
)


@pytest.fixture
def page(look):
    made = ReferralsPage(look, mine=False)
    made.show_referrals(LIST)
    return made


def opened_with_keys(page, shown, width=1024, **more):
    shown(page, width)
    page.opened.connect(lambda key: page.show_detail(detail_of(world(), **more)))
    page.focus_first()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    return page


def test_showing_a_list_and_a_referral_tells_nobody(page):
    told = Told(page, *SIGNALS)

    page.show_referrals(LIST)
    page.show_detail(detail_of(world()))
    page.show_detail(None)

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_list_and_the_referral_fit_in_every_look(any_look, shown, qtbot, width):
    page = ReferralsPage(any_look, mine=False)
    page.show_referrals(LIST)
    shown(page, width)
    assert find_faults(page) == []

    page.open_detail(detail_of(world(first=LONG_NAME)))

    assert_fits(qtbot, page)


def test_a_narrow_window_shows_one_side_and_esc_goes_back(page, shown):
    opened_with_keys(page, shown)

    assert page.pane.isVisible()
    assert not page.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.hasFocus()
    assert page.list.current() == "r1"


def test_a_wide_window_shows_both_sides(page, shown):
    opened_with_keys(page, shown, width=1440)

    assert page.pane.isVisible()
    assert page.list.isVisible()


def test_search_finds_words_without_accents_and_esc_clears_it(page, shown):
    shown(page)
    page.focus_first()
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "jose mad")

    assert [page.look.say(line.title) for line in page.list.lines()] == ["José Madeup"]
    press(Qt.Key.Key_Escape)
    assert len(page.list.lines()) == 4


def test_a_search_without_a_hit_offers_the_way_out(page, shown):
    shown(page)
    page.search.show_text("zzz")
    page.search.edited.emit("zzz")

    assert page.nothing.isVisible()
    assert not page.list.isVisible()


def test_an_empty_list_says_how_to_fill_it(look, shown):
    page = ReferralsPage(look, mine=True)
    page.show_referrals(ReferralsView())
    shown(page)

    assert "The first takes about 3 minutes." in words_on(page)
    assert find_faults(page) == []


def test_trouble_is_said_above_the_list(page, shown):
    trouble = Trouble(Say("Two referrals cannot be read."), Say("Bring back the backup."))
    page.show_referrals(ReferralsView(LIST.rows, trouble))
    shown(page)

    assert page.banner.isVisible()
    assert page.banner.text() == "Two referrals cannot be read. Bring back the backup."


def test_one_key_keeps_one_of_two_answers(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.dispute_settled.connect(told.append)

    press(Qt.Key.Key_2)

    (settled,) = told
    assert isinstance(settled, Settled)
    assert (settled.referral, settled.path) == ("r1", "person.phone")
    assert settled.value == Known("(555) 010-0117")


def test_the_desk_answers_an_open_point_with_keys(page, shown, qtbot):
    opened_with_keys(page, shown)
    told = []
    page.answered.connect(told.append)

    press(Qt.Key.Key_A)
    dialog = dialog_of(page, AnswerDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    press(Qt.Key.Key_Space)  # Never
    dialog.keep_button.setFocus()
    press(Qt.Key.Key_Return)

    assert told == [FactAnswered("r1", "history.violent_conviction", Known(NEVER))]


def test_an_answer_that_is_missing_is_asked_for(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.answered.connect(told.append)
    press(Qt.Key.Key_A)
    dialog = dialog_of(page, AnswerDialog)

    dialog.keep_button.click()

    assert told == []
    assert dialog.isVisible()
    assert "This is not a date." in words_on(dialog)


def test_the_officer_is_not_asked_what_the_desk_finds_out(look, shown):
    page = ReferralsPage(look, mine=True)
    page.show_referrals(LIST)
    shown(page)
    page.open_detail(detail_of(world(), Audience.OFFICER, Role.OFFICER))

    assert page.pane.answer_buttons == []
    assert page.pane.case_number is None


def test_a_consent_is_revoked_after_one_question(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.consent_revoked.connect(told.append)
    buttons = [
        one
        for one in page.pane.findChildren(type(page.print_button))
        if one.accessibleName().startswith("Revoke")
    ]

    buttons[0].setFocus()
    press(Qt.Key.Key_Return)
    assert told == []
    dialog_of(page, QuestionDialog).yes_button.click()

    (revoked,) = told
    assert (revoked.recipient, revoked.scope) == ("lead", Scope.HEALTH)
    assert len(buttons) == 3  # the refused one has nothing to revoke


def test_withdrawing_asks_first(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.withdraw_requested.connect(told.append)

    press(Qt.Key.Key_W)
    dialog_of(page, QuestionDialog).yes_button.click()

    assert told == ["r1"]


def test_printing_is_one_key(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.packet_requested.connect(told.append)

    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert told == ["r1"]


def test_the_narrative_is_copied_with_one_key(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.narrative_requested.connect(told.append)

    press(Qt.Key.Key_C)

    assert told == ["r1"]


def test_the_case_number_is_typed_and_kept_with_enter(page, shown):
    opened_with_keys(page, shown)
    told = []
    page.case_number_typed.connect(told.append)
    page.pane.case_number.entry.setFocus()

    QTest.keyClicks(QApplication.focusWidget(), "2026-0042")
    press(Qt.Key.Key_Return)

    assert [(one.referral, one.number) for one in told] == [("r1", "2026-0042")]


def test_what_is_held_back_is_said_and_never_shown(look, shown):
    page = ReferralDetailPage(look)
    page.show_detail(detail_of(world(), Audience.LEAD_OUTSIDE, Role.COORDINATOR))
    shown(page)

    words = words_on(page)
    assert "Held back. Stays with Three Rivers Sheriff's Office." in words
    assert "heroin" not in words.casefold()
    assert "(555) 010-0171" in words


def test_what_people_type_is_shown_as_typed(look, shown, qtbot):
    page = ReferralDetailPage(look)
    page.show_detail(detail_of(world()))
    shown(page)

    assert "<b>Millbrook library</b>, most mornings & evenings" in words_on(page)
    assert_fits(qtbot, page)


def test_focus_stays_on_the_referral_when_it_is_shown_again(page, shown):
    opened_with_keys(page, shown)
    press(Qt.Key.Key_1)

    page.show_detail(detail_of(world(disputed=False)))

    assert page.pane.answer_buttons[0].hasFocus()
