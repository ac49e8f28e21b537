"""What an idle round lists: the newest days, all once a day; nothing is missed for long."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services import exchange, rounds, ways_out
from desktop.services.keeping import look_again
from desktop.store.mailbox import Arrival
from desktop.sync.folder import FolderCarrier
from tests.stories.machines import County, refers

pytestmark = pytest.mark.slow  # three machines with their keys for each test


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """Return three enrolled machines that exchange over one folder again and again."""
    monkeypatch.setattr("desktop.store.vault.ROUNDS", 1_000)
    made = County(tmp_path)
    for name in ("K7", "L1"):
        exchange.add_folder(made.admin(name), made.folder, now=made.clock.now)
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the tokens the folder is listed from, as they come."""
    tokens: list[str] = []
    listed = FolderCarrier.list_since

    def noted(self: FolderCarrier, token: str) -> tuple[list[str], str]:
        tokens.append(token)
        return listed(self, token)

    monkeypatch.setattr(FolderCarrier, "list_since", noted)
    return tokens


def go(county: County, **by: float) -> list[int]:
    """Let the lead agency's machine go round once; returns how many bundles each place brought."""
    tried = rounds.go_round(county.coordinator, now=county.clock.pass_(**by))
    return [len(one.done.came.waiting) for one in tried if one.done]


def test_all_is_listed_once_a_day_and_the_newest_days_in_between(
    county: County, asked: list[str]
) -> None:
    go(county, minutes=1)
    go(county, minutes=5)
    go(county, hours=25)

    assert asked == ["", (county.clock.now - timedelta(hours=25, days=3)).date().isoformat(), ""]


def test_what_lies_in_an_old_day_is_found_the_next_day(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    rounds.go_round(county.officer, now=county.clock.now)
    assert go(county, minutes=1) == [1]
    refers(county.officer, now=county.clock.now, name="two")
    rounds.go_round(county.officer, now=county.clock.now)
    today = county.clock.now.date().isoformat()
    old = county.folder / "lead" / "2026-10-01"
    old.mkdir()
    newest = max((county.folder / "lead" / today).iterdir(), key=lambda one: one.name)
    shutil.move(newest, old / newest.name)  # as a laptop whose clock stood still lays it down

    assert go(county, minutes=5) == [0]
    assert go(county, hours=25) == [1]


def test_a_round_that_was_stopped_lists_all_again(county: County, asked: list[str]) -> None:
    place = ways_out.places(county.coordinator)[0]
    exchange.exchange_over(county.coordinator, place, now=county.clock.now, stop=lambda: True)
    go(county, minutes=1)

    assert asked == ["", ""]


def test_looking_again_lists_all(county: County, asked: list[str]) -> None:
    refers(county.officer, now=county.clock.now)
    rounds.go_round(county.officer, now=county.clock.now)
    go(county, minutes=1)
    bundle = county.coordinator.store.inbox.all(Arrival.WAITING)[0]
    look_again(county.coordinator, bundle.name)
    asked.clear()

    assert go(county, minutes=1) == [1]
    assert asked == [""]
