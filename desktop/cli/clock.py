"""This computer's clock: what it says, what was seen here, and that somebody has looked at it."""

from __future__ import annotations

import click

from desktop.cli.task import Task
from desktop.cli.terminal import Terminal
from desktop.domain.clocks import DOUBT
from desktop.domain.words import Clock, Plural, Say, Sayable
from desktop.services import clock


@click.command(
    "clock",
    cls=Task,
    example="--is-right",
    help="Say which time this computer goes by: the later of its clock and the newest time its own"
    " log or the lead agency told. More than a day apart, dates are marked, consents that end do"
    " not release, and every service says to call.",
)
@click.option(
    "--is-right",
    is_flag=True,
    help="Somebody has looked: the clock is right, what was seen before was not. Supervisor,"
    " coordinator or administrator.",
)
def clock_command(terminal: Terminal, is_right: bool) -> None:
    """Print the clock's time, the newest time seen, and whether the clock is in doubt."""
    says = terminal.world.now()
    with terminal.writing() if is_right else terminal.reading() as work:
        if is_right:
            clock.set_right(work.workspace, now=says)
        newest = clock.newest_seen(work.workspace.store) or says
        doubtful = not is_right and clock.in_doubt(work.workspace, says)
        ahead = clock.ahead_by(work.workspace.store, says)
    lines: list[Sayable] = [
        Say("This computer's clock: {moment}", moment=Clock(says)),
        Say("Newest time seen here: {moment}", moment=Clock(newest.astimezone(says.tzinfo))),
    ]
    if ahead > DOUBT:
        lines.append(
            Plural(
                "The lead agency's receipts prove it is {n} day ahead or more.",
                "The lead agency's receipts prove it is {n} days ahead or more.",
                ahead.days,
            )
        )
    if doubtful:
        lines.append(Say("The clock is in doubt: set it. If it is right, say so: --is-right."))
    else:
        lines.append(Say("The clock is not in doubt."))
    terminal.give(
        {
            "clock": says.isoformat(),
            "newest_seen": newest.isoformat(),
            "ahead_seconds": round(ahead.total_seconds()),
            "in_doubt": doubtful,
        },
        *lines,
    )


COMMANDS: tuple[click.Command, ...] = (clock_command,)
