"""Whatever goes wrong: one sentence, one remedy, exit code 2, nothing half done. A bug is 1."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.services import refer, report
from desktop.store.database import DATABASE, connect
from desktop.store.lock import Holder, WorkspaceLock
from desktop.store.vault import sign_in, users
from tests.cli.conftest import NIGHT, PASSWORD, SAMPLE_USERS
from tests.conftest import PROJECT

WRITING = [
    ["refer", "--answers", "answers.json"],
    ["directory", "import", "x.csv"],
    ["sync"],
    ["user", "add", "Robin", "--role", "desk"],
]


@pytest.mark.parametrize(
    "command",
    [["doctor"], ["sync"], ["user", "list"], ["report", "--period", "2026"], ["backup"]],
    ids=" ".join,
)
def test_without_a_workspace_every_command_says_how_to_make_one(desk, command):
    reason, remedy = desk.here(*command).complaint
    assert "no workspace" in reason
    assert "init" in remedy
    assert not desk.folder.exists()


def test_without_a_folder_named_it_is_the_windows_own(desk):
    made = desk.run("init", "--sample", "--json").json
    assert made["workspace"] == str(desk.world.data / "workspace")
    assert desk.run("user", "list").code == 0


def test_a_wrong_password_says_how_many_tries_are_left(sample, monkeypatch):
    monkeypatch.setenv("OFFRAMP_PASSWORD", "not this one")
    reason, remedy = sample.here("doctor", by="officer").complaint
    assert "4 more tries" in reason
    assert "Try again" in remedy


def test_without_a_password_nobody_is_asked_who_cannot_answer(sample, monkeypatch):
    monkeypatch.delenv("OFFRAMP_PASSWORD")
    _, remedy = sample.here("doctor", by="officer").complaint
    assert "OFFRAMP_PASSWORD" in remedy


def test_one_of_several_users_has_to_be_named(sample):
    assert "Who are you?" in sample.here("doctor").complaint[0]
    reason, remedy = sample.here("doctor", by="Nobody Known").complaint
    assert "Nobody of this name" in reason
    assert all(name in remedy for name in SAMPLE_USERS.values())


def test_beside_an_open_window_commands_read_but_do_not_write(sample):
    with WorkspaceLock(sample.folder, Holder.WINDOW):
        assert sample.here("directory", "find", by="officer").code == 0
        assert sample.here("backup", by="officer").code == 0
        for command in WRITING:
            reason, remedy = sample.here(*command, by="officer").complaint
            if "no such file" in reason.lower():
                continue
            assert "open in a window" in reason, command
            assert "close the window" in remedy


def test_records_of_a_newer_version_are_refused_untouched(sample):
    session = sign_in(sample.folder, users(sample.folder)[0].id, PASSWORD, now=NIGHT)
    with connect(sample.folder / DATABASE, session.data_key) as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('offramp', 'm999_from_tomorrow', '2027-01-01')"
        )

    reason, remedy = sample.here("doctor", by="officer").complaint

    assert "newer version" in reason
    assert "Install" in remedy


def test_damaged_records_say_restore(sample):
    path = sample.folder / DATABASE
    path.write_bytes(b"\0" * 8192)
    reason, remedy = sample.here("doctor", by="officer").complaint
    assert "do not open" in reason
    assert "Restore" in remedy


def test_a_bug_is_logged_without_what_was_typed_and_ends_with_one(sample, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("Kit Imaginary was typed here")

    monkeypatch.setattr(report, "make", broken)

    ran = sample.here("report", "--period", "2026", by="supervisor")

    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    log = (sample.world.logs / "commands.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "main.py report" in log
    assert "broken" in log
    assert "Imaginary" not in log + ran.err


def test_ctrl_c_while_records_are_written_keeps_none_of_them(sample, answers, monkeypatch):
    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt  # the last step of the transaction

    with monkeypatch.context() as patch:
        patch.setattr(refer, "audit", interrupted)
        ran = sample.here("refer", "--answers", answers, by="officer")

    assert (ran.code, ran.out) == (130, "")
    assert "Nothing is half done" in ran.err
    assert sample.here("report", "--period", "2026", "--json", by="admin").json["referrals"] == 0
    assert sample.here("refer", "--answers", answers, by="officer").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_has_seen_enough_is_no_error(sample):
    command = [sys.executable, str(PROJECT / "main.py"), "directory", "find", "--workspace"]
    command += [str(sample.folder), "--user", "Ofc. Larkspur"]
    program = (
        "import subprocess, sys\n"
        "ran = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "ran.stdout.close()\n"
        "print(ran.wait(), ran.stderr.read().decode())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "0"


@pytest.mark.parametrize("place", ["nowhere/report.csv", "."])
def test_a_place_that_cannot_be_written_is_refused(sample, tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    reason, remedy = sample.here(
        "report", "--period", "2026", "--csv", place, by="supervisor"
    ).complaint
    assert "no place for a file" in reason
    assert "folder" in remedy
    assert list(tmp_path.rglob("*.csv")) == []
