"""The directory of services: take it in, find a service, write it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from desktop.cli.task import FILE, Task, one_of
from desktop.cli.terminal import Terminal, write_file
from desktop.domain.capacity import CapacityReport, newest
from desktop.domain.directory import ServiceListing, phone_in_words
from desktop.domain.hours import opening_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.needs import Need
from desktop.domain.places import Point, miles_in_words, road_miles
from desktop.domain.refresh import Edition, ImportReport
from desktop.domain.refused import Refused
from desktop.domain.standing import standing
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.directory_files import SERVICES
from desktop.formats.directory_writing import directory_files
from desktop.formats.geo import ZipTable, read_zips
from desktop.services import services_known
from desktop.services.services_known import Read
from desktop.services.setup import NEAR_ZIP
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors

UNREAD_TOLD = 20  # rows told one by one; --json has all


@click.group("directory", help="The directory of services.")
def directory_group() -> None:
    """Hold the commands about the directory."""


@directory_group.command(
    "import",
    cls=Task,
    example="facilities-2022.xlsx",
    help="Take in a directory: SAMHSA's workbook or CSV, a folder with services.csv, or what"
    " export wrote. All of it or nothing; rows that cannot be read are listed.",
)
@click.argument("file", metavar="FILE", type=FILE)
def import_directory(terminal: Terminal, file: Path) -> None:
    """Print what was taken in."""
    with terminal.writing() as work:
        found = [_read(terminal, one) for one in _sources(file)]
        with work.workspace.store.transaction():
            editions = [services_known.keep(work.workspace, one, now=terminal.now) for one in found]
        services = work.workspace.store.directory.count()
    told = list(zip(found, editions, strict=True))
    terminal.give(
        {
            "services": services,
            "sources": [_import_json(terminal, one, edition) for one, edition in told],
        },
        *(line for one, edition in told for line in _import_lines(one.report, edition)),
        Plural("{n} service is known now.", "{n} services are known now.", services),
    )


@directory_group.command(
    "find",
    cls=Task,
    example="detox --near 59442 --need withdrawal",
    help="Find services by words, need and distance, without a network. Each says what it last"
    " reported of its room, who said so, and how old that is: call before you drive.",
)
@click.argument("text", metavar="[TEXT]", default="")
@click.option(
    "--near",
    metavar="ZIP",
    help="A ZIP code, or a town such as 'Havre, MT'; else the one the workspace is near.",
)
@click.option("--need", "needs", multiple=True, type=one_of(Need), help="What the person needs.")
@click.option(
    "--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many."
)
def find(terminal: Terminal, text: str, near: str | None, needs: Sequence[str], limit: int) -> None:
    """Print the services that fit."""
    with terminal.reading() as work:
        workspace = work.workspace
        near = near or workspace.store.settings.text(NEAR_ZIP)
        point = _point(terminal, near) if near else None
        found = workspace.store.directory.find(
            text, needs=[Need(one) for one in needs], near=point, limit=limit
        )
        known = services_known.capacity(workspace)
        empty = not workspace.store.directory.count()
        said = [_Said(terminal, workspace, one, point, known.get(one.id, [])) for one in found]
    if empty:
        raise Refused(
            Say("No directory was taken in yet."),
            remedy=Say("Take one in with the command directory import."),
        )
    lines: list[Sayable] = [line for one in said for line in one.lines()]
    terminal.give([one.json() for one in said], *(lines or [Say("No service fits.")]))


@directory_group.command(
    "export",
    cls=Task,
    example="services-out",
    help="Write the directory and what is known of its room as plain CSV, each source in a folder"
    " of its own, for spreadsheets and for directory import.",
)
@click.argument("folder", metavar="DIR", type=FILE)
def export(terminal: Terminal, folder: Path) -> None:
    """Print what was written."""
    with terminal.reading() as work:
        shelf = work.workspace.store.directory
        known = services_known.capacity(work.workspace)
        files: dict[str, bytes] = {}
        counts: dict[str, int] = {}
        for source in sorted({edition.source for edition in shelf.editions()}):
            listings = shelf.snapshot(source).listings
            reports = [report for one in listings for report in known.get(one.id, [])]
            for name, data in directory_files(listings, reports).items():
                files[f"{_folder_name(source)}/{name}"] = data
            counts[source] = len(listings)
        if not files:
            raise Refused(
                Say("There is nothing to write: no directory was taken in yet."),
                remedy=Say("Take one in with the command directory import."),
            )
        with storage_errors():
            for name in files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            write_file(folder / name, data)
        audit(work.workspace, "directory.exported", f"{len(files)} files", now=terminal.now)
    terminal.give(
        {"files": sorted(files), "services": counts},
        *(
            Plural("{source}: {n} service.", "{source}: {n} services.", n, source=source)
            for source, n in counts.items()
        ),
        *(str(folder / name) for name in sorted(files)),
    )


class _Said:
    """A service that was found, with what is printed of it."""

    def __init__(
        self,
        terminal: Terminal,
        workspace: Workspace,
        listing: ServiceListing,
        near: Point | None,
        reports: Sequence[CapacityReport],
    ) -> None:
        self.listing = listing
        self.say = terminal.tongue
        self.room = standing(newest(reports), terminal.now)
        self.opening = opening_in_words(
            listing.arrival_hours, terminal.now, holidays=workspace.program.calendar.holidays
        )
        there = listing.place.point
        self.miles = road_miles(near, there) if near and there else None

    def lines(self) -> Iterator[Sayable]:
        """Yield the service as people read it."""
        listing, phone = self.listing, self.listing.phone
        yield listing.name
        yield Say("  {kind}", kind=kind_in_words(listing))
        where: list[Sayable] = [listing.place.one_line]
        if self.miles is not None:
            where.append(miles_in_words(self.miles))
        yield Say("  {where}", where=Listing(tuple(where), between=" - "))
        yield Say("  {opening}", opening=self.opening)
        number = phone_in_words(phone) if phone else Say("No phone number is listed.")
        yield Say("  {phone}", phone=number)
        yield Say("  {room} {detail}", room=self.room.headline, detail=self.room.detail)
        if listing.service.alert:
            yield Say("  {alert}", alert=listing.service.alert)

    def json(self) -> dict[str, object]:
        """Return the service for a program."""
        listing, phone = self.listing, self.listing.phone
        return {
            "id": listing.id,
            "name": listing.name,
            "kind": self.say(kind_in_words(listing)),
            "address": listing.place.one_line,
            "miles": None if self.miles is None else round(self.miles, 1),
            "opening": self.say(self.opening),
            "phone": self.say(phone_in_words(phone)) if phone else None,
            "room": {
                "status": self.room.status.value,
                "freshness": self.room.freshness.value,
                "headline": self.say(self.room.headline),
                "detail": self.say(self.room.detail),
                "age_minutes": None
                if self.room.age is None
                else int(self.room.age.total_seconds() // 60),
            },
            "alert": listing.service.alert,
        }


def _sources(place: Path) -> list[Path]:
    """Return what is read: the file or folder itself, or each source in what export wrote."""
    if not place.is_dir() or (place / SERVICES).exists():
        return [place]
    return sorted(one.parent for one in place.glob(f"*/{SERVICES}")) or [place]


def _read(terminal: Terminal, place: Path) -> Read:
    # The table of ZIP codes takes a moment, and a folder's services have points of their own.
    geo = terminal.world.resources / "geo"
    zips = read_zips(geo) if place.is_file() else ZipTable({})
    return services_known.read(place, zips=zips, now=terminal.now)


def _folder_name(source: str) -> str:
    # A source is named by whoever made the folder; only what is safe everywhere stays.
    safe = "".join(letter for letter in source if letter.isalnum() or letter in "-_ ").strip()
    return safe or "directory"


def _point(terminal: Terminal, near: str) -> Point:
    place = read_zips(terminal.world.resources / "geo").find(near)
    if place is None:
        raise Refused(
            Say("This place is not known."),
            remedy=Say("Write a ZIP code, or a town with its state: Havre, MT."),
        )
    return place.point


def _import_lines(report: ImportReport, edition: Edition) -> Iterator[Sayable]:
    yield Say(
        "{source} {edition}: {services}; {new} new, {changed} changed, {gone} gone.",
        source=edition.source,
        edition=edition.edition,
        services=Plural("{n} service", "{n} services", edition.services),
        new=edition.new,
        changed=edition.changed,
        gone=edition.gone,
    )
    if report.repeats:
        yield Plural("{n} row repeats another.", "{n} rows repeat another.", len(report.repeats))
    for row in report.unread[:UNREAD_TOLD]:
        yield Say("  Left out, line {line}: {why}", line=row.line, why=row.why)
    more = len(report.unread) - UNREAD_TOLD
    if more > 0:
        yield Plural("  and {n} more row.", "  and {n} more rows.", more)


def _import_json(terminal: Terminal, found: Read, edition: Edition) -> dict[str, object]:
    report = found.report
    return {
        "source": edition.source,
        "edition": edition.edition,
        "rows": report.rows,
        "services": edition.services,
        "new": edition.new,
        "changed": edition.changed,
        "gone": edition.gone,
        "repeats": [{"line": one.line, "first_line": one.first_line} for one in report.repeats],
        "unread": [{"line": one.line, "why": terminal.tongue(one.why)} for one in report.unread],
        "capacity_reports": len(found.capacity),
    }


COMMANDS: tuple[click.Command, ...] = (directory_group,)
