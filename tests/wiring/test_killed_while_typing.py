"""Killed with -9 in the middle of typing: the draft is back, and at most 200 ms of it are lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.services import capture
from tests.stories.machines import NIGHT
from tests.wiring import typist
from tests.wiring.conftest import County

pytestmark = [
    pytest.mark.slow,  # opens a window for every kill
    pytest.mark.skipif(not hasattr(os, "fork"), reason="windows are forked"),
]

LOST = 0.2  # seconds of typing that may be lost


def test_a_draft_is_back_after_each_kill(county: County, how_many) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    folder, user = shell.folder, shell.workspace.user.id
    dice = random.Random(5)
    with windows(folder, user) as typing:
        for number in range(how_many(20, 50)):
            half = number % 4 == 3  # words where a number belongs
            draft = f"{typist.HALF}-{number}" if half else f"d{number}"
            begun = Encounter(draft, NIGHT, {"pathway": Known("REF")})
            capture.keep(shell.workspace, begun, now=NIGHT)
            told, killed_at = typed_until_killed(typing, draft, after=dice.uniform(0.02, 0.4))

            found = capture.resume(shell.workspace, draft)
            kept = found.typed.get(typist.HALF, "") if half else found.text("person.best_place")
            assert typist.HALF not in found.facts
            due = sum(at <= killed_at - LOST for at in told)
            due = min(due, 40) if half else due
            whole = typist.LETTERS * (len(told) // len(typist.LETTERS) + 2)
            assert whole.startswith(kept)
            assert len(kept) >= due, f"kill {number}: {len(kept)} of {len(told)} keys"
            check = shell.workspace.store.database.execute("pragma quick_check").fetchone()
            assert check[0] == "ok"


@contextmanager
def windows(folder: Path, user: str) -> Iterator[subprocess.Popen[str]]:
    """Return the process that opens a window for each draft it is told."""
    child = subprocess.Popen(
        [sys.executable, typist.__file__, str(folder), user],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with child:
        yield child
        child.kill()


def typed_until_killed(
    typing: subprocess.Popen[str], draft: str, *, after: float
) -> tuple[list[float], float]:
    """Return when each key was told, and when the window was killed."""
    assert typing.stdin is not None
    assert typing.stdout is not None
    typing.stdin.write(f"{draft}\n")
    typing.stdin.flush()
    pid = 0
    told: list[float] = []
    while not told:
        told, pid = read_line(typing.stdout.readline(), told, pid)
    time.sleep(after)  # noqa: TID251  the kill comes at any moment
    os.kill(pid, signal.SIGKILL)
    killed_at = time.monotonic()
    while (line := typing.stdout.readline()) != "killed\n":
        told, pid = read_line(line, told, pid)
    return told, killed_at


def read_line(line: str, told: list[float], pid: int) -> tuple[list[float], int]:
    """Return what is told so far, and which process types."""
    assert line, "the window went away by itself"
    words = line.split()
    if words[:1] == ["pid"]:
        return told, int(words[1])
    # A line cut short by the kill runs into the next one, and is not counted.
    return ([*told, float(words[2])], pid) if len(words) == 3 else (told, pid)
