"""What keeping the waiting bundles would do; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.domain.referral import Referral
from desktop.domain.terms import SubjectKind
from desktop.services.people import People, on_record
from desktop.services.same_person import Other, others
from desktop.services.trust import TrustBook, trust_book
from desktop.services.vetting import sifted, verified
from desktop.services.workspace import Workspace
from desktop.store.keep import Fate
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.refusals import BundleRefused


@dataclass(frozen=True)
class Would:
    """What keeping one waiting bundle would do; nothing of it is kept."""

    bundle: InBundle
    new: int
    known: int
    disputed: int
    set_aside: int
    referrals: tuple[Referral, ...]
    new_changes: int = 0
    known_changes: int = 0
    alike: Mapping[str, tuple[Other, ...]] = field(default_factory=dict)  # by referral

    @property
    def clear(self) -> bool:
        """Return whether nobody has to look at it: no two answers, nothing set aside."""
        return not self.disputed and not self.set_aside


class _NothingKept(Exception):
    """Takes a dry run back."""


def dry_run(workspace: Workspace, *, now: datetime) -> list[Would]:
    """Return what keeping the waiting bundles, one after another, would do; nothing is kept."""
    found: list[Would] = []
    try:
        with workspace.store.transaction():
            book = trust_book(workspace)
            for bundle in workspace.store.inbox.all(Arrival.WAITING):
                with suppress(BundleRefused):  # keeping it will keep it out
                    found.append(_would(workspace, bundle, book))
            people = on_record(workspace, now=now)
            found = [_with_alike(workspace, one, people, now) for one in found]
            raise _NothingKept
    except _NothingKept:
        return found


def _with_alike(workspace: Workspace, one: Would, people: People, now: datetime) -> Would:
    """Return it with who may be the same person as somebody on record, or in another bundle."""
    alike = {
        referral.id: others(workspace, referral.id, now=now, people=people)
        for referral in one.referrals
    }
    return replace(one, alike=alike)


def _would(workspace: Workspace, bundle: InBundle, book: TrustBook) -> Would:
    opened = verified(workspace, bundle.name, bundle.name, bundle.data or b"", book)
    readable = sifted(workspace, opened, book)
    fates = workspace.store.receive(readable.lines, origin=bundle.device)
    new = [one for one in fates if one.fate is Fate.NEW]
    touched = {one.change.subject for one in fates}
    states = [state for subject in touched if (state := workspace.store.state(subject))]
    ids = {subject.id for subject in touched if subject.kind is SubjectKind.REFERRAL}
    encounters = {subject.id for subject in touched if subject.kind is SubjectKind.ENCOUNTER}
    return Would(
        bundle=bundle,
        new=sum(len(one.change.sets) for one in new),
        known=sum(len(one.change.sets) for one in fates if one.fate is Fate.KNOWN),
        disputed=sum(len(state.disputes) for state in states),
        new_changes=len(new),
        known_changes=sum(one.fate is Fate.KNOWN for one in fates),
        set_aside=len(readable.set_aside) + sum(len(state.set_aside) for state in states),
        referrals=tuple(
            one
            for one in workspace.store.referrals()
            if one.id in ids or one.encounter_id in encounters
        ),
    )
