"""The directory of services: find a service, write the directory out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import click

from desktop.cli.task import FILE, Task, one_of
from desktop.cli.terminal import Terminal, write_file
from desktop.domain.capacity import CapacityReport, newest
from desktop.domain.directory import ServiceListing, phone_in_words
from desktop.domain.hours import opening_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.limits import Person
from desktop.domain.needs import FILTER_GROUPS, Barrier, Need
from desktop.domain.places import Point, miles_in_words, road_miles
from desktop.domain.refused import Refused
from desktop.domain.seeking import Sought
from desktop.domain.standing import standing
from desktop.domain.wishes import ANYBODY
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.directory_writing import directory_files
from desktop.formats.geo import read_zips
from desktop.services import directory_lists, services_known
from desktop.services.setup import NEAR_ZIP
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors

FILTERS = click.Choice([one.value for _, group in FILTER_GROUPS for one in group])


class Form(StrEnum):
    """How a directory is written."""

    PLAIN = "plain"
    HSDS_JSON = "hsds-json"
    HSDS_CSV = "hsds-csv"


ENDINGS = {Form.HSDS_JSON: ".json", Form.HSDS_CSV: ".zip"}


@click.group("directory", help="The directory of services.")
def directory_group() -> None:
    """Hold the commands about the directory."""


@directory_group.command(
    "find",
    cls=Task,
    example="detox --near 59442 --need withdrawal --filter medicaid --age 30",
    help="Find services by words, need, filter, age and distance, without a network. Each says what"
    " it last reported of its room, who said so, and how old that is: call before you drive. A"
    " misspelled word is mended when nothing is found.",
)
@click.argument("text", metavar="[TEXT]", default="")
@click.option(
    "--near",
    metavar="ZIP",
    help="A ZIP code, or a town such as 'Havre, MT'; else the one the workspace is near.",
)
@click.option("--within", type=click.FloatRange(1, 5000), help="Road miles from there at most.")
@click.option("--need", "needs", multiple=True, type=one_of(Need), help="What the person needs.")
@click.option("--filter", "filters", multiple=True, type=FILTERS, help="What a service must offer.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="A service code of SAMHSA's.")
@click.option("--age", type=click.IntRange(0, 130), help="The person's age in years.")
@click.option("--open-at", metavar="TIME", help="Known to be open then: now, or 2026-11-23T22:14.")
@click.option(
    "--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many."
)
def find(
    terminal: Terminal,
    text: str,
    near: str | None,
    within: float | None,
    needs: Sequence[str],
    filters: Sequence[str],
    codes: Sequence[str],
    age: int | None,
    open_at: str | None,
    limit: int,
) -> None:
    """Print the services that fit."""
    with terminal.reading() as work:
        workspace = work.workspace
        shelf = workspace.store.directory
        near = near or workspace.store.settings.text(NEAR_ZIP)
        point = _point(terminal, near) if near else None
        sought = Sought(
            words=text,
            needs=tuple(Need(one) for one in needs),
            codes=tuple(codes),
            must=frozenset(Barrier(one) for one in filters),
            person=ANYBODY if age is None else Person.aged(age),
            near=point,
            within_miles=within,
            open_at=_moment(terminal, open_at) if open_at else None,
            holidays=frozenset(workspace.program.calendar.holidays),
            limit=limit,
        )
        found = shelf.search(sought)
        known = services_known.capacity(workspace)
        empty = not shelf.count()
        said = [_Said(terminal, workspace, o, point, known.get(o.id, [])) for o in found.listings]
    if empty:
        raise Refused(
            Say("No directory was taken in yet."),
            remedy=Say("Take one in with the command directory import."),
        )
    lines: list[Sayable] = [line for one in said for line in one.lines()]
    if found.spelling:
        lines.insert(
            0, Say('Nothing has these words. Found instead: "{words}"', words=found.spelling)
        )
    terminal.give([one.json() for one in said], *(lines or [Say("No service fits.")]))


@directory_group.command(
    "export",
    cls=Task,
    example="services-out",
    help="Write the directory and what is known of its room, each source in a folder of its own, as"
    " plain CSV, or as HSDS 3.1 for other programs; directory import reads all of them.",
)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option(
    "--as",
    "form",
    type=one_of(Form),
    default=Form.PLAIN.value,
    show_default=True,
    help="Plain CSV, HSDS as one JSON file, or as tables in a zip.",
)
def export(terminal: Terminal, folder: Path, form: str) -> None:
    """Print what was written."""
    if form != Form.PLAIN:
        _export_hsds(terminal, folder, Form(form))
        return
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


def _export_hsds(terminal: Terminal, folder: Path, form: Form) -> None:
    with terminal.reading() as work:
        shelf = work.workspace.store.directory
        sources = sorted({edition.source for edition in shelf.editions()})
        if not sources:
            raise Refused(
                Say("There is nothing to write: no directory was taken in yet."),
                remedy=Say("Take one in with the command directory import."),
            )
        with storage_errors():
            folder.mkdir(parents=True, exist_ok=True)
        written = [folder / f"{_folder_name(source)}{ENDINGS[form]}" for source in sources]
        for source, path in zip(sources, written, strict=True):
            directory_lists.export_hsds(work.workspace, source, path, now=terminal.now)
    terminal.give({"files": [one.name for one in written]}, *(str(one) for one in written))


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


def _moment(terminal: Terminal, text: str) -> datetime:
    if text == "now":
        return terminal.now
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            Say("This is no day and time."), remedy=Say("Write it as 2026-11-23T22:14, or now.")
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=terminal.now.tzinfo)


COMMANDS: tuple[click.Command, ...] = (directory_group,)
