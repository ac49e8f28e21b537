"""The directory on this machine: import, look-up, what the phone said, how old that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.domain.capacity import (
    CapacityReport,
    CapacityUnit,
    adds_news,
    find_problems,
    from_record,
    newest,
    phone_report,
    to_record,
)
from desktop.domain.change import Entry, Setting, Subject, SubjectState
from desktop.domain.directory import ServiceListing, Snapshot, phone_in_words
from desktop.domain.facts import Known, Record
from desktop.domain.kinds import kind_in_words
from desktop.domain.listing_note import checked_note
from desktop.domain.refresh import Edition, ImportReport, UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.standing import standing
from desktop.domain.terms import PhoneResult, Role, SubjectKind, Tag
from desktop.domain.week import week_in_words
from desktop.domain.wishes import Wish
from desktop.domain.words import Listing, Say, Sayable
from desktop.domain.writing import entries
from desktop.formats.dhcs import looks_like_dhcs, read_dhcs
from desktop.formats.directory_files import SmallDirectory, read_directory
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_open import looks_like_hsds
from desktop.formats.hsds_read import read_hsds
from desktop.formats.samhsa import read_samhsa
from desktop.packet.blocks import Facts, Footer, Sheet
from desktop.services.workspace import Workspace, audit

NOTE = "service_note"  # the fact that holds what is wrong with a listing
# Who takes lists in and takes them back. An officer's computer gets its directory from them.
KEEPERS = (Role.DESK, Role.COORDINATOR, Role.ADMIN)

OnProgress = Callable[[int], None]


@dataclass(frozen=True)
class Read:
    """A directory that was read and not yet kept."""

    snapshot: Snapshot
    report: ImportReport
    capacity: tuple[CapacityReport, ...] = ()
    unread_capacity: tuple[UnreadRow, ...] = ()


def read(
    path: Path, *, zips: ZipTable, now: datetime, on_progress: OnProgress | None = None
) -> Read:
    """Return what a file or folder holds; refuses what is no directory.

    Known are HSDS (folder, zip, JSON), a small directory, California's list and SAMHSA's. The
    columns of any other list are matched first (`services.directory_lists`).
    """
    if looks_like_hsds(path):
        return small_read(read_hsds(path, at=now, zips=zips, on_progress=on_progress))
    if path.is_dir():
        return small_read(read_directory(path, at=now))
    if looks_like_dhcs(path):
        imported = read_dhcs(path, at=now, zips=zips, on_progress=on_progress)
    else:
        imported = read_samhsa(path, zips=zips, on_progress=on_progress)
    return Read(imported.snapshot, imported.report)


def small_read(found: SmallDirectory) -> Read:
    """Return a directory that brought its capacity with it, as what was read."""
    return Read(found.snapshot, found.report, found.capacity, found.unread_capacity)


def keep(workspace: Workspace, found: Read, *, now: datetime) -> Edition:
    """Take in what was read: a new edition, and its capacity reports as changes.

    A report that is no newer than what is known here is left out. Refuses who keeps no directory.
    """
    workspace.for_real()
    workspace.may(*KEEPERS)
    with workspace.store.transaction():
        ids: dict[str, str] = {}
        if found.capacity:
            settled = workspace.store.directory.preview(found.snapshot).ids
            came = (one.id for one in found.snapshot.listings)
            ids = dict(zip(came, settled, strict=True))
        edition = workspace.store.directory.replace(found.snapshot, taken_at=now)
        for told in found.capacity:
            report = replace(told, service_id=ids[told.service_id])
            tell_capacity(workspace, report, now=now)
        # Not the source: that may be the name of somebody's file.
        audit(workspace, "directory.imported", str(edition.number), now=now)
    return edition


def capacity(workspace: Workspace) -> dict[str, list[CapacityReport]]:
    """Return the reports known here by service id; disputed ones are all there.

    Under a clock in doubt none can be dated: each says to call.
    """
    states = workspace.store.states(SubjectKind.CAPACITY)
    found = {state.subject.id: _reports(state) for state in states}
    if workspace.clock_in_doubt:
        found = {id_: [replace(r, undated=True) for r in told] for id_, told in found.items()}
    return {service: reports for service, reports in found.items() if reports}


def _reports(state: SubjectState | None) -> list[CapacityReport]:
    """Return the reports on one service; what another version wrote differently stays out."""
    reports: list[CapacityReport] = []
    if state is None:
        return reports
    for register in state.registers.values():
        for head in register.heads:
            if isinstance(head.value, Known) and isinstance(head.value.value, Record):
                with suppress(Refused):
                    reports.append(from_record(state.subject.id, head.value.value))
    return reports


def tell_capacity(
    workspace: Workspace, report: CapacityReport, *, now: datetime, heard_now: bool = False
) -> None:
    """Keep one report; refuses figures that cannot be.

    An old list is no news: where somebody told of the same places later, that word stands. What
    is `heard_now` is kept in any case, since this computer's clock may be behind.
    """
    problems = find_problems(report)
    if problems:
        raise Refused(problems[0].says, remedy=Say("Correct the figure, then keep it again."))
    subject = Subject(SubjectKind.CAPACITY, report.service_id)
    state = workspace.store.state(subject)
    if not heard_now and not adds_news(report, _reports(state)):
        return
    register = state.registers.get(report.field) if state else None
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=frozenset({Tag.NONE}),
                sets=(
                    Setting(
                        report.field,
                        Known(to_record(report)),
                        register.based_on if register else (),
                    ),
                ),
            )
        ]
    )


def record_call(
    workspace: Workspace,
    service_id: str,
    result: PhoneResult,
    *,
    now: datetime,
    waitlist: int | None = None,
) -> CapacityReport:
    """Keep what the phone said; it travels to everybody."""
    listing = workspace.store.directory.get(service_id)
    if listing is None:
        raise Refused(
            Say("This service is not in the directory of this computer."),
            remedy=Say("Search for it again."),
        )
    report = phone_report(
        result,
        service_id=service_id,
        unit=unit_of(workspace, service_id),
        at=now,
        told_to=workspace.user.name,
        waitlist=waitlist,
    )
    tell_capacity(workspace, report, now=now, heard_now=True)
    audit(workspace, f"call.{result.value}", service_id, now=now)
    return report


def unit_of(workspace: Workspace, service_id: str) -> CapacityUnit:
    """Return what a service counts: what it last reported, else places to be taken in."""
    known = capacity(workspace).get(service_id, [])
    newest = max(known, key=lambda one: one.reported_at, default=None)
    return newest.unit if newest else CapacityUnit.INTAKE_SLOT


def candidates(workspace: Workspace, wish: Wish, *, words: str = "") -> list[ServiceListing]:
    """Return the services worth weighing for a wish, all of them within its hard limits."""
    return workspace.store.directory.likely(wish, words=words)


def report_listing(workspace: Workspace, service_id: str, words: str, *, now: datetime) -> None:
    """Keep what is wrong with a listing; every computer of the program gets it.

    It stands beside what others found; a coordinator's note takes the place of those it answers.
    Refuses what tells of a person (`domain/listing_note`).
    """
    subject = Subject(SubjectKind.SERVICE_NOTE, service_id)
    answers = workspace.user.role is Role.COORDINATOR
    workspace.store.keep(
        entries(
            {NOTE: Known(checked_note(words))},
            subject=subject,
            seen=workspace.store.state(subject) if answers else None,
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
        )
    )
    audit(workspace, "listing.reported", service_id, now=now)


def sheet_of(
    workspace: Workspace,
    service_id: str,
    *,
    say: Callable[[Sayable], str],
    language: str,
    now: datetime,
    more: Sequence[tuple[Sayable, Sayable]] = (),
) -> Sheet:
    """Return one service as a sheet to print: what it is, how to reach it, what was reported.

    `more` follows as named lines. Paper stays as it is, so it says when it was printed.
    """
    listing = workspace.store.directory.get(service_id)
    if listing is None:
        raise Refused(
            Say("This service is not in the directory of this computer."),
            remedy=Say("Search for it again."),
        )
    stands = standing(newest(capacity(workspace).get(service_id, [])), now)
    phones = Listing(tuple(phone_in_words(one) for one in listing.phones), "\n")
    rows: list[tuple[Sayable, Sayable]] = [
        (Say("Kind"), kind_in_words(listing)),
        (Say("Address"), listing.place.one_line),
        (Say("Phone"), phones),
        (Say("Hours"), week_in_words(listing.arrival_hours) or Say("Hours unknown: call")),
        (Say("Room"), Listing((stands.headline, stands.detail, stands.advice), " ")),
    ]
    said = {say(label) for label, _ in rows}
    rows += [one for one in more if say(one[0]) not in said]
    rows.append((Say("Printed"), Say("{when}", when=now)))
    return Sheet(
        title=listing.name,
        language=language,
        audience="",
        header="Offramp",
        blocks=(Facts(tuple((say(label), say(words)) for label, words in rows if words)),),
        footer=Footer(referral="", versions=workspace.store.directory.version()),
    )
