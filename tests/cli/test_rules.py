"""Rules are checked and decide from a terminal, without a workspace and without a window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import ANSWERS, PASSWORD
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow  # each starts a program of its own

PROGRAMS = PROJECT / "resources" / "programs"


def main_py(*arguments, cwd, blocked="", **environment):
    """Run main.py itself, with one package that cannot be imported."""
    if blocked:
        (cwd / "blocked" / blocked).mkdir(parents=True)
        broken = f"raise ImportError('{blocked} is blocked')\n"
        (cwd / "blocked" / blocked / "__init__.py").write_text(broken, encoding="utf-8")
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(PROJECT / "main.py"), *map(str, arguments)],
        cwd=cwd,
        env={**known, "HOME": str(cwd), "PYTHONPATH": str(cwd / "blocked"), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_main_py_decides_where_there_is_no_qt_and_no_workspace(tmp_path, answers):
    ran = main_py(
        "decide", PROGRAMS / "lead-santa-fe", "--answers", answers, "--json",
        cwd=tmp_path, blocked="PySide6",
    )  # fmt: skip

    assert (ran.returncode, ran.stderr) == (0, "")
    decision = json.loads(ran.stdout)
    assert decision["program"] == "lead-santa-fe"
    assert decision["outcome"] == "eligible_verify"
    assert decision["open"][0]["resolver"]
    assert {"settled", "otherwise", "entries", "flags", "ask_next", "digest"} <= set(decision)
    assert not (tmp_path / ".local").exists()


def test_main_py_says_what_is_wrong_on_two_lines_of_standard_error(tmp_path):
    ran = main_py("decide", "three-rivers", "--answers", "nowhere.json", cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "There is no such file.",
        "Check the file's name and its folder.",
    ]


def test_main_py_asks_nobody_where_nobody_can_answer(tmp_path):
    ran = main_py("init", "--workspace", tmp_path / "w", cwd=tmp_path, OFFRAMP_PASSWORD=PASSWORD)

    assert ran.returncode == 2
    assert "nobody can answer here" in ran.stderr
    assert not (tmp_path / "w").exists()


def test_a_decision_is_said_in_words_in_either_language(desk, answers):
    english = desk.run("decide", "lead-santa-fe", "--answers", answers)
    spanish = desk.run("decide", "lead-santa-fe", "--answers", answers, "--language", "es")

    assert english.code == spanish.code == 0
    assert english.out.splitlines()[0].startswith("Eligible")
    assert "SF-" in english.out
    assert english.out != spanish.out


def test_a_program_that_ships_has_no_fault(desk):
    for slug in ("three-rivers", "lead-santa-fe"):
        found = desk.run("program", "check", slug, "--json").json
        assert found["program"] == slug
        assert found["cases"] > 0
        assert not [one for one in found["findings"] if one["stops"]]


def test_a_fault_is_told_and_ends_with_two(desk, tmp_path):
    folder = tmp_path / "program"
    shutil.copytree(PROGRAMS / "three-rivers", folder)
    rows = (folder / "criteria.csv").read_text(encoding="utf-8")
    spoiled = rows.replace("person.age >= 18", "person.age >= 99")
    (folder / "criteria.csv").write_text(spoiled, encoding="utf-8")

    ran = desk.run("program", "check", folder, "--json")

    assert ran.code == 2
    assert any(one["kind"] == "case" for one in json.loads(ran.out)["findings"])
    reason, remedy = ran.err.splitlines()
    assert "stop" in reason
    assert "check again" in remedy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1, 2]", "one object"),
        (json.dumps({**ANSWERS, "facts": {"person.agee": 3}}).encode(), "person.agee"),
        (json.dumps({**ANSWERS, "facts": {"person.age": -3}}).encode(), "amount"),
        (json.dumps({**ANSWERS, "on": "yesterday"}).encode(), "time"),
        (b"{" * 100_000, "not JSON"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_an_answers_file_at_fault_gets_one_sentence_and_one_remedy(desk, tmp_path, content, said):
    path = tmp_path / "answers.json"
    path.write_bytes(content)

    reason, remedy = desk.run("decide", "three-rivers", "--answers", path).complaint

    assert said in reason
    assert remedy


@pytest.mark.parametrize("place", ["nowhere", "", "../..", "three-rivers/cases.csv", "x" * 5000])
def test_a_folder_that_is_no_program_is_refused(desk, answers, place):
    reason, remedy = desk.run("decide", place, "--answers", answers).complaint
    assert reason
    assert remedy


def test_each_fault_comes_with_a_smallest_encounter_that_shows_it(desk):
    ran = desk.run("program", "check", "pueblo-as-published")
    found = json.loads(desk.run("program", "check", "pueblo-as-published", "--json").out)

    assert ran.code == 2
    stops, example = ran.out.splitlines()[2:4]
    assert stops.startswith("Stops: PU-04, PU-05:")
    assert example.startswith("  For example: Pathway: A charge is held; Weight: 2 g;")
    (finding,) = found["findings"]
    assert finding["example"] == "pathway = INT; drug/1/amount_g = 2; drugs.complete = yes"
