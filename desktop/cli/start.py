"""Begin: a new workspace, a sample to look around in, the demo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from desktop.cli.rules import program_in
from desktop.cli.task import FILE, Task, one_of
from desktop.cli.terminal import Terminal
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Plural, Say, Sayable
from desktop.formats.geo import read_zips
from desktop.services import setup
from desktop.services.sample import SampleUser, easy_password, fill_sample, wanted_sample
from desktop.services.setup import NewWorkspace
from desktop.store.database import storage_errors
from desktop.store.vault import has_vault


@click.command(
    "init",
    cls=Task,
    example="--kind patrol --agency TRC --agency-name 'Three Rivers County Sheriff'"
    " --machine K7 --program three-rivers --admin 'Pat Pretend'",
    help="Make a new workspace with its first administrator, and print the recovery words, once."
    " What is not given is asked for. --sample makes a made-up county to look around in, with a"
    " directory and people whose passwords are printed.",
)
@click.option("--sample", is_flag=True, help="Make the Three Rivers sample.")
@click.option("--kind", type=one_of(DeviceKind), help="What this computer is for.")
@click.option("--agency", metavar="CODE", help="The agency's short code, such as TRC.")
@click.option("--agency-name", metavar="NAME", help="The agency's name.")
@click.option("--machine", metavar="NAME", help="This computer's name, such as K7.")
@click.option("--program", metavar="DIR", help="The program's folder, or one that ships.")
@click.option("--admin", metavar="NAME", help="The first administrator's name.")
@click.option("--near", metavar="ZIP", default="", help="The ZIP distances are counted from.")
def init(
    terminal: Terminal,
    sample: bool,
    kind: str | None,
    agency: str | None,
    agency_name: str | None,
    machine: str | None,
    program: str | None,
    admin: str | None,
    near: str,
) -> None:
    """Print the recovery words, and in a sample who can sign in."""
    if has_vault(terminal.folder):
        raise Refused(
            Say("There is a workspace in this folder already."),
            remedy=Say("Use it, or choose another folder with --workspace."),
        )
    if sample:
        if any((agency, agency_name, machine, program, admin, near)):
            raise Refused(
                Say("The sample has its own agency, program and people."),
                remedy=Say("Leave out every option but --kind, or leave out --sample."),
            )
        _make_sample(terminal, DeviceKind(kind or DeviceKind.PATROL))
        return
    kinds = ", ".join(DeviceKind)
    asked_kind = kind or terminal.ask(Say("What is this computer for? ({kinds})", kinds=kinds))
    if asked_kind not in set(DeviceKind):
        raise Refused(
            Say("There is no such kind."), remedy=Say("Use one of: {kinds}.", kinds=kinds)
        )
    code = agency or terminal.ask(Say("Short code of your agency, such as TRC"))
    name = agency_name or terminal.ask(Say("Name of your agency"))
    own_name = machine or terminal.ask(Say("Name of this computer, such as K7"))
    files = program_in(terminal, Path(program or terminal.ask(Say("Folder of your program"))))
    person = admin or terminal.ask(Say("Your name"))
    if not person.strip():
        raise Refused(Say("An administrator needs a name."), remedy=Say("Give one with --admin."))
    if near and read_zips(terminal.world.resources / "geo").get(near) is None:
        raise Refused(Say("This ZIP code is not known."), remedy=Say("Write five digits: 59442."))
    wanted = NewWorkspace(
        kind=DeviceKind(asked_kind),
        agency=code,
        agency_name=name,
        machine=own_name,
        program_files=files,
        admin_name=person,
        password=terminal.password(Say("Password of {name}", name=person), twice=True),
        near_zip=near,
    )
    with _all_or_nothing(terminal.folder):
        session, words = setup.create(terminal.folder, wanted, terminal.machine, now=terminal.now)
    session.wipe()
    _give(terminal, wanted, words, [])


@click.command(
    "demo",
    cls=Task,
    in_workspace=False,
    example="--out demo-out",
    help="Play the whole story on three throwaway workspaces, through the real windows; without a"
    " display they are drawn but not shown. Leaves summary.json, packet, carrier, keys and screens"
    " in DIR.",
)
@click.option(
    "--out", type=FILE, metavar="DIR", default="offramp-demo", show_default=True, help="Where to."
)
def demo(terminal: Terminal, out: Path) -> int:
    """Return what the demo returns."""
    from desktop import demo as story

    return int(story.run(out))


def _make_sample(terminal: Terminal, kind: DeviceKind) -> None:
    world, zips = terminal.world, read_zips(terminal.world.resources / "geo")
    given = terminal.given_password()
    password = given or easy_password(terminal.machine)
    wanted = wanted_sample(world.resources, kind, password)
    with _all_or_nothing(terminal.folder):
        session, words = setup.create(terminal.folder, wanted, terminal.machine, now=terminal.now)
        people = fill_sample(
            terminal.folder,
            session,
            terminal.machine,
            world.resources,
            zips,
            password=given,
            now=terminal.now,
        )
    session.wipe()
    admin = SampleUser(wanted.admin_name, Role.ADMIN, password)
    _give(terminal, wanted, words, [admin, *people])


def _give(
    terminal: Terminal, wanted: NewWorkspace, words: tuple[str, ...], people: list[SampleUser]
) -> None:
    lines: list[Sayable] = [
        Say("A workspace was made in {folder}.", folder=str(terminal.folder)),
        Say(
            "Write these words on paper, in this order, and lock the paper away. They open the"
            " workspace when every password is lost, and they are not shown again:"
        ),
        *(f"  {number:2} {word}" for number, word in enumerate(words, 1)),
    ]
    if people:
        lines.append(Plural("{n} person can sign in:", "{n} people can sign in:", len(people)))
        lines += [f"  {one.name} ({one.role.value}): {one.password}" for one in people]
    terminal.give(
        {
            "workspace": str(terminal.folder),
            "kind": wanted.kind.value,
            "agency": wanted.agency,
            "machine": wanted.machine,
            "recovery_words": list(words),
            "users": [
                {"name": one.name, "role": one.role.value, "password": one.password}
                for one in people
            ],
        },
        *lines,
    )


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Take away what a workspace that could not be made whole has left, beside its place too."""
    there = folder.exists()
    before = set(folder.iterdir()) if there else set()
    try:
        with storage_errors():
            yield
    except BaseException:
        shutil.rmtree(folder.with_name(f"{folder.name}.making"), ignore_errors=True)
        for path in set(folder.iterdir()) - before if folder.exists() else set():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if not there and folder.exists():
            folder.rmdir()
        raise


COMMANDS: tuple[click.Command, ...] = (init, demo)
