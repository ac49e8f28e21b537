"""A bundle that came is kept in one transaction, waits for the coordinator, or is kept out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from desktop.domain.change import erasure_in
from desktop.domain.terms import DeviceKind, Role
from desktop.services import clock
from desktop.services.erasing import follow
from desktop.services.listing import list_all_again
from desktop.services.receipts import sign_for_kept
from desktop.services.trust import TrustBook, trust_book
from desktop.services.vetting import Readable, sifted, verified, verified_code
from desktop.services.withdrawing import consents_in, let_come_again, withdraw
from desktop.services.workspace import Workspace, audit
from desktop.store.keep import Fated
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.bundle import Opened
from desktop.sync.carrier import Carrier
from desktop.sync.envelope import digest_of
from desktop.sync.lanes import TAKEN, Mark, mark_of, place_mark
from desktop.sync.names import bundle_name, parse_bundle_name
from desktop.sync.refusals import BundleRefused, RefusalKind

# How many bundles that were not taken are remembered: of one machine's name, and in all.
ROOM = {Arrival.QUARANTINED: (200, 2_000), Arrival.NOT_OURS: (5_000, 20_000)}
SHARED_STREAMS = frozenset({"all-devices", "lead", "precinct"})


def take(
    workspace: Workspace,
    full: str,
    data: bytes,
    *,
    now: datetime,
    book: TrustBook | None = None,
) -> InBundle:
    """Verify one bundle, then keep it, hold it for the coordinator, or keep it out.

    One of that name that waits or was kept already stays as it is, whatever these bytes are: a
    sender that crashed may lay a file down in two days, and a stranger any bytes under its name.
    """
    name = full.rsplit("/", 1)[-1]
    met = workspace.store.inbox.get(name)
    if met is not None and met.state in (Arrival.WAITING, Arrival.KEPT):
        return met
    book = book or trust_book(workspace)
    try:
        opened = verified(workspace, full, name, data, book)
        readable = sifted(workspace, opened, book)
    except BundleRefused as refused:
        return kept_out(workspace, full, data, refused.kind.value, now=now)
    lane = {
        one.sequence: Mark(one.sequence, one.content, one.previous)
        for one in workspace.store.inbox.lane(
            opened.manifest.device, opened.manifest.writer, opened.manifest.stream
        )
    }
    placing = place_mark(mark_of(opened), lane)
    if placing.arrival not in TAKEN:
        return kept_out(workspace, full, data, placing.arrival.value, now=now)
    bundle = _in_bundle(opened, name, data, readable, now=now)
    if _waits(workspace, bundle, book):
        workspace.store.inbox.note(bundle)
        return bundle
    return _keep(workspace, bundle, readable, now=now)


def _waits(workspace: Workspace, bundle: InBundle, book: TrustBook) -> bool:
    """Return whether a coordinator has to look at it first.

    What is for everybody (roster, orders to erase, capacity) and another coordinator's word take
    effect by themselves: a revocation must not wait for somebody to press a button.
    """
    if not workspace.place.is_lead or workspace.program.settings.lead_automatic_keep:
        return False
    sender = book.member(bundle.device)
    by_lead = sender is not None and sender.kind is DeviceKind.LEAD
    return bundle.stream != "all-devices" and not by_lead


def keep(
    workspace: Workspace, bundle: InBundle, *, now: datetime, book: TrustBook | None = None
) -> InBundle:
    """Verify a waiting bundle once more and keep it; its receipt is signed afterwards."""
    if bundle.data is None:
        return bundle
    book = book or trust_book(workspace)
    opened = verified(workspace, bundle.name, bundle.name, bundle.data, book)
    return _keep(workspace, bundle, sifted(workspace, opened, book), now=now)


def _keep(workspace: Workspace, bundle: InBundle, readable: Readable, *, now: datetime) -> InBundle:
    with workspace.store.transaction():
        fates = workspace.store.receive(readable.lines, origin=bundle.device)
        ordered = any(erasure_in(change) for change, _ in readable.lines)
        follow(workspace, None if ordered else {change.subject for change, _ in readable.lines})
        withdraw(workspace, now=now)
        let_come_again(workspace, consents_in(change for change, _ in readable.lines))
        counts = _counts(workspace, fates, readable)
        kept = replace(
            bundle,
            state=Arrival.KEPT,
            received_at=now,
            counts=tuple(sorted(counts.items())),
            data=None,
        )
        workspace.store.inbox.note(kept)
        clock.hear_from(workspace, bundle.device, [change.at for change, _ in readable.lines])
        audit(workspace, "bundle.kept", bundle.name, now=now)
    return kept


def take_code(
    workspace: Workspace, data: bytes, *, now: datetime, book: TrustBook | None = None
) -> tuple[InBundle, bool]:
    """Verify a sealed code from paper; return where it stands, and whether it was met before.

    It waits in the Inbox like a bundle. What cannot be taken is refused, not put in quarantine:
    the paper is still there.
    """
    book = book or trust_book(workspace)
    opened = verified_code(workspace, data, book)
    name = bundle_name(opened.manifest.device, opened.manifest.sequence, data)
    met = workspace.store.inbox.get(name)
    if met is not None and met.state is not Arrival.QUARANTINED:
        return met, True
    readable = sifted(workspace, opened, book)
    bundle = _in_bundle(opened, name, data, readable, now=now)
    with workspace.store.transaction():
        workspace.store.inbox.note(bundle)
        audit(workspace, "code.scanned", name, now=now)
    if workspace.program.settings.lead_automatic_keep:
        return _keep(workspace, bundle, readable, now=now), False
    return bundle, False


def keep_waiting(
    workspace: Workspace, carrier: Carrier | None, names: Iterable[str], *, now: datetime
) -> list[InBundle]:
    """Keep what a coordinator has looked at, then sign for it if the carrier is there.

    One that is no longer good (its machine was revoked meanwhile) is kept out; the others stay.
    """
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    wanted = set(names)
    book = trust_book(workspace)
    kept = []
    for bundle in workspace.store.inbox.all(Arrival.WAITING):
        if bundle.name not in wanted:
            continue
        try:
            kept.append(keep(workspace, bundle, now=now, book=book))
        except BundleRefused as refused:
            full, data = f"{bundle.stream}/{bundle.name}", bundle.data or b""
            kept_out(workspace, full, data, refused.kind.value, now=now)
    if carrier is not None:
        sign_for_kept(workspace, carrier, now=now)
    return kept


def look_again(workspace: Workspace, name: str) -> None:
    """Forget a bundle kept out, so that the next run fetches it and looks at it anew."""
    workspace.store.inbox.forget(name)
    list_all_again(workspace)  # it may lie in a day long past


def _in_bundle(
    opened: Opened, name: str, data: bytes, readable: Readable, *, now: datetime
) -> InBundle:
    manifest = opened.manifest
    return InBundle(
        name=name,
        stream=manifest.stream,
        device=manifest.device,
        sequence=manifest.sequence,
        digest=opened.digest,
        state=Arrival.WAITING,
        received_at=now,
        writer=manifest.writer,
        content=opened.content,
        previous=manifest.previous,
        counts=(("facts", sum(len(change.sets) for change, _ in readable.lines)),),
        data=data,
        device_clock=manifest.device_clock,
        skew=manifest.skew_seconds,
    )


def kept_out(
    workspace: Workspace, full: str, data: bytes, reason: str, *, now: datetime
) -> InBundle:
    """Remember that a bundle was kept out and why: its name and digest, never its bytes.

    So junk on a carrier cannot fill the store; past `ROOM` nothing more is remembered and the run
    counts it only.
    """
    stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
    parsed = parse_bundle_name(name)
    bundle = InBundle(
        name=name,
        stream=stream,
        device=parsed.device if parsed else "",
        sequence=parsed.sequence if parsed else 0,
        digest=digest_of(data) if data else "",
        state=Arrival.QUARANTINED,
        received_at=now,
        reason=reason,
    )
    if reason == RefusalKind.NOT_FOR_US and stream in SHARED_STREAMS:
        bundle = replace(bundle, state=Arrival.NOT_OURS)
    held = workspace.store.inbox.count_by_device(bundle.state)
    each, in_all = ROOM[bundle.state]
    if held.get(bundle.device, 0) >= each or sum(held.values()) >= in_all:
        return bundle
    if bundle.state is Arrival.NOT_OURS:
        workspace.store.inbox.note(bundle)
        return bundle
    with workspace.store.transaction():
        workspace.store.inbox.note(bundle)
        audit(workspace, f"bundle.kept_out.{reason}", name, now=now)
    return bundle


def _counts(workspace: Workspace, fates: list[Fated], readable: Readable) -> dict[str, int]:
    counts: Counter[str] = Counter(fated.fate.value for fated in fates)
    touched = {fated.change.subject for fated in fates}
    states = [workspace.store.state(subject) for subject in touched]
    counts["disputed"] = sum(len(state.disputes) for state in states if state)
    counts["set_aside"] = len(readable.set_aside)
    return dict(counts)
