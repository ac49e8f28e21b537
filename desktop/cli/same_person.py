"""Two referrals of one person, perhaps: list them, link them, keep them apart."""

from __future__ import annotations

import click

from desktop.cli.referrals import referral_numbered
from desktop.cli.task import Task
from desktop.cli.terminal import Terminal
from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.services import same_person
from desktop.viewmodels.same_person import same_line


@click.group("same-person", help="Referrals that may be of one person. Nothing is ever merged.")
def same_person_group() -> None:
    """Hold the commands about two referrals of one person."""


@same_person_group.command(
    "list",
    cls=Task,
    example="TRC-K7-26-000001",
    help="List the other referrals that may be of the same person, each with its reasons and with"
    " what was decided. The lead agency's coordinators only.",
)
@click.argument("referral", metavar="REFERRAL")
def list_(terminal: Terminal, referral: str) -> None:
    """Print one line for each."""
    with terminal.reading() as work:
        work.workspace.may(Role.COORDINATOR)
        id_ = referral_numbered(work.workspace, referral).id
        found = same_person.others(work.workspace, id_, now=terminal.now)
    lines: list[Sayable] = []
    for one in found:
        line = same_line(
            one.referral, name=one.name, number=one.number, at=one.at, agency=one.agency,
            reasons=one.reasons, same=one.same, disputed=one.disputed,
        )  # fmt: skip
        words = {"name": line.name, "detail": line.detail, "mark": line.mark.words}
        lines.append(Say("{mark}: {name} · {detail}", **words))
        lines += [Say("  {remedy}", remedy=line.reasons)] if one.reasons else []
    terminal.give(
        [
            {
                "number": one.number,
                "same": one.same,
                "two_answers": one.disputed,
                "reasons": [terminal.tongue(reason.says) for reason in one.reasons],
            }
            for one in found
        ],
        *(lines or [Say("No other referral here looks like the same person.")]),
    )


def _decide(terminal: Terminal, referral: str, other: str, same: bool | None) -> None:
    with terminal.writing() as work:
        one, two = (referral_numbered(work.workspace, name).id for name in (referral, other))
        same_person.decide(work.workspace, one, two, same=same, now=terminal.now)
    said: Sayable = Say("{one} and {other} are kept apart.", one=referral, other=other)
    if same:
        said = Say("{one} and {other} are linked as one person.", one=referral, other=other)
    elif same is None:
        said = Say("Nothing is decided of {one} and {other}.", one=referral, other=other)
    terminal.give({"referrals": [referral, other], "same": same}, said)


@same_person_group.command(
    "link", cls=Task, example="TRC-K7-26-000001 TRC-K9-26-000004",
    help="Say that two referrals are of the same person.",
)  # fmt: skip
@click.argument("referral", metavar="REFERRAL")
@click.argument("other", metavar="OTHER")
def link(terminal: Terminal, referral: str, other: str) -> None:
    """Print that they are linked."""
    _decide(terminal, referral, other, True)


@same_person_group.command(
    "apart", cls=Task, example="TRC-K7-26-000001 TRC-K9-26-000004",
    help="Say that two referrals are of two persons; also takes a link back.",
)  # fmt: skip
@click.argument("referral", metavar="REFERRAL")
@click.argument("other", metavar="OTHER")
def apart(terminal: Terminal, referral: str, other: str) -> None:
    """Print that they are kept apart."""
    _decide(terminal, referral, other, False)


@same_person_group.command(
    "undecide", cls=Task, example="TRC-K7-26-000001 TRC-K9-26-000004",
    help="Take back what was said of two referrals.",
)  # fmt: skip
@click.argument("referral", metavar="REFERRAL")
@click.argument("other", metavar="OTHER")
def undecide(terminal: Terminal, referral: str, other: str) -> None:
    """Print that nothing is decided."""
    _decide(terminal, referral, other, None)


COMMANDS: tuple[click.Command, ...] = (same_person_group,)
