"""How many referrals a night's exchange carries: logged on patrol, sealed, imported at the lead."""

import time
from pathlib import Path

import pytest

from desktop.services.keeping import keep_waiting
from tests.stories.machines import County, refers

REFERRALS = 1000


@pytest.mark.slow  # a thousand referrals through real stores, seals and a folder
def test_a_thousand_referrals_are_exchanged_within_minutes(tmp_path: Path):
    county = County(tmp_path)
    seconds: dict[str, float] = {}

    began = time.perf_counter()
    for number in range(REFERRALS):
        refers(county.officer, now=county.clock.now, name=f"{number:04}")
    seconds["log"] = time.perf_counter() - began
    for step, name in (
        ("send", "K7"),
        ("import", "L1"),
        ("receipts", "K7"),
        ("nothing new", "K7"),
        ("nothing new at the lead", "L1"),
    ):
        began = time.perf_counter()
        done = county.exchange(name)
        seconds[step] = time.perf_counter() - began
        if step == "import":
            began = time.perf_counter()
            names = [one.name for one in done.came.waiting]
            keep_waiting(county.coordinator, None, names, now=county.clock.now)
            seconds["keep"] = time.perf_counter() - began
    arrived = county.coordinator.store.referrals()
    county.close()

    for step, spent in seconds.items():
        ratio = spent / seconds["log"]
        print(f"{step}: {spent:.2f} s, {REFERRALS / spent:.0f} a second, {ratio:.2f} of logging")  # noqa: T201
    assert len(arrived) == REFERRALS
    assert sum(seconds.values()) < 300
