"""The three throwaway machines: patrol K7, the precinct's desk D1, the lead agency's L1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.demo.player import Player
from desktop.domain.terms import DeviceKind, Role
from desktop.formats.program_files import program_files
from desktop.services import enrolling, exchange, services_known
from desktop.services.setup import Machine, NewWorkspace, create, open_workspace
from desktop.services.workspace import Workspace
from desktop.store.vault import Session, add_user
from desktop.ui.tasks import InlineTasks
from desktop.wiring import Shell
from desktop.wiring.shell import Tools
from desktop.world import World

PROGRAM = "three-rivers"
NEAR_ZIP = "59442"  # Millbrook is fictional; its places stand on this rural ZIP's map
START = datetime(2026, 11, 23, 22, 14, tzinfo=ZoneInfo("America/Denver"))
SIZE = (1440, 900)


class DemoClock:
    """Starts at 22:14 on a Monday in November 2026, runs as clocks do, and can be moved on."""

    def __init__(self) -> None:
        self._begun = monotonic()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the demo's time in whole seconds."""
        passed = timedelta(seconds=monotonic() - self._begun)
        return (START + passed + self._ahead).replace(microsecond=0)

    def move_on(self, **by: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(**by)


@dataclass
class Person:
    """Somebody who works at a machine, with a made-up name and a password made at start."""

    id: str
    name: str
    role: Role
    password: str


class DemoMachine:
    """One workspace, its people, and its window."""

    def __init__(
        self,
        world: World,
        tools: Tools,
        app: QApplication,
        folder: Path,
        *,
        kind: DeviceKind,
        agency: tuple[str, str],
        name: str,
        people: tuple[tuple[str, Role], ...],
    ) -> None:
        # Each is a computer of its own: records that move to another take a new writer.
        self.world = replace(world, machine_id=f"demo-{name}")
        self.tools, self.app, self.folder = tools, app, folder
        self.name = name
        self.kind = kind
        password = " ".join(tools.word_list[byte * 8] for byte in world.random_bytes(4))
        wanted = NewWorkspace(
            kind=kind,
            agency=agency[0],
            agency_name=agency[1],
            machine=name,
            program_files=program_files(world.resources / "programs" / PROGRAM),
            admin_name="Alex Example",
            password=password,
            near_zip=NEAR_ZIP,
        )
        self.session, _ = create(folder, wanted, self._machine(), now=world.now())
        self.people = {role: self._add(person, role) for person, role in people}
        self.shell: Shell | None = None

    def _machine(self) -> Machine:
        return Machine(
            machine_id=self.world.machine_id,
            word_list=self.tools.word_list,
            random_bytes=self.world.random_bytes,
            new_id=self.world.new_id,
            dictionary=self.tools.dictionary,
        )

    def _add(self, name: str, role: Role) -> Person:
        password = " ".join(self.tools.word_list[byte * 8] for byte in self.world.random_bytes(4))
        person = Person(self.world.new_id(), name, role, password)
        add_user(
            self.folder,
            self.session,
            user_id=person.id,
            name=name,
            role=role,
            password=password,
            now=self.world.now(),
        )
        return person

    def open(self) -> Workspace:
        """Return the workspace as its administrator sees it; the caller closes its store."""
        session = Session(
            self.session.user, self.session.workspace, bytearray(self.session.data_key)
        )
        return open_workspace(self.folder, session, self._machine(), now=self.world.now())

    def window(self) -> Player:
        """Return the person at this machine's window; the window opens at sign-in."""
        if self.shell is None:
            self.shell = Shell(
                self.world, self.folder, self.app, tasks=InlineTasks(), tools=self.tools
            )
            self.shell.start()
            # The pictures show a desk's screen, whatever this one is.
            self.shell.window.setWindowState(Qt.WindowState.WindowNoState)
            self.shell.window.resize(*SIZE)
        return Player(self.shell)

    def close(self) -> None:
        """Close the window and its store."""
        if self.shell is not None:
            self.shell.close()
            self.shell = None


def take_in_directories(machine: DemoMachine, workbook: Path | None) -> dict[str, int]:
    """Take in the sample services and, where it lies beside the project, the national workbook."""
    workspace = machine.open()
    counts = {}
    try:
        sample = machine.world.resources / "directory" / PROGRAM
        for path in (sample, workbook):
            if path is None:
                continue
            found = services_known.read(path, zips=machine.tools.zips, now=machine.world.now())
            edition = services_known.keep(workspace, found, now=machine.world.now())
            counts[edition.source] = edition.services
        counts["all"] = workspace.store.directory.count()
    finally:
        workspace.store.close()
    return counts


def join_all(lead: DemoMachine, others: list[DemoMachine], carrier: Path) -> None:
    """Make the mailbox, and let every machine join: invitation there, request back."""
    carrier.mkdir(parents=True, exist_ok=True)
    at_lead = lead.open()
    try:
        now = lead.world.now()
        exchange.make_mailbox(at_lead, carrier, now=now)
        for other in others:
            joining = other.open()
            try:
                invitation = enrolling.invite(at_lead, carrier=str(carrier), now=now)
                enrolling.accept_invitation(joining, invitation, now=now)
                enrolling.enrol(
                    at_lead, enrolling.request_enrolment(joining), code=other.name, now=now
                )
                exchange.add_folder(joining, carrier, now=now)
            finally:
                joining.store.close()
        exchange.exchange(at_lead, exchange.open_folder(at_lead, carrier), now=now)
    finally:
        at_lead.store.close()
    for other in others:
        joining = other.open()
        try:
            box = exchange.open_folder(joining, carrier)
            exchange.exchange(joining, box, now=other.world.now())
        finally:
            joining.store.close()
