"""Receipts: signed for what was kept here, and taken in for what others kept of ours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.services import clock
from desktop.services.skew import measure
from desktop.services.trust import TrustBook, own_keys
from desktop.services.workspace import Workspace
from desktop.store.keep import Fate
from desktop.sync.carrier import Carrier, FileGone, FileTooLarge
from desktop.sync.names import RECEIPTS
from desktop.sync.papers import PAPER_LIMIT, trusting
from desktop.sync.receipts import Receipt, make_receipt, read_receipt, receipt_place
from desktop.sync.refusals import BundleRefused


def sign_for_kept(workspace: Workspace, carrier: Carrier, *, now: datetime) -> int:
    """Write the receipts still owed for kept bundles; returns how many were new."""
    store, place = workspace.store, workspace.place
    key = own_keys(store.settings).sign
    signed = 0
    for bundle in store.inbox.unsigned():
        counts = dict(bundle.counts)
        receipt = Receipt(
            program=workspace.program.slug,
            bundle=bundle.name,
            digest=bundle.digest,
            stream=bundle.stream,
            sequence=bundle.sequence,
            kept=counts.get(Fate.NEW, 0) + counts.get(Fate.KNOWN, 0),
            disputed=counts.get("disputed", 0),
            set_aside=counts.get("set_aside", 0),
            quarantined=counts.get(Fate.FORK, 0),
            received_at=bundle.received_at,
            receiver=place.device,
            receiver_clock=now,
        )
        paper = make_receipt(receipt, key)
        carrier.put_new(receipt_place(receipt, now.date()), paper)
        store.inbox.signed(bundle.name)
        signed += 1
    return signed


def take_receipts(
    workspace: Workspace, carrier: Carrier, listed: Iterable[str], book: TrustBook, *, now: datetime
) -> int:
    """Take in the receipts for our own bundles that are new; returns how many there were."""
    had = workspace.store.inbox.receipted()
    taken = 0
    for full in listed:
        if not full.startswith(f"{RECEIPTS}/"):
            continue
        # The name says whose receipt it is; only that machine's own key may have signed it.
        name = full.rsplit("/", 1)[-1]
        signed_for, _, device = name.removesuffix(".receipt").rpartition(".")
        if (signed_for, device) not in had and _take(workspace, carrier, full, book, now=now):
            had.add((signed_for, device))
            taken += 1
    return taken


def _take(
    workspace: Workspace, carrier: Carrier, full: str, book: TrustBook, *, now: datetime
) -> bool:
    name = full.rsplit("/", 1)[-1]
    signed_for, _, device = name.removesuffix(".receipt").rpartition(".")
    bundle = workspace.store.outbox.named(signed_for)
    receiver = book.member(device)
    # A revoked machine's word counts for nothing, whatever its clock says.
    if bundle is None or receiver is None or receiver.is_revoked:
        return False
    try:
        paper = carrier.get(full, PAPER_LIMIT)
        receipt = read_receipt(paper, trusting([receiver.verify]))
    except (BundleRefused, FileGone, FileTooLarge):
        return False
    said = (receipt.receiver, receipt.bundle, receipt.digest)
    if said != (receiver.device, bundle.name, bundle.digest):
        return False
    with workspace.store.transaction():
        workspace.store.inbox.add_receipt(
            name,
            bundle=receipt.bundle,
            device=receipt.receiver,
            body={
                "received_at": receipt.received_at.isoformat(),
                "receiver_clock": receipt.receiver_clock.isoformat(),
                "kept": receipt.kept,
                "disputed": receipt.disputed,
                "set_aside": receipt.set_aside,
                "quarantined": receipt.quarantined,
            },
            at=now,
        )
        clock.hear_from(workspace, receiver.device, [receipt.receiver_clock], book)
        seen = measure(workspace, bundle, receipt, now=now)
        if seen is not None:
            clock.hold_against(workspace, receiver.device, seen, book)
    return True
