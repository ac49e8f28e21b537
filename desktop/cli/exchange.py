"""What leaves this computer and what comes: export, import, sync."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from desktop.cli.task import Task
from desktop.cli.terminal import Terminal, read_file
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Plural, Say, Sayable
from desktop.services import exchange, keeping, parcels_in, receiving, rounds, sending, ways_out
from desktop.services.receiving import Came
from desktop.services.scans import SCAN_ENDINGS, read_codes, take_codes
from desktop.services.sending import Sent
from desktop.services.ways_out import way
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.names import is_place, parse_bundle_name
from desktop.sync.opening import CarrierKind, CarrierPlace

_KEEP = click.option(
    "--keep",
    is_flag=True,
    help="Keep what waits in the Inbox too. Coordinators and administrators only.",
)


@click.command(
    "export",
    cls=Task,
    example="--to /media/stick/offramp",
    help="Seal what may leave, and lay it down for the others.",
)
@click.option(
    "--to",
    metavar="URL",
    help="A folder, or the address of a server set up with mailbox; without it all places this"
    " computer exchanges over.",
)
def export(terminal: Terminal, to: str | None) -> None:
    """Print how much left."""
    with terminal.writing() as work:
        sent = Sent(0, 0)
        for place in _places(work.workspace, to):
            with way(work.workspace, place) as carrier:
                exchange.check(work.workspace, carrier)
                one = sending.send(work.workspace, carrier, now=terminal.now)
            sent = Sent(sent.bundles + one.bundles, sent.changes + one.changes)
    terminal.give({"bundles": sent.bundles, "changes": sent.changes}, *_sent_lines(sent))


@click.command(
    "import",
    cls=Task,
    example="/media/stick/offramp --keep",
    help="Take in what others laid down: everything new in FROM (a folder, one sealed file in it,"
    " a scan or photo of a referral form as PDF, PNG, JPEG or TIFF, or the address of a server set"
    " up with mailbox), or in all places this computer exchanges over. Several may be named: the"
    " pages of one form may lie in several scans.",
)
@click.argument("from_", metavar="[FROM]...", nargs=-1)
@_KEEP
def import_(terminal: Terminal, from_: Sequence[str], keep: bool) -> None:
    """Print what came."""
    with terminal.writing() as work:
        files = {one: file for one in dict.fromkeys(from_) if (file := _file(one))}
        came = _take_files(terminal, work.workspace, list(files.values()))
        named = [one for one in dict.fromkeys(from_) if one not in files]
        places = [
            place
            for address in (named if from_ else [None])
            for place in _places(work.workspace, address)
        ]
        for place in places:
            with way(work.workspace, place) as carrier:
                exchange.check(work.workspace, carrier)
                came += receiving.receive(work.workspace, carrier, now=terminal.now)
        kept = _keep(terminal, work.workspace, places) if keep else []
    _give_came(terminal, came, kept)


@click.command(
    "sync",
    cls=Task,
    example="",
    help="Take in what came and send what may leave, over every place this computer exchanges"
    " over. A place that does not answer does not hold up the others.",
)
@_KEEP
def sync(terminal: Terminal, keep: bool) -> None:
    """Print what came and what left."""
    came, sent = Came(), Sent(0, 0)
    with terminal.writing() as work:
        places = _places(work.workspace, None)
        results = rounds.go_round(work.workspace, now=terminal.now)
        for done in (one.done for one in results if one.done):
            came += done.came
            sent = Sent(sent.bundles + done.sent.bundles, sent.changes + done.sent.changes)
        troubles = [one.trouble for one in results if one.trouble]
        kept = _keep(terminal, work.workspace, places) if keep and not troubles else []
    if len(troubles) == len(places):
        raise troubles[0]
    _give_came(terminal, came, kept, sent)
    if troubles:
        raise troubles[0]


def place_at(address: str) -> CarrierPlace:
    """Return the place somebody named: a folder as a path or file:///path, or a server."""
    found = re.fullmatch(r"(?i:file)://(.*)", address)
    if found is None:
        place = ways_out.place_of(address)
        if place.kind is CarrierKind.FOLDER:
            return replace(place, url=str(Path(address).absolute()))
        return place
    path = re.sub(r"%([0-9A-Fa-f]{2})", lambda hit: chr(int(hit[1], 16)), found[1])
    path = path.encode("latin-1", "ignore").decode("utf-8", "replace") if "%" in found[1] else path
    return CarrierPlace(CarrierKind.FOLDER, str(Path(re.sub(r"^/(?=[A-Za-z]:)", "", path))))


def _file(address: str) -> Path | None:
    place = place_at(address)
    named = Path(place.url) if place.kind is CarrierKind.FOLDER else None
    return named if named is not None and named.is_file() else None


def _places(workspace: Workspace, address: str | None) -> list[CarrierPlace]:
    if address is None:
        places = ways_out.places(workspace)
        if not places:
            raise Refused(
                Say("This computer does not exchange over any folder yet."),
                remedy=Say(
                    "Name one with the command mailbox, or for this time only: --to or FROM."
                ),
            )
        return places
    place = place_at(address)
    if place.kind is CarrierKind.FOLDER:
        return [place]
    known = ways_out.named(workspace, address)
    if known is None:
        raise Refused(
            Say("This computer does not know that server yet."),
            remedy=Say(
                "Set it up once with its account: mailbox {url} --account NAME.", url=address
            ),
        )
    return [known]


def _take_files(terminal: Terminal, workspace: Workspace, files: Sequence[Path]) -> Came:
    """Return what came with these files; all scans are read as one stack of paper."""
    came = Came()
    scans = [one for one in files if one.name.casefold().endswith(SCAN_ENDINGS)]
    if scans:
        codes = read_codes([read_file(one) for one in scans])
        took = take_codes(workspace, codes, now=terminal.now)
        came += Came(
            kept=tuple(one for one in took.bundles if one.state is Arrival.KEPT),
            waiting=tuple(one for one in took.bundles if one.state is Arrival.WAITING),
        )
    for file in files:
        if file not in scans:
            came += _take_file(terminal, workspace, file)
    return came


def _take_file(terminal: Terminal, workspace: Workspace, file: Path) -> Came:
    parcels_in.refuse_part(file.name)
    full = "/".join(file.parts[-3:])
    if parse_bundle_name(file.name) is None or not is_place(full):
        raise Refused(
            Say("This is no sealed file where the exchange laid it down."),
            remedy=Say("Name the exchange folder itself; nothing in it may be renamed or moved."),
        )
    if file.name in workspace.store.inbox.met():
        return Came()
    bundle = keeping.take(workspace, full, read_file(file), now=terminal.now)
    return Came(
        kept=tuple(one for one in [bundle] if one.state is Arrival.KEPT),
        waiting=tuple(one for one in [bundle] if one.state is Arrival.WAITING),
        quarantined=tuple(one for one in [bundle] if one.state is Arrival.QUARANTINED),
    )


def _keep(
    terminal: Terminal, workspace: Workspace, places: Sequence[CarrierPlace]
) -> list[InBundle]:
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    names = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
    if not places:
        return keeping.keep_waiting(workspace, None, names, now=terminal.now)
    with way(workspace, places[0]) as carrier:
        return keeping.keep_waiting(workspace, carrier, names, now=terminal.now)


def _give_came(
    terminal: Terminal, came: Came, kept: Sequence[InBundle], sent: Sent | None = None
) -> None:
    now_kept = {one.name for one in kept}
    waiting = [one for one in came.waiting if one.name not in now_kept]
    all_kept = [*came.kept, *kept]
    out = {
        "kept": [one.name for one in all_kept],
        "waiting": [one.name for one in waiting],
        "kept_out": [{"name": one.name, "why": one.reason} for one in came.quarantined],
        "receipts": came.receipts,
    }
    lines: list[Sayable] = [
        Plural("{n} bundle was kept.", "{n} bundles were kept.", len(all_kept)),
        Plural("{n} receipt came.", "{n} receipts came.", came.receipts),
    ]
    if waiting:
        words = Plural(
            "{n} bundle waits in the Inbox; --keep keeps it.",
            "{n} bundles wait in the Inbox; --keep keeps them.",
            len(waiting),
        )
        lines.append(words)
    lines += [
        Say("Kept out: {name} ({why})", name=one.name, why=one.reason) for one in came.quarantined
    ]
    if sent is not None:
        out["sent"] = {"bundles": sent.bundles, "changes": sent.changes}
        lines += _sent_lines(sent)
    terminal.give(out, *lines)


def _sent_lines(sent: Sent) -> list[Sayable]:
    return [Plural("{n} bundle left.", "{n} bundles left.", sent.bundles)]


COMMANDS: tuple[click.Command, ...] = (export, import_, sync)
