"""The verdict in words: never a dead end, never an unknown that looks like a no."""

from __future__ import annotations

import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import Outcome
from desktop.domain.words import ENGLISH
from desktop.viewmodels.asked import Edit
from desktop.viewmodels.marks import Tone
from tests.viewmodels.made_up import SCREENED, encounter, full, page


def verdict(text: str):
    return page(encounter(text)).verdict


def test_before_the_pathway_there_is_no_result():
    view = verdict("")

    assert ENGLISH(view.title) == "No result yet"
    assert (view.why, view.open, view.flags, view.met) == ((), (), (), ())


def test_not_eligible_always_says_what_can_still_be_done():
    view = verdict("pathway = INT; person.age = 17")

    assert view.outcome is Outcome.NOT_ELIGIBLE
    assert view.closed
    assert view.otherwise == Edit("pathway", Known("REF"))
    assert "No charge: contact or call" in ENGLISH(view.otherwise_words)
    assert view.open == ()


def test_where_no_pathway_is_left_the_card_is():
    view = verdict("pathway = REF; person.agrees = no")

    assert view.closed
    assert view.otherwise is None
    assert "contact card" in ENGLISH(view.otherwise_words)


def test_where_the_pathway_is_closed_nothing_is_said_to_be_let_through():
    view = verdict("pathway = INT; person.age = 17")
    assert view.closed
    assert view.flags == ()


def test_an_open_point_says_who_finds_it_out_and_by_when():
    view = verdict(SCREENED)
    warrant = next(one for one in view.open if ENGLISH(one.words) == "Warrant check")

    # Dispatch was asked in vain: its hour is over, and the desk has the question.
    assert ENGLISH(warrant.detail) == "Precinct desk, by 27 Nov 17:00"


def test_what_the_officer_can_find_out_is_not_given_to_others():
    view = verdict("pathway = INT")

    assert "You can find this out now" in {ENGLISH(one.detail) for one in view.open}


def test_a_rule_that_is_met_never_reads_as_an_accusation():
    view = verdict(SCREENED)
    words = [ENGLISH(one.words) for one in view.met]

    assert "The person must be 18 or older." in words
    assert "Not the case: Sale for profit." in words


def test_a_flag_is_shown_once_it_cannot_be_asked_any_more():
    still = verdict(SCREENED)
    asked = verdict(
        SCREENED + "; conduct.exploits_minors = cannot know;"
        "conduct.promotes_prostitution = no; conduct.trafficking = no;"
    )

    assert not any("Exploits" in ENGLISH(one.words) for one in still.flags)
    assert any("Exploits" in ENGLISH(one.words) for one in asked.flags)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("pathway = SELF; person.agrees = yes", Tone.SUCCESS),
        (SCREENED, Tone.WARNING),
        ("pathway = INT", Tone.INFO),
        ("pathway = INT; person.age = 17", Tone.ERROR),
    ],
)
def test_each_outcome_has_its_tone(text, tone):
    assert verdict(text).tone is tone


def test_approval_names_who_and_by_when():
    view = verdict(SCREENED.replace("2.0", "6.5"))

    assert view.outcome is Outcome.NEEDS_APPROVAL
    assert ENGLISH(view.sentence).startswith("Prosecutor has to approve by 27 Nov 17:00.")


def test_the_send_button_says_what_sending_means():
    review = page(encounter("pathway = INT"))
    closed = page(encounter("pathway = INT; person.age = 17"))
    ready = page(full())

    assert ENGLISH(review.send.button) == "Send for review"
    assert review.send.stops == ""
    assert closed.send.stops != ""
    assert ENGLISH(ready.send.button) == "Send referral"
    assert ready.send.stops == ""


def test_a_decision_of_ones_own_is_sent_only_with_its_reason():
    text = (
        "pathway = REF; person.agrees = yes; person.intoxicated = yes; "
        "contact.prior_activity = yes; place.in_program_area = yes; "
        "order.no_contact_with_participant = no; "
    )
    chosen = encounter(text + "chosen = refer; chosen_reason = Walks and talks clearly")
    arrest = encounter(text + "chosen = arrest; chosen_reason = Too risky tonight")

    assert page(encounter(text)).send.stops != ""
    assert page(chosen).send.stops == ""
    assert "not to refer" in ENGLISH(page(arrest).send.stops)
