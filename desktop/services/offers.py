"""An offer of help that led to no referral: counted with its reason, and nothing about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.facts import FactValue, Known, Unknown
from desktop.domain.referral import ENCOUNTER, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import SubjectKind
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.refer import WRITERS
from desktop.services.workspace import Workspace, audit

MADE, ANSWER = "offer.made", "offer.answer"
DECLINED, NOT_OFFERED = "offer.declined_reason", "offer.not_offered_reason"
DECLINED_WORD = "declined"


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
