"""A county for every story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.machines import County


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """Return three enrolled machines and the folder between them."""
    made = County(tmp_path)
    yield made
    made.close()
