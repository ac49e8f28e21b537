"""kill -9 while machines log, seal, put, get, keep and sign: each referral arrives exactly once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from desktop.domain.terms import DeviceKind, Role, Travel
from desktop.services import exchange
from desktop.services.keeping import keep_waiting
from desktop.services.travel import journey
from desktop.store.database import check_integrity
from desktop.store.mailbox import Arrival
from tests.stories import killed
from tests.stories.machines import County

pytestmark = [
    pytest.mark.slow,  # processes that start, work and are killed, again and again
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and pipes"),
]

LEADS = ("L1", "L2")
PATROLS = ("K7", "K8")


def live_until_killed(county: County, dice: random.Random) -> set[str]:
    """Let two laptops and two coordinators work, kill each at a random moment.

    Returns the referrals whose logging was acknowledged.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.stories.killed"])
    started: list[tuple[ForkServerProcess, Connection]] = []
    now = county.clock.pass_(minutes=5)
    for name in (*PATROLS, *LEADS):
        computer = county.computers[name]
        patrol = name in PATROLS
        workspace = computer.user(
            "Ofc. Larkspur" if patrol else "Marigold Example",
            Role.OFFICER if patrol else Role.COORDINATOR,
        )
        user, seed = workspace.user, f"{computer.agency}-{computer.name}"
        computer.close()
        heard, told = context.Pipe(duplex=False)
        process = context.Process(
            target=killed.patrol if patrol else killed.coordinator,
            args=(computer.folder, computer.session, seed, user, now, county.folder, told),
        )
        process.start()
        told.close()
        started.append((process, heard))
    for process, heard in started:
        assert heard.recv_bytes() == killed.READY
        wait_for(dice.uniform(0.05, 0.5))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
    for process, _ in started:
        process.join(10)
        assert process.exitcode == -signal.SIGKILL  # and not of an error of its own
    return {line for _, heard in started for line in lines_of(heard)}


def lines_of(heard: Connection) -> list[str]:
    """Return what a process told before it died; the last word may be torn."""
    lines = []
    with heard, suppress(EOFError, OSError):
        while True:
            lines.append(heard.recv_bytes().decode("ascii"))
    return lines


def wait_for(seconds: float) -> None:
    """Let the processes work on."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        signal.sigtimedwait([], until - time.monotonic())


@pytest.fixture
def pair(tmp_path: Path) -> County:
    """Return a county with two patrol laptops and two coordinators."""
    made = County(tmp_path)
    made.add("K8", DeviceKind.PATROL, "TRC")
    made.add("L2", DeviceKind.LEAD, made.lead_agency)
    for name in ("K8", "L2"):
        made.enrol(name)
    for name in ("L1", "K7", "L2"):
        made.exchange(name, admin=True)
    return made


def test_killed_at_any_moment_each_referral_arrives_once_and_is_signed_for(
    pair: County, how_many: Callable[[int, int], int]
) -> None:
    dice = random.Random("kill 7")
    acknowledged: set[str] = set()
    for _ in range(how_many(5, 50)):  # four processes are killed each time
        acknowledged |= live_until_killed(pair, dice)

    people = {name: pair.computers[name] for name in (*PATROLS, *LEADS)}
    for _ in range(2):
        for name, computer in people.items():
            workspace = computer.open()
            pair.exchange(name, admin=True)
            if name in LEADS:
                waiting = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
                keep_waiting(workspace, None, waiting, now=pair.clock.now)
            pair.exchange(name, admin=True)

    assert len(acknowledged) > 10
    logged = {one.id: one for name in PATROLS for one in people[name].open().store.referrals()}
    assert acknowledged <= set(logged)
    for name in LEADS:
        workspace = people[name].open()
        arrived = [one.id for one in workspace.store.referrals()]
        assert sorted(arrived) == sorted(logged)
        assert workspace.store.inbox.all(Arrival.WAITING) == []
    numbers = [one.number for one in logged.values()]
    assert len(set(numbers)) == len(numbers)
    for name in PATROLS:
        workspace = people[name].open()
        for one in workspace.store.referrals():
            assert journey(workspace, one).state is Travel.RECEIVED
        assert workspace.store.outbox.count_waiting() == 0
    for computer in people.values():
        assert check_integrity(computer.open().store.database) == ()
    no_temporary_file_stays(pair)
    pair.close()


def no_temporary_file_stays(county: County) -> None:
    """After a day's sweep of each machine nothing half laid down is left."""
    later = county.clock.now.now(county.clock.now.tzinfo) + timedelta(days=2)
    for name in (*PATROLS, *LEADS):
        workspace = county.admin(name)
        exchange.open_folder(workspace, county.folder).sweep(later)
    left = [path for path in county.folder.rglob(".tmp-*/*") if path.is_file()]
    assert left == []
