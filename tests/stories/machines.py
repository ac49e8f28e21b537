"""Three machines of one program: real stores, real seals, one folder between them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.domain.consent import LEAD, OFFICER, Consent, Scope
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known, Range, Unknown
from desktop.domain.referral import Referral
from desktop.domain.terms import ConsentHow, ConsentState, DeviceKind, Role
from desktop.formats.facts_file import read_dictionary
from desktop.formats.program_files import program_files
from desktop.services import assess, capture, enrolling, exchange, refer, setup
from desktop.services.setup import Machine, NewWorkspace
from desktop.services.workspace import User, Workspace
from desktop.store.vault import Session, add_user, sign_in, users

PROJECT = Path(__file__).resolve().parents[2]
RESOURCES = PROJECT / "resources"
NIGHT = datetime(2026, 11, 23, 22, 14, tzinfo=ZoneInfo("America/Denver"))
DICTIONARY = read_dictionary(RESOURCES / "facts.csv")
WORDS = tuple((RESOURCES / "words" / "en.txt").read_text(encoding="utf-8").split())


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NIGHT

    def pass_(self, **by: float) -> datetime:
        """Move on and return the new time."""
        self.now += timedelta(**by)
        return self.now


def machine(seed: str, machine_id: str | None = None) -> Machine:
    """Return a machine whose randomness is the same in every run."""
    dice = random.Random(seed)
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return Machine(
        machine_id=machine_id or seed,
        word_list=WORDS,
        random_bytes=dice.randbytes,
        new_id=lambda: "".join(dice.choice(letters) for _ in range(20)),
        dictionary=DICTIONARY,
    )


@dataclass
class Computer:
    """One workspace with its first administrator, and whoever else was added."""

    folder: Path
    kind: DeviceKind
    agency: str
    name: str
    clock: Clock
    program: str = "three-rivers"
    password: str = "four easy words here"
    machine: Machine = field(init=False)
    session: Session = field(init=False)
    words: tuple[str, ...] = field(init=False)
    users: set[str] = field(default_factory=set)
    _open: Workspace | None = None

    def __post_init__(self) -> None:
        self.machine = machine(f"{self.agency}-{self.name}")
        wanted = NewWorkspace(
            kind=self.kind,
            agency=self.agency,
            agency_name=self.agency,
            machine=self.name,
            program_files=program_files(RESOURCES / "programs" / self.program),
            admin_name="Pat Pretend",
            password=self.password,
        )
        self.session, self.words = setup.create(
            self.folder, wanted, self.machine, now=self.clock.now
        )

    def user(self, name: str, role: Role) -> Workspace:
        """Return the workspace as this person sees it; added at first sight."""
        workspace = self.open()
        user_id = f"{role.value}-{self.name}".lower()
        if user_id not in self.users:
            add_user(
                self.folder,
                self.session,
                user_id=user_id,
                name=name,
                role=role,
                password=f"{role.value} easy words",
                now=self.clock.now,
            )
            self.users.add(user_id)
        return Workspace(
            folder=workspace.folder,
            store=workspace.store,
            place=workspace.place,
            user=User(user_id, name, role),
            dictionary=workspace.dictionary,
            program=workspace.program,
        )

    def open(self) -> Workspace:
        """Return the workspace as its administrator sees it."""
        if self._open is None:
            self._open = setup.open_workspace(
                self.folder, self.session, self.machine, now=self.clock.now
            )
        return self._open

    def signed_in(self) -> Session:
        """Return a session of its own, as after the machine was started again."""
        (first, *_) = users(self.folder)
        return sign_in(self.folder, first.id, self.password, now=self.clock.now)

    def close(self) -> None:
        """Close the store."""
        if self._open is not None:
            self._open.store.close()
            self._open = None


def reopened(folder: Path, clock: Clock, *, agency: str = "TRC", name: str = "D1") -> Workspace:
    """Return a computer's workspace as its desk opens it in another process."""
    (first, *_) = users(folder)
    session = sign_in(folder, first.id, "four easy words here", now=clock.now)
    workspace = setup.open_workspace(folder, session, machine(f"{agency}-{name}"), now=clock.now)
    return replace(workspace, user=User(f"desk-{name}".lower(), "Dana Testcase", Role.DESK))


@dataclass
class County:
    """Patrol K7, the desk, the lead agency, and the folder between them."""

    root: Path
    clock: Clock = field(default_factory=Clock)
    program: str = "three-rivers"
    lead_agency: str = "MCC"
    computers: dict[str, Computer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, kind, agency in (
            ("K7", DeviceKind.PATROL, "TRC"),
            ("D1", DeviceKind.DESK, "TRC"),
            ("L1", DeviceKind.LEAD, self.lead_agency),
        ):
            self.add(name, kind, agency)
        self.folder.mkdir()
        exchange.make_mailbox(self.admin("L1"), self.folder, now=self.clock.now)
        for name in ("K7", "D1"):
            self.enrol(name)

    @property
    def folder(self) -> Path:
        """Return the folder everybody reaches."""
        return self.root / "carrier"

    def add(self, name: str, kind: DeviceKind, agency: str) -> Computer:
        """Add a computer."""
        self.computers[name] = Computer(
            self.root / name, kind, agency, name, self.clock, self.program
        )
        return self.computers[name]

    def enrol(self, name: str) -> None:
        """Let a computer join: invitation there, request back, the words agree."""
        lead, joining = self.admin("L1"), self.admin(name)
        invitation = enrolling.invite(lead, carrier=str(self.folder), now=self.clock.now)
        enrolling.accept_invitation(joining, invitation, now=self.clock.now)
        request = enrolling.request_enrolment(joining)
        enrolling.enrol(lead, request, code=name, now=self.clock.now)
        self.exchange("L1", admin=True)
        self.exchange(name, admin=True)

    def admin(self, name: str) -> Workspace:
        """Return a computer as its administrator sees it."""
        return self.computers[name].open()

    @property
    def officer(self) -> Workspace:
        """Return the patrol laptop in the hands of Ofc. Larkspur."""
        return self.computers["K7"].user("Ofc. Larkspur", Role.OFFICER)

    @property
    def desk(self) -> Workspace:
        """Return the desk's computer."""
        return self.computers["D1"].user("Dana Testcase", Role.DESK)

    @property
    def coordinator(self) -> Workspace:
        """Return the lead agency's computer."""
        return self.computers["L1"].user("Marigold Example", Role.COORDINATOR)

    def exchange(self, name: str, *, admin: bool = False) -> exchange.Exchanged:
        """Let a computer exchange once."""
        people = {"K7": "officer", "D1": "desk", "L1": "coordinator"}
        workspace = self.admin(name) if admin or name not in people else getattr(self, people[name])
        carrier = exchange.open_folder(workspace, self.folder)
        return exchange.exchange(workspace, carrier, now=self.clock.pass_(minutes=1))

    def close(self) -> None:
        """Close every store."""
        for computer in self.computers.values():
            computer.close()


def night_encounter(encounter_id: str, *, begun_at: datetime) -> Encounter:
    """Return an Officer Intervention with four unknowns, as it is taken down in the car."""
    facts: dict[str, FactValue] = {
        "pathway": Known("INT"),
        "charge.held": Known(True),
        "person.first_name": Known("Kit"),
        "person.last_name": Known("Imaginary"),
        "person.age": Range(Decimal("28"), Decimal("32")),
        "person.phone": Known("555-0107"),
        "person.best_place": Known("behind the feed store, mornings"),
        "person.agrees": Known(True),
        "person.intoxicated": Known(False),
        "charges.complete": Known(True),
        "charge/a/offense": Known("drug_possession"),
        "charge/a/victim": Known("none"),
        "drugs.complete": Known(True),
        "drug/a/kind": Known("heroin"),
        "drug/a/amount_g": Range(Decimal("1.8"), Decimal("2.2")),
        "drug_sale": Known("none"),
        "conduct.exploits_minors": Known(False),
        "conduct.promotes_prostitution": Known(False),
        "conduct.trafficking": Known(False),
        "history.violent_conviction": Unknown.CANNOT_KNOW,
        "warrant.status": Unknown.CANNOT_KNOW,
        "supervision.status": Unknown.CANNOT_KNOW,
        "needs": Known(("withdrawal",)),
        "health.note": Known("shaking, last use this morning"),
        "safety.note": Known("two dogs"),
        "narrative": Known("stopped for a broken lamp"),
        "place.address": Known("410 Sample Road"),
    }
    return Encounter(encounter_id, begun_at, facts)


def consent(recipient: str, scope: Scope, at: datetime) -> Consent:
    """Return a signed yes."""
    return Consent(
        "", recipient, scope, ConsentState.GRANTED, ConsentHow.SIGNED, given_at=at, language="en"
    )


CONSENT_A = ((LEAD, Scope.PERSONAL), (LEAD, Scope.HEALTH))
CONSENT_B = ((OFFICER, Scope.NEWS_CONTACT), (OFFICER, Scope.NEWS_STATUS))


def refers(
    workspace: Workspace,
    *,
    now: datetime,
    name: str = "one",
    consents: tuple[tuple[str, Scope], ...] = (*CONSENT_A, *CONSENT_B),
    facts: dict[str, FactValue] | None = None,
) -> Referral:
    """Log a referral as the officer does: draft first, then decided and kept."""
    encounter = night_encounter(f"enc{name}", begun_at=now)
    for path, value in (facts or {}).items():
        encounter = encounter.answered(path, value)
    for recipient, scope in consents:
        given = replace(consent(recipient, scope, now), encounter=encounter.id)
        encounter = encounter.consented(given)
    capture.keep(workspace, encounter, now=now)
    decision = assess.assess(workspace, encounter, now=now)
    return refer.log(workspace, encounter, decision, referral_id=f"ref{name}", now=now)
