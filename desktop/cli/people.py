"""The users of a workspace: list them, add one."""

from __future__ import annotations

import click

from desktop.cli.task import Task, one_of
from desktop.cli.terminal import Terminal
from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.services.workspace import audit
from desktop.store.vault import add_user, users

NEW_PASSWORD = "OFFRAMP_NEW_PASSWORD"


@click.group("user", help="The users of this workspace.")
def user_group() -> None:
    """Hold the commands about users."""


@user_group.command(
    "list", cls=Task, example="", help="List who can sign in. Needs no password: the names are no"
    " secret, the sign-in page shows them."
)  # fmt: skip
def list_users(terminal: Terminal) -> None:
    """Print names and roles."""
    terminal.must_have_workspace()
    found = users(terminal.folder)
    terminal.give(
        [{"name": one.name, "role": one.role.value, "disabled": one.disabled} for one in found],
        *(_in_words(one.name, one.role, one.disabled) for one in found),
    )


@user_group.command(
    "add",
    cls=Task,
    example="'Dana Testcase' --role desk",
    help=f"Add a user with a first password. Administrators only. The new password is asked for,"
    f" or taken from {NEW_PASSWORD}.",
)
@click.argument("name", metavar="NAME")
@click.option("--role", required=True, type=one_of(Role), help="What they do.")
def add(terminal: Terminal, name: str, role: str) -> None:
    """Print who was added."""
    with terminal.writing() as work:
        first = terminal.password(
            Say("First password of {name}", name=name), twice=True, variable=NEW_PASSWORD
        )
        user = add_user(
            terminal.folder,
            work.session,
            user_id=terminal.world.new_id(),
            name=name.strip(),
            role=Role(role),
            password=first,
            now=terminal.now,
        )
        audit(work.workspace, "user.added", user.id, now=terminal.now)
    terminal.give(
        {"id": user.id, "name": user.name, "role": user.role.value},
        Say("{name} can sign in now ({role}).", name=user.name, role=user.role.value),
    )


def _in_words(name: str, role: Role, disabled: bool) -> Sayable:
    if disabled:
        return Say("{name} ({role}), access taken back", name=name, role=role.value)
    return f"{name} ({role.value})"


COMMANDS: tuple[click.Command, ...] = (user_group,)
