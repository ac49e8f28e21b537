"""A county of many machines and a month of bad weather: real stores, seals and one real folder.

What is made up is the weather alone: `Rough` is the folder as machines see it through lost
connections, late listings and crashes. Everything behind it is what ships.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.facts import Known
from desktop.domain.referral import Referral, encounter_subject
from desktop.domain.terms import CASE_STEPS, DeviceKind, Role, SubjectKind
from desktop.services import cases, enrolling, exchange, refer
from desktop.services.backups import make_backup, restore_backup
from desktop.services.erasing import FOLLOWS, Extent, Why, erase
from desktop.services.keeping import keep_waiting
from desktop.services.workspace import Workspace
from desktop.store.backup import Backup
from desktop.store.mailbox import Arrival
from desktop.sync.carrier import CarrierOffline, PutResult
from desktop.sync.folder import FolderCarrier
from desktop.sync.names import STORE_NAME
from tests.stories.machines import Clock, Computer, County, machine, refers

PEOPLE = {
    DeviceKind.PATROL: ("Ofc. Larkspur", Role.OFFICER),
    DeviceKind.DESK: ("Dana Testcase", Role.DESK),
    DeviceKind.LEAD: ("Marigold Example", Role.COORDINATOR),
}


class Crashed(Exception):
    """The machine lost its power here."""


@dataclass(frozen=True)
class Weather:
    """How often, out of one, each thing goes wrong at each touch of the carrier."""

    offline: float = 0.03
    crash: float = 0.02
    late: float = 0.15  # a name that a listing does not show yet
    half: float = 0.02  # a file of which only a part is there yet


CALM = Weather(0, 0, 0, 0)
ROUGH = Weather()


class Rough:
    """A folder seen through the weather; keeps the contract of every carrier."""

    def __init__(self, inner: FolderCarrier, dice: random.Random, weather: Weather) -> None:
        self._inner = inner
        self._dice = dice
        self._weather = weather

    def identity(self) -> str:
        """Return the mailbox's identity, if it answers."""
        self._blow()
        return self._inner.identity()

    def put_new(self, name: str, data: bytes) -> PutResult:
        """Lay a file down; the power may fail before or after it lies there."""
        self._blow()
        result = self._inner.put_new(name, data)
        self._blow()
        return result

    def list_since(self, token: str) -> tuple[Iterable[str], str]:
        """Return names, of which the newest may be late."""
        self._blow()
        names, token = self._inner.list_since(token)
        return [name for name in names if self._dice.random() >= self._weather.late], token

    def get(self, name: str, limit: int) -> bytes:
        """Return a file, or what is there of it."""
        self._blow()
        data = self._inner.get(name, limit)
        whole = name == STORE_NAME or self._dice.random() >= self._weather.half
        return data if whole else data[: len(data) // 2]

    def _blow(self) -> None:
        roll = self._dice.random()
        if roll < self._weather.offline:
            raise CarrierOffline
        if roll < self._weather.offline + self._weather.crash:
            raise Crashed


@dataclass
class Fleet:
    """Precincts with their patrol laptops and desk, and the lead agency's coordinators."""

    root: Path
    seed: int
    precincts: int = 5
    patrols: int = 3  # a precinct
    leads: int = 3
    county: County = field(init=False)
    dice: random.Random = field(init=False)
    skew: dict[str, timedelta] = field(default_factory=dict)
    logged: dict[str, str] = field(default_factory=dict)  # referral id -> device
    unsure: set[str] = field(default_factory=set)  # lost with a disk, if they had not left yet
    erased: set[str] = field(default_factory=set)  # encounter ids
    backups: dict[str, Backup] = field(default_factory=dict)
    happened: dict[str, int] = field(default_factory=dict)
    _generation: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.county = County(self.root, Clock())
        for number in range(2, self.leads + 1):
            self._join(f"L{number}", DeviceKind.LEAD, self.county.lead_agency)
        for precinct in range(1, self.precincts + 1):
            agency = "TRC" if precinct == 1 else f"P{precinct}"
            if precinct > 1:
                self._join(f"{agency}D1", DeviceKind.DESK, agency)
            for number in range(1 if precinct > 1 else 2, self.patrols + 1):
                self._join(f"{agency}K{number}", DeviceKind.PATROL, agency)
        for name in self.names():
            # Mostly minutes off, here and there a year: a laptop whose battery died.
            minutes = self.dice.choice((0, 0, 3, -4, 55, -70, 60 * 24 * 365, -60 * 24 * 365))
            self.skew[name] = timedelta(minutes=minutes)

    def names(self, kind: DeviceKind | None = None) -> list[str]:
        """Return the machines, all or those of a kind."""
        return [
            name for name, one in self.county.computers.items() if kind is None or one.kind is kind
        ]

    def workspace(self, name: str) -> Workspace:
        """Return a machine in the hands of whoever works there."""
        computer = self.county.computers[name]
        person, role = PEOPLE[computer.kind]
        return computer.user(person, role)

    def now(self, name: str) -> datetime:
        """Return what a machine's clock says."""
        return self.county.clock.now + self.skew.get(name, timedelta())

    # -- days ------------------------------------------------------------------------------

    def day(self, weather: Weather = ROUGH) -> None:
        """Let every machine live through a day: work, trouble, and some exchanges."""
        acts = [name for name in self.names() for _ in range(self.dice.choice((1, 2, 2, 3)))]
        self.dice.shuffle(acts)
        for name in acts:
            self.county.clock.pass_(minutes=self.dice.randrange(1, 20))
            self._work(name)
            if self.dice.random() < 0.6:
                self.exchange(name, weather)
        self.county.clock.pass_(hours=8)

    def exchange(self, name: str, weather: Weather = CALM) -> None:
        """Exchange once; a machine that lost its power starts again later."""
        workspace = self.workspace(name)
        inner = exchange.open_folder(workspace, self.county.folder)
        carrier = Rough(inner, self.dice, weather)
        try:
            exchange.exchange(workspace, carrier, now=self.now(name))
        except CarrierOffline:
            self._count("offline")
        except Crashed:
            self._count("crashed")
            self._start_again(name)

    def settle_down(self, most: int = 12) -> int:
        """Exchange in calm weather until nothing new lies anywhere; returns the rounds needed."""
        for number in range(most):
            before = self._files()
            for name in self.names():
                self.county.clock.pass_(minutes=5)
                self.exchange(name)
                self.coordinate(name, everything=True)
            if self._files() == before and number:
                return number
        raise AssertionError(f"still not quiet after {most} rounds")

    # -- what people and machines do -------------------------------------------------------

    def _work(self, name: str) -> None:
        kind = self.county.computers[name].kind
        chances: dict[DeviceKind, tuple[tuple[float, Callable[[str], None]], ...]] = {
            DeviceKind.PATROL: (
                (0.45, self.refer),
                (0.25, self.amend),
                (0.05, self.erase),
                (0.08, self.back_up),
                (0.05, self.restore),
                (0.04, self._start_again),
            ),
            DeviceKind.DESK: ((0.5, self.amend), (0.1, self.settle), (0.05, self._start_again)),
            DeviceKind.LEAD: ((0.5, self.coordinate), (0.3, self.advance), (0.2, self.settle)),
        }
        roll = self.dice.random()
        for chance, act in chances[kind]:
            if roll < chance:
                act(name)
                return
            roll -= chance

    def refer(self, name: str) -> None:
        """Log a referral."""
        key = f"{name.lower()}x{len(self.logged)}"
        referral = refers(self.workspace(name), now=self.now(name), name=key)
        self.logged[referral.id] = name
        self._count("referrals")

    def amend(self, name: str) -> None:
        """Correct the phone number of some referral this person may write on."""
        workspace = self.workspace(name)
        referral = self._some(workspace)
        if referral is not None:
            phone = f"555-01{self.dice.randrange(10, 99)}"
            refer.amend(workspace, referral.id, {"person.phone": Known(phone)}, now=self.now(name))
            self._count("amended")

    def settle(self, name: str) -> None:
        """Decide the first dispute there is."""
        workspace = self.workspace(name)
        for referral in workspace.store.referrals():
            subject = encounter_subject(referral.encounter_id)
            state = workspace.store.state(subject)
            for path in state.disputes if state else ():
                assert state is not None
                heads = state.registers[path].heads
                refer.settle(workspace, subject, path, heads[0].value, now=self.now(name))
                self._count("settled")
                return

    def advance(self, name: str) -> None:
        """Take a case on by a step."""
        workspace = self.workspace(name)
        referral = self._some(workspace)
        if referral is None:
            return
        steps = sorted(to for saw, to in CASE_STEPS if saw == referral.case_status)
        if steps:
            to = self.dice.choice(steps)
            cases.step(workspace, referral.id, to, now=self.now(name), reason="moved away")
            self._count("stepped")

    def coordinate(self, name: str, *, everything: bool = False) -> None:
        """Keep what waits in the Inbox, some of it or all."""
        if self.county.computers[name].kind is not DeviceKind.LEAD:
            return
        workspace = self.workspace(name)
        waiting = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
        some = waiting if everything else [one for one in waiting if self.dice.random() < 0.6]
        keep_waiting(workspace, None, some, now=self.now(name))

    def erase(self, name: str) -> None:
        """Order an encounter erased."""
        workspace = self.workspace(name)
        referral = self._some(workspace)
        if referral is None:
            return
        boss = self.county.computers[name].user("Sgt. Thistle", Role.SUPERVISOR)
        erase(boss, referral.id, Extent.PERSON, Why.REQUEST, now=self.now(name))
        self.erased.add(referral.encounter_id)
        self._count("erased")

    def back_up(self, name: str) -> None:
        """Make a backup."""
        computer = self.county.computers[name]
        admin = self.county.admin(name)
        self.backups[name] = make_backup(admin, computer.session, now=self.now(name))
        self._count("backups")

    def restore(self, name: str) -> None:
        """Bring a backup back on a new computer: a new writer, enrolled by voice again."""
        backup = self.backups.pop(name, None)
        if backup is None:
            return
        computer = self.county.computers[name]
        lost = {
            one.id
            for one in self.workspace(name).store.referrals()
            if self.logged.get(one.id) == name
        }
        computer.close()
        restore_backup(computer.folder, backup.path, computer.session)
        self._generation += 1
        computer.machine = machine(f"{name} again {self._generation}")
        lead = self.county.admin("L1")
        request = enrolling.request_enrolment(self.county.admin(name))
        enrolling.enrol(lead, request, code=f"{name}{self._generation}", now=self.now("L1"))
        kept = {one.id for one in self.workspace(name).store.referrals()}
        sent = self._ever_sent()
        # What was neither in the backup nor had left went down with the disk.
        for gone in lost - kept - sent:
            del self.logged[gone]
            self.unsure.add(gone)
            self._count("went down with a disk")
        self._count("restored")

    def _start_again(self, name: str) -> None:
        self.county.computers[name].close()

    def _some(self, workspace: Workspace) -> Referral | None:
        """Return some referral this person may write on, that is whole."""
        found = [
            one
            for one in workspace.store.referrals()
            if one.encounter_id not in self.erased
            and (
                workspace.user.role is not Role.OFFICER
                or self.logged.get(one.id) == workspace.place.machine
            )
        ]
        return self.dice.choice(found) if found else None

    def _ever_sent(self) -> set[str]:
        """Return the referrals whose first change has left its laptop, by any machine's word."""
        return {
            one.id
            for name in self.names()
            for one in self.workspace(name).store.referrals()
            if self.logged.get(one.id) != name
        }

    def _files(self) -> set[str]:
        return {
            path.relative_to(self.county.folder).as_posix()
            for path in self.county.folder.rglob("*")
            if path.is_file()
        }

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def close(self) -> None:
        """Close every store."""
        self.county.close()

    def _join(self, name: str, kind: DeviceKind, agency: str) -> Computer:
        computer = self.county.add(name, kind, agency)
        self.county.enrol(name)
        return computer


def digest_of(workspace: Workspace, kinds: Collection[SubjectKind]) -> str:
    """Return one digest of what all changes of these kinds add up to on a machine."""
    total = hashlib.sha256()
    for line in sorted(lines_of(workspace, kinds)):
        total.update(line.encode("utf-8") + b"\n")
    return total.hexdigest()


def lines_of(workspace: Workspace, kinds: Collection[SubjectKind]) -> Iterator[str]:
    """Give a line for each field: its subject, its path, and the changes that hold it now.

    What a machine does to follow an order is left out: it differs by what lay there.
    """
    for kind in kinds:
        for state in workspace.store.states(kind):
            for path, register in state.registers.items():
                heads = sorted(
                    f"{one.id}={one.value!r}" for one in register.heads if one.by.user != FOLLOWS
                )
                if not heads:
                    continue
                yield f"{kind.value}/{state.subject.id}/{path}: {heads}"
