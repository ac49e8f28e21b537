"""New rules from a terminal: draft, approve, publish; and what they would have changed."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import write_answers
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow  # every command signs in

THREE_RIVERS = PROJECT / "resources" / "programs" / "three-rivers"


def rules(folder, *, version="2026-b", begins="2026-11-24", swap=()):
    """Return a copy of the sample's rules with another version, and what a test changes."""
    shutil.copytree(THREE_RIVERS, folder)
    toml = folder / "program.toml"
    text = toml.read_text(encoding="utf-8").replace('"2026-a"', f'"{version}"')
    text = text.replace("effective_from = 2026-01-01", f"effective_from = {begins}")
    toml.write_text(text, encoding="utf-8")
    for name, before, after in swap:
        path = folder / name
        found = path.read_text(encoding="utf-8")
        assert before in found
        path.write_text(found.replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.fixture
def lead(make_desk):
    made = make_desk("lead")
    made.folder.parent.mkdir()
    ran = made.here(
        "init", "--kind", "lead", "--agency", "MCC", "--agency-name", "Meadow Community Care",
        "--machine", "L1", "--program", "three-rivers", "--admin", "Pat Pretend", "--near", "59442",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return made


def test_rules_go_from_a_folder_to_force(lead, tmp_path):
    folder = rules(tmp_path / "rules")
    assert lead.here("program", "draft", folder, "--json").json["stops"] == []

    said = lead.here(
        "program", "publish", "--approved-by", "Policy group", "--how", "minutes", "--json"
    ).json

    assert (said["version"], said["begins"]) == ("2026-b", "2026-11-24")
    before = lead.here("program", "versions", "--json").json
    assert [(one["version"], one["in_force"]) for one in before] == [
        ("2026-b", False),
        ("2026-a", True),
    ]
    lead.later(days=1)
    after = lead.here("program", "versions", "--json").json
    assert [(one["version"], one["in_force"], one["approved_by"]) for one in after] == [
        ("2026-b", True, "Policy group"),
        ("2026-a", False, ""),
    ]
    out = lead.here("program", "export", tmp_path / "out", "--json").json
    assert out["version"] == "2026-b"
    same = lead.run("program", "check", tmp_path / "out", "--json").json
    assert same["digest"] == said["digest"]


def test_what_is_unsound_foreign_or_not_yet_there_is_refused_with_the_reason(lead, tmp_path):
    reason, remedy = lead.here("program", "publish", "--approved-by", "a", "--how", "b").complaint
    assert "no draft" in reason
    assert remedy
    reason, _ = lead.here("program", "draft", PROJECT / "resources/programs/tucson").complaint
    assert "tucson" in reason
    wrong = rules(tmp_path / "wrong", swap=[("cases.csv", ",eligible,", ",not_eligible,")])
    assert lead.here("program", "draft", wrong, "--json").json["stops"]
    reason, _ = lead.here("program", "publish", "--approved-by", "a", "--how", "b").complaint
    assert "stop" in reason
    late = rules(tmp_path / "late", begins="2026-11-01")
    assert lead.here("program", "draft", late).code == 0
    reason, _ = lead.here("program", "publish", "--approved-by", "a", "--how", "b").complaint
    assert "over" in reason


def test_a_precincts_machine_takes_no_draft(sample, tmp_path):
    reason, remedy = sample.here("program", "draft", rules(tmp_path / "r"), by="admin").complaint
    assert "lead agency" in reason
    assert "lead agency" in remedy


def test_the_preview_names_the_encounters_that_change_and_the_rule(sample, tmp_path):
    answers = write_answers(tmp_path / "night.json")
    sample.here("refer", "--answers", answers, by="officer")
    same = sample.here("program", "preview", rules(tmp_path / "same"), "--json", by="supervisor")
    assert same.json["encounters"] == 1
    assert same.json["changed"] == []
    stricter = rules(
        tmp_path / "stricter", swap=[("criteria.csv", "person.age >= 18", "person.age >= 40")]
    )

    found = sample.here("program", "preview", stricter, "--json", by="supervisor").json

    (changed,) = found["changed"]
    assert changed["after"] == "not_eligible"
    assert list(found["by_criterion"]) == changed["because"][:1]
    quarter = sample.here("program", "kept-out", "--json", by="supervisor").json
    assert (quarter["since"], quarter["until"]) == ("2026-07-01", "2026-09-30")
