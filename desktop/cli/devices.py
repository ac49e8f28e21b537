"""The machines of the program: who was heard when, what is missing, revoke, let back."""

from __future__ import annotations

from datetime import datetime

import click

from desktop.cli.task import Task
from desktop.cli.terminal import Terminal
from desktop.domain.skew import is_worth_telling
from desktop.domain.words import Say, Sayable
from desktop.services import devices, keeping
from desktop.services.devices import Device
from desktop.store.mailbox import Arrival
from desktop.viewmodels.devices import clock_line, gap_line, state_words


@click.command(
    "devices",
    cls=Task,
    example="",
    help="List the computers of the program: when each was heard last, what of it is missing, how"
    " wrong its clock is, and who has heard of a revocation.",
)
def devices_command(terminal: Terminal) -> None:
    """Print every machine, two lines each at most."""
    with terminal.reading() as work:
        found = devices.devices(work.workspace)
        now = terminal.now
    terminal.give(
        [_as_json(one) for one in found],
        *(line for one in found for line in _lines(one, now)),
    )


@click.command(
    "revoke",
    cls=Task,
    example="trc-k7",
    help="End a lost or stolen computer's word. What it sent before and was read here stays;"
    " nothing that comes from it afterwards counts, and nothing is sealed to it. Every other"
    " computer hears of it with its next exchange. Lead agency only.",
)
@click.argument("device", metavar="DEVICE")
def revoke(terminal: Terminal, device: str) -> None:
    """Print what comes next."""
    with terminal.writing() as work:
        devices.revoke(work.workspace, device, now=terminal.now)
    terminal.give(
        {"revoked": device},
        Say("{device} is revoked.", device=device),
        Say("Next: sync, so that every other computer hears of it."),
    )


@click.command(
    "let-back",
    cls=Task,
    example="trc-k7",
    help="Take a revocation back: the computer was found, or the wrong one was named.",
)
@click.argument("device", metavar="DEVICE")
def let_back(terminal: Terminal, device: str) -> None:
    """Print what comes next."""
    with terminal.writing() as work:
        devices.let_back(work.workspace, device, now=terminal.now)
    terminal.give(
        {"let_back": device},
        Say("{device} belongs to the program again.", device=device),
        Say("Next: sync, so that every other computer hears of it."),
    )


@click.command(
    "kept-out",
    cls=Task,
    example="--again trc-k7-000003-0123456789ab.offramp",
    help="List what came and was kept out, and why. --again lets the next exchange fetch one and"
    " look at it anew.",
)
@click.option("--again", metavar="NAME", help="The bundle to look at again.")
def kept_out(terminal: Terminal, again: str | None) -> None:
    """Print names and reasons."""
    if again is not None:
        with terminal.writing() as work:
            keeping.look_again(work.workspace, again)
        terminal.give({"again": again}, Say("It is looked at again with the next exchange."))
        return
    with terminal.reading() as work:
        held = work.workspace.store.inbox.all(Arrival.QUARANTINED)
    terminal.give(
        [{"name": one.name, "why": one.reason} for one in held],
        *(Say("Kept out: {name} ({why})", name=one.name, why=one.reason) for one in held),
    )


def _as_json(one: Device) -> dict[str, object]:
    member = one.member
    return {
        "device": member.device,
        "agency": member.agency,
        "machine": member.machine,
        "kind": member.kind.value,
        "heard_at": one.heard_at.isoformat() if one.heard_at else None,
        "clock_ahead_seconds": one.skew,
        "missing": [
            {"stream": gap.stream, "first": gap.first, "last": gap.last} for gap in one.gaps
        ],
        "revoked": member.is_revoked,
        "told": [who.device for who, _ in one.told.signed] if one.told else None,
        "not_told_yet": [who.device for who in one.told.owed] if one.told else None,
    }


def _lines(one: Device, now: datetime) -> list[Sayable]:
    member = one.member
    name = f"{member.agency} {member.machine}"
    lines: list[Sayable] = [
        Say(
            "{name} ({device}): {state}",
            name=name,
            device=member.device,
            state=state_words(
                revoked=member.is_revoked,
                heard_at=one.heard_at,
                owed=len(one.told.owed) if one.told else 0,
                now=now,
            ),
        )
    ]
    lines += [
        gap_line(name, gap.first, gap.last, gap.since, kept_out=gap.kept_out, now=now)
        for gap in one.gaps
    ]
    if one.skew is not None and is_worth_telling(one.skew):
        lines.append(clock_line(name, one.skew))
    return lines


COMMANDS: tuple[click.Command, ...] = (devices_command, revoke, let_back, kept_out)
