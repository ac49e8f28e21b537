"""The screening: one question after another, the best one that can still matter first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.facts import Known, Unknown
from desktop.domain.terms import Outcome
from desktop.domain.words import ENGLISH
from desktop.viewmodels.asks import OPTION_KEYS, AskKind
from tests.viewmodels.made_up import SCREENED, encounter, full, page


def test_the_first_question_is_whether_a_charge_is_held():
    view = page(encounter()).screening

    first = view.ask(view.current)

    assert view.current == "pathway"
    assert [ask.path for ask in view.to_come] == ["pathway"]
    assert ENGLISH(first.options[0].words) == "A charge is held"
    assert first.options[0].key == "1"


def test_no_key_of_an_answer_means_something_else():
    assert not set("YNUDKS") & set(OPTION_KEYS)
    assert len(set(OPTION_KEYS)) == len(OPTION_KEYS)


def test_the_next_question_is_one_that_can_still_change_the_result():
    view = page(encounter("pathway = INT")).screening

    assert view.ask(view.current).matters
    assert view.matter > 5
    assert ENGLISH(view.progress) == f"{view.matter} questions can still matter"


def test_what_is_settled_is_no_longer_asked_as_if_it_mattered():
    view = page(encounter("pathway = SELF; person.agrees = yes")).screening

    assert view.matter == 0
    assert not any(ask.matters for ask in view.to_come)
    assert ENGLISH(view.progress) == "nothing more can change the result"


def test_a_closed_pathway_asks_nothing_more_and_says_so():
    view = page(encounter("pathway = INT; person.age = 17")).screening

    assert view.current == ""
    assert "what can still be done" in ENGLISH(view.finished)


def test_asked_in_vain_is_an_answer_and_is_said_so():
    view = page(encounter("pathway = INT; warrant.status = cannot know")).screening

    answered = {ask.path: ENGLISH(ask.answer) for ask in view.answered}

    assert answered["warrant.status"] == "Cannot be known"


def test_a_list_stands_as_one_answer_with_its_items():
    view = page(encounter(SCREENED)).screening
    drugs = view.ask("drugs.complete")

    assert drugs.kind is AskKind.ITEMS
    assert ENGLISH(drugs.answer) == "Heroin · 2.0 g"
    assert drugs.new_item.id == "drug.kind"
    assert view.ask("drug/1/kind") is None


def test_a_list_that_may_go_on_says_perhaps_more():
    view = page(encounter("pathway = INT; drug/1/kind = heroin")).screening

    assert ENGLISH(view.ask("drugs.complete").answer) == "Heroin, perhaps more"


def test_a_question_about_an_item_says_which():
    view = page(encounter(SCREENED)).screening

    assert ENGLISH(view.ask("drug/1/amount_g").about) == "Heroin"


def test_a_rough_weight_that_is_not_enough_is_asked_again():
    one = encounter(SCREENED).answered("drug/1/amount_g", Known(Decimal("6.5")))
    rough = page(encounter(SCREENED.replace("2.0", "5.5..6.5"))).screening
    exact = page(one).screening

    assert rough.ask("drug/1/amount_g").measure
    assert not exact.ask("drug/1/amount_g").measure


def test_a_decision_of_ones_own_is_written_down():
    text = (
        "pathway = REF; person.agrees = yes; person.intoxicated = yes; "
        "contact.prior_activity = yes; place.in_program_area = yes; "
        "order.no_contact_with_participant = no"
    )
    view = page(encounter(text))
    chosen = page(encounter(text).answered("chosen", Known("refer")))

    assert view.verdict.outcome is Outcome.YOUR_DECISION
    assert view.screening.current == "chosen"
    assert chosen.screening.current == "chosen_reason"
    assert chosen.screening.ask("chosen_reason").matters


@pytest.mark.parametrize("value", [Unknown.DECLINED, Unknown.CANNOT_KNOW])
def test_asked_in_vain_does_not_come_back(value):
    one = encounter("pathway = INT")
    path = page(one).screening.current

    again = page(one.answered(path, value)).screening

    assert again.current != path


def test_every_question_in_a_full_screening_has_words():
    view = page(full()).screening

    for ask in (*view.answered, *view.to_come):
        assert ENGLISH(ask.question)
        assert not ask.answered or ENGLISH(ask.answer)
