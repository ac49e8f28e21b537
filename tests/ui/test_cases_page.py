"""Cases: worked on with keys alone, soonest deadline first; nothing nudges to a better record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.terms import CaseStatus
from desktop.domain.words import Say
from desktop.ui.cases.close_dialog import CloseDialog
from desktop.ui.cases_page import CasesPage
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.case_detail import AttemptMade, CaseClosed, CaseStep, PointAnswered
from desktop.viewmodels.cases import CasesView
from desktop.viewmodels.marks import Trouble
from desktop.viewmodels.same_person import SameDecided
from tests.ui.acts import CONTROL, Told, assert_fits, dialog_of, named, press, words_on
from tests.ui.case_samples import CASES, PROPOSED, SAME, TRIES, case_of, case_world
from tests.ui.referral_samples import LONG_NAME

SIGNALS = (
    "opened",
    "accepted",
    "contact_made",
    "attempt",
    "stepped",
    "closed",
    "point_answered",
    "same_decided",
    "referral_opened",
    "undo_requested",
)


@pytest.fixture
def page(look):
    made = CasesPage(look)
    made.show_cases(CASES)
    return made


def opened(page, shown, status=None, width=1024, **more):
    """Open a case of that status with keys, as wiring answers."""
    shown(page, width)
    page.opened.connect(lambda key: page.show_case(case_of(case_world(status, **more))))
    page.focus_first()
    press(Qt.Key.Key_Return)
    return page


def test_showing_cases_tells_nobody(page):
    told = Told(page, *SIGNALS)

    page.show_cases(CASES)
    page.show_case(case_of(case_world()))
    page.show_case(None)

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
def test_list_and_case_fit_in_every_look(any_look, shown, qtbot, width):
    page = CasesPage(any_look)
    page.show_cases(CASES)
    shown(page, width)
    assert_fits(qtbot, page)

    made = case_world(CaseStatus.ACCEPTED, voicemail=False, first=LONG_NAME)
    page.show_case(case_of(made, attempts=TRIES, same=SAME, proposed=PROPOSED))
    page.views.show_second()

    assert_fits(qtbot, page)


def test_the_soonest_deadline_stands_first_and_closed_ones_are_left_out(page):
    assert [one.key for one in page.list.lines()] == ["r3", "r4", "r1", "r2", "r5"]


def test_enter_opens_and_esc_goes_back(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)

    assert not page.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_a_new_case_is_accepted_with_one_key_before_contact_can_be_made(page, shown):
    opened(page, shown)
    told = []
    page.accepted.connect(told.append)
    both = Told(page, "contact_made")

    press(Qt.Key.Key_1)
    assert both.names == []
    press(Qt.Key.Key_A)

    assert told == ["r1"]
    assert "Contact made is off until the case is accepted." in words_on(page)


def test_results_are_one_key_each_and_none_is_highlighted(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)
    reached, tried = [], []
    page.contact_made.connect(reached.append)
    page.attempt.connect(tried.append)

    press(Qt.Key.Key_1)
    press(Qt.Key.Key_2)
    page.pane.modes.buttons()[2].click()
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_4)

    assert reached == ["r1"]
    assert tried == [
        AttemptMade("r1", "call", "no_answer"),
        AttemptMade("r1", "visit", "message_left"),
        AttemptMade("r1", "visit", "wrong_number"),
    ]
    assert page.mode() == "visit"
    assert len({one._kind for one in page.pane.results.values()}) == 1


def test_no_message_is_left_where_the_person_does_not_want_one(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED, voicemail=False)
    told = Told(page, "attempt")

    press(Qt.Key.Key_3)

    assert told.names == []
    assert "The person does not want messages left." in words_on(page)


@pytest.mark.parametrize(
    ("status", "key", "to"),
    [
        (CaseStatus.CONTACT_MADE, Qt.Key.Key_E, CaseStatus.ENROLLED),
        (CaseStatus.ENROLLED, Qt.Key.Key_M, CaseStatus.COMPLETED),
    ],
)
def test_the_next_step_has_its_key(page, shown, status, key, to):
    opened(page, shown, status)
    told = []
    page.stepped.connect(told.append)

    for one in (Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_M):
        press(one)

    assert told == [CaseStep("r1", to)]
    assert key in (Qt.Key.Key_E, Qt.Key.Key_M)


def test_a_case_closes_only_with_a_reason(page, shown, qtbot):
    opened(page, shown, CaseStatus.ACCEPTED)
    told = []
    page.closed.connect(told.append)

    press(Qt.Key.Key_C)
    dialog = dialog_of(page, CloseDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.close_button.click()
    assert told == []
    assert "Choose a reason first." in words_on(dialog)
    dialog.reasons.buttons()[1].setFocus()
    press(Qt.Key.Key_Space)
    dialog.close_button.click()

    assert told == [CaseClosed("r1", "no_contact")]


def test_letters_typed_in_the_list_do_nothing_to_a_case(page, shown):
    shown(page, 1440)
    page.show_case(case_of(case_world(CaseStatus.ACCEPTED)))
    page.focus_first()
    told = Told(page, *[name for name in SIGNALS if name != "opened"])

    for key in (Qt.Key.Key_A, Qt.Key.Key_1, Qt.Key.Key_D, Qt.Key.Key_C):
        press(key)

    assert told.names == []


def test_one_key_takes_back_what_was_done(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)
    told = Told(page, "undo_requested")

    press(Qt.Key.Key_Z, CONTROL)

    assert told.names == ["undo_requested"]


def test_a_closed_case_offers_no_step(page, shown):
    opened(page, shown, CaseStatus.CLOSED)
    told = Told(page, *[name for name in SIGNALS if name != "opened"])

    for key in (Qt.Key.Key_A, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_C, Qt.Key.Key_E):
        press(key)

    assert told.names == []


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (Qt.Key.Key_B, "bars"),
        (Qt.Key.Key_D, "does_not_bar"),
        (Qt.Key.Key_N, "cannot_say"),
    ],
)
def test_an_open_point_of_the_lead_is_answered_with_one_key(page, shown, key, answer):
    opened(page, shown, CaseStatus.ACCEPTED)
    told = []
    page.point_answered.connect(told.append)

    press(key)

    assert told == [PointAnswered("r1", "SF-11", answer)]


def test_the_referral_behind_it_opens(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)
    told = []
    page.referral_opened.connect(told.append)

    press(Qt.Key.Key_O)

    assert told == ["r1"]


def test_how_to_find_the_person_is_shown_as_typed(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)

    assert "<b>Millbrook library</b>, most mornings & evenings" in words_on(page)


def test_the_keyboard_stays_in_the_case_when_it_is_shown_again(page, shown):
    opened(page, shown, CaseStatus.ACCEPTED)
    page.pane.results["2"].setFocus()

    page.show_case(case_of(case_world(CaseStatus.ACCEPTED), attempts=TRIES))

    assert page.pane.results["1"].hasFocus()


def test_kinds_filter_and_an_empty_one_says_so(page, shown):
    shown(page)
    page.show_choice.buttons()[2].click()
    assert [one.key for one in page.list.lines()] == ["r3"]
    page.show_cases(CasesView(CASES.rows[:1]))

    assert page.nothing.isVisible()


def test_no_case_says_where_they_come_from_and_trouble_is_said(look, shown, qtbot):
    page = CasesPage(look)
    trouble = Trouble(Say("One case cannot be read."), Say("Bring back the backup."))
    page.show_cases(CasesView(trouble=trouble))
    shown(page)

    assert "New ones come through the Inbox." in words_on(page)
    assert page.banner.isVisible()
    assert named(page, Button, "Accept") == []
    assert_fits(qtbot, page)


def test_the_ring_says_the_same_as_the_words(page):
    late = page.list.line_of("r3")

    assert page.look.say(late.when) == "2 h late"
    assert late.deadline is not None
    assert late.deadline.tone == late.when_tone
    assert replace(late, deadline=None).deadline is None


@pytest.mark.parametrize(("key", "same"), [(Qt.Key.Key_S, True), (Qt.Key.Key_K, False)])
def test_one_key_links_the_first_that_looks_alike_or_keeps_it_apart(page, shown, key, same):
    opened(page, shown)
    page.show_case(case_of(case_world(), same=SAME))
    told = Told(page, "same_decided")

    press(key)

    assert told.values == [SameDecided("r1", "r7", same)]


def test_a_link_can_be_changed_and_the_other_referral_be_looked_at(page, shown):
    opened(page, shown)
    page.show_case(case_of(case_world(), same=SAME[1:]))
    told = Told(page, "same_decided", "opened")

    press(Qt.Key.Key_S)
    for name in ("Keep Robin Sample apart", "Look at the referral of Robin Sample"):
        (button,) = [one for one in page.findChildren(Button) if one.accessibleName() == name]
        button.click()

    assert told.values == [SameDecided("r1", "r8", False), "r8"]


def test_what_the_own_records_say_is_confirmed_with_one_key_and_can_be_answered_otherwise(
    page, shown
):
    opened(page, shown)
    page.show_case(case_of(case_world(), proposed=PROPOSED))
    told = Told(page, "point_answered")
    assert any("Left the program on" in one.text() for one in page.findChildren(QLabel))

    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_D)

    assert told.values == [
        PointAnswered("r1", "SF-11", "bars"),
        PointAnswered("r1", "SF-11", "does_not_bar"),
    ]


def test_without_a_word_in_the_records_the_key_does_nothing(page, shown):
    opened(page, shown)
    page.show_case(case_of(case_world()))
    told = Told(page, "point_answered")

    press(Qt.Key.Key_Y)

    assert told.names == []
