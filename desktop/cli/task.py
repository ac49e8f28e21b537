"""A command: its common options, its example, and how it ends (0 done, 2 refused, 1 a bug)."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from desktop.cli.bug import note_bug
from desktop.cli.terminal import Terminal, complain
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH, Say, Tongue
from desktop.store.database import refusal_for
from desktop.world import LANGUAGES, World

DONE, BUG, REFUSED, STOPPED = 0, 1, 2, 130
FOLDER = "workspace"  # of the window, in the data folder

FILE = click.Path(path_type=Path)  # what is missing is said in our words, not in click's


class Task(click.Command):
    """A command that is given a `Terminal`; `example` is a line that works as it stands."""

    def __init__(self, *args: Any, example: str, in_workspace: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example
        self.params += _common(in_workspace)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example below the options."""
        with formatter.section("Example"):
            # Not wrapped: an example is there to be copied.
            formatter.write(f"  {ctx.command_path} {self.example}".rstrip() + "\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; what people can cure is told on standard error, a bug goes to the log."""
        world = ctx.find_object(World)
        if world is None:
            raise RuntimeError("a command needs a world")
        given = {name: ctx.params.pop(name) for name in ("workspace", "user", "json", "language")}
        terminal = Terminal(
            world=world,
            folder=given["workspace"] or world.data / FOLDER,
            user_name=given["user"] or "",
            as_json=given["json"],
            tongue=world.tongue(given["language"]),
        )
        ctx.params["terminal"] = terminal
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except BrokenPipeError:
            # Whoever read our lines has seen enough ("| head").
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except Refused as refused:
            complain(refused, terminal.tongue)
        except Exception as error:
            return _ended_badly(error, ctx.command_path, terminal.tongue, world)
        return REFUSED


def one_of(words: type[StrEnum]) -> click.Choice[str]:
    """Return the choice among the stored words of a list."""
    return click.Choice([one.value for one in words])


def tell_bug(tongue: Tongue) -> None:
    """Say that Offramp itself failed."""
    words = Say("Something went wrong in Offramp itself; the log names the place for our support.")
    click.echo(tongue(words), err=True)


def usage_refused(error: click.ClickException, tongue: Tongue = ENGLISH) -> Refused:
    """Return a mistyped command as a refusal: what is wrong, and where to read."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = ctx.command_path if ctx else "main.py"
    return Refused(error.format_message(), remedy=Say("Read: {command} --help", command=command))


def _ended_badly(error: Exception, command: str, tongue: Tongue, world: World) -> int:
    refused = refusal_for(error)
    if refused is not None:
        complain(refused, tongue)
        return REFUSED
    note_bug(world, command, error)
    if isinstance(error, OSError):
        # Its words are the system's own ("File name too long") and name no file.
        words = Say("This computer refused: {why}.", why=error.strerror or type(error).__name__)
        remedy = Say("Check the files and folders you named, then try again.")
        complain(Refused(words, remedy=remedy), tongue)
        return REFUSED
    tell_bug(tongue)
    return BUG


def _common(in_workspace: bool) -> list[click.Parameter]:
    # A command that needs no workspace takes the options all the same, so that a script may
    # give every command the same ones; its help does not speak of them.
    return [
        click.Option(
            ["--workspace"],
            type=FILE,
            metavar="DIR",
            hidden=not in_workspace,
            help="The workspace's folder; without it the one of the window.",
        ),
        click.Option(
            ["--user"],
            metavar="NAME",
            hidden=not in_workspace,
            help="Who you are; the password is asked for, or taken from OFFRAMP_PASSWORD.",
        ),
        click.Option(["--json"], is_flag=True, help="Print the result for a program to read."),
        click.Option(
            ["--language"],
            type=click.Choice(sorted(LANGUAGES)),
            default="en",
            show_default=True,
            help="The language of what is printed.",
        ),
    ]
