"""An old decision stays; a draft is tried on the past; a rule is told how many it kept out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.eligibility import decide
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.hindsight import (
    Barred,
    Past,
    barred,
    compare,
    kept_out,
    noted,
    preview,
    quarter_before,
    version_on,
)
from desktop.domain.terms import Effect, IfUnknown, Outcome, Resolver, Strength
from desktop.domain.words import ENGLISH
from desktop.formats.answers import decision_to_json
from tests.domain.rules_kit import MONDAY_NIGHT, answers, program, rule, shipped

BEFORE, AFTER = shipped("chicago-nadp-2019"), shipped("chicago-nadp-2022")
CLEAR = (
    "pathway = INT; person.age = 30; place.in_program_area = yes; "
    "program.counselor_on_duty = yes; charge/1/offense = drug_possession; "
    "charges.complete = yes; drug/1/kind = heroin; drug/1/amount_g = 0.5; drugs.complete = yes; "
    "health.substance_use_problem = yes; person.agrees = yes; history.violent_conviction = never; "
    "history.weapon_conviction = never; history.violent_arrest_here = never"
)


def past(id_, given_text="", *, person="", on=MONDAY_NIGHT):
    return Past(id_, person or id_, answers(f"{CLEAR}; {given_text}", on=on))


def record(given_text, chosen):
    decision = decide(answers(f"{CLEAR}; {given_text}"), chosen)
    return json.dumps(decision_to_json(decision, ENGLISH))


def test_an_old_referral_keeps_its_decision_and_shows_what_the_rules_say_today():
    old = record("drug/1/amount_g = 1.5", BEFORE)
    found = compare(old, AFTER, answers(f"{CLEAR}; drug/1/amount_g = 1.5"))
    assert (found.then.outcome, found.now.outcome) == (Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE)
    assert found.changed
    assert not found.same_rules
    assert [(one.criterion, one.before, one.after) for one in found.turned] == [
        ("CH-06", Outcome.NOT_ELIGIBLE, None)
    ]
    assert ENGLISH(found.turned[0].says) == "One gram or less in total weight."
    assert ENGLISH(found.says) == (
        "Then, under version 2019-02: Not eligible for this pathway. "
        "Under version 2022-06: Eligible."
    )
    assert noted(old).version == "2019-02"


def test_under_the_same_rules_nothing_has_turned():
    found = compare(record("", BEFORE), BEFORE, answers(CLEAR))
    assert found.same_rules
    assert not found.changed
    assert found.turned == ()


def test_a_criterion_may_turn_without_another_outcome():
    given_text = "place.in_program_area = no; drug/1/amount_g = 1.5"
    found = compare(record(given_text, BEFORE), AFTER, answers(f"{CLEAR}; {given_text}"))
    assert not found.changed
    assert [one.criterion for one in found.turned] == ["CH-06"]


@pytest.mark.parametrize(
    "old",
    ["", "no", "[]", "{}", '{"entries": 3}', '{"outcome": "perhaps"}', "[" * 100_000,
     {"program": "x", "version": "1", "digest": "d", "outcome": "eligible", "entries": [{}]}],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_none_and_no_crash(old):
    assert noted(old) is None
    assert compare(old, AFTER, answers(CLEAR)) is None


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner)
                    | st.dictionaries(st.sampled_from(["outcome", "entries", "program", "x"]),
                                      inner)))  # fmt: skip
def test_hostile_records_are_none(old):
    assert noted(json.dumps(old)) is None


def test_a_draft_says_how_many_would_come_out_otherwise_which_and_why():
    encounters = [
        past("same"),
        past("more-weight", "drug/1/amount_g = 1.5"),
        past("fentanyl", "drug/1/kind = fentanyl"),
        past("fentanyl-too", "drug/1/kind = fentanyl; drug/1/amount_g = 1.2"),
        past("arrested", "history.violent_arrest_here = 2025"),
        past("open", "history.violent_arrest_here = cannot know"),
    ]
    found = preview(AFTER, BEFORE, encounters)
    assert found.encounters == 6
    assert [one.encounter for one in found.moved] == [
        "more-weight", "fentanyl", "fentanyl-too", "arrested", "open",
    ]  # fmt: skip
    assert found.moves == (
        (Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, 3),
        (Outcome.ELIGIBLE, Outcome.ELIGIBLE_VERIFY, 1),
        (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, 1),
    )
    assert found.by_criterion == (("CH-05", 2), ("CH-06", 2), ("CH-10", 2))
    arrested = found.moved[3]
    (why,) = arrested.because
    assert (why.criterion, why.before, why.after) == ("CH-10", None, Outcome.NOT_ELIGIBLE)


def test_a_draft_that_changes_no_rule_changes_nothing():
    assert preview(BEFORE, BEFORE, [past("a"), past("b", "person.age = 17")]).moved == ()


def kept_out_of(rules, encounters, **days):
    return kept_out(rules, [barred(rules, one) for one in encounters], **days)


def test_whoever_was_turned_away_is_counted_by_what_was_said_that_day():
    away = [
        Barred("A", date(2026, 11, 2), ("CH-01", "CH-06")),
        Barred("B", date(2026, 11, 3), ("CH-06", "CH-99")),  # a rule there is no more
        Barred("C", date(2026, 9, 30), ("CH-01",)),
    ]
    found = kept_out(BEFORE, away, since=date(2026, 10, 1), until=date(2026, 12, 31))
    counted = [(one.criterion, one.people, one.alone) for one in found if one.people]
    assert counted == [("CH-06", 2, 0), ("CH-01", 1, 0)]


def test_each_criterion_is_told_how_many_people_it_kept_out():
    encounters = [
        past("1", "person.age = 17", person="A"),
        past("2", "person.age = 17", person="A"),  # met twice, counted once
        past("3", "drug/1/amount_g = 3; person.age = 16", person="B"),
        past("4", "drug/1/amount_g = 3", person="C"),
        past("5", "drug/1/amount_g = cannot know", person="D"),  # open is not kept out
        past("6", "person.age = 17", person="E", on=MONDAY_NIGHT - timedelta(days=200)),
    ]
    first, last = date(2026, 10, 1), date(2026, 12, 31)
    found = kept_out_of(BEFORE, encounters, since=first, until=last)
    assert [(one.criterion, one.people, one.alone) for one in found[:3]] == [
        ("CH-01", 2, 1), ("CH-06", 2, 1), ("CH-02", 0, 0),
    ]  # fmt: skip
    assert {one.criterion for one in found} == {one.id for one in BEFORE.criteria}
    assert ENGLISH(found[0].says) == "The person must be 18 or older."


def test_whoever_went_on_by_another_pathway_is_counted_where_it_was_closed():
    heavy = "pathway = REF; drug/1/amount_g = 3"
    went_on = [past("1", f"{heavy}; pathway.closed = INT"), past("2", heavy)]
    found = kept_out_of(BEFORE, went_on, since=date(2026, 10, 1), until=date(2026, 12, 31))
    assert [(one.criterion, one.people) for one in found if one.people] == [("CH-06", 1)]


def test_the_pathway_that_was_closed_is_remembered_and_only_that():
    met = Encounter("e", MONDAY_NIGHT, {"pathway": Known("INT")})
    closed = met.on_pathway(Known("REF"), closed=True)
    assert closed.facts == {"pathway": Known("REF"), "pathway.closed": Known("INT")}
    assert closed.on_pathway(Known("SELF"), closed=False).facts["pathway.closed"] == Known("INT")
    assert closed.on_pathway(Known("INT"), closed=False).facts == {"pathway": Known("INT")}
    assert met.on_pathway(Known("REF"), closed=False).facts == {"pathway": Known("REF")}


def test_a_day_is_counted_on_the_agencys_calendar():
    # 03:30 UTC on the first of January is still the old year in Denver.
    late = datetime(2027, 1, 1, 3, 30, tzinfo=UTC)
    chosen = program(rule("A", "pending.case"))
    one = Past("1", "A", answers("pathway = REF; pending.case = yes", on=late))
    (found,) = kept_out_of(chosen, [one], since=date(2026, 10, 1), until=date(2026, 12, 31))
    assert found.people == 1
    (found,) = kept_out_of(chosen, [one], since=date(2027, 1, 1), until=date(2027, 3, 31))
    assert found.people == 0


def test_whoever_was_let_in_by_approval_was_not_kept_out():
    criterion = rule("A", "pending.case", effect=Effect.NEEDS_PROSECUTOR, strength=None,
                     if_unknown=IfUnknown.PEND)  # fmt: skip
    assert criterion.approver is Resolver.PROSECUTOR
    strict = replace(criterion, effect=Effect.EXCLUDE, strength=Strength.ABSOLUTE)
    one = Past("1", "A", answers("pathway = REF; pending.case = yes"))
    days = {"since": date(2026, 10, 1), "until": date(2026, 12, 31)}
    assert [found.people for found in kept_out_of(program(criterion), [one], **days)] == [0]
    assert [found.people for found in kept_out_of(program(strict), [one], **days)] == [1]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2027, 1, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_the_last_quarter_is_the_last_whole_one(day, first, last):
    assert quarter_before(day) == (first, last)


def test_the_version_in_force_is_the_one_of_its_days():
    both = [BEFORE, AFTER, shipped("tucson")]
    zone = BEFORE.calendar.zone
    for day, version in ((date(2019, 2, 19), None), (date(2022, 6, 7), "2019-02"),
                         (date(2022, 6, 8), "2022-06")):  # fmt: skip
        on = datetime(day.year, day.month, day.day, 23, 30, tzinfo=zone)
        found = version_on(both, "chicago-nadp", on.astimezone(UTC))
        assert (found and found.version) == version
