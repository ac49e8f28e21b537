"""Made-up referrals, put together from changes as a store does it, for pages and view-models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from desktop.domain.change import (
    REFERRAL_STATUS,
    Author,
    Change,
    Entry,
    Kept,
    Setting,
    Subject,
    replay_subject,
)
from desktop.domain.consent import (
    FIELD,
    LEAD,
    OFFICER,
    Consent,
    Scope,
    provider,
    to_record,
)
from desktop.domain.eligibility import OpenPoint
from desktop.domain.facts import FactValue, Known, PartialDate, Range, Step, Unknown
from desktop.domain.referral import (
    ENCOUNTER,
    NUMBER,
    Referral,
    assemble,
    encounter_subject,
    referral_subject,
)
from desktop.domain.release import Gate, Reader, ReleaseRules, tags_from
from desktop.domain.terms import (
    Audience,
    ConsentHow,
    ConsentState,
    Resolver,
    Role,
    SubjectKind,
    Tag,
    Travel,
)
from desktop.domain.words import Say
from desktop.formats.facts_file import read_dictionary
from desktop.viewmodels.fact_groups import find_fact
from desktop.viewmodels.names import Names
from desktop.viewmodels.referral_detail import ReferralDetail, referral_detail
from desktop.viewmodels.referrals import ReferralsView, referral_row

DICTIONARY = read_dictionary(Path(__file__).resolve().parents[2] / "resources" / "facts.csv")
MOUNTAIN = timezone(timedelta(hours=-7))
NOW = datetime(2026, 11, 18, 9, 20, tzinfo=MOUNTAIN)
MADE = datetime(2026, 11, 17, 22, 2, tzinfo=MOUNTAIN)
LARKSPUR = Author("u1", Role.OFFICER, "TRC", "k7")
CLOVER = Author("u3", Role.DESK, "TRC", "desk1")
MARIGOLD = Author("u9", Role.COORDINATOR, "MCC", "lead")
LONG_NAME = "Maria Guadalupe de los Angeles Fictional-Placeholder y Montemayor-Examplewright"
NAMES = Names(
    users={"u1": "Ofc. Larkspur", "u3": "Clover", "u9": "Marigold"},
    devices={"k7": "laptop K7", "desk1": "front desk", "lead": "lead desk"},
    agencies={"TRC": "Three Rivers Sheriff's Office", "MCC": "Millbrook Community Care"},
    services={"s1": "Prairie Ridge Detox", "s2": "Harbor Peer Drop-in"},
    lead="Millbrook Community Care",
)
E, R = "e1", "r1"
CLOCKS = {"first_contact": Say("First contact")}
ASKED = (
    "person.voicemail_ok",
    "person.housing",
    "health.pregnant",
    "supervision.status",
    "safety.animals",
)


class World:
    """Changes of one referral; what one author writes is based on what stands there."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def write(
        self,
        subject: Subject,
        values: Mapping[str, FactValue],
        tags: str,
        *,
        by: Author = LARKSPUR,
        at: datetime = MADE,
        opens: bool = False,
        unseen: bool = False,
    ) -> None:
        """Add a change; `unseen`: its author had not seen what stands there."""
        state = self.state(subject)
        sets = []
        for path, value in values.items():
            register = state.registers.get(path)
            based_on = register.based_on if register and not unseen else ()
            sets.append(Setting(path, value, based_on))
        number = len(self.changes) + 1
        entry = Entry(at, by, subject, frozenset(Tag(tag) for tag in tags), tuple(sets), opens)
        self.changes.append(entry.numbered(by.device, number))

    def state(self, subject: Subject):
        kept = [Kept(one, str(one.id)) for one in self.changes if one.subject == subject]
        return replay_subject(subject, kept, forks=frozenset(), erasures=())

    def consent(
        self, recipient: str, scope: Scope, state: ConsentState, *, by: Author = LARKSPUR
    ) -> None:
        """Add what the person said."""
        yes = state is ConsentState.GRANTED
        consent = Consent(
            E,
            recipient,
            scope,
            state,
            ConsentHow.SIGNED if yes else None,
            given_at=MADE if yes else None,
            until=MADE + timedelta(days=365) if yes else None,
        )
        self.write(consent.subject, {FIELD: Known(to_record(consent))}, "C", by=by)

    def referral(self) -> Referral:
        """Return what it adds up to."""
        consents = [
            self.state(subject)
            for subject in {one.subject for one in self.changes}
            if subject.kind is SubjectKind.CONSENT
        ]
        case = Subject(SubjectKind.CASE, R)
        has_case = any(one.subject == case for one in self.changes)
        return assemble(
            self.state(referral_subject(R)),
            encounter=self.state(encounter_subject(E)),
            case=self.state(case) if has_case else None,
            consents=consents,
        )


def world(*, first: str = "Robin", last: str = "Sample", disputed: bool = True) -> World:
    """Return a referral with facts of every kind, a dispute and an open point."""
    made = World()
    encounter = encounter_subject(E)
    open_ = {
        "pathway": Known("INT"),
        "agency": Known("Three Rivers Sheriff's Office"),
        "contact_at": Known(MADE.astimezone(UTC)),
        "deadline.first_contact": Known(MADE + timedelta(hours=72)),
    }
    made.write(encounter, open_, "-", opens=True)
    made.write(
        encounter,
        {"person.first_name": Known(first), "person.last_name": Known(last)},
        "P",
    )
    made.write(
        encounter,
        {
            "person.age": Range(Decimal(28), Decimal(32)),
            "person.phone": Known("(555) 010-0171"),
            "person.best_place": Known("<b>Millbrook library</b>, most mornings & evenings"),
            "person.birth_date": Known(PartialDate(1996, 3)),
        },
        "P",
    )
    made.write(
        encounter,
        {
            "health.substances": Known(("opioids", "alcohol")),
            "health.methadone_patient": Unknown.DECLINED,
            "service.first": Known("s1"),
        },
        "H",
    )
    made.write(
        encounter,
        {
            "charge/c1/offense": Known("drug_possession"),
            "charge/c1/level": Known("felony"),
            "drug/d1/kind": Known("heroin"),
            "drug/d1/amount_g": Known(Decimal("2.0")),
            "history.violent_conviction": Unknown.CANNOT_KNOW,
        },
        "J",
    )
    made.write(encounter, {"safety.note": Known("Large dog, friendly")}, "S")
    made.write(
        referral_subject(R),
        {
            NUMBER: Known("TRC-K7-26-000122"),
            ENCOUNTER: Known(E),
            REFERRAL_STATUS: Known(Step(None, "logged")),
        },
        "-",
        opens=True,
    )
    if disputed:
        made.write(
            encounter,
            {"person.phone": Known("(555) 010-0117")},
            "P",
            by=CLOVER,
            at=MADE + timedelta(hours=8),
            unseen=True,
        )
    made.consent(LEAD, Scope.PERSONAL, ConsentState.GRANTED)
    made.consent(LEAD, Scope.HEALTH, ConsentState.GRANTED)
    made.consent(provider("s1"), Scope.PERSONAL, ConsentState.GRANTED)
    made.consent(OFFICER, Scope.NEWS_CONTACT, ConsentState.REFUSED)
    return made


def gate_of(referral: Referral, audience: Audience, *, now: datetime = NOW) -> Gate:
    """Return the gate of that reader."""
    lead = audience in (Audience.LEAD_OUTSIDE, Audience.LEAD_INSIDE)
    reader = Reader(
        audience,
        agency="MCC" if lead else "TRC",
        user={Audience.OFFICER: "u1"}.get(audience, "u3"),
    )
    return Gate(
        reader,
        referral.consents,
        ReleaseRules(),
        tags_from(lambda path: fact.tags if (fact := find_fact(DICTIONARY, path)) else None),
        now,
        home_agency="TRC",
        home_user="u1",
    )


OPEN_POINT = OpenPoint(
    "SF-07",
    ("history.violent_conviction", "supervision.status"),
    Resolver.DESK,
    NOW + timedelta(days=1, hours=7),
    Say("No conviction for a violent crime in the last 10 years"),
)
LEAD_POINT = OpenPoint(
    "SF-11",
    ("history.failed_deflection",),
    Resolver.LEAD,
    None,
    Say("Has not left this program in the last year"),
)
REACHED = (
    (Travel.SAVED, MADE),
    (Travel.BUNDLED, MADE + timedelta(minutes=1)),
    (Travel.LEFT, MADE + timedelta(hours=8)),
    (Travel.RECEIVED, MADE + timedelta(hours=10)),
)


def detail_of(
    made: World, audience: Audience = Audience.PRECINCT, role: Role = Role.DESK, **more
) -> ReferralDetail:
    """Return the page that reader sees."""
    referral = made.referral()
    gate = gate_of(referral, audience)
    seen = {
        **gate.sees(encounter_subject(E), referral.encounter.registers),
        **gate.sees(referral_subject(R), referral.own.registers),
    }
    given = {
        "names": NAMES,
        "reached": REACHED,
        "desk_has_it": True,
        "changes": [one for one in made.changes if gate.lets(one)],
        "open_points": (OPEN_POINT, LEAD_POINT),
        "asked": ASKED,
        "clocks": CLOCKS,
        **more,
    }
    return referral_detail(referral, seen, DICTIONARY, gate, role=role, **given)


def _row(at: int, person: str, service: object, travel: Travel, hours: int, waits: bool):
    referral = replace(world().referral(), id=f"r{at}")
    return referral_row(
        referral,
        person=person,
        service=service,
        travel=travel,
        since=NOW - timedelta(hours=hours),
        now=NOW,
        waits=waits,
    )


LIST = ReferralsView(
    (
        _row(1, "Robin Sample", "Prairie Ridge Detox", Travel.RECEIVED, 2, True),
        _row(2, "", "Harbor Peer Drop-in", Travel.SAVED, 1, False),
        _row(3, LONG_NAME, "Mesa Women & Children", Travel.LEFT, 9, False),
        _row(4, "José Madeup", "", Travel.BUNDLED, 30, False),
    )
)
