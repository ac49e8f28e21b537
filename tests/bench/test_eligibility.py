"""Our rules beside four public rule engines, and how long an officer waits for them.

The engines are not among our dependencies: the bench puts them into an environment of its own in
a temporary folder, runs `peers.py` there, and throws it away. Without an index it is skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.domain.eligibility import decide, outcome_of
from desktop.domain.program import LEVELS
from installer.environment import python_of
from tests.bench.rules_in_other_words import (
    ENGINES,
    as_facts,
    as_rules,
    paths_of,
    put_path,
    unaskable,
)
from tests.domain.rules_kit import answers, dictionary, program, rule, shipped

PACKAGES = (
    "zen-engine==2.1.3", "rule-engine==5.1.0", "cel-python==0.5.0", "panzi-json-logic==1.0.1",
)  # fmt: skip
PURE_PYTHON = ("rule-engine", "cel-python", "panzi-json-logic")
PROGRAMS = ("lead-santa-fe", "chicago-nadp-2019", "chicago-nadp-2022")
SECONDS = 0.5  # for each engine and program


@pytest.fixture(scope="module")
def peers(tmp_path_factory) -> Path:
    """Return a Python that has the other engines, thrown away with the temporary folder."""
    home = tmp_path_factory.mktemp("peers") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=120)
    python = python_of(home)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *PACKAGES], capture_output=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip("the other engines cannot be installed on this machine")
    return python


def cases_of(chosen):
    """Return the cases an engine without approvals can be asked about."""
    return [case for case in chosen.cases if not case.approvals]


def for_peers(chosen):
    listed = []
    for case in cases_of(chosen):
        facts = as_facts(case)
        for path in paths_of(chosen):
            put_path(facts, path, None)
        listed.append(
            {"facts": facts, "pathway": case.answers.pathway, "unaskable": unaskable(case)}
        )
    return {"rules": as_rules(chosen, chosen.cases[0]), "cases": listed}


def right_of(chosen, do):
    return sum(do(case.answers, chosen) is case.outcome for case in cases_of(chosen))


def speed_of(chosen, do):
    """Return decisions a second in the shortest round: the machine may be busy with others."""
    cases = cases_of(chosen)
    shortest = float("inf")
    until = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        for case in cases:
            do(case.answers, chosen)
        shortest = min(shortest, time.perf_counter() - began)
    return len(cases) / shortest


def with_reasons(given, chosen):
    return decide(given, chosen, look_ahead=False).outcome


@pytest.mark.slow  # makes an environment and measures five engines on three programs
def test_ours_gets_every_case_right_and_is_far_faster_than_any_in_pure_python(peers):
    chosen = [shipped(slug) for slug in PROGRAMS]
    asked = {"seconds": SECONDS, "programs": [for_peers(one) for one in chosen]}
    done = subprocess.run(
        [str(peers), str(Path(__file__).with_name("peers.py"))],
        input=json.dumps(asked), capture_output=True, check=True, text=True, timeout=120,
    )  # fmt: skip
    found = json.loads(done.stdout)
    ratios = []
    for place, one in enumerate(chosen):
        cases = cases_of(one)
        tell(f"\n{one.slug} {one.version}: {len(cases)} cases, {len(one.criteria)} criteria")
        right = [right_of(one, outcome_of), right_of(one, with_reasons)]
        speed = speed_of(one, outcome_of)
        line(("Offramp", right[0], speed), "")
        line(("  with all reasons", right[1], speed_of(one, with_reasons)), "")
        for engine in ENGINES:
            result = found[engine][place]
            hits = sum(
                level == LEVELS[case.outcome]
                for level, case in zip(result["levels"], cases, strict=True)
            )
            ratio = speed / result["per_second"]
            line((engine, hits, result["per_second"]), f"; Offramp is {ratio:.1f} times as fast")
            assert hits < len(cases)
        ratios.append(speed / max(found[engine][place]["per_second"] for engine in PURE_PYTHON))
        assert right == [len(cases), len(cases)]
    assert min(ratios) > 4  # about 6 on a quiet machine


def line(figures, more):
    name, right, speed = figures
    tell(f"  {name:18}{right:4} right{speed:10,.0f} decisions a second{more}")


def best_of(times, do):
    """Return the shortest of some runs, in seconds: the machine may be busy with others."""
    do()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        found.append(time.perf_counter() - began)
    return min(found)


YES_NO = [
    fact.id
    for fact in dictionary()
    if fact.type == "yesno" and not fact.list and fact.id != "charge.held"
][:30]
TESTS = (
    "person.age < 18", "total(drug.amount_g) > 6", "within(history.violent_conviction, years=10)",
    'not every(charge.offense in ("drug_possession", "theft"))', "person.residence_months < 24",
    'warrant.status == "violent_or_dv"', 'drug_sale == "profit"',
    'supervision.status in ("probation", "parole")', 'history.sex_offense != "never"',
)  # fmt: skip
KNOWN = (
    "pathway = INT; person.age = 30; charge/1/offense = drug_possession; charges.complete = yes; "
    "drug/1/kind = heroin; drug/1/amount_g = 2.0; drugs.complete = yes; drug_sale = none; "
    "history.violent_conviction = never; history.sex_offense = never; warrant.status = clear; "
    "supervision.status = none; person.residence_months = 60; "
    + "; ".join(f"{fact} = no" for fact in YES_NO)
)


def thirty_criteria():
    tests = [*TESTS, *YES_NO][:30]
    return program(*(rule(f"R{place:02}", test) for place, test in enumerate(tests)))


def told(what, seconds):
    tell(f"{what}: {seconds * 1_000_000:,.0f} microseconds")


def tell(line):
    """Print a line of the bench; `dev.py bench` shows it."""
    sys.stdout.write(line + "\n")


def test_a_decision_on_thirty_criteria_takes_no_time():
    chosen, given = thirty_criteria(), answers(KNOWN)
    seconds = best_of(300, lambda: decide(given, chosen, look_ahead=False))
    told("decide on 30 criteria, all known", seconds)
    assert seconds < 100e-6
    whole = best_of(300, lambda: decide(given, chosen))
    told("  with settled and ask_next", whole)
    assert whole < 100e-6
    hit = answers(KNOWN.replace("person.age = 30", "person.age = 17"))
    told("  with one of them hit", best_of(300, lambda: decide(hit, chosen, look_ahead=False)))


@pytest.mark.parametrize("mixed", [False, True])
def test_the_next_of_thirty_questions_is_found_before_the_officer_looks_up(mixed):
    apart = program(*(rule(f"Y{place:02}", fact) for place, fact in enumerate(YES_NO)))
    chosen = thirty_criteria() if mixed else apart
    nothing = answers("pathway = INT")
    assert len(decide(nothing, chosen).ask_next) >= 28
    seconds = best_of(50, lambda: decide(nothing, chosen))
    told("decide, settled and ask_next on 30 unknown facts", seconds)
    assert seconds < 5e-3


@pytest.mark.parametrize("slug", ["three-rivers", *PROGRAMS])
def test_a_shipped_program_with_nothing_known_answers_at_once(slug):
    chosen, nothing = shipped(slug), answers("pathway = INT")
    seconds = best_of(50, lambda: decide(nothing, chosen))
    told(f"{slug}, nothing known", seconds)
    assert seconds < 5e-3
