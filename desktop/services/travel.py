"""How far a referral has come: derived from outbox, receipts and consent, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.referral import Referral, referral_subject
from desktop.domain.terms import DeviceKind, Travel
from desktop.services import codes
from desktop.services.gates import gate_for, reader_here
from desktop.services.trust import TrustBook, trust_book
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Leaving

ORDER = tuple(Travel)


@dataclass(frozen=True)
class Journey:
    """The states a referral has reached towards one audience, each with since when."""

    reached: tuple[tuple[Travel, datetime], ...]
    desk_has_it: bool = False

    @property
    def state(self) -> Travel:
        """Return the furthest state."""
        return self.reached[-1][0] if self.reached else Travel.SAVED

    def at(self, state: Travel) -> datetime | None:
        """Return since when, or None: not yet."""
        return dict(self.reached).get(state)


def journey(
    workspace: Workspace,
    referral: Referral,
    book: TrustBook | None = None,
    *,
    now: datetime | None = None,
) -> Journey:
    """Return how far the referral has come towards the lead agency.

    Received = a receipt for the bundle with the referral's first change, signed by a machine of
    the lead agency. Acted on = a treatment fact that the signed-in person may see: without
    consent B, or once it is revoked, the line ends at received. `now` decides which consents
    have ended; without it the newest time this machine has met does.
    """
    book = book or trust_book(workspace)
    first = _first_change(workspace, referral)
    made = referral.made_at
    reached: list[tuple[Travel, datetime]] = [(Travel.SAVED, made)] if made else []
    received = min(
        (
            at
            for at in (
                _receipt_at(workspace, book, "lead", DeviceKind.LEAD, first),
                codes.received_at(workspace, referral.id, book),  # on paper
            )
            if at is not None
        ),
        default=None,
    )
    bundle = workspace.store.outbox.bundle_of("lead", first)
    if bundle is not None:
        reached.append((Travel.BUNDLED, bundle.created_at))
        if bundle.state is Leaving.LEFT and bundle.left_at is not None:
            reached.append((Travel.LEFT, bundle.left_at))
    if received is not None:
        reached.append((Travel.RECEIVED, received))
    acted = _acted_at(workspace, referral, now)
    if acted is not None and not workspace.place.is_lead:
        if Travel.RECEIVED not in dict(reached):
            reached.append((Travel.RECEIVED, acted))
        reached.append((Travel.ACTED_ON, acted))
    desk = _receipt_at(workspace, book, "precinct", DeviceKind.DESK, first)
    return Journey(tuple(sorted(reached, key=lambda pair: ORDER.index(pair[0]))), desk is not None)


def _first_change(workspace: Workspace, referral: Referral) -> str:
    changes = workspace.store.changes(referral_subject(referral.id))
    opening = next((kept.change for kept in changes if kept.change.opens), None)
    return str(opening.id) if opening else ""


def _receipt_at(
    workspace: Workspace, book: TrustBook, stream: str, kind: DeviceKind, change_id: str
) -> datetime | None:
    bundle = workspace.store.outbox.bundle_of(stream, change_id)
    if bundle is None:
        return None
    signed = [
        at
        for device, at in workspace.store.inbox.receipts(bundle.name).items()
        if (member := book.member(device)) is not None and member.kind is kind
    ]
    return min(signed, default=None)


def _acted_at(workspace: Workspace, referral: Referral, now: datetime | None) -> datetime | None:
    at = now or workspace.store.audit.newest() or referral.made_at
    if referral.case is None or at is None:
        return None
    gate = gate_for(workspace, referral, reader_here(workspace), now=at)
    seen = gate.sees(referral.case.subject, referral.case.registers)
    times = [head.at for register in seen.values() for head in register.heads]
    return min(times, default=None)
