"""Who has a copy of a referral, taking a person's facts back, and what a laptop forgets."""

from __future__ import annotations

import click

from desktop.cli.referrals import referral_numbered
from desktop.cli.task import Task, one_of
from desktop.cli.terminal import Terminal
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable
from desktop.services import erasing, thinning
from desktop.services.copies import copies
from desktop.services.erasing import Extent, Why
from desktop.viewmodels.copies import BY_HAND, backup_line, machine_line, paper_line, sealed_line


@click.command(
    "copies",
    cls=Task,
    example="TRC-K7-26-000001",
    help="List who has a copy of a referral, as far as this computer can know: other computers,"
    " paper, sealed bundles, backups.",
)
@click.argument("referral", metavar="REFERRAL")
def copies_command(terminal: Terminal, referral: str) -> None:
    """Print one line for each."""
    with terminal.reading() as work:
        found = copies(work.workspace, referral_numbered(work.workspace, referral).id)
    now = terminal.now
    lines: list[Sayable] = [
        machine_line(f"{one.member.agency} {one.member.machine}", one.holds.value, one.at, now=now)
        for one in found.machines
    ]
    lines += [paper_line(one.kind, one.copy, one.at) for one in found.papers]
    lines += [sealed_line(found.sealed), backup_line(found.backups, found.set_aside), BY_HAND]
    terminal.give(
        {
            "machines": [
                {"device": one.member.device, "holds": one.holds.value} for one in found.machines
            ],
            "papers": [{"sheet": one.kind.value, "copy": one.copy} for one in found.papers],
            "sealed_bundles": found.sealed,
            "backups_here": found.backups,
            "records_before_a_restore": found.set_aside,
        },
        *lines,
    )


@click.command(
    "erase",
    cls=Task,
    example="TRC-K7-26-000001 --extent person --why court_order --sure",
    help="Erase a referral's facts here and, as they hear of it, on every other computer; refused"
    " for ever after. Supervisors, coordinators and administrators. Extent: person (all that tells"
    " who it was; the counts stay) or all. What is on paper and in backups stays: see copies.",
)
@click.argument("referral", metavar="REFERRAL")
@click.option("--extent", type=one_of(Extent), required=True, help="person or all.")
@click.option("--why", type=one_of(Why), required=True, help="Why it goes.")
@click.option("--sure", is_flag=True, help="You are sure: it cannot be undone.")
def erase(terminal: Terminal, referral: str, extent: str, why: str, sure: bool) -> None:
    """Print what comes next."""
    with terminal.writing() as work:
        id_ = referral_numbered(work.workspace, referral).id
        if not sure and not terminal.agree(
            Say("Erase {referral}? It cannot be undone.", referral=referral)
        ):
            raise Refused(Say("Nothing was erased."), remedy=Say("Give --sure if you are."))
        erasing.erase(work.workspace, id_, Extent(extent), Why(why), now=terminal.now)
    terminal.give(
        {"erased": referral, "extent": extent},
        Say("{referral} is erased here.", referral=referral),
        Say("Next: sync, so that every other computer hears of it."),
    )


@click.command(
    "forget",
    cls=Task,
    example="--after 90",
    help="Say after how many days this computer forgets what came from elsewhere and nobody"
    " changed since; 0 for never. What was written here stays, and nobody else is told.",
)
@click.option("--after", type=int, required=True, metavar="DAYS", help="7 to 3650, or 0.")
def forget(terminal: Terminal, after: int) -> None:
    """Print how much was forgotten at once."""
    with terminal.writing() as work:
        thinning.set_days(work.workspace, after, now=terminal.now)
        gone = thinning.thin(work.workspace, now=terminal.now)
    terminal.give(
        {"after_days": after, "forgotten": gone},
        Say("Forgotten now: {n} changes.", n=gone),
    )


COMMANDS: tuple[click.Command, ...] = (copies_command, erase, forget)
