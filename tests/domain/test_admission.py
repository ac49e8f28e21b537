"""A service's own rules of admission run through the evaluator that decides eligibility."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.admission import Admissions
from desktop.domain.answers import answers_from
from desktop.domain.condition_text import parse
from desktop.domain.facts import Known, Range, Unknown
from desktop.domain.listing_parts import AdmissionRule
from desktop.domain.matching import rank
from desktop.domain.wishes import Wish
from desktop.formats.directory_files import read_directory
from desktop.formats.facts_file import read_dictionary
from tests.domain.test_directory import ENGLISH

PROJECT = Path(__file__).resolve().parents[2]
DICTIONARY = read_dictionary(PROJECT / "resources" / "facts.csv")
AT = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
SAMPLE = read_directory(PROJECT / "resources" / "directory" / "three-rivers", at=AT)
CRISIS = next(o for o in SAMPLE.snapshot.listings if o.id == "tr-county-crisis")
CALM = AdmissionRule("not person.violent_now", "Calm enough to walk in.")
RULES = (
    CALM,
    AdmissionRule("person.age >= 21"),
    AdmissionRule('warrant.status in ("clear", "nonviolent")', "No warrant for violence."),
    AdmissionRule("not within(history.sex_offense, years=10)", "No sex offense for ten years."),
)


def admissions(**facts):
    values = {name.replace("__", "."): value for name, value in facts.items()}
    return Admissions(answers_from(values, DICTIONARY, on=AT), DICTIONARY)


def offered(rules, weighing):
    strict = replace(CRISIS, service=replace(CRISIS.service, admission=rules))
    return rank(Wish(admissions=weighing), [strict], {}, now=AT)


def test_a_rule_that_does_not_hold_bars_and_an_unknown_one_is_asked():
    assert offered((CALM,), admissions(person__violent_now=Known(True))) == []

    [calm] = offered((CALM,), admissions(person__violent_now=Known(False)))
    [asked] = offered((CALM,), admissions())
    question = "Its own rule: Calm enough to walk in. Ask."
    assert question not in [ENGLISH(one) for one in calm.doubts]
    assert question in [ENGLISH(one) for one in asked.doubts]


def test_an_estimate_across_the_limit_is_neither_a_yes_nor_a_no():
    rule = (AdmissionRule("person.age >= 21", "From 21 years."),)
    assert offered(rule, admissions(person__age=Known(Decimal(20)))) == []
    [match] = offered(rule, admissions(person__age=Range(Decimal(18), Decimal(24))))
    assert "Its own rule: From 21 years. Ask." in [ENGLISH(one) for one in match.doubts]


def test_a_rule_of_another_version_is_asked_not_guessed():
    [match] = offered((AdmissionRule("person.shoe_size > 9", "Big feet."),), admissions())
    assert "Its own rule: Big feet. Ask." in [ENGLISH(one) for one in match.doubts]


def test_without_an_encounter_every_rule_is_a_thing_to_ask():
    [match] = offered(RULES, None)
    assert sum("Its own rule:" in ENGLISH(one) for one in match.doubts) == len(RULES)


_YES_NO = st.sampled_from([Known(True), Known(False), Unknown.DECLINED, None])
_AGES = st.sampled_from([Known(Decimal(20)), Known(Decimal(30)), None])
_WARRANTS = st.sampled_from([Known("clear"), Known("violent_or_dv"), Unknown.CANNOT_KNOW, None])


@given(_YES_NO, _AGES, _WARRANTS)
def test_the_same_evaluator_gives_the_same_truth(violent, age, warrant):
    given_facts = {"person.violent_now": violent, "person.age": age, "warrant.status": warrant}
    facts = {name: value for name, value in given_facts.items() if value is not None}
    answers = answers_from(facts, DICTIONARY, on=AT)

    weighed = Admissions(answers, DICTIONARY).weigh(RULES)

    truths = [parse(rule.test, DICTIONARY).truth(answers) for rule in RULES]
    assert [one.holds for one in weighed] == truths
    assert bool(offered(RULES, Admissions(answers, DICTIONARY))) == (False not in truths)


def test_rules_of_admission_come_with_a_small_directory_and_go_out_again(tmp_path):
    from desktop.formats.directory_writing import directory_files

    strict = replace(CRISIS, service=replace(CRISIS.service, admission=RULES))
    for name, content in directory_files([strict], []).items():
        (tmp_path / name).write_bytes(content)
    [back] = read_directory(tmp_path, at=AT).snapshot.listings
    assert back.service.admission == RULES
