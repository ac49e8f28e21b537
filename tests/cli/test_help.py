"""Every command says truthfully what it takes, with an example that works as it stands."""

from __future__ import annotations

import shlex

import click
import pytest

from desktop import cli
from desktop.cli.task import Task


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Task]:
    found = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, (*path, name))
        else:
            found[*path, name] = command
    return found


ALL = commands(cli.root)
PROMISED = {  # architecture.md, "From a terminal", and what is needed to use it
    "init", "program check", "decide", "directory import", "directory find", "directory export",
    "program draft", "program publish", "program versions", "program export", "program preview",
    "program kept-out", "directory publish", "directory undo", "directory board",
    "directory report",
    "directory call", "directory note",
    "refer", "offer", "packet", "paper", "attach", "export", "import", "sync", "report", "doctor",
    "demo", "invite", "join", "enroll", "user add", "user list", "mailbox", "backup", "restore",
    "clock", "approvals list", "approvals answer", "again",
    "devices", "revoke", "let-back", "kept-out", "copies", "erase", "forget",
    "import-report", "same-person list", "same-person link", "same-person apart",
    "same-person undecide",
}  # fmt: skip


def test_every_command_that_was_promised_is_there_and_no_other():
    assert {" ".join(path) for path in ALL} == PROMISED


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_tells_every_option_and_an_example_that_is_understood(desk, path):
    command = ALL[path]

    ran = desk.run(*path, "--help")

    assert ran.code == 0
    assert not ran.err
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    for option in options:
        assert option.opts[0] in ran.out
        assert option.help, option.name
    assert f"main.py {' '.join(path)} {command.example}".strip() in ran.out
    with command.make_context(path[-1], shlex.split(command.example)) as understood:
        assert understood.params["json"] in (True, False)


@pytest.mark.parametrize(
    ("mistyped", "said"),
    [
        (["referr"], "No such command"),
        (["decide"], "PROGRAM_DIR"),
        (["report"], "--period"),
        (["decide", "x", "--answers", "y", "--language", "fr"], "fr"),
        (["directory", "find", "--near"], "--near"),
        ([], "command"),
    ],
)
def test_a_mistyped_command_is_told_with_where_to_read(desk, mistyped, said):
    reason, remedy = desk.run(*mistyped).complaint
    assert said in reason
    assert "--help" in remedy
