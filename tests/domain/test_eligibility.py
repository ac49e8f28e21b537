"""Outcomes, precedence, unknowns, approvals, open points: what an officer may rely on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.answers import answers_from
from desktop.domain.eligibility import OUTCOME_WORDS, decide, in_words, outcome_of, seen
from desktop.domain.facts import Known, Unknown
from desktop.domain.program import LEVELS, Approval
from desktop.domain.terms import Effect, IfUnknown, Outcome, Pathway, Resolver, Strength
from desktop.domain.words import ENGLISH
from tests.domain.rules_kit import MONDAY_NIGHT, answers, program, rule, shipped

INT = "pathway = INT"


def outcome(criterion, given=INT):
    return decide(answers(given), program(criterion)).outcome


def approval(criterion, given, **words):
    fields = {"by": Resolver.PROSECUTOR, "who": "DA on duty", "at": MONDAY_NIGHT, **words}
    return Approval(criterion.id, saw=seen(criterion, answers(given)), **fields)


@pytest.mark.parametrize(
    ("words", "hit", "missing"),
    [
        ({}, Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE_VERIFY),
        ({"if_unknown": IfUnknown.ASK}, Outcome.NOT_ELIGIBLE, Outcome.NEEDS_ANSWER),
        ({"if_unknown": IfUnknown.ASK_DISPATCH}, Outcome.NOT_ELIGIBLE, Outcome.NEEDS_ANSWER),
        ({"if_unknown": IfUnknown.ALLOW_FLAG}, Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE),
        ({"strength": Strength.PRESUMPTIVE, "override_by": Resolver.PROSECUTOR},
         Outcome.NEEDS_APPROVAL, Outcome.ELIGIBLE_VERIFY),
        ({"effect": Effect.NEEDS_SUPERVISOR, "strength": None},
         Outcome.NEEDS_APPROVAL, Outcome.ELIGIBLE_VERIFY),
        ({"effect": Effect.NEEDS_PROSECUTOR, "strength": None},
         Outcome.NEEDS_APPROVAL, Outcome.ELIGIBLE_VERIFY),
        ({"effect": Effect.DISCRETION, "strength": None, "if_unknown": IfUnknown.ALLOW_FLAG},
         Outcome.YOUR_DECISION, Outcome.ELIGIBLE),
        ({"effect": Effect.INFO, "strength": None, "if_unknown": IfUnknown.ALLOW_FLAG},
         Outcome.ELIGIBLE, Outcome.ELIGIBLE),
    ],
)  # fmt: skip
def test_each_effect_has_its_outcome(words, hit, missing):
    criterion = rule("A", "pending.case", **words)
    assert outcome(criterion, f"{INT}; pending.case = yes") is hit
    assert outcome(criterion, f"{INT}; pending.case = no") is Outcome.ELIGIBLE
    assert outcome(criterion) is missing


def test_a_require_is_hit_when_its_test_fails():
    criterion = rule("A", "person.agrees", effect=Effect.REQUIRE)
    assert outcome(criterion, f"{INT}; person.agrees = no") is Outcome.NOT_ELIGIBLE
    assert outcome(criterion, f"{INT}; person.agrees = yes") is Outcome.ELIGIBLE


def test_a_criterion_speaks_only_when_its_when_holds():
    criterion = rule("A", "pending.case", when="person.intoxicated")
    given = f"{INT}; pending.case = yes"
    assert outcome(criterion, f"{given}; person.intoxicated = no") is Outcome.ELIGIBLE
    assert outcome(criterion, f"{given}; person.intoxicated = yes") is Outcome.NOT_ELIGIBLE
    assert outcome(criterion, given) is Outcome.ELIGIBLE_VERIFY


@pytest.mark.parametrize("kind", ["declined", "cannot know"])
def test_what_cannot_be_asked_any_more_is_verified_later_and_is_never_a_yes(kind):
    criterion = rule("A", 'warrant.status == "violent_or_dv"', if_unknown=IfUnknown.ASK_DISPATCH)
    decision = decide(answers(f"{INT}; warrant.status = {kind}"), program(criterion))
    assert decision.outcome is Outcome.ELIGIBLE_VERIFY
    assert not decision.settled
    assert decision.ask_next == ()
    assert [point.facts for point in decision.open] == [("warrant.status",)]


def test_a_rough_guess_across_a_limit_is_still_to_be_asked():
    criterion = rule("A", "person.age < 18", if_unknown=IfUnknown.ASK)
    decision = decide(answers(f"{INT}; person.age = 16..20"), program(criterion))
    assert decision.outcome is Outcome.NEEDS_ANSWER
    assert [(one.path, one.measure) for one in decision.ask_next] == [("person.age", True)]


def test_a_flag_is_shown_and_still_asked():
    criterion = rule("A", "conduct.trafficking", if_unknown=IfUnknown.ALLOW_FLAG)
    decision = decide(answers(INT), program(criterion))
    assert decision.outcome is Outcome.ELIGIBLE
    assert [(flag.criterion, flag.facts) for flag in decision.flags] == [
        ("A", ("conduct.trafficking",))
    ]
    assert decision.entries == ()
    assert not decision.settled
    assert [one.path for one in decision.ask_next] == ["conduct.trafficking"]


def test_a_note_is_listed_and_changes_nothing():
    criterion = rule(
        "A", "person.intoxicated", effect=Effect.INFO, strength=None,
        if_unknown=IfUnknown.ALLOW_FLAG,
    )  # fmt: skip
    decision = decide(answers(f"{INT}; person.intoxicated = yes"), program(criterion))
    assert decision.outcome is Outcome.ELIGIBLE
    assert [entry.criterion for entry in decision.entries] == ["A"]


def test_an_open_point_says_who_and_by_when():
    decision = decide(answers(INT), program(rule("A", "pending.case")))
    (point,) = decision.open
    assert point.resolver is Resolver.DESK
    assert point.due == datetime(2026, 11, 27, 17, 0, tzinfo=MONDAY_NIGHT.tzinfo)


def test_a_fact_nobody_in_the_field_can_know_stands_open_and_is_not_asked():
    decision = decide(answers(INT), program(rule("A", "order.no_contact_with_participant")))
    assert decision.ask_next == ()
    assert [point.criterion for point in decision.open] == ["A"]


def test_an_approval_counts_from_the_one_it_needs_and_lapses_when_a_value_changes():
    criterion = rule(
        "A", "total(drug.amount_g) > 6", strength=Strength.PRESUMPTIVE,
        override_by=Resolver.PROSECUTOR,
    )  # fmt: skip
    seven = f"{INT}; drug/1/amount_g = 7; drugs.complete = yes"
    eight = f"{INT}; drug/1/amount_g = 8; drugs.complete = yes"
    yes = approval(criterion, seven)

    def found(given, *approvals):
        return decide(answers(given), program(criterion), approvals).outcome

    assert found(seven) is Outcome.NEEDS_APPROVAL
    assert found(seven, yes) is Outcome.ELIGIBLE
    assert found(eight, yes) is Outcome.NEEDS_APPROVAL
    assert found(f"{seven}; drug/2/amount_g = 1", yes) is Outcome.NEEDS_APPROVAL
    by_sergeant = approval(criterion, seven, by=Resolver.SUPERVISOR)
    assert found(seven, by_sergeant) is Outcome.NEEDS_APPROVAL
    no = approval(criterion, seven, granted=False, at=MONDAY_NIGHT + timedelta(minutes=1))
    assert found(seven, yes, no) is Outcome.NOT_ELIGIBLE
    assert found(seven, no, yes) is Outcome.NOT_ELIGIBLE
    assert decide(answers(seven), program(criterion), [yes]).approved == (yes,)


def test_2_0_grams_approved_are_2_00_grams():
    criterion = rule("A", "total(drug.amount_g) > 1", effect=Effect.NEEDS_PROSECUTOR, strength=None)
    yes = approval(criterion, f"{INT}; drug/1/amount_g = 2.0; drugs.complete = yes")
    again = answers(f"{INT}; drug/1/amount_g = 2.00; drugs.complete = yes")
    assert decide(again, program(criterion), [yes]).outcome is Outcome.ELIGIBLE


def test_nobody_can_approve_what_is_absolute():
    criterion = rule("A", "pending.case")
    given = f"{INT}; pending.case = yes"
    for by in Resolver:
        yes = approval(criterion, given, by=by)
        assert decide(answers(given), program(criterion), [yes]).outcome is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bars", Outcome.NOT_ELIGIBLE),
        ("does_not_bar", Outcome.ELIGIBLE),
        ("cannot_say", Outcome.ELIGIBLE_VERIFY),
    ],
)
def test_the_lead_agency_answers_without_its_reason(word, expected):
    criterion = rule("A", "order.no_contact_with_participant", resolver=Resolver.LEAD)
    assert outcome(criterion, f"{INT}; answer/A = {word}") is expected
    by_desk = replace(criterion, resolver=Resolver.DESK)
    assert outcome(by_desk, f"{INT}; answer/A = {word}") is Outcome.ELIGIBLE_VERIFY


def test_only_a_held_charge_runs_the_charge_rules():
    charge_only = rule("A", "total(drug.amount_g) > 6",
                       pathways=frozenset({Pathway.OFFICER_INTERVENTION}))  # fmt: skip
    for pathway in set(Pathway) - {Pathway.OFFICER_INTERVENTION}:
        decision = decide(answers(f"pathway = {pathway.value}"), program(charge_only))
        assert decision.outcome is Outcome.ELIGIBLE
        assert decision.settled
        assert decision.ask_next == ()


def test_naloxone_plus_is_never_asked_for_grams_or_warrants():
    decision = decide(answers("pathway = NAL+"), shipped("three-rivers"))
    assert [one.path for one in decision.ask_next] == ["person.agrees"]
    form = {row.fact.id for row in shipped("three-rivers").form_for(answers("pathway = NAL+"))}
    assert form.isdisjoint({"drug.amount_g", "warrant.status", "charge.offense"})


def test_without_a_pathway_it_is_the_only_question():
    decision = decide(answers(), shipped("three-rivers"))
    assert decision.outcome is Outcome.NEEDS_ANSWER
    assert [one.path for one in decision.ask_next] == ["pathway"]


def test_intervention_without_a_charge_asks_for_no_grams():
    decision = decide(answers(f"{INT}; charge.held = no"), shipped("three-rivers"))
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert decision.ask_next == ()
    assert decision.otherwise is Pathway.OFFICER_REFERRAL
    form = shipped("three-rivers").form_for(answers(f"{INT}; charge.held = no"))
    assert "drug.amount_g" not in {row.fact.id for row in form}


def test_a_criterion_runs_only_on_its_days():
    criterion = rule("A", "pending.case", in_force_from=date(2026, 11, 24))
    given = answers(f"{INT}; pending.case = yes")
    assert decide(given, program(criterion)).outcome is Outcome.ELIGIBLE
    # 23:30 in Denver is already the 24th in UTC: the agency's calendar counts.
    assert decide(given, program(criterion), on=MONDAY_NIGHT + timedelta(minutes=76)).entries == ()
    next_day = decide(given, program(criterion), on=MONDAY_NIGHT + timedelta(hours=2))
    assert next_day.outcome is Outcome.NOT_ELIGIBLE


def test_no_is_never_a_dead_end():
    decision = decide(
        answers(f"{INT}; pending.case = yes"), program(rule("A", "pending.case"))
    )  # fmt: skip
    assert decision.otherwise is Pathway.OFFICER_REFERRAL
    assert (decision.program, decision.version, decision.digest) == ("test", "1", "d")


def test_every_outcome_is_said():
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert ENGLISH(in_words(Outcome.YOUR_DECISION)) == "Your decision"


FACTS = ("pending.case", "person.intoxicated", "conduct.trafficking", "place.in_program_area")


@st.composite
def programs(draw):
    criteria = []
    for index in range(draw(st.integers(1, 5))):
        effect = draw(st.sampled_from(Effect))
        bars = effect in (Effect.REQUIRE, Effect.EXCLUDE)
        presumptive = bars and draw(st.booleans())
        strength = Strength.PRESUMPTIVE if presumptive else Strength.ABSOLUTE
        criteria.append(
            rule(
                f"C{index}",
                draw(st.sampled_from(FACTS)),
                when=draw(st.sampled_from(("", *FACTS))),
                effect=effect,
                strength=strength if bars else None,
                override_by=Resolver.PROSECUTOR if presumptive else None,
                if_unknown=draw(st.sampled_from(IfUnknown)),
            )
        )
    return criteria


encounters = st.fixed_dictionaries(
    {},
    optional={
        fact: st.sampled_from([Known(True), Known(False), Unknown.DECLINED, Unknown.CANNOT_KNOW])
        for fact in FACTS
    },
)


def encounter(facts):
    base = answers("pathway = REF")
    return replace(base, facts={**base.facts, **facts})


@given(programs(), encounters)
def test_the_outcome_is_the_highest_of_the_listed_entries(criteria, facts):
    decision = decide(encounter(facts), program(*criteria))
    highest = max((LEVELS[entry.outcome] for entry in decision.entries), default=0)
    assert LEVELS[decision.outcome] == highest
    waiting = {Outcome.NEEDS_ANSWER, Outcome.ELIGIBLE_VERIFY}
    assert {point.criterion for point in decision.open} == {
        entry.criterion for entry in decision.entries if entry.outcome in waiting
    }


@given(programs(), encounters, st.randoms(use_true_random=False))
def test_the_order_of_criteria_does_not_matter(criteria, facts, chance):
    shuffled = list(criteria)
    chance.shuffle(shuffled)
    decision = decide(encounter(facts), program(*criteria))
    assert decide(encounter(facts), program(*shuffled)) == decision


@given(programs(), encounters, encounters)
def test_filling_in_an_unknown_never_changes_a_settled_outcome(criteria, facts, more):
    decision = decide(encounter(facts), program(*criteria))
    fillable = {
        fact: value for fact, value in more.items() if not isinstance(facts.get(fact), Known)
    }
    filled = decide(encounter({**facts, **fillable}), program(*criteria))
    if decision.settled:
        assert filled.outcome is decision.outcome
        assert filled.settled
        assert decision.ask_next == ()


@given(programs(), encounters)
def test_an_unknown_is_never_a_yes_unless_a_flag_says_so(criteria, facts):
    decision = decide(encounter(facts), program(*criteria))
    if decision.outcome is Outcome.ELIGIBLE and not decision.flags:
        for one in criteria:
            assert one.hit.truth(encounter(facts)) is False or one.effect is Effect.INFO


@given(programs(), encounters)
def test_the_quick_ways_come_to_the_same_decision(criteria, facts):
    chosen, given_facts = program(*criteria), encounter(facts)
    decision = decide(given_facts, chosen)
    assert outcome_of(given_facts, chosen) is decision.outcome
    quick = decide(given_facts, chosen, look_ahead=False)
    assert replace(decision, ask_next=(), settled=False) == quick


@pytest.mark.parametrize("slug", ["three-rivers", "lead-santa-fe"])
def test_the_outcome_alone_is_that_of_every_case_with_its_approvals(slug):
    chosen = shipped(slug)
    for case in chosen.cases:
        assert outcome_of(case.answers, chosen, case.approvals) is case.outcome
    assert outcome_of(answers(), chosen) is Outcome.NEEDS_ANSWER
    assert outcome_of(answers(f"{INT}; charge.held = no"), chosen) is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize("slug", ["three-rivers", "chicago-nadp-2022", "tucson", "pueblo"])
def test_a_held_charge_that_nobody_listed_is_unknown_and_never_a_yes(slug):
    chosen = shipped(slug)
    facts = {path: value for path, value in chosen.cases[0].answers.by_path().items()
             if not path.startswith("charge/")}  # fmt: skip
    decision = decide(answers_from(facts, chosen.dictionary, on=MONDAY_NIGHT), chosen)
    assert facts["charges.complete"] == Known(True)
    assert decision.outcome is Outcome.NEEDS_ANSWER
    assert "charges.complete" in [one.path for one in decision.ask_next]
