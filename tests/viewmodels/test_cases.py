"""Cases in words: the next action, how to find the person, what the officer hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.consent import LEAD, OFFICER, Scope
from desktop.domain.facts import Known
from desktop.domain.referral import encounter_subject
from desktop.domain.terms import CASE_STEPS, CaseStatus, ConsentState
from desktop.domain.words import ENGLISH
from desktop.viewmodels.case_detail import Attempt
from desktop.viewmodels.cases import CaseShow, case_lines, cases_context
from desktop.viewmodels.deadlines import met_clocks
from desktop.viewmodels.marks import Tone
from tests.ui.case_samples import CASES, TRIES, case_of, case_world
from tests.ui.referral_samples import CLOVER, MARIGOLD, NOW


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (None, "Accept this case"),
        (CaseStatus.ACCEPTED, "Call (555) 010-0171"),
        (CaseStatus.CONTACT_MADE, "Take the person in"),
        (CaseStatus.ENROLLED, "Record when it is completed"),
        (CaseStatus.COMPLETED, "Close the case"),
        (CaseStatus.CLOSED, "Nothing more to do"),
    ],
)
def test_the_next_action_follows_the_status_and_so_do_the_steps(status, title):
    detail = case_of(case_world(status))

    assert ENGLISH(detail.next_title) == title
    assert detail.steps == {to for saw, to in CASE_STEPS if saw is status}


def test_after_two_tries_the_place_is_visited():
    tries = (*TRIES, Attempt(NOW - timedelta(hours=5), "call", "no_answer", "Marigold"))

    detail = case_of(case_world(CaseStatus.ACCEPTED), attempts=tries)

    assert ENGLISH(detail.next_title) == "Visit the best place to find the person"
    assert [ENGLISH(one.words) for one in detail.attempts] == [
        "Call: No answer",
        "Visit: Reached",
        "Call: No answer",
    ]


def test_nobody_is_called_who_does_not_want_calls():
    made = case_world(CaseStatus.ACCEPTED)
    made.write(encounter_subject("e1"), {"person.phone_ok_to_call": Known(False)}, "P")

    assert ENGLISH(case_of(made).next_title) == "Visit the best place to find the person"


def test_without_consent_nothing_of_the_person_is_known_and_it_is_said():
    made = case_world(CaseStatus.ACCEPTED)
    made.consent(LEAD, Scope.PERSONAL, ConsentState.REVOKED, by=CLOVER)

    detail = case_of(made)

    assert detail.find == ()
    assert ENGLISH(detail.person) == "No name here"
    assert ENGLISH(detail.held).startswith("Held back. Stays with Three Rivers Sheriff's Office.")
    assert ENGLISH(detail.next_title) == "Find out how to reach the person"


def test_two_phone_numbers_are_both_shown():
    made = case_world(CaseStatus.ACCEPTED)
    made.write(encounter_subject("e1"), {"person.phone": Known("(555) 010-0117")}, "P", unseen=True)

    words = {ENGLISH(label): ENGLISH(said) for label, said in case_of(made).find}

    assert words["Phone"] == "Two answers: (555) 010-0171 / (555) 010-0117"


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        ((), "The officer sees that you received it, and nothing more."),
        ((Scope.NEWS_CONTACT,), "The officer sees that contact was made, and nothing more."),
        (
            (Scope.NEWS_CONTACT, Scope.NEWS_STATUS),
            "The officer sees that contact was made, and enrolled or completed. No more.",
        ),
    ],
)
def test_what_the_officer_will_see_follows_consent(granted, said):
    made = case_world(CaseStatus.ACCEPTED, news=False)
    for scope in granted:
        made.consent(OFFICER, scope, ConsentState.GRANTED)

    assert ENGLISH(case_of(made).officer_sees) == said


def test_only_the_points_of_the_lead_agency_are_asked_and_answers_stay():
    made = case_world(CaseStatus.ACCEPTED)
    assert [(one.criterion, one.answer) for one in case_of(made).points] == [("SF-11", "")]
    made.write(encounter_subject("e1"), {"answer/SF-11": Known("bars")}, "-", by=MARIGOLD)

    assert [one.answer for one in case_of(made).points] == ["bars"]


def test_the_list_counts_and_filters():
    assert ENGLISH(cases_context(CASES.rows)) == "5 open, 1 late"
    assert [one.key for one in case_lines(CASES.rows, CaseShow.NEW)] == ["r1"]
    assert [one.key for one in case_lines(CASES.rows, CaseShow.CLOSED)] == ["r6"]
    closed = case_lines(CASES.rows, CaseShow.CLOSED)[0]
    assert (closed.deadline, closed.when) == (None, "")


def test_a_clock_that_was_met_is_green_and_no_longer_the_deadline():
    running = case_of(case_world(CaseStatus.ACCEPTED))
    met = case_of(case_world(CaseStatus.CONTACT_MADE))

    assert running.deadline is not None
    assert running.deadline == running.deadlines[0]
    assert met.deadline is None
    assert [(ENGLISH(one.left), one.tone) for one in met.deadlines] == [("met", Tone.SUCCESS)]
    assert met_clocks(("first_contact", "intake_target", "ask_lead"), CaseStatus.ENROLLED) == {
        "first_contact",
        "intake_target",
    }
