"""Which version of the program holds: today, for a draft begun earlier, for an old referral."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from weakref import WeakKeyDictionary

from desktop.domain.clocks import trusted_now
from desktop.domain.facts import Dictionary
from desktop.domain.hindsight import noted
from desktop.domain.program import Program
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.program_files import read_program
from desktop.services.clock import newest_seen
from desktop.services.workspace import Workspace
from desktop.store.store import Store

DECISION = "decision"  # the referral's own record of what was decided


def in_force(store: Store, dictionary: Dictionary, pinned: str, *, now: datetime) -> Program:
    """Return the version in force today: of several the one that began last.

    `pinned` is the digest of the program the workspace was made with. With none in force, the
    one that was last; refuses a workspace without any.
    """
    files = store.programs.files(pinned)
    if files is None:
        raise Refused(
            Say("The program of this workspace is missing."),
            remedy=Say("Restore the newest backup, or ask your lead agency."),
        )
    program = read_program(files, dictionary)
    on = today(store, program, now=now)
    return _newest(store, dictionary, program, on) or program


def refreshed(workspace: Workspace, *, now: datetime) -> Workspace:
    """Return the workspace under the version in force now; the same one while it is the same."""
    store, program = workspace.store, workspace.program
    on = today(store, program, now=now)
    begun = [one for one in store.programs.versions(program.slug) if one.in_force_from <= on]
    if begun and begun[0].digest == program.digest and program.in_force(on):
        return workspace
    found = _newest(store, workspace.dictionary, program, on)
    if found is None or found.digest == program.digest:
        return workspace
    return replace(workspace, program=found, dictionary=found.dictionary)


def under(workspace: Workspace, digest: str) -> Workspace:
    """Return the workspace under another version kept here; unchanged where it is not kept.

    `digest` may be cut short, as it is stamped on what is written.
    """
    if workspace.program.digest == digest or not digest:
        return workspace
    known = workspace.store.programs.versions(workspace.program.slug)
    whole = next((one.digest for one in known if one.digest.startswith(digest)), "")
    if not whole or whole == workspace.program.digest:
        return workspace
    with suppress(Refused):  # written for another version of Offramp: today's rules, then
        program = _read(workspace, whole)
        return replace(workspace, program=program, dictionary=program.dictionary)
    return workspace


def as_logged(workspace: Workspace, referral: Referral) -> Workspace:
    """Return the workspace under the version a referral was decided under."""
    record = referral.own.text(DECISION)
    then = noted(record) if record else None
    return under(workspace, then.digest) if then else workspace


def today(store: Store, program: Program, *, now: datetime) -> date:
    """Return the day it is for the program: by the later of clock and newest trusted time."""
    return trusted_now(now, newest_seen(store)).at.astimezone(program.calendar.zone).date()


# Read once while a store is open: an approvals page asks for each of its referrals.
_READ: WeakKeyDictionary[Store, dict[str, Program]] = WeakKeyDictionary()


def _read(workspace: Workspace, digest: str) -> Program:
    known = _READ.setdefault(workspace.store, {})
    if digest not in known:
        files = workspace.store.programs.files(digest) or {}
        known[digest] = read_program(files, workspace.dictionary)
    return known[digest]


def _newest(store: Store, dictionary: Dictionary, known: Program, on: date) -> Program | None:
    for one in store.programs.versions(known.slug):
        if one.in_force_from > on:
            continue
        files = None if one.digest == known.digest else store.programs.files(one.digest)
        with suppress(Refused):
            program = read_program(files, dictionary) if files else known
            if program.in_force(on):
                return program
    return None
