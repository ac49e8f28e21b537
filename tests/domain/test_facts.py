"""The dictionary that ships, and what a path of an encounter is about."""

from __future__ import annotations

import pytest

from desktop.domain.facts import FactType
from desktop.domain.refused import Refused
from desktop.domain.terms import CaseStatus, Outcome, Pathway, Tag
from desktop.domain.words import ENGLISH
from tests.domain.rules_kit import dictionary

STARTING_VOCABULARY = [
    "pathway",
    "person.age",
    "person.residence_state",
    "person.residence_county",
    "person.residence_months",
    "person.agrees",
    "person.wants_services",
    "person.intoxicated",
    "person.danger_to_self",
    "person.violent_now",
    "charge.held",
    "charge.offense",
    "charge.level",
    "charge.victim",
    "charge.restitution",
    "charge.weapon",
    "drug.kind",
    "drug.amount_g",
    "drug.dosage_units",
    "drug_sale",
    "history.violent_conviction",
    "history.violent_arrest",
    "history.weapon_conviction",
    "history.domestic_violence_conviction",
    "history.burglary_or_robbery_conviction",
    "history.sex_offense",
    "history.any_conviction",
    "history.failed_deflection",
    "supervision.status",
    "supervision.for_violence",
    "warrant.status",
    "pending.case",
    "pending.treatment_court",
    "order.no_contact_with_participant",
    "conduct.exploits_minors",
    "conduct.promotes_prostitution",
    "conduct.trafficking",
    "place.in_program_area",
    "program.counselor_on_duty",
    "program.capacity_left",
    "contact.prior_activity",
    "contact.overdose_today",
    "contact.naloxone_given",
]


@pytest.mark.parametrize("id_", STARTING_VOCABULARY)
def test_the_starting_vocabulary_is_there(id_):
    assert dictionary().find(id_) is not None


def test_every_fact_is_asked_and_named_in_english_and_spanish():
    for fact in dictionary():
        for words in (fact.label, fact.question, *(choice.label for choice in fact.choices)):
            assert {code for code, _ in words.by_language} == {"en", "es"}, fact.id
        assert fact.tags, fact.id
        assert bool(fact.choices) == (fact.type in (FactType.CHOICE, FactType.CHOICES)), fact.id


def test_free_text_is_tagged_and_so_are_the_parts_of_a_person():
    tags = {fact.id: fact.tags for fact in dictionary()}
    assert tags["narrative"] == {Tag.JUSTICE}
    assert tags["health.note"] == tags["service.first"] == {Tag.HEALTH}
    assert tags["safety.note"] == {Tag.SAFETY}
    assert tags["person.last_name"] == {Tag.PERSONAL}
    assert tags["case.status"] == {Tag.TREATMENT}
    assert dictionary().tags_of("deadline.intake") == {Tag.NONE}
    assert dictionary().tags_of("answer/TR-12") == {Tag.NONE}


def test_choices_that_the_rules_know_agree_with_the_terms():
    assert {c.value for c in dictionary().fact_of("pathway").choices} == set(Pathway)
    assert {c.value for c in dictionary().fact_of("outcome").choices} == set(Outcome)
    assert "accepted" in set(CaseStatus)


def test_a_path_finds_its_fact():
    assert dictionary().fact_of("drug/a1/amount_g").id == "drug.amount_g"
    assert dictionary().fact_of("charges.complete").list == "charges"
    assert dictionary().fact_of("answer/TR-12").id == "answer/*"


@pytest.mark.parametrize(
    "path",
    ["person.agee", "drug/a1/amount", "drug//amount_g", "drug/a/b/amount_g", "person/a/age",
     "charge/a1/held", "", "x" * 5000],
)  # fmt: skip
def test_an_unknown_path_is_refused(path):
    with pytest.raises(Refused) as refused:
        dictionary().fact_of(path)
    assert len(str(refused.value)) < 200


def test_a_slip_of_the_pen_gets_a_suggestion():
    with pytest.raises(Refused) as refused:
        dictionary().fact_of("person.agee")
    assert ENGLISH(refused.value.remedy) == 'Did you mean "person.age"?'


def test_grams_may_have_fractions_and_years_may_not():
    assert not dictionary().fact_of("drug.amount_g").whole
    assert dictionary().fact_of("person.age").whole
