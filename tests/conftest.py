"""What holds for every test: no screen is needed, and noise or a thread left running fails it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt; whoever wants to watch sets another platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PROJECT = Path(__file__).resolve().parents[1]
GRACE = 2.0  # seconds a thread may take to end after its test

# A slow machine is not a fault of the code; on CI a failure must be the same for everybody.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`: the full counts of kills, fuzz and simulation."""
    parser.addoption("--long", action="store_true", help="run the full counts (see how_many)")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Return the parameter's name for unprintable bytes, which nobody can read or type.

    They may hold the hour (gzip), and then two workers would not agree on a test's name.
    """
    if isinstance(val, bytes) and not all(32 <= byte < 127 for byte in val):
        return argname
    return None


@pytest.fixture(scope="session")
def how_many(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Return a function that gives its first number, or its second under `--long`."""
    full = bool(request.config.getoption("--long"))
    return lambda usual, long: long if full else usual


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real source files; skips where they are absent."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real source files (../shared/data) are not on this machine")
    return folder


class _Kept(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_log() -> list[logging.LogRecord]:
    """Return the list that fills with the warnings a test provokes: it must then look at them."""
    return []


@pytest.fixture(autouse=True)
def _nothing_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    kept = _Kept()
    expected = "expected_log" in request.fixturenames
    if expected:
        kept.records = request.getfixturevalue("expected_log")
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if kept.records and not expected:
        said = "\n".join(f"{r.name} {r.levelname}: {r.getMessage()}" for r in kept.records)
        pytest.fail(f"the test logged:\n{said}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    left = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in left:
        thread.join(max(0.0, until - time.monotonic()))
    names = [thread.name for thread in left if thread.is_alive()]
    if names:
        pytest.fail(f"left running: {', '.join(names)}", pytrace=False)
