"""The same services from a terminal. One small file per group of commands."""

from __future__ import annotations

import sys

import click

from desktop.cli.approvals import COMMANDS as APPROVALS
from desktop.cli.bug import note_bug
from desktop.cli.care import COMMANDS as CARE
from desktop.cli.clock import COMMANDS as CLOCK
from desktop.cli.devices import COMMANDS as DEVICES
from desktop.cli.directory import COMMANDS as DIRECTORY
from desktop.cli.directory_in import COMMANDS as DIRECTORY_IN
from desktop.cli.directory_room import COMMANDS as DIRECTORY_ROOM
from desktop.cli.exchange import COMMANDS as EXCHANGE
from desktop.cli.import_report import COMMANDS as IMPORT_REPORT
from desktop.cli.meeting import COMMANDS as MEETING
from desktop.cli.people import COMMANDS as PEOPLE
from desktop.cli.privacy import COMMANDS as PRIVACY
from desktop.cli.publishing import COMMANDS as PUBLISHING
from desktop.cli.referrals import COMMANDS as REFERRALS
from desktop.cli.rules import COMMANDS as RULES
from desktop.cli.same_person import COMMANDS as SAME_PERSON
from desktop.cli.scans import COMMANDS as SCANS
from desktop.cli.start import COMMANDS as START
from desktop.cli.task import BUG, DONE, REFUSED, STOPPED, tell_bug, usage_refused
from desktop.cli.terminal import complain
from desktop.domain.words import ENGLISH, Say
from desktop.world import World, real_world

NAME = "offramp-cli" if getattr(sys, "frozen", False) else "main.py"


@click.group(help="Police deflection, offline. Without a command the window opens.")
def root() -> None:
    """Hold all commands."""


for command in (
    *START,
    *PEOPLE,
    *RULES,
    *DIRECTORY,
    *DIRECTORY_IN,
    *DIRECTORY_ROOM,
    *REFERRALS,
    *SCANS,
    *SAME_PERSON,
    *MEETING,
    *EXCHANGE,
    *IMPORT_REPORT,
    *DEVICES,
    *PRIVACY,
    *CARE,
    *CLOCK,
    *PUBLISHING,
    *APPROVALS,
):
    root.add_command(command)


def main(arguments: list[str], world: World | None = None) -> int:
    """Run a command: return 0 when done, 2 when refused, 130 when stopped, 1 for a bug.

    What was refused is said on standard error, reason and remedy each on a line of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a letter shows "?", instead of ending the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    world = world or real_world()
    try:
        code = root.main(arguments, prog_name=NAME, standalone_mode=False, obj=world)
    except click.ClickException as error:
        complain(usage_refused(error), ENGLISH)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo(ENGLISH(Say("Stopped. Nothing is half done.")), err=True)
        return STOPPED
    except Exception as error:
        note_bug(world, NAME, error)
        tell_bug(ENGLISH)
        return BUG
    return code if isinstance(code, int) else DONE
