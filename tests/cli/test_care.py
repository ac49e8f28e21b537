"""A workspace is looked after from a terminal: doctor, backup, restore."""

from __future__ import annotations

import shutil

import pytest


def test_the_doctor_says_each_thing_on_a_line_and_what_to_do(sample):
    ran = sample.here("doctor", by="officer")
    assert ran.code == 0
    assert "OK: The records are whole." in ran.out
    assert "To do: There is no backup yet.\n  Make one: backup.\n" in ran.out

    sample.here("backup", by="officer")
    found = {one["what"]: one for one in sample.here("doctor", "--json", by="officer").json}
    assert found["backup"]["level"] == "ok"
    assert all(one["remedy"] for one in found.values() if one["level"] != "ok")


def test_a_clock_set_back_ends_with_two(sample):
    sample.later(days=-5)
    ran = sample.here("doctor", by="officer")
    assert ran.code == 2
    assert "5 days behind" in ran.out


def test_what_was_done_after_a_backup_is_gone_after_restoring_and_the_number_goes_on(
    sample, answers
):
    first = sample.here("refer", "--answers", answers, "--json", by="officer").json["referral"]
    backup = sample.here("backup", "--json", by="officer").json["file"]
    second = sample.here("refer", "--answers", answers, "--json", by="officer").json["referral"]

    back = sample.here("restore", backup, "--json", by="admin").json

    assert back["referrals"] == 1
    third = sample.here("refer", "--answers", answers, "--json", by="officer").json["referral"]
    assert len({first, second, third}) == 3
    assert (sample.folder / "offramp.db.before-restore").exists()


def test_a_workspace_lost_whole_comes_back_from_its_folder_of_backups(sample, answers, tmp_path):
    sample.here("refer", "--answers", answers, by="officer")
    sample.here("backup", by="officer")
    shutil.move(sample.folder / "backups", tmp_path / "backups")
    shutil.rmtree(sample.folder)
    (backup,) = (tmp_path / "backups").glob("*.db")
    missing = sample.here("restore", backup, by="admin").complaint
    sample.folder.mkdir()

    assert "Make the folder" in missing[1]
    assert sample.here("restore", backup, "--json", by="admin").json["referrals"] == 1
    assert sample.here("doctor", by="desk").code == 0


def test_only_an_administrator_restores_and_a_wrong_password_leaves_nothing(
    sample, tmp_path, monkeypatch
):
    sample.here("backup", by="officer")
    shutil.copytree(sample.folder / "backups", tmp_path / "backups")
    (backup,) = (tmp_path / "backups").glob("*.db")
    assert "administrator" in sample.here("restore", backup, by="officer").complaint[0]
    shutil.rmtree(sample.folder)
    sample.folder.mkdir()
    monkeypatch.setenv("OFFRAMP_PASSWORD", "not this one")

    assert "does not open" in sample.here("restore", backup, by="admin").complaint[0]

    left = {one.name for one in sample.folder.iterdir()}
    assert not [one for one in left if one.startswith(("vault.json.bak", "offramp"))]
    assert "vault.json" not in left


@pytest.mark.parametrize("content", [None, b"", b"no backup"])
def test_what_is_no_backup_is_refused_and_the_records_stay(sample, answers, tmp_path, content):
    sample.here("refer", "--answers", answers, by="officer")
    path = tmp_path / "000001-20261123T221400Z.db"
    if content is not None:
        path.write_bytes(content)

    reason, remedy = sample.here("restore", path, by="admin").complaint

    assert reason
    assert remedy
    assert sample.here("report", "--period", "2026", "--json", by="admin").json["referrals"]


def test_a_clock_set_back_is_told_and_somebody_may_say_that_it_is_right(sample):
    assert sample.here("clock", "--json", by="coordinator").json["in_doubt"] is False
    sample.later(days=-3)

    doubted = sample.here("clock", by="officer")
    refused = sample.here("clock", "--is-right", by="officer")
    righted = sample.here("clock", "--is-right", "--json", by="supervisor").json

    assert "in doubt: set it" in doubted.out
    assert "Your role" in refused.complaint[0]
    assert righted["in_doubt"] is False
    assert sample.here("clock", "--json", by="officer").json["in_doubt"] is False
