"""What services say of their room, from a terminal: the board, a figure, a call, a note."""

from __future__ import annotations

from datetime import datetime

import click

from desktop.cli.directory import directory_group
from desktop.cli.task import Task, one_of
from desktop.cli.terminal import Terminal
from desktop.domain.capacity import CapacityReport, CapacityUnit, ForGroup, Freshness
from desktop.domain.capacity_board import BoardRow, Typed, likely_unit
from desktop.domain.directory import ServiceListing
from desktop.domain.refused import Refused
from desktop.domain.standing import standing
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.words import Say
from desktop.services import capacity_board, services_known
from desktop.services.listing_notes import notes_on
from desktop.services.workspace import Workspace


@directory_group.command(
    "board",
    cls=Task,
    example="--stale",
    help="List what every service last said of its room, who said so and how old that is: first"
    " what nobody asked, then the oldest.",
)
@click.option("--stale", is_flag=True, help="Only what is too old to go by: the ones to call.")
def board(terminal: Terminal, stale: bool) -> None:
    """Print the board."""
    with terminal.reading() as work:
        rows = capacity_board.rows(work.workspace, now=terminal.now)
    found = [(row, standing(row.report, terminal.now)) for row in rows]
    if stale:
        old = (Freshness.STALE, Freshness.NONE)
        found = [(row, stands) for row, stands in found if stands.freshness in old]
    say = terminal.tongue
    terminal.give(
        [
            {
                "id": row.service_id,
                "name": row.name,
                "town": row.town,
                "unit": row.unit.value,
                "for_group": row.for_group.value,
                "status": stands.status.value,
                "freshness": stands.freshness.value,
                "says": say(stands.headline),
                "detail": say(stands.detail),
                "two_answers": row.two_answers,
            }
            for row, stands in found
        ],
        *(
            Say(
                "{name}, {town} ({id}): {says} {detail}",
                name=row.name,
                town=row.town,
                id=row.service_id,
                says=stands.headline,
                detail=stands.detail,
            )
            for row, stands in found
        ),
        *([] if found else [Say("Nothing to call about.")]),
    )


@directory_group.command(
    "report",
    cls=Task,
    example="tr-prairie-ridge --free 2 --of 12 --who 'the front desk'",
    help="Keep what a service says of its room, as a coordinator; it travels to every computer.",
)
@click.argument("service", metavar="ID")
@click.option("--unit", type=one_of(CapacityUnit), help="What is counted; else the likely one.")
@click.option(
    "--for", "for_group", type=one_of(ForGroup), default="any", show_default=True, help="For whom."
)
@click.option("--free", type=int, help="How many are free.")
@click.option("--of", "most", type=int, help="How many there are at most.")
@click.option("--waiting", type=int, help="How many wait.")
@click.option(
    "--opens", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the next place opens."
)
@click.option("--status", type=one_of(CapacityStatus), help="What they said, without a figure.")
@click.option("--who", default="", help="Who at the service said so.")
def report(
    terminal: Terminal,
    service: str,
    unit: str | None,
    for_group: str,
    free: int | None,
    most: int | None,
    waiting: int | None,
    opens: datetime | None,
    status: str | None,
    who: str,
) -> None:
    """Print what is known now."""
    typed = Typed(
        CapacityStatus(status) if status else None,
        free,
        most,
        waiting,
        opens.date() if opens else None,
        who,
    )
    with terminal.writing() as work:
        listing = _listing(work.workspace, service)
        row = BoardRow(
            service,
            listing.name,
            listing.place.city,
            CapacityUnit(unit) if unit else likely_unit(listing),
            ForGroup(for_group),
        )
        told = capacity_board.tell(work.workspace, row, typed, now=terminal.now)
    _give(terminal, listing, told)


@directory_group.command(
    "call",
    cls=Task,
    example="tr-prairie-ridge full",
    help="Keep what the phone said; it travels to every computer.",
)
@click.argument("service", metavar="ID")
@click.argument("result", type=one_of(PhoneResult))
@click.option("--waiting", type=click.IntRange(0, 100_000), help="How many wait.")
def call(terminal: Terminal, service: str, result: str, waiting: int | None) -> None:
    """Print what is known now."""
    with terminal.writing() as work:
        listing = _listing(work.workspace, service)
        told = services_known.record_call(
            work.workspace, service, PhoneResult(result), now=terminal.now, waitlist=waiting
        )
    _give(terminal, listing, told)


@directory_group.command(
    "note",
    cls=Task,
    example="tr-prairie-ridge 'The intake line has changed: ask the front desk.'",
    help="Say what is wrong with a listing, or read what others found. Every computer gets it: no"
    " name and nothing about a person.",
)
@click.argument("service", metavar="ID")
@click.argument("words", metavar="[TEXT]", default="")
def note(terminal: Terminal, service: str, words: str) -> None:
    """Print the notes on the service."""
    with terminal.writing() if words else terminal.reading() as work:
        _listing(work.workspace, service)
        if words:
            services_known.report_listing(work.workspace, service, words, now=terminal.now)
        notes = notes_on(work.workspace, service)
    terminal.give(
        [{"words": o.words, "at": o.at.isoformat(), "agency": o.agency} for o in notes],
        *(Say("{day}, {agency}: {words}", day=o.at, agency=o.agency, words=o.words) for o in notes),
        *([] if notes else [Say("Nobody found anything wrong with this listing.")]),
    )


def _listing(workspace: Workspace, service: str) -> ServiceListing:
    listing = workspace.store.directory.get(service)
    if listing is None:
        raise Refused(
            Say("This service is not in the directory of this computer."),
            remedy=Say("Search for it again."),
        )
    return listing


def _give(terminal: Terminal, listing: ServiceListing, told: CapacityReport) -> None:
    stands = standing(told, terminal.now)
    say = terminal.tongue
    terminal.give(
        {
            "id": listing.id,
            "status": stands.status.value,
            "says": say(stands.headline),
            "detail": say(stands.detail),
        },
        Say("{name}: {says} {detail}", name=listing.name, says=stands.headline,
            detail=stands.detail),
    )  # fmt: skip


COMMANDS: tuple[click.Command, ...] = (directory_group,)  # in which they stand
