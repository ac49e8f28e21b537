"""Is this workspace well? One finding a line: OK, or what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.clocks import DOUBT
from desktop.domain.refused import Refused
from desktop.domain.standing import age_in_words
from desktop.domain.words import Plural, Say, Sayable
from desktop.services import clock, exchange, ways_out
from desktop.services.workspace import Workspace
from desktop.store.backup import backups
from desktop.store.database import DATABASE, check_integrity, connect
from desktop.store.mailbox import Arrival
from desktop.store.vault_file import read_vault

BACKUP_GOOD_FOR = timedelta(days=7)  # judgement: a week's referrals can be typed again from paper
EXCHANGE_GOOD_FOR = timedelta(days=3)  # judgement: Friday evening to Monday evening
SHEET_GOOD_FOR = timedelta(days=365)  # judgement: a sheet nobody saw for a year may be gone
LEAST_FREE = 500_000_000  # bytes; below it a backup and a large import may not fit
NEEDED = 50_000_000  # bytes; below it the next referral may not fit


class Level(StrEnum):
    """How urgent it is. Values are printed by `doctor --json`: add, never rename."""

    OK = "ok"
    TO_DO = "to_do"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `what` is a stable word."""

    what: str
    level: Level
    says: Sayable
    remedy: Sayable = ""


def examine(
    workspace: Workspace, *, key: bytes | bytearray, free_bytes: int, now: datetime
) -> list[Finding]:
    """Return what was found; `free_bytes` is the room on the workspace's disk."""
    records = _records(workspace)
    beside = [
        _backups(workspace, key, now),
        _disk(workspace, free_bytes),
        _recovery_sheet(workspace, now),
    ]
    if records.level is Level.FAULT:
        return [records, *beside]  # what is damaged cannot be asked anything more
    return [
        records,
        _log(workspace),
        _clock(workspace, now),
        *_exchange(workspace, now),
        *_came(workspace),
        _disputes(workspace),
        _directory(workspace),
        *beside,
    ]


def _records(workspace: Workspace) -> Finding:
    faults = check_integrity(workspace.store.database)
    if not faults:
        return Finding("records", Level.OK, Say("The records are whole."))
    return Finding(
        "records",
        Level.FAULT,
        Plural(
            "The records are damaged in {n} place.",
            "The records are damaged in {n} places.",
            len(faults),
        ),
        Say("Restore the newest backup, then tell your administrator."),
    )


def _log(workspace: Workspace) -> Finding:
    broken = workspace.store.audit.first_break()
    if broken is None:
        return Finding("log", Level.OK, Say("Nobody has altered the log of who did what."))
    return Finding(
        "log",
        Level.FAULT,
        Say("The log of who did what was altered at line {n}.", n=broken),
        Say("Keep a copy of this workspace, and tell your administrator."),
    )


def _backups(workspace: Workspace, key: bytes | bytearray, now: datetime) -> Finding:
    there = backups(workspace.folder)
    if not there:
        return Finding(
            "backup", Level.TO_DO, Say("There is no backup yet."), Say("Make one: backup.")
        )
    newest = there[0]
    age = now - newest.made_at
    try:
        with closing(connect(newest.path, key, read_only=True)) as copy:
            whole = not check_integrity(copy)
    except Refused:
        whole = False
    if not whole:
        return Finding(
            "backup",
            Level.FAULT,
            Say("The newest backup does not open."),
            Say("Make another: backup. Then check the disk."),
        )
    if age > BACKUP_GOOD_FOR:
        return Finding(
            "backup",
            Level.TO_DO,
            Say("The newest backup was made {age}.", age=age_in_words(age)),
            Say("Make one: backup. Copy the folder of backups to another disk."),
        )
    return Finding(
        "backup",
        Level.OK,
        Plural(
            "The newest of {n} backup opens and is whole; made {age}.",
            "The newest of {n} backups opens and is whole; made {age}.",
            len(there),
            age=age_in_words(age),
        ),
    )


def _clock(workspace: Workspace, now: datetime) -> Finding:
    if not clock.in_doubt(workspace, now):
        return Finding("clock", Level.OK, Say("The clock is not behind what was seen here."))
    ahead = clock.ahead_by(workspace.store, now)
    behind = (clock.newest_seen(workspace.store) or now) - now
    return Finding(
        "clock",
        Level.FAULT,
        Plural(
            "This computer's clock is {n} day ahead of the lead agency's.",
            "This computer's clock is {n} days ahead of the lead agency's.",
            ahead.days,
        )
        if ahead > DOUBT
        else Plural(
            "This computer's clock is {n} day behind what was seen here.",
            "This computer's clock is {n} days behind what was seen here.",
            behind.days,
        ),
        Say(
            "Set the clock; until then consents that end release nothing, and every service says"
            " to call. If the clock is right, say so: clock --is-right."
        ),
    )


def _exchange(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    places = ways_out.places(workspace)
    if not places:
        yield Finding(
            "exchange",
            Level.TO_DO,
            Say("This computer does not exchange over any folder yet."),
            Say("Join a lead agency (join), then name the folder: mailbox."),
        )
        return
    for place in places:
        try:
            exchange.check_place(workspace, place)
        except Refused as refused:
            yield Finding("exchange", Level.TO_DO, refused.reason, refused.remedy)
        else:
            yield Finding("exchange", Level.OK, Say("The exchange place answers."))
    last = exchange.last_exchange(workspace)
    if last is None or now - last > EXCHANGE_GOOD_FOR:
        said: Sayable = Say("Nothing was exchanged yet.")
        if last is not None:
            said = Say("The last exchange was {age}.", age=age_in_words(now - last))
        yield Finding("exchanged", Level.TO_DO, said, Say("Exchange: sync."))


def _came(workspace: Workspace) -> Iterator[Finding]:
    waiting = len(workspace.store.inbox.all(Arrival.WAITING))
    if waiting:
        yield Finding(
            "inbox",
            Level.TO_DO,
            Plural("{n} bundle waits in the Inbox.", "{n} bundles wait in the Inbox.", waiting),
            Say("Look at it in the Inbox, or keep it: import --keep."),
        )
    kept_out = len(workspace.store.inbox.all(Arrival.QUARANTINED))
    if kept_out:
        yield Finding(
            "kept_out",
            Level.TO_DO,
            Plural("{n} file was kept out.", "{n} files were kept out.", kept_out),
            Say("The Exchange page says why, and what to do about each."),
        )


def _disputes(workspace: Workspace) -> Finding:
    count = sum(len(one.disputes) for one in workspace.store.referrals())
    if not count:
        return Finding("disputes", Level.OK, Say("No fact has two answers."))
    return Finding(
        "disputes",
        Level.TO_DO,
        Plural("{n} fact has two answers.", "{n} facts have two answers.", count),
        Say("Decide in the window: Disputes."),
    )


def _disk(workspace: Workspace, free_bytes: int) -> Finding:
    size = (workspace.folder / DATABASE).stat().st_size
    room = Say("{n} MB are free on this disk.", n=free_bytes // 1_000_000)
    if free_bytes < NEEDED + size:
        remedy = Say("Free some space now: the next referral may not fit.")
        return Finding("disk", Level.FAULT, room, remedy)
    if free_bytes < LEAST_FREE + 2 * size:
        return Finding("disk", Level.TO_DO, room, Say("Free some space soon."))
    return Finding("disk", Level.OK, room)


def _directory(workspace: Workspace) -> Finding:
    count = workspace.store.directory.count()
    if not count:
        return Finding(
            "directory",
            Level.TO_DO,
            Say("No directory of services was taken in yet."),
            Say("Take one in: directory import FILE."),
        )
    words = Plural("{n} service is in the directory.", "{n} services are in the directory.", count)
    return Finding("directory", Level.OK, words)


def _recovery_sheet(workspace: Workspace, now: datetime) -> Finding:
    made = read_vault(workspace.folder).recovery.created
    says = Say("The recovery sheet was made on {day}.", day=made.date())
    if now - made > SHEET_GOOD_FOR:
        remedy = Say("Look whether the paper is still where it was locked away.")
        return Finding("recovery", Level.TO_DO, says, remedy)
    return Finding("recovery", Level.OK, says)
