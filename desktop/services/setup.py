"""Make a workspace, sign in to it, open its store, close it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.facts import Dictionary
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind
from desktop.domain.words import Say
from desktop.formats.program_files import read_program
from desktop.services.clock import trusted
from desktop.services.versions import in_force
from desktop.services.workspace import Place, User, Workspace, audit
from desktop.store.backup import back_up, writer_changed, writer_must_change
from desktop.store.database import DATABASE, Database, connect, storage_errors
from desktop.store.migrations import migrate
from desktop.store.recovery import make_recovery_words
from desktop.store.settings import Settings
from desktop.store.store import Store
from desktop.store.vault import Session, create_vault, has_vault
from desktop.sync.names import is_device_id

PLACE = "place"
NEAR_ZIP = "near.zip"
PROGRAM = "program.digest"
WRITER = "writer"
OLD_WRITERS = "writer.before"


@dataclass(frozen=True)
class Machine:
    """What setting up and opening need of the world."""

    machine_id: str
    word_list: tuple[str, ...]
    random_bytes: Callable[[int], bytes]
    new_id: Callable[[], str]
    dictionary: Dictionary


@dataclass(frozen=True)
class NewWorkspace:
    """What the first start asks for."""

    kind: DeviceKind
    agency: str
    agency_name: str
    machine: str
    program_files: Mapping[str, bytes]
    admin_name: str
    password: str
    near_zip: str = ""  # the ZIP distances are counted from


def create(
    folder: Path, wanted: NewWorkspace, machine: Machine, *, now: datetime
) -> tuple[Session, tuple[str, ...]]:
    """Make a workspace in an empty folder; return its first session and the recovery words."""
    agency = wanted.agency.strip().upper()
    device = f"{agency}-{wanted.machine.strip()}".lower()
    if not is_device_id(device):
        raise Refused(
            Say("An agency's code and a machine's name are letters and digits."),
            remedy=Say('Use a short code such as "TRC" and a machine name such as "K7".'),
        )
    program = read_program(wanted.program_files, machine.dictionary)
    # Made beside its place and renamed: a computer that dies meanwhile leaves no half workspace.
    made = folder.with_name(f"{folder.name}.making")
    with storage_errors():
        if has_vault(folder) or (folder.exists() and any(folder.iterdir())):
            raise Refused(
                Say("This folder is not empty."),
                remedy=Say("Choose an empty folder, or sign in to the workspace in it."),
            )
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
    try:
        words = make_recovery_words(machine.random_bytes, machine.word_list)
        session = create_vault(
            made,
            workspace_id=machine.new_id(),
            user_id=machine.new_id(),
            name=wanted.admin_name.strip(),
            password=wanted.password,
            words=words,
            random_bytes=machine.random_bytes,
            now=now,
        )
        db = connect(made / DATABASE, session.data_key)
        try:
            migrate(db, back_up=lambda: None)
            store = Store(db, writer="")
            with store.transaction():
                store.programs.keep(
                    wanted.program_files,
                    slug=program.slug,
                    version=program.version,
                    digest=program.digest,
                    in_force_from=program.effective_from,
                    now=now,
                )
                store.settings.set(PROGRAM, program.digest)
                store.settings.set(NEAR_ZIP, wanted.near_zip)
                store.settings.set(
                    PLACE,
                    {
                        "kind": wanted.kind.value,
                        "agency": agency,
                        "agency_name": wanted.agency_name.strip() or agency,
                        "device": device,
                        "machine": wanted.machine.strip(),
                    },
                )
        finally:
            db.close()
        with storage_errors():
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except BaseException:
        # A refused password or a full disk leaves nothing beside the folder.
        shutil.rmtree(made, ignore_errors=True)
        raise
    return session, words


def open_workspace(folder: Path, session: Session, machine: Machine, *, now: datetime) -> Workspace:
    """Open the store of a signed-in user.

    Migrations run with a backup before each. Records that were restored, or that stand on
    another machine than before, get a new writer id: nobody's numbers are used twice.
    """
    db = connect(folder / DATABASE, session.data_key, must_exist=True)
    try:
        migrate(db, back_up=lambda: back_up(db, session.data_key, folder, now=now))
        settings = Settings(db)
        writer = _writer(db, settings, machine)
        store = Store(db, writer=writer)
        digest = settings.text(PROGRAM)
        program = in_force(store, machine.dictionary, digest, now=now)
        workspace = Workspace(
            folder=folder,
            store=store,
            place=_place(settings),
            user=User(session.user.id, session.user.name, session.user.role),
            dictionary=program.dictionary,  # with the program's own facts
            program=program,
            clock_in_doubt=trusted(store, now).doubtful,
        )
        audit(workspace, "signed_in", session.user.id, now=now)
    except BaseException:
        db.close()
        raise
    return workspace


def writers(settings: Settings) -> tuple[str, ...]:
    """Return every writer id this machine has had, the present one last."""
    before = settings.get(OLD_WRITERS, [])
    past = [str(one) for one in before] if isinstance(before, list) else []
    return (*past, settings.text(WRITER))


def _writer(db: Database, settings: Settings, machine: Machine) -> str:
    if writer_must_change(settings, machine.machine_id) or not settings.text(WRITER):
        with db.atomic():
            if settings.text(WRITER):
                settings.set(OLD_WRITERS, list(writers(settings)))
            settings.set(WRITER, machine.new_id())
            writer_changed(settings, machine.machine_id)
    return settings.text(WRITER)


def _place(settings: Settings) -> Place:
    held = settings.get(PLACE)
    if not isinstance(held, dict):
        raise Refused(
            Say("This workspace does not say which machine it is."),
            remedy=Say("Restore the newest backup."),
        )
    return Place(
        kind=DeviceKind(str(held["kind"])),
        agency=str(held["agency"]),
        agency_name=str(held["agency_name"]),
        device=str(held["device"]),
        machine=str(held["machine"]),
    )
