"""People on record on this machine, as far as the signed-in person may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from desktop.domain.consent import Consents, by_encounter, consents_of
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known, PartialDate, Range
from desktop.domain.people import Portrait, Records, portrait
from desktop.domain.referral import ENCOUNTER, NUMBER
from desktop.domain.terms import Audience, Role, SubjectKind
from desktop.services.gates import gate, reader_here
from desktop.services.workspace import Workspace

PATHS = (
    "person.first_name",
    "person.last_name",
    "person.middle_name",
    "person.aka",
    "person.birth_date",
    "person.age",
    "person.phone",
    "person.phone_2",
)
# Who writes people down, and the lead agency's coordinator, who compares under the consents.
READERS = (Role.OFFICER, Role.DESK, Role.SUPERVISOR, Role.COORDINATOR)
LEADS = (Audience.LEAD_OUTSIDE, Audience.LEAD_INSIDE)

Values = Callable[[str], FactValue | None]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One earlier referral: what is said of it beside the reasons."""

    referral: str
    number: str
    name: str
    at: datetime
    agency: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Earlier referrals by id, and their people ready to compare."""

    records: Records
    referrals: dict[str, OnRecord]
    portraits: dict[str, Portrait] = field(default_factory=dict)


def on_record(workspace: Workspace, *, now: datetime) -> People:
    """Return the people of the referrals this person may see, by referral.

    An officer gets those of the own referrals, the desk and the supervisor those of the agency,
    the lead agency those whose consent lets it see who they are.
    """
    if workspace.user.role not in READERS:
        return People(Records(()), {})
    store = workspace.store
    reader = reader_here(workspace)
    people = {one.subject.id: one for one in store.some(SubjectKind.ENCOUNTER, PATHS)}
    # Only what the lead agency sees hangs on a consent: the others read their own agency's words.
    lead = reader.audience in LEADS
    given = by_encounter(store.states(SubjectKind.CONSENT)) if lead else {}
    found: dict[str, OnRecord] = {}
    portraits: dict[str, Portrait] = {}
    for own in store.some(SubjectKind.REFERRAL, (NUMBER, ENCOUNTER)):
        state = people.get(own.text(ENCOUNTER))
        if state is None or own.waiting or own.opened_at is None:
            continue
        encounter = own.text(ENCOUNTER)
        consents = consents_of(encounter, given[encounter]) if encounter in given else Consents()
        through = gate(workspace, reader, consents=consents, home=own.opened_by, now=now)
        seen = through.sees(state.subject, state.registers)

        def value(path: str, seen: object = seen) -> FactValue | None:
            register = seen.get(path) if isinstance(seen, dict) else None
            return register.value if register else None

        who = _portrait(value, own.opened_at.year)
        if who.nameless:
            continue
        name = " ".join(
            part
            for path in ("person.first_name", "person.last_name")
            if (part := _text(value(path)))
        )
        found[own.subject.id] = OnRecord(
            own.subject.id,
            own.text(NUMBER),
            name or _text(value("person.aka")),
            own.opened_at,
            own.opened_by.agency if own.opened_by else "",
        )
        portraits[own.subject.id] = who
    return People(Records(tuple(portraits.items())), found, portraits)


def portrait_of(encounter: Encounter) -> Portrait:
    """Return whom an encounter is about, as far as it is written down."""
    return _portrait(encounter.facts.get, encounter.begun_at.year)


def _portrait(value: Values, year: int) -> Portrait:
    born = value("person.birth_date")
    date = born.value if isinstance(born, Known) else None
    return portrait(
        first=_text(value("person.first_name")),
        last=_text(value("person.last_name")),
        middle=_text(value("person.middle_name")),
        aka=_text(value("person.aka")),
        born=date if isinstance(date, PartialDate) else None,
        age=_age(value("person.age")),
        in_year=year,
        phones=(_text(value("person.phone")), _text(value("person.phone_2"))),
    )


def _text(value: FactValue | None) -> str:
    inner = value.value if isinstance(value, Known) else None
    return inner if isinstance(inner, str) else ""


def _age(value: FactValue | None) -> tuple[Decimal | None, Decimal | None] | None:
    if isinstance(value, Range):
        return value.low, value.high
    inner = value.value if isinstance(value, Known) else None
    return (inner, inner) if isinstance(inner, Decimal) else None
