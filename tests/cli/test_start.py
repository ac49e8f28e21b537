"""A workspace is made from a terminal, whole or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest

from desktop.store.recovery import read_recovery_words
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow  # each starts a program of its own

NEW = [
    "init", "--kind", "patrol", "--agency", "TRC", "--agency-name", "Three Rivers County",
    "--machine", "K7", "--program", "three-rivers", "--admin", "Pat Pretend",
]  # fmt: skip


def test_a_new_workspace_shows_its_recovery_words_once(desk):
    made = desk.here(*NEW, "--json").json

    words = tuple(made["recovery_words"])
    assert read_recovery_words(" ".join(words), desk.world.word_list()) == words
    assert made["users"] == []
    assert desk.here("user", "list", "--json").json == [
        {"name": "Pat Pretend", "role": "admin", "disabled": False}
    ]
    again = desk.here(*NEW).complaint
    assert "already" in again[0]
    kept = [one.read_bytes() for one in desk.folder.rglob("*") if one.is_file()]
    assert not any(" ".join(words).encode() in data for data in kept)


def test_a_person_reads_the_words_in_order(desk):
    said = desk.here(*NEW).out
    assert [line.split()[0] for line in said.splitlines()[2:14]] == [str(n) for n in range(1, 13)]


def test_the_sample_is_a_county_one_can_look_around_in(desk, monkeypatch):
    monkeypatch.delenv("OFFRAMP_PASSWORD")

    made = desk.here("init", "--sample", "--json").json

    people = {one["role"]: one for one in made["users"]}
    assert set(people) == {"admin", "officer", "desk", "supervisor", "coordinator"}
    assert len({one["password"] for one in made["users"]}) == 5
    monkeypatch.setenv("OFFRAMP_PASSWORD", people["officer"]["password"])
    found = desk.here("directory", "find", "--json", by="officer").json
    assert len(found) == 8
    rooms = {one["name"]: one["room"] for one in found}
    assert rooms["Prairie Ridge Detox"]["freshness"] == "fresh"
    assert rooms["Hilltop Outpatient: Telehealth"]["headline"] == "Unknown: call"


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"--agency": "T R C!"}, "letters and digits"),
        ({"--program": "nowhere"}, "no program"),
        ({"--admin": " "}, "name"),
        ({"--kind": "boat"}, "boat"),
        ({"--near": "00000"}, "ZIP"),
    ],
)
def test_what_cannot_be_a_workspace_leaves_nothing_behind(desk, spoiled, said):
    pairs = dict(zip(NEW[1::2], NEW[2::2], strict=True)) | spoiled
    options = [word for pair in pairs.items() for word in pair]

    reason, remedy = desk.here("init", *options).complaint

    assert said in reason
    assert remedy
    assert not list(desk.folder.parent.iterdir())


def test_a_folder_that_holds_something_is_left_as_it_is(desk):
    desk.folder.mkdir()
    (desk.folder / "mine.txt").write_text("kept", encoding="utf-8")

    assert "not empty" in desk.here("init", "--sample").complaint[0]
    assert [one.name for one in desk.folder.parent.rglob("*")] == ["workspace", "mine.txt"]


def test_a_weak_password_is_refused_before_anything_is_made(desk, monkeypatch):
    monkeypatch.setenv("OFFRAMP_PASSWORD", "police123")
    assert "first that anybody would try" in desk.here(*NEW).complaint[0]
    assert not list(desk.folder.parent.iterdir())


def test_the_sample_takes_no_other_agency(desk):
    reason, _ = desk.here("init", "--sample", "--agency", "TRC").complaint
    assert "its own" in reason
    assert not desk.folder.exists()


@pytest.mark.parametrize("stopped_at", [1, 9])
def test_stopped_in_the_middle_it_leaves_what_was_there_before(desk, stopped_at):
    desk.folder.mkdir()
    (desk.folder.parent / "mine.txt").write_text("kept", encoding="utf-8")
    dice, calls = random.Random(1), []

    def stopping(n):
        calls.append(n)
        if len(calls) == stopped_at:
            raise KeyboardInterrupt
        return dice.randbytes(n)

    ran = desk.here("init", "--sample", world=replace(desk.world, random_bytes=stopping))

    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "Stopped. Nothing is half done."
    left = sorted(one.name for one in desk.folder.parent.rglob("*"))
    assert left == ["mine.txt", "workspace"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_full_disk_leaves_nothing_behind(desk):
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "from desktop import cli\n"
        "sys.exit(cli.main(sys.argv[1:]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *NEW, "--workspace", str(desk.folder)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )

    assert (ran.returncode, ran.stdout) == (2, "")
    reason, remedy = ran.stderr.splitlines()
    assert "no room left" in reason
    assert "Free some space" in remedy
    assert not list(desk.folder.parent.iterdir())


def test_an_administrator_adds_a_user_who_can_then_sign_in(sample, monkeypatch):
    monkeypatch.setenv("OFFRAMP_NEW_PASSWORD", "another pair of words")
    added = sample.here("user", "add", "Robin Roster", "--role", "desk", "--json", by="admin").json
    assert added["role"] == "desk"

    twice = sample.here("user", "add", "Robin Roster", "--role", "desk", by="admin").complaint
    assert "this name" in twice[0]
    monkeypatch.setenv("OFFRAMP_PASSWORD", "another pair of words")
    assert sample.here("doctor", by="Robin Roster").code == 0
    refused = sample.here("user", "add", "Kim Kind", "--role", "desk", by="Robin Roster").complaint
    assert "role" in refused[0]


def test_the_demo_plays_into_the_folder_named(desk, monkeypatch, tmp_path):
    demo = pytest.importorskip("desktop.demo", reason="the demo is not written yet")
    monkeypatch.setattr(demo, "run", lambda out: 0 if out == tmp_path / "out" else 1)
    assert desk.run("demo", "--out", tmp_path / "out").code == 0
