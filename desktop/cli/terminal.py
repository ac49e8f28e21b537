"""What every command has at hand: the world, a workspace to sign in to, and words to print."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import click

from desktop.domain.facts import Dictionary
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable, Tongue
from desktop.formats.facts_file import read_dictionary
from desktop.services.clock import now_here
from desktop.services.setup import Machine, open_workspace
from desktop.services.workspace import Workspace
from desktop.store.database import storage_errors
from desktop.store.lock import Holder, WorkspaceLock
from desktop.store.replacing import replace_file
from desktop.store.vault import Session, User, has_vault, sign_in, users
from desktop.world import World

PASSWORD = "OFFRAMP_PASSWORD"
FILE_LIMIT = 50_000_000  # bytes of a file that is read whole; the largest of ours has under 4

Json = Mapping[str, object] | Sequence[object]


@dataclass(frozen=True)
class Work:
    """An opened workspace, and who opened it."""

    session: Session
    workspace: Workspace


@dataclass(frozen=True)
class Terminal:
    """One run of one command."""

    world: World
    folder: Path
    user_name: str
    as_json: bool
    tongue: Tongue
    _met: list[datetime] = field(default_factory=list)  # the newest time an opened store has seen

    @property
    def now(self) -> datetime:
        """Return the time to go by: the clock's, or what was seen here if that is later."""
        clock = self.world.now()
        return max([clock, *self._met]).astimezone(clock.tzinfo)

    @cached_property
    def dictionary(self) -> Dictionary:
        """Return the facts there are."""
        return read_dictionary(self.world.resources / "facts.csv")

    @cached_property
    def machine(self) -> Machine:
        """Return what setting up and opening need of the world."""
        return Machine(
            machine_id=self.world.machine_id,
            word_list=self.world.word_list(),
            random_bytes=self.world.random_bytes,
            new_id=self.world.new_id,
            dictionary=self.dictionary,
        )

    def give(self, found: Json, *lines: Sayable) -> None:
        """Print the result: as JSON when that was asked for, else the lines."""
        if self.as_json:
            click.echo(json.dumps(found, indent=1))  # ASCII: safe in every console and pipe
        else:
            self.tell(*lines)

    def tell(self, *lines: Sayable) -> None:
        """Print lines."""
        for line in lines:
            click.echo(printable(self.tongue(line)))

    def ask(self, question: Sayable, default: str | None = None) -> str:
        """Return what the person types; refuses where nobody can be asked."""
        _must_be_asked(question, self.tongue)
        words = printable(self.tongue(question))
        return str(click.prompt(words, default=default, err=True)).strip()

    def agree(self, question: Sayable) -> bool:
        """Return whether the person says yes; refuses where nobody can be asked."""
        _must_be_asked(question, self.tongue)
        return click.confirm(printable(self.tongue(question)), err=True)

    def given_password(self, variable: str = PASSWORD) -> str:
        """Return the password the environment gives, or ""."""
        return os.environ.get(variable, "")

    def password(self, question: Sayable, *, twice: bool = False, variable: str = PASSWORD) -> str:
        """Return a password from the environment, else as typed without being shown."""
        given = self.given_password(variable)
        if given:
            return given
        if not sys.stdin.isatty():
            raise Refused(
                Say("A password is needed, and nobody can be asked for it here."),
                remedy=Say("Set {variable}, or run this in a terminal.", variable=variable),
            )
        words = printable(self.tongue(question))
        return str(click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True))

    def must_have_workspace(self) -> None:
        """Refuse a folder in which nobody has set up a workspace."""
        if not has_vault(self.folder):
            raise Refused(
                Say("There is no workspace in this folder."),
                remedy=Say("Make one with the command init, or name its folder with --workspace."),
            )

    def sign_in(self) -> Session:
        """Return the session of the user named, of the only one, or of whoever is asked for."""
        self.must_have_workspace()
        user = self._user()
        password = self.password(Say("Password of {name}", name=user.name))
        return sign_in(self.folder, user.id, password, now=self.now)

    @contextmanager
    def open(self, session: Session) -> Iterator[Workspace]:
        """Give the workspace of a session, and close it after."""
        clock = self.world.now()
        workspace = open_workspace(self.folder, session, self.machine, now=clock)
        self._met.append(now_here(workspace, clock).at)
        try:
            yield workspace
        finally:
            workspace.store.close()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Give the opened workspace for a command that may run beside a window."""
        session = self.sign_in()
        try:
            with self.open(session) as workspace:
                yield Work(session, workspace)
        finally:
            session.wipe()

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Give the opened workspace to a command that writes; refuses beside an open window."""
        self.must_have_workspace()
        with self.alone(), self.reading() as work:
            yield work

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to write in the workspace."""
        with WorkspaceLock(self.folder, Holder.COMMAND):
            yield

    def _user(self) -> User:
        there = [user for user in users(self.folder) if not user.disabled]
        if not self.user_name and len(there) == 1:
            return there[0]
        names = ", ".join(user.name for user in there)
        wanted = self.user_name or self.ask(Say("Who are you? ({names})", names=names))
        for user in there:
            if wanted.casefold() in (user.name.casefold(), user.id.casefold()):
                return user
        raise Refused(
            Say("Nobody of this name may sign in to this workspace."),
            remedy=Say("Give --user one of: {names}.", names=names),
        )


def printable(text: str) -> str:
    """Return the text without what could steer a terminal; line breaks and tabs stay."""
    return "".join(
        " " if unicodedata.category(letter) == "Cc" and letter not in "\n\t" else letter
        for letter in text
    )


def complain(refused: Refused, tongue: Tongue) -> None:
    """Say on standard error what happened and, on a line of its own, what to do."""
    for words in (refused.reason, refused.remedy):
        click.echo(" ".join(printable(tongue(words)).split()), err=True)


def read_file(path: Path) -> bytes:
    """Return a file's bytes; refuses one that is not there, or cannot be a file of ours."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(
            Say("There is no such file."), remedy=Say("Check the file's name and its folder.")
        ) from None
    except OSError:
        raise Refused(
            Say("This file cannot be opened."),
            remedy=Say("Check that it is a file, and that you may read it."),
        ) from None
    if len(data) > FILE_LIMIT:
        raise Refused(Say("This file is too large."), remedy=Say("Check that it is the right one."))
    return data


def write_file(path: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all; refuses where it cannot be written."""
    if not path.parent.is_dir() or path.is_dir():
        raise Refused(
            Say("This is no place for a file."),
            remedy=Say("Name a file in a folder that is there."),
        )
    with storage_errors():
        replace_file(path, data)


def _must_be_asked(question: Sayable, tongue: Tongue) -> None:
    if not sys.stdin.isatty():
        raise Refused(
            Say("This has to be asked, and nobody can answer here: {question}", question=question),
            remedy=Say("Give it as an option (see --help), or run this in a terminal."),
        )
