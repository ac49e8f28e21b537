"""The whole encounter: the 44 fields of field.md 2.2 have a home, a tier and a tag."""

from __future__ import annotations

import pytest

from desktop.domain.facts import Fact, Tier
from desktop.domain.terms import Tag
from tests.domain.rules_kit import dictionary, shipped

F, D, C, A = Tier.FIELD, Tier.DESK, Tier.COORDINATOR, Tier.AUTO
NONE, P, H, J, S, T, CON = Tag

# Number in field.md 2.2 -> (facts that hold it, tiers they may have, tags they have together).
# Where architecture.md says another tag, it holds (T: 42, 44; C: 35, 36).
FIELDS: dict[int, tuple[str, set[Tier], set[Tag]]] = {
    1: ("referral.id referral.number", {A}, {NONE}),
    2: ("pathway", {F}, {NONE}),
    3: ("contact_at place.address place.location place.coordinates", {F}, {NONE, J}),
    4: ("agency agency.ori officer.name officer.badge officer.unit officer.on_duty",
        {A}, {NONE, J}),
    5: ("cad_number incident_number", {F}, {J}),
    6: ("person.last_name person.first_name person.middle_name person.suffix person.aka",
        {F, D}, {P}),
    7: ("person.birth_date person.age", {F}, {P}),
    8: ("person.sex person.gender person.pronoun person.race person.ethnicity"
        " person.described_by", {D}, {P}),
    9: ("person.language person.interpreter_needed person.access_needs", {F}, {P}),
    10: ("person.phone person.phone_ok_to_call person.phone_ok_to_text person.voicemail_ok"
         " person.phone_2 person.phone_2_ok person.email", {F}, {P}),
    11: ("person.best_place person.best_times", {F}, {P}),
    12: ("person.alternate_contact person.alternate_relation person.alternate_ok", {F}, {P}),
    13: ("person.housing", {F}, {P}),
    14: ("person.residence_state person.residence_county person.residence_months", {F, D}, {P}),
    15: ("charge.offense charge.statute charge.nibrs charge.level charge.completed charge.lead",
         {F}, {J}),
    16: ("drug.kind drug.form drug.amount_g drug.dosage_units drug.weighed", {F, D}, {J}),
    17: ("drug_sale", {F}, {J}),
    18: ("charge.victim charge.loss charge.restitution", {F, D}, {J}),
    19: ("charge.weapon charge.injury charge.force_on_officer", {F}, {J, S}),
    20: ("warrant.status warrant.checked_at warrant.checked_by", {F, D}, {J}),
    21: ("history.check history.checked_at history.checked_by history.violent_conviction",
         {D}, {J}),
    22: ("supervision.status supervision.for_violence supervision.source", {F, D}, {J}),
    23: ("pending.case pending.treatment_court order.protective", {D}, {J}),
    24: ("prior.participation prior.last", {D}, {P, J}),
    25: ("contact.overdose_today contact.naloxone_given contact.naloxone_doses contact.naloxone_by"
         " contact.transported contact.odmap_sent", {F, D}, {H}),
    26: ("needs health.presenting_need health.substances health.withdrawal_signs"
         " health.mental_health_concern health.suicide_risk health.medical_urgent", {F}, {H}),
    27: ("barriers", {F}, {P}),
    28: ("person.children_in_care health.pregnant", {F}, {P, H}),
    29: ("safety.animals safety.weapons safety.aggression safety.note", {F}, {S}),
    30: ("narrative", {F}, {J}),
    31: ("offer.made offer.answer", {F}, {NONE}),
    32: ("offer.not_offered_reason offer.declined_reason", {F}, {NONE}),
    33: ("outcome decision", {A}, {NONE, J}),
    34: ("approval", {D}, {J}),
    35: ("consent", {F}, {CON}),
    36: ("consent", {F}, {CON}),
    37: ("admission", {D}, {J}),
    38: ("handoff.method handoff.called_at handoff.arrived_at handoff.cleared_at", {F}, {NONE}),
    39: ("service.first service.directory_version service.capacity_seen", {F, A}, {H, NONE}),
    40: ("transport transport.from transport.to transport.started_at transport.ended_at",
         {F, D}, {NONE, J, H}),
    41: ("property_disposition", {D}, {J}),
    42: ("contact_attempt.at contact_attempt.mode contact_attempt.result case.intake_date"
         " case.level_of_care case.engaged_30 case.engaged_90 case.engaged_180"
         " case.closed_reason", {C}, {T}),
    43: ("charge.status charge.status_on", {D}, {J}),
    44: ("case.status", {C}, {T}),
}  # fmt: skip


def facts_of(names: str) -> list[Fact]:
    return [dictionary().fact_of(name) for name in names.split()]


def test_all_44_fields_have_a_home():
    assert set(FIELDS) == set(range(1, 45))


@pytest.mark.parametrize("number", FIELDS)
def test_a_field_has_its_tier_its_tags_and_both_languages(number):
    names, tiers, tags = FIELDS[number]
    facts = facts_of(names)
    assert {fact.tier for fact in facts} == tiers
    assert set().union(*(fact.tags for fact in facts)) == tags
    for fact in facts:
        for language in ("en", "es"):
            assert fact.label.in_language(language)
            assert fact.question.in_language(language)


def test_the_sample_program_asks_for_what_an_officer_or_the_desk_fills_in():
    asked = {row.fact.id for row in shipped("three-rivers").form}
    own = {"approval", "consent", "admission"}  # kept in ways of their own, or off by default
    # Who lives where since when is asked by the programs whose rules look at it.
    own |= {"person.residence_state", "person.residence_county", "person.residence_months"}
    own |= {"supervision.for_violence", "pending.case", "pending.treatment_court"}
    wanted = {
        fact.id
        for names, _, _ in FIELDS.values()
        for fact in facts_of(names)
        if fact.tier in (F, D)
    }
    assert wanted - own - asked == set()


def test_nobody_is_asked_for_a_social_security_number():
    assert not [fact.id for fact in dictionary() if "ssn" in fact.id or "social_sec" in fact.id]
