"""What leaves this computer and what comes: export, import, sync."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from desktop.cli.task import Task
from desktop.cli.terminal import Terminal, read_file
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Plural, Say, Sayable
from desktop.services import exchange, receiving, sending
from desktop.services.receiving import Came
from desktop.services.sending import Sent
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.carrier import Carrier, CarrierTrouble
from desktop.sync.names import is_place, parse_bundle_name

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
    "--to", metavar="URL", help="A folder; without it those this computer exchanges over."
)
def export(terminal: Terminal, to: str | None) -> None:
    """Print how much left."""
    with terminal.writing() as work:
        sent = Sent(0, 0)
        for carrier in _carriers(work.workspace, to):
            exchange.check(work.workspace, carrier)
            one = sending.send(work.workspace, carrier, now=terminal.now)
            sent = Sent(sent.bundles + one.bundles, sent.changes + one.changes)
    terminal.give({"bundles": sent.bundles, "changes": sent.changes}, *_sent_lines(sent))


@click.command(
    "import",
    cls=Task,
    example="/media/stick/offramp --keep",
    help="Take in what others laid down: everything new in FROM (a folder, or one sealed file in"
    " it), or in the folders this computer exchanges over.",
)
@click.argument("from_", metavar="[FROM]", required=False)
@_KEEP
def import_(terminal: Terminal, from_: str | None, keep: bool) -> None:
    """Print what came."""
    with terminal.writing() as work:
        if from_ and _place(from_).is_file():
            carriers: list[Carrier] = []
            came = _take_file(terminal, work.workspace, _place(from_))
        else:
            carriers = _carriers(work.workspace, from_)
            came = Came()
            for carrier in carriers:
                exchange.check(work.workspace, carrier)
                one = receiving.receive(work.workspace, carrier, now=terminal.now)
                came = _both(came, one)
        kept = _keep(terminal, work.workspace, carriers) if keep else []
    _give_came(terminal, came, kept)


@click.command(
    "sync",
    cls=Task,
    example="",
    help="Take in what came and send what may leave, over every folder this computer exchanges"
    " over. A folder that does not answer does not hold up the others.",
)
@_KEEP
def sync(terminal: Terminal, keep: bool) -> None:
    """Print what came and what left."""
    troubles: list[CarrierTrouble] = []
    came, sent = Came(), Sent(0, 0)
    with terminal.writing() as work:
        carriers = _carriers(work.workspace, None)
        for carrier in carriers:
            try:
                done = exchange.exchange(work.workspace, carrier, now=terminal.now)
            except CarrierTrouble as trouble:
                troubles.append(trouble)
                continue
            came = _both(came, done.came)
            sent = Sent(sent.bundles + done.sent.bundles, sent.changes + done.sent.changes)
        kept = _keep(terminal, work.workspace, carriers) if keep and not troubles else []
    if len(troubles) == len(carriers):
        raise troubles[0]
    _give_came(terminal, came, kept, sent)
    if troubles:
        raise troubles[0]


def _place(url: str) -> Path:
    """Return the folder or file somebody named, as a path or as file:///path."""
    found = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", url)
    if found is None:
        return Path(url).absolute()
    if found[1].lower() != "file":
        raise Refused(
            Say("Offramp cannot exchange over {scheme} yet.", scheme=found[1].lower()),
            remedy=Say("Name a folder: a stick, a share, the folder of a cloud drive."),
        )
    path = re.sub(r"%([0-9A-Fa-f]{2})", lambda hit: chr(int(hit[1], 16)), found[2])
    path = path.encode("latin-1", "ignore").decode("utf-8", "replace") if "%" in found[2] else path
    return Path(re.sub(r"^/(?=[A-Za-z]:)", "", path))


def _carriers(workspace: Workspace, url: str | None) -> list[Carrier]:
    places = [_place(url)] if url else exchange.folders(workspace)
    if not places:
        raise Refused(
            Say("This computer does not exchange over any folder yet."),
            remedy=Say("Name one with the command mailbox, or for this time only: --to or FROM."),
        )
    return [exchange.open_folder(workspace, place) for place in places]


def _take_file(terminal: Terminal, workspace: Workspace, file: Path) -> Came:
    full = "/".join(file.parts[-3:])
    if parse_bundle_name(file.name) is None or not is_place(full):
        raise Refused(
            Say("This is no sealed file where the exchange laid it down."),
            remedy=Say("Name the exchange folder itself; nothing in it may be renamed or moved."),
        )
    if file.name in workspace.store.inbox.met():
        return Came()
    bundle = receiving.take(workspace, full, read_file(file), now=terminal.now)
    return Came(
        kept=tuple(one for one in [bundle] if one.state is Arrival.KEPT),
        waiting=tuple(one for one in [bundle] if one.state is Arrival.WAITING),
        quarantined=tuple(one for one in [bundle] if one.state is Arrival.QUARANTINED),
    )


def _both(one: Came, other: Came) -> Came:
    return Came(
        (*one.kept, *other.kept),
        (*one.waiting, *other.waiting),
        (*one.quarantined, *other.quarantined),
        one.receipts + other.receipts,
    )


def _keep(terminal: Terminal, workspace: Workspace, carriers: Sequence[Carrier]) -> list[InBundle]:
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    names = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
    carrier = carriers[0] if carriers else None
    return receiving.keep_waiting(workspace, carrier, names, now=terminal.now)


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
