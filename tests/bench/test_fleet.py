"""A county of many machines in bad weather: how long, how many rounds, how many bytes."""

import time
from pathlib import Path

import pytest

from desktop.domain.terms import DeviceKind
from tests.stories.fleet import Fleet


@pytest.mark.slow  # many machines live through days; --long: 200 for 30 days, some hours
def test_a_county_comes_to_rest(tmp_path: Path, how_many, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("desktop.store.vault.ROUNDS", 1_000)
    began = time.perf_counter()
    fleet = Fleet(tmp_path, seed=30, precincts=how_many(8, 20), patrols=how_many(4, 9))
    days = how_many(4, 30)
    for _ in range(days):
        fleet.day()
    rounds = fleet.settle_down()
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in fleet.county.folder.rglob("*") if path.is_file())
    lead = {one.id for one in fleet.workspace(fleet.names(DeviceKind.LEAD)[0]).store.referrals()}
    count = len(fleet.logged)

    print(f"{len(fleet.names())} machines, {days} days, {seconds:.0f} s: {fleet.happened}")  # noqa: T201
    print(f"at rest after {rounds} rounds; {size / count / 1000:.1f} KB a referral on the carrier")  # noqa: T201
    assert set(fleet.logged) <= lead
    fleet.close()
