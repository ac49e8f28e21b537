"""Help that led to no referral: an offer with its reason, or the rules that kept somebody out.

Counted, and nothing about the person is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Subject
from desktop.domain.consent import Consents
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known, Unknown
from desktop.domain.hindsight import Barred, barring
from desktop.domain.referral import ENCOUNTER, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import SubjectKind
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.assess import assess, known_values
from desktop.services.gates import gate, reader_here
from desktop.services.refer import WRITERS
from desktop.services.workspace import Workspace, audit

MADE, ANSWER = "offer.made", "offer.answer"
DECLINED, NOT_OFFERED = "offer.declined_reason", "offer.not_offered_reason"
DECLINED_WORD = "declined"
AWAY = ".away"  # ends the name of a record of somebody kept out, after the encounter's
RULES = "pathway.closed_by"  # the criteria that kept somebody out, parted by spaces


@dataclass(frozen=True, slots=True)
class OfferAlone:
    """What became of an offer: the fact its reason belongs to, and the reason ("" not recorded)."""

    encounter: str
    at: datetime
    agency: str
    path: str  # DECLINED or NOT_OFFERED
    reason: str


def log(
    workspace: Workspace, path: str, reason: str, *, encounter_id: str, now: datetime
) -> OfferAlone:
    """Keep that an offer was declined, or was not made, and why. No name, place or charge."""
    workspace.may(*WRITERS)
    if (
        path not in (DECLINED, NOT_OFFERED)
        or workspace.dictionary.fact_of(path).choice(reason) is None
    ):
        raise Refused(
            Say("This is no reason on the list."),
            remedy=Say("Choose one of the reasons of the program."),
        )
    made = path == DECLINED
    facts: dict[str, FactValue] = {
        MADE: Known(made),
        path: Known(reason),
        "agency": Known(workspace.place.agency_name),
        "contact_at": Known(now),
        **({ANSWER: Known(DECLINED_WORD)} if made else {}),
    }
    _keep(workspace, encounter_id, facts, opens=True, now=now)
    audit(workspace, "offer.logged", encounter_id, now=now)
    return OfferAlone(encounter_id, now, workspace.place.agency, path, reason)


def take_back(workspace: Workspace, encounter_id: str, *, now: datetime) -> None:
    """Take one's own offer back: it is not counted any more; its history stays."""
    state = workspace.store.state(encounter_subject(encounter_id))
    if state is None or state.opened_by is None or state.opened_by.user != workspace.user.id:
        raise Refused(
            Say("This entry belongs to somebody else."),
            remedy=Say("Ask that officer to take it back."),
        )
    gone = {path: Unknown.NOT_ASKED for path in (MADE, ANSWER, DECLINED, NOT_OFFERED)}
    known: dict[str, FactValue] = {p: v for p, v in gone.items() if p in state.registers}
    _keep(workspace, encounter_id, known, opens=False, now=now)
    audit(workspace, "offer.taken_back", encounter_id, now=now)


def alone(workspace: Workspace) -> list[OfferAlone]:
    """Return the offers that led to no referral, oldest first."""
    store = workspace.store
    referred = {one.text(ENCOUNTER) for one in store.states(SubjectKind.REFERRAL)}
    found = []
    for state in store.states(SubjectKind.ENCOUNTER):
        made = state.known(MADE)
        if state.subject.id in referred or not isinstance(made, bool) or state.opened_at is None:
            continue
        path = DECLINED if made else NOT_OFFERED
        agency = state.opened_by.agency if state.opened_by else ""
        found.append(OfferAlone(state.subject.id, state.opened_at, agency, path, state.text(path)))
    return sorted(found, key=lambda one: (one.at, one.encounter))


def keep_turned_away(
    workspace: Workspace, encounter: Encounter, *, on: datetime, now: datetime
) -> tuple[str, ...]:
    """Keep which rules closed the pathway of a person who is not referred, and return them.

    Kept apart from the encounter, which may still be gone on with: then that one counts. Where no
    rule closes it (any more) nothing is counted. `on` is the moment the rules are asked about.
    """
    if workspace.user.role not in WRITERS:
        return ()
    found = barring(assess(workspace, encounter, now=on), workspace.program)
    record = away_subject(encounter.id)
    known = workspace.store.state(record) is not None
    if not found and not known:
        return ()
    facts: dict[str, FactValue] = {
        RULES: Known(" ".join(sorted(found))) if found else Unknown.NOT_ASKED
    }
    if not known:
        met = encounter.facts.get("contact_at", Known(encounter.begun_at))
        facts |= {"agency": Known(workspace.place.agency_name), "contact_at": met}
    _keep(workspace, record.id, facts, opens=not known, now=now)
    audit(workspace, "offer.turned_away", record.id, now=now)
    return found


def away_subject(encounter_id: str) -> Subject:
    """Return the subject of what is counted of somebody the rules kept out."""
    return encounter_subject(f"{encounter_id}{AWAY}")


def turned_away(workspace: Workspace, *, now: datetime) -> list[Barred]:
    """Return whom rules kept out and nobody referred, as far as this reader may know it."""
    store, zone = workspace.store, workspace.program.calendar.zone
    referred = {one.text(ENCOUNTER) for one in store.states(SubjectKind.REFERRAL)}
    found = []
    for state in store.states(SubjectKind.ENCOUNTER):
        encounter, is_record = state.subject.id.removesuffix(AWAY), RULES in state.registers
        if not is_record or encounter in referred or state.opened_at is None:
            continue
        through = gate(
            workspace, reader_here(workspace), consents=Consents(), home=state.opened_by, now=now
        )
        seen = known_values(workspace, through.sees(state.subject, state.registers))
        rules = seen.get(RULES)
        if isinstance(rules, Known) and isinstance(rules.value, str):
            on = state.opened_at.astimezone(zone).date()
            found.append(Barred(encounter, on, tuple(rules.value.split())))
    return found


def _keep(
    workspace: Workspace,
    encounter_id: str,
    facts: dict[str, FactValue],
    *,
    opens: bool,
    now: datetime,
) -> None:
    subject = encounter_subject(encounter_id)
    workspace.store.keep(
        entries(
            facts,
            subject=subject,
            seen=workspace.store.state(subject),
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            opens=opens,
            versions=workspace.versions(),
        )
    )
