"""Every incident of a state's published records, decided under every program that ships."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from desktop.domain.answers import answers_from
from desktop.domain.eligibility import decide, outcome_of
from desktop.domain.terms import Outcome
from tests.domain.nibrs import incidents
from tests.domain.rules_kit import dictionary, shipped

PROGRAMS = (
    "three-rivers", "lead-santa-fe", "chicago-nadp-2019", "chicago-nadp-2022", "pueblo",
    "pueblo-as-published", "california-1001-85", "tucson",
)  # fmt: skip
TABLE = Path(__file__).resolve().parents[2] / "build" / "incident_outcomes.csv"
OPIOIDS = {"heroin", "fentanyl", "rx_opioid", None}
FROM_THE_RECORD = ("person.age", "charge", "drug", "answer/")

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def people(shared_data):
    return incidents(shared_data / "nibrs" / "incidents_sample.csv")


def as_recorded(person):
    """Return only what the record says."""
    return answers_from(person.facts(), dictionary(), on=person.on)


def all_else_clear(person, chosen):
    """Return what the record says, and of all else what speaks for the person."""
    clear = chosen.cases[0].answers.facts
    else_clear = {
        path: value for path, value in clear.items() if not path.startswith(FROM_THE_RECORD)
    }
    return answers_from({**else_clear, **person.facts()}, dictionary(), on=person.on)


def test_the_sample_is_read_whole(people):
    assert len({person.key for person in people}) == 521
    assert sum(person.age is not None and person.age < 18 for person in people) >= 10
    assert sum(bool(person.unweighed) for person in people) >= 20


@pytest.mark.slow  # some thousand decisions with all that follows from them
def test_every_incident_is_decided_under_each_program_and_counted(people):
    counts = Counter()
    for slug in PROGRAMS:
        chosen = shipped(slug)
        done = {}
        for person in people:
            # Many incidents say the same; each of them is decided with all that follows once.
            same = (tuple(sorted(person.facts().items(), key=str)), person.on.date())
            if same not in done:
                decision = decide(as_recorded(person), chosen)
                assert decision.outcome is Outcome.NOT_ELIGIBLE or decision.entries
                done[same] = decision.outcome
            counts[slug, chosen.version, "as recorded", done[same]] += 1
            outcome = outcome_of(all_else_clear(person, chosen), chosen)
            counts[slug, chosen.version, "all else clear", outcome] += 1
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(("program", "version", "facts", *Outcome))
        for slug, version, facts in dict.fromkeys(key[:3] for key in counts):
            table.writerow(
                (slug, version, facts,
                 *(counts[slug, version, facts, outcome] for outcome in Outcome))
            )  # fmt: skip
    by_program = Counter()
    for (slug, _, facts, _), number in counts.items():
        by_program[slug, facts] += number
    assert set(by_program.values()) == {len(people)}


@pytest.mark.parametrize(
    "slug", ["three-rivers", "lead-santa-fe", "chicago-nadp-2019", "chicago-nadp-2022", "tucson"]
)
def test_nobody_under_18_is_let_in_where_18_is_required(people, slug):
    chosen = shipped(slug)
    minors = [person for person in people if person.age is not None and person.age < 18]
    assert minors
    for person in minors:
        for given in (as_recorded(person), all_else_clear(person, chosen)):
            assert outcome_of(given, chosen) in (Outcome.NOT_ELIGIBLE, Outcome.NEEDS_APPROVAL)


GRAM_RULES = {
    "three-rivers": lambda kinds: set(kinds) - {"rx_opioid"},
    "lead-santa-fe": lambda kinds: set(kinds) - {"rx_opioid"},
    "chicago-nadp-2019": set,
    "chicago-nadp-2022": set,
    "pueblo": set,
    "tucson": lambda kinds: set(kinds) & OPIOIDS,
}


@pytest.mark.parametrize("slug", GRAM_RULES)
def test_an_unknown_weight_is_never_eligible_outright_where_grams_count(people, slug):
    chosen = shipped(slug)
    weighed = [person for person in people if GRAM_RULES[slug](person.unweighed)]
    assert weighed
    for person in weighed:
        for given in (as_recorded(person), all_else_clear(person, chosen)):
            assert outcome_of(given, chosen) is not Outcome.ELIGIBLE


def test_with_all_else_clear_somebody_passes_and_somebody_does_not(people):
    for slug in PROGRAMS:
        chosen = shipped(slug)
        outcomes = {outcome_of(all_else_clear(person, chosen), chosen) for person in people}
        assert Outcome.NOT_ELIGIBLE in outcomes or Outcome.NEEDS_APPROVAL in outcomes
        assert len(outcomes) > 1
