"""Consent B taken back: what the lead agency told of a case leaves the machines that received it.

Revocation, erasure and thinning are three things. This is the first: it takes treatment facts
(tag T) out of the store, tells nobody, and lets them come again if the person agrees anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.domain.change import CASE_STATUS, Change, SubjectState
from desktop.domain.consent import OFFICER, Consent, by_encounter, from_record, is_taken_back
from desktop.domain.facts import Known, Record, Step
from desktop.domain.referral import encounter_subject
from desktop.domain.release import NEWS
from desktop.domain.terms import ConsentState, SubjectKind, Tag
from desktop.services.gates import ledger
from desktop.services.listing import list_all_again
from desktop.services.workspace import Workspace, audit

TAKEN_OUT = "treatment.taken_out"  # settings: news was taken out, and may be wanted again


def withdraw(workspace: Workspace, *, now: datetime) -> int:
    """Take out the received treatment facts that nobody's consent lets stay; return how many.

    Called in the transaction that keeps a consent or a bundle, so that the receipt for it says
    that this is done too. The lead agency's own machines keep their own record.
    """
    if workspace.place.is_lead:
        return 0
    told = workspace.store.received(Tag.TREATMENT)
    if not told:
        return 0
    hang = ledger(workspace)
    consents = by_encounter(workspace.store.states(SubjectKind.CONSENT))
    gone = []
    for one in told:
        encounter = hang.encounter_of.get(one.subject, "")
        stays = not encounter or _may_stay(one, consents.get(encounter, []))
        if not stays or _is_erased(workspace, encounter):
            gone.append(str(one.id))
    taken = workspace.store.take_out(gone, may_come_again=True)
    if taken:
        workspace.store.settings.set(TAKEN_OUT, True)
        audit(workspace, "treatment.taken_out", str(taken), now=now)
    return taken


def let_come_again(workspace: Workspace, consents: Iterable[Consent]) -> None:
    """After a new yes, look again at all the lead agency has sent this machine.

    News may have come before the yes that allows it, and was taken out at once: it lies on the
    exchange place still. Where it does not, the lead agency sends it anew once it hears of it.
    """
    settings = workspace.store.settings
    allowed = any(
        one.recipient == OFFICER and one.state is ConsentState.GRANTED for one in consents
    )
    if allowed and settings.flag(TAKEN_OUT):
        settings.set(TAKEN_OUT, False)
        workspace.store.inbox.forget_stream(workspace.place.device)
        list_all_again(workspace)


def consents_in(changes: Iterable[Change]) -> list[Consent]:
    """Return the consents that changes set, whatever they say."""
    records = [
        one.value.value
        for change in changes
        if change.subject.kind is SubjectKind.CONSENT
        for one in change.sets
        if isinstance(one.value, Known) and isinstance(one.value.value, Record)
    ]
    return [consent for record in records if (consent := from_record(record)) is not None]


def _is_erased(workspace: Workspace, encounter: str) -> bool:
    """Return whether an order took the person's facts: news of nobody stays here either."""
    target = encounter_subject(encounter)
    return any(
        order.target == target and Tag.PERSONAL in order.tags
        for order in workspace.store.erasures()
    )


def _may_stay(change: Change, consents: list[SubjectState]) -> bool:
    """Return whether some level of news that covers all of a change still stands."""
    for one in change.sets:
        step = one.value.value if isinstance(one.value, Known) else None
        if one.path != CASE_STATUS or not isinstance(step, Step):
            return False
        levels = [level for level, words in NEWS.items() if (step.to or step.saw) in words]
        if all(is_taken_back(consents, OFFICER, level) for level in levels):
            return False
    return True
