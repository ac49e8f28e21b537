"""A county for every story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.machines import County


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrap keys with few rounds: the real count is the vault's own test, 150 ms a slot."""
    monkeypatch.setattr("desktop.store.vault.ROUNDS", 1_000)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """Return three enrolled machines and the folder between them."""
    made = County(tmp_path)
    yield made
    made.close()
