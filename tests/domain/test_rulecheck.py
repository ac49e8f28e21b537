"""The rule check: one deliberate fault of each kind is what it reports first."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.answers import Answers
from desktop.domain.condition_text import parse
from desktop.domain.finding import Example, as_text
from desktop.domain.rulecheck import Kind, check, stopping
from desktop.domain.search import facts_of, hunt
from desktop.domain.terms import Effect, IfUnknown, Pathway, Resolver, Strength
from desktop.domain.words import ENGLISH
from desktop.formats.fact_values import value_from_text
from desktop.formats.program_files import program_files, read_program
from tests.domain.rules_kit import RESOURCES, answers, dictionary, program, rule, shipped
from tests.domain.test_questions import TESTS, VALUES, condition_over

FOLDER = RESOURCES / "programs" / "three-rivers"
TIED = " or ".join(
    ("person.wants_services", "person.intoxicated", "person.danger_to_self", "person.violent_now",
     "health.withdrawal_signs", "health.suicide_risk", "health.pregnant",
     "health.mental_health_concern")
)  # fmt: skip
HARD = (
    "Notwithstanding the aforementioned considerations, participation necessitates individualized "
    "determination of suitability in accordance with applicable administrative requirements.\n"
)


def row(id_, test, effect="exclude", strength="absolute", *, when="", pathways="INT"):
    cells = (id_, pathways, when, test, effect, strength, "", "allow_flag", "", "One more rule.",
             "Una regla más.", "", "made up", "", "")  # fmt: skip
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def swapped(name, old, new):
    return name, lambda text: text.replace(old, new, 1)


def added(*rows):
    return "criteria.csv", lambda text: text + "".join(rows)


def without_line(name, start):
    return name, lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(start)
    )


FAULTS = {
    Kind.ABSOLUTE_OVERRIDE: (
        [swapped("criteria.csv", "absolute,,allow_flag", "absolute,supervisor,allow_flag")],
        "TR-05",
    ),
    Kind.PRESUMPTIVE_ALONE: (
        [swapped("criteria.csv", "presumptive,prosecutor,pend", "presumptive,,pend")],
        "TR-04",
    ),
    Kind.STRENGTH: ([swapped("criteria.csv", "discretion,,", "discretion,absolute,")], "TR-13"),
    Kind.NO_RESOLVER: ([swapped("criteria.csv", ",ask,desk,", ",ask,,")], "TR-01"),
    Kind.ASK_NOBODY: (
        [swapped("criteria.csv", "absolute,,pend,lead", "absolute,,ask,lead")],
        "TR-12",
    ),
    Kind.ASK_NEEDLESS: (
        [swapped("criteria.csv", "discretion,,,allow_flag,,", "discretion,,,ask,desk,")],
        "TR-13",
    ),
    Kind.NO_CHARGE: (
        [added(row("TR-14", "total(drug.amount_g) > 20", pathways="INT REF")),
         swapped("cases.csv", "drug/1/amount_g = 6,", "drug/1/amount_g = 6; drug/2/amount_g = 0,")],
        "TR-14",
    ),
    Kind.CONTRADICTION: (
        [added(row("TR-14", "total(drug.amount_g) <= 2", "require"),
               row("TR-15", "total(drug.amount_g) >= 2"))],
        "TR-14, TR-15",
    ),
    Kind.NOBODY: ([added(row("TR-14", "person.age >= 18"))], "TR-01, TR-14"),
    Kind.GAP: (
        [added(
            row("TR-14", 'drug_sale == "profit"', "discretion", "",
                when='some(charge.level == "felony")'),
            row("TR-15", 'drug_sale == "profit"', "discretion", "",
                when='some(charge.level == "infraction")')),
         swapped("cases.csv", "charge/1/victim = none",
                 "charge/1/victim = none; charge/1/level = misdemeanor")],
        "TR-14, TR-15",
    ),
    Kind.DEAD: ([added(row("TR-14", "not charge.held"))], "TR-14"),
    Kind.IMPLIED: ([added(row("TR-14", 'drug_sale == "profit" and person.intoxicated'))], "TR-14"),
    Kind.NO_CASES: ([("cases.csv", lambda text: text.splitlines()[0] + "\n")], "cases.csv"),
    Kind.CASE: (
        [swapped("cases.csv", "person.age = 17,,not_eligible,TR-01",
                 "person.age = 17,,eligible,")],
        "age-17",
    ),
    Kind.LANGUAGE: (
        [swapped("criteria.csv", "La persona debe tener 18 años o más.", "")],
        "TR-01",
    ),
    Kind.PLACEHOLDER: (
        [swapped("texts/en/narrative.md", "The place was {place.address}.",
                 "The place was {place.adress}.")],
        "texts/en/narrative.md, line 4",
    ),
    Kind.NO_TEXT: (
        [("texts/en/rights.md", lambda _: None), ("texts/es/rights.md", lambda _: None)],
        "texts/rights",
    ),
    Kind.STIGMA: (
        [swapped("criteria.csv", "The person is intoxicated.", "The addict is intoxicated.")],
        "TR-13",
    ),
    Kind.READING: ([("texts/en/what_next.md", lambda _: HARD)], "texts/what_next"),
    Kind.NEVER_ASKED: ([without_line("form.csv", "supervision.status,")], "TR-10"),
    Kind.ASKED_TOO_MUCH: (
        [added(row("TR-14", f"not person.agrees and ({TIED})", "discretion", "",
                   pathways="SELF"))],
        "SELF",
    ),
    Kind.BOUNDARY: ([without_line("cases.csv", "age-18,")], "TR-01"),
    Kind.UNTRIED: ([without_line("cases.csv", "sale-unknown,")], "TR-05"),
}  # fmt: skip


def broken(kind):
    files = program_files(FOLDER)
    for name, change in FAULTS[kind][0]:
        before = files[name].decode()
        after = change(before)
        assert after != before
        if after is None:
            del files[name]
        else:
            files[name] = after.encode()
    return read_program(files, dictionary())


def test_there_is_a_fault_of_each_kind():
    assert set(FAULTS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_folder_with_one_fault_reports_that_fault_first(kind):
    first = check(broken(kind))[0]
    assert (first.kind, first.where) == (kind, FAULTS[kind][1])
    assert ENGLISH(first.says)


STOPPING = {
    Kind.ABSOLUTE_OVERRIDE, Kind.PRESUMPTIVE_ALONE, Kind.STRENGTH, Kind.NO_RESOLVER,
    Kind.ASK_NOBODY, Kind.ASK_NEEDLESS, Kind.NO_CHARGE, Kind.CONTRADICTION, Kind.NOBODY,
    Kind.NO_CASES, Kind.CASE, Kind.LANGUAGE, Kind.PLACEHOLDER, Kind.NO_TEXT,
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_what_cannot_be_right_stops_the_program_and_the_rest_is_advice(kind):
    found = stopping(broken(kind))
    assert bool(found) == (kind in STOPPING)
    assert all(one.stops for one in found)


def example(kind):
    return check(broken(kind))[0].example


def shown(kind):
    return answers(example(kind).given())


@pytest.mark.parametrize(
    ("kind", "given_text"),
    [
        (Kind.ABSOLUTE_OVERRIDE, "pathway = INT; drug_sale = profit"),
        (Kind.PRESUMPTIVE_ALONE,
         "pathway = INT; drug/1/kind = heroin; drug/1/amount_g = 6.000001"),
        (Kind.STRENGTH, "pathway = INT; person.intoxicated = yes"),
        (Kind.NO_RESOLVER, "pathway = INT; person.age = 17"),
        (Kind.ASK_NOBODY, "pathway = INT; order.no_contact_with_participant = yes"),
        (Kind.ASK_NEEDLESS, "pathway = INT; person.intoxicated = yes"),
        (Kind.NO_CASES, "pathway = INT"),
        (Kind.NO_TEXT, "pathway = INT"),
        (Kind.LANGUAGE, "pathway = INT; person.age = 17"),
        (Kind.STIGMA, "pathway = INT; person.intoxicated = yes"),
        (Kind.READING, "pathway = INT"),
        (Kind.CONTRADICTION,
         "pathway = INT; drug/1/amount_g = 2; drugs.complete = yes"),
        (Kind.NOBODY, "pathway = INT; person.age = 18"),
        (Kind.GAP, "pathway = INT; charge/1/level = misdemeanor"),
        (Kind.DEAD, "pathway = INT"),
        (Kind.IMPLIED, "pathway = INT; drug_sale = profit; person.intoxicated = yes"),
        (Kind.NEVER_ASKED, "pathway = INT; supervision.status = probation"),
        (Kind.ASKED_TOO_MUCH, "pathway = SELF"),
        (Kind.BOUNDARY, "pathway = INT; person.age = 18"),
        (Kind.UNTRIED, "pathway = INT"),
    ],
)  # fmt: skip
def test_a_smallest_encounter_shows_the_fault(kind, given_text):
    assert example(kind).given() == given_text


@pytest.mark.parametrize("kind", Kind)
def test_no_fault_is_told_without_an_encounter(kind):
    for finding in check(broken(kind)):
        assert finding.example.facts
        assert ENGLISH(finding.example.says(dictionary()))
        assert answers(finding.example.given()).pathway


def test_the_example_of_a_contradiction_is_let_in_and_shut_out():
    chosen = broken(Kind.CONTRADICTION)
    one, other = chosen.criterion("TR-14"), chosen.criterion("TR-15")
    assert one.test.truth(shown(Kind.CONTRADICTION)) is True
    assert other.test.truth(shown(Kind.CONTRADICTION)) is True


def test_a_failing_case_is_its_own_example():
    assert "person.age = 17" in example(Kind.CASE).given()


def test_pueblo_as_published_is_refused_at_exactly_two_grams():
    (finding,) = check(shipped("pueblo-as-published"))
    assert (finding.kind, finding.stops) == (Kind.CONTRADICTION, True)
    assert finding.where == "PU-04, PU-05"
    assert finding.example.given() == "pathway = INT; drug/1/amount_g = 2; drugs.complete = yes"
    assert ENGLISH(finding.example.says(dictionary())).endswith("All drugs are listed: yes")
    assert "contradict" in ENGLISH(finding.says)


def test_what_only_an_approval_lets_in_is_said_and_does_not_stop():
    always = rule("A", "person.agrees or not person.agrees", strength=Strength.PRESUMPTIVE,
                  override_by=Resolver.PROSECUTOR)  # fmt: skip
    found = [one for one in check(program(always)) if one.kind is Kind.NOBODY]
    assert found
    assert not any(one.stops for one in found)


def test_the_first_matching_name_is_the_only_one_for_a_criterion():
    never_and_contradicting = [
        rule("A", "person.age >= 21", effect=Effect.REQUIRE),
        rule("B", "person.age < 21"),  # the same again
        rule("C", "person.age < 18"),  # less again
    ]
    logic = {Kind.CONTRADICTION, Kind.NOBODY, Kind.GAP, Kind.DEAD, Kind.IMPLIED}
    found = [(one.kind, one.where) for one in check(program(*never_and_contradicting))
             if one.kind in logic]  # fmt: skip
    assert found == [(Kind.IMPLIED, "C"), (Kind.IMPLIED, "B")]


def test_an_interval_between_two_that_are_ruled_is_a_gap():
    minor = rule("A", "not person.agrees", when="person.age < 18")
    grown = rule("B", "not person.agrees", when="person.age >= 21", if_unknown=IfUnknown.PEND)
    found = [one for one in check(program(minor, grown)) if one.kind is Kind.GAP]
    assert [one.example.given() for one in found] == ["pathway = SELF; person.age = 18"]
    whole = rule("B", "not person.agrees", when="person.age >= 18")
    assert not [one for one in check(program(minor, whole)) if one.kind is Kind.GAP]


def test_a_rule_of_one_choice_alone_leaves_no_gap():
    one = rule("A", "not person.agrees", when='drug_sale == "profit"')
    assert not [found for found in check(program(one)) if found.kind is Kind.GAP]


def test_criteria_of_other_days_do_not_contradict_each_other():
    chosen = program(
        rule("A", "person.age >= 18", in_force_to=shipped("three-rivers").effective_from),
        rule("B", "person.age >= 18", effect=Effect.REQUIRE,
             in_force_from=answers().on.date()),
    )  # fmt: skip
    assert Kind.NOBODY not in [one.kind for one in check(chosen)]


def test_every_value_of_an_example_is_written_as_a_case_reads_it():
    for case in shipped("three-rivers").cases:
        for path, value in case.answers.by_path().items():
            fact = dictionary().fact_of(path)
            assert value_from_text(fact, as_text(value)) == value
    assert Example.of([]).given() == ""


FACTS = sorted(TESTS)


@settings(max_examples=80)
@given(st.data(), st.lists(st.sampled_from(FACTS), min_size=1, max_size=3, unique=True))
def test_an_encounter_is_found_exactly_when_there_is_one(data, facts):
    first = parse(data.draw(condition_over(facts)), dictionary())
    second = parse(data.draw(condition_over(facts)), dictionary())
    base = answers(f"pathway = {Pathway.OFFICER_REFERRAL.value}")
    wishes = [(first, True), (second, data.draw(st.booleans()))]
    found = hunt(wishes, base)
    there = any(
        all(wish.truth(Answers(dict(zip(facts, values, strict=True)), base.on)) is wanted
            for wish, wanted in wishes)
        for values in product(*(VALUES[fact] for fact in facts))
    )  # fmt: skip
    assert found.none is not there
    if found.found is not None:
        shown_facts = dict(facts_of(found.found))
        truths = [wish.truth(Answers(shown_facts, base.on)) for wish, _ in wishes]
        assert truths == [wanted for _, wanted in wishes]
        for path in shown_facts:
            fewer = {one: value for one, value in shown_facts.items() if one != path}
            truths = [wish.truth(Answers(fewer, base.on)) for wish, _ in wishes]
            assert truths != [wanted for _, wanted in wishes]
