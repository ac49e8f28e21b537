"""What comes in: verified, dry-run, kept in one transaction, and signed for afterwards.

Patrol and desk machines keep verified bundles by themselves; a coordinator's wait in the Inbox
until the coordinator says so. Whatever is torn, foreign or not allowed is kept out with its
reason and never blocks the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from desktop.domain.change import Change
from desktop.domain.referral import Referral
from desktop.domain.terms import DeviceKind, Role, SubjectKind
from desktop.domain.words import Say
from desktop.services import clock
from desktop.services.listing import list_all_again, list_carrier, looked_through
from desktop.services.rights import NUMBERS_AHEAD, fault_of, is_writer_of
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.keep import Fate, Fated
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.bundle import Opened, open_sealed
from desktop.sync.carrier import Carrier, FileGone, FileTooLarge
from desktop.sync.lanes import TAKEN, Mark, mark_of, place_mark
from desktop.sync.manifest import Versions, manifest_for
from desktop.sync.names import PAPER, RECEIPTS, bundle_name, name_fits, parse_bundle_name
from desktop.sync.papers import PAPER_LIMIT, trusting
from desktop.sync.receipts import Receipt, make_receipt, read_receipt, receipt_place
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.sealed_code import is_code, open_code
from desktop.wire import Unreadable, change_from_bytes

BUNDLE_LIMIT = 4_000_000  # bytes; ours are about 75 KB sealed
NUMBER_LEAP = 1_000_000  # beyond a manifest's highest number nothing is believed (sync.md)


@dataclass(frozen=True)
class Came:
    """What one run brought."""

    kept: tuple[InBundle, ...] = ()
    waiting: tuple[InBundle, ...] = ()
    quarantined: tuple[InBundle, ...] = ()
    receipts: int = 0
    listed: tuple[str, ...] = ()  # what lay there, as far as it was looked at


@dataclass(frozen=True)
class Readable:
    """The changes of a bundle that may be kept, and those set aside, with why."""

    lines: tuple[tuple[Change, bytes], ...]
    set_aside: tuple[str, ...]


def receive(
    workspace: Workspace,
    carrier: Carrier,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    place: str = "",
) -> Came:
    """Look at everything new on the carrier, keep or hold it, and sign for what was kept.

    `place` is the carrier's address where it is visited again and again: it is then not listed
    from the beginning each time.
    """
    listing = list_carrier(workspace, carrier, place, now=now)
    listed = listing.names
    came = Came()
    book = trust_book(workspace)
    for full in _new_bundles(workspace, listed):
        if stop():
            break
        try:
            data = carrier.get(full, BUNDLE_LIMIT)
        except FileGone:
            continue
        except FileTooLarge:
            came = _add(came, _kept_out(workspace, full, b"", "too_large", now=now))
            continue
        bundle = take(workspace, full, data, now=now, book=book)
        came = _add(came, bundle)
        sender = book.member(bundle.device)
        if bundle.state is Arrival.KEPT and sender and sender.kind is DeviceKind.LEAD:
            book = trust_book(workspace)  # only a lead agency's word changes the roster
    receipts = sum(
        _take_receipt(workspace, carrier, full, book, now=now)
        for full in _new_receipts(workspace, listed)
    )
    sign_for_kept(workspace, carrier, now=now)
    if not stop():
        looked_through(workspace, listing, place, now=now)
    return replace(came, receipts=receipts, listed=tuple(listed))


def take(
    workspace: Workspace,
    full: str,
    data: bytes,
    *,
    now: datetime,
    book: TrustBook | None = None,
) -> InBundle:
    """Verify one bundle, then keep it, hold it for the coordinator, or keep it out."""
    name = full.rsplit("/", 1)[-1]
    book = book or trust_book(workspace)
    try:
        opened = _verified(workspace, full, name, data, book)
        readable = _readable(workspace, opened, book)
    except BundleRefused as refused:
        return _kept_out(workspace, full, data, refused.kind.value, now=now)
    lane = {
        one.sequence: Mark(one.sequence, one.content, one.previous)
        for one in workspace.store.inbox.lane(
            opened.manifest.device, opened.manifest.writer, opened.manifest.stream
        )
    }
    placing = place_mark(mark_of(opened), lane)
    if placing.arrival not in TAKEN:
        return _kept_out(workspace, full, data, placing.arrival.value, now=now)
    bundle = _in_bundle(opened, name, data, readable, now=now)
    if workspace.place.is_lead and not workspace.program.settings.lead_automatic_keep:
        workspace.store.inbox.note(bundle)
        return bundle
    return _keep(workspace, bundle, readable, now=now)


def keep(
    workspace: Workspace, bundle: InBundle, *, now: datetime, book: TrustBook | None = None
) -> InBundle:
    """Verify a waiting bundle once more and keep it; its receipt is signed afterwards."""
    if bundle.data is None:
        return bundle
    book = book or trust_book(workspace)
    opened = _verified(workspace, bundle.name, bundle.name, bundle.data, book)
    return _keep(workspace, bundle, _readable(workspace, opened, book), now=now)


def _keep(workspace: Workspace, bundle: InBundle, readable: Readable, *, now: datetime) -> InBundle:
    with workspace.store.transaction():
        fates = workspace.store.receive(readable.lines, origin=bundle.device)
        counts = _counts(workspace, fates, readable)
        kept = replace(
            bundle,
            state=Arrival.KEPT,
            received_at=now,
            counts=tuple(sorted(counts.items())),
            data=None,
        )
        workspace.store.inbox.note(kept)
        _hear(workspace, bundle.device, [change.at for change, _ in readable.lines])
        audit(workspace, "bundle.kept", bundle.name, now=now)
    return kept


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
            _kept_out(workspace, full, data, refused.kind.value, now=now)
    if carrier is not None:
        sign_for_kept(workspace, carrier, now=now)
    return kept


def look_again(workspace: Workspace, name: str) -> None:
    """Forget a bundle kept out, so that the next run looks at it anew."""
    workspace.store.inbox.forget(name)
    list_all_again(workspace)  # it may lie in a day long past


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


def _new_bundles(workspace: Workspace, names: list[str]) -> list[str]:
    """Return the bundles on streams sealed to this machine that were not met before."""
    place = workspace.place
    mine = {"all-devices", place.device}
    if place.kind is DeviceKind.LEAD:
        mine.add("lead")
    if place.kind is DeviceKind.DESK:
        mine.add("precinct")
    met = workspace.store.inbox.met()
    found = []
    for full in names:
        stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
        parsed = parse_bundle_name(name)
        if stream in mine and parsed and parsed.device != place.device and name not in met:
            found.append(full)
    return sorted(found, key=_in_order_sent)


def _in_order_sent(full: str) -> tuple[str, int, str]:
    parsed = parse_bundle_name(full.rsplit("/", 1)[-1])
    return (parsed.device, parsed.sequence, full) if parsed else ("", 0, full)


def _verified(workspace: Workspace, full: str, name: str, data: bytes, book: TrustBook) -> Opened:
    if not name_fits(name, data):
        raise BundleRefused(RefusalKind.TORN, Say("Its bytes are not those its name promises."))
    if is_code(data):
        return _verified_code(workspace, data, book)
    opened = open_sealed(
        data,
        own_keys(workspace.store.settings).open,
        book.roster.verifiers(),
        program=workspace.program.slug,
    )
    manifest = opened.manifest
    sender = book.roster.signers().get(opened.signer_kid)
    parsed = parse_bundle_name(name)
    if sender is None or sender.device != manifest.device or parsed is None:
        raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("Its signer is another machine."))
    if (parsed.device, parsed.sequence) != (manifest.device, manifest.sequence):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its name is not its own."))
    # A file somebody dropped lies in no folder of ours.
    if "/" in full and full.partition("/")[0] != manifest.stream:
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It lies in another stream's folder."))
    if not sender.may_send(manifest.stream, manifest.sequence):
        raise BundleRefused(RefusalKind.FOREIGN, Say("That machine was revoked."))
    if not is_writer_of(workspace, manifest.writer, sender, book):
        raise BundleRefused(RefusalKind.FOREIGN, Say("It is written in another machine's name."))
    return opened


def _verified_code(workspace: Workspace, data: bytes, book: TrustBook) -> Opened:
    """Return a sealed code from paper as what a bundle is; it follows no other."""
    code = open_code(
        data,
        own_keys(workspace.store.settings).open,
        book.roster.verifiers(),
        program=workspace.program.slug,
    )
    label, sender = code.label, book.roster.signers().get(code.signer_kid)
    if sender is None or sender.device != label.device:
        raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("Its signer is another machine."))
    # Paper bears no date that could be believed, so nothing of a revoked machine is taken from it.
    if sender.revoked_after is not None:
        raise BundleRefused(RefusalKind.FOREIGN, Say("That machine was revoked."))
    if not is_writer_of(workspace, label.writer, sender, book):
        raise BundleRefused(RefusalKind.FOREIGN, Say("It is written in another machine's name."))
    manifest = manifest_for(
        code.lines,
        program=label.program,
        device=label.device,
        writer=label.writer,
        stream=PAPER,
        sequence=label.sequence,
        previous="",
        versions=Versions("", "", ""),
        device_clock=datetime.fromtimestamp(0, UTC),
        skew_seconds=None,
        highest=label.highest,
    )
    return Opened(manifest, code.lines, code.digest, code.content, code.signer_kid)


def take_code(
    workspace: Workspace, data: bytes, *, now: datetime, book: TrustBook | None = None
) -> tuple[InBundle, bool]:
    """Verify a sealed code from paper; return where it stands, and whether it was met before.

    It waits in the Inbox like a bundle. What cannot be taken is refused, not put in quarantine:
    the paper is still there.
    """
    book = book or trust_book(workspace)
    opened = _verified_code(workspace, data, book)
    name = bundle_name(opened.manifest.device, opened.manifest.sequence, data)
    met = workspace.store.inbox.get(name)
    if met is not None and met.state is not Arrival.QUARANTINED:
        return met, True
    readable = _readable(workspace, opened, book)
    bundle = _in_bundle(opened, name, data, readable, now=now)
    with workspace.store.transaction():
        workspace.store.inbox.note(bundle)
        audit(workspace, "code.scanned", name, now=now)
    if workspace.program.settings.lead_automatic_keep:
        return _keep(workspace, bundle, readable, now=now), False
    return bundle, False


def _readable(workspace: Workspace, opened: Opened, book: TrustBook) -> Readable:
    """Return what may be kept of a bundle; a bad change in a good bundle is set aside alone."""
    store, sender = workspace.store, book.member(opened.manifest.device)
    lines: list[tuple[Change, bytes]] = []
    aside: list[str] = []
    for line in opened.lines:
        try:
            change = change_from_bytes(line)
        except Unreadable as trouble:
            aside.append(str(trouble))
            continue
        most = min(opened.manifest.highest + NUMBER_LEAP, store.highest + NUMBERS_AHEAD)
        if change.id.number > most:
            raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its numbers cannot be right."))
        fault = fault_of(workspace, change, writer=opened.manifest.writer, sender=sender, book=book)
        if fault:
            aside.append(fault)
        else:
            lines.append((change, line))
    return Readable(tuple(lines), tuple(aside))


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
    )


def _kept_out(
    workspace: Workspace, full: str, data: bytes, reason: str, *, now: datetime
) -> InBundle:
    stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
    parsed = parse_bundle_name(name)
    bundle = InBundle(
        name=name,
        stream=stream,
        device=parsed.device if parsed else "",
        sequence=parsed.sequence if parsed else 0,
        digest="",
        state=Arrival.QUARANTINED,
        received_at=now,
        reason=reason,
        data=data or None,
    )
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


def _new_receipts(workspace: Workspace, listed: list[str]) -> list[str]:
    """Return the receipts on the carrier that were not taken in before."""
    known = workspace.store.inbox.receipt_names()
    return [
        full
        for full in listed
        if full.startswith(f"{RECEIPTS}/") and full.rsplit("/", 1)[-1] not in known
    ]


def _take_receipt(
    workspace: Workspace, carrier: Carrier, full: str, book: TrustBook, *, now: datetime
) -> int:
    name = full.rsplit("/", 1)[-1]
    # The name says whose receipt it is; only that machine's own key may have signed it.
    signed_for, _, device = name.removesuffix(".receipt").rpartition(".")
    bundle = workspace.store.outbox.named(signed_for)
    receiver = book.member(device)
    if bundle is None or receiver is None:
        return 0
    try:
        paper = carrier.get(full, PAPER_LIMIT)
        receipt = read_receipt(paper, trusting([receiver.verify]))
    except (BundleRefused, FileGone, FileTooLarge):
        return 0
    said = (receipt.receiver, receipt.bundle, receipt.digest)
    if said != (receiver.device, bundle.name, bundle.digest):
        return 0
    with workspace.store.transaction():
        workspace.store.inbox.add_receipt(
            name,
            bundle=receipt.bundle,
            device=receipt.receiver,
            body={
                "received_at": receipt.received_at.isoformat(),
                "kept": receipt.kept,
                "disputed": receipt.disputed,
                "set_aside": receipt.set_aside,
                "quarantined": receipt.quarantined,
            },
            at=now,
        )
        _hear(workspace, receiver.device, [receipt.receiver_clock], book)
    return 1


def _hear(
    workspace: Workspace, device: str, times: list[datetime], book: TrustBook | None = None
) -> None:
    """Go by the time another machine tells, if it is one of the lead agency's."""
    leads = {one.device for one in (book or trust_book(workspace)).leads()}
    if times and device in leads - {workspace.place.device}:
        clock.hear(workspace, max(times))


def _add(came: Came, bundle: InBundle) -> Came:
    if bundle.state is Arrival.KEPT:
        return replace(came, kept=(*came.kept, bundle))
    if bundle.state is Arrival.WAITING:
        return replace(came, waiting=(*came.waiting, bundle))
    return replace(came, quarantined=(*came.quarantined, bundle))


@dataclass(frozen=True)
class Would:
    """What keeping one waiting bundle would do; nothing of it is kept."""

    bundle: InBundle
    new: int
    known: int
    disputed: int
    set_aside: int
    referrals: tuple[Referral, ...]


class _NothingKept(Exception):
    """Takes a dry run back."""


def dry_run(workspace: Workspace) -> list[Would]:
    """Return what keeping the waiting bundles, one after another, would do; nothing is kept."""
    found: list[Would] = []
    try:
        with workspace.store.transaction():
            book = trust_book(workspace)
            for bundle in workspace.store.inbox.all(Arrival.WAITING):
                with suppress(BundleRefused):  # keeping it will keep it out
                    found.append(_would(workspace, bundle, book))
            raise _NothingKept
    except _NothingKept:
        return found


def _would(workspace: Workspace, bundle: InBundle, book: TrustBook) -> Would:
    opened = _verified(workspace, bundle.name, bundle.name, bundle.data or b"", book)
    readable = _readable(workspace, opened, book)
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
        set_aside=len(readable.set_aside) + sum(len(state.set_aside) for state in states),
        referrals=tuple(
            one
            for one in workspace.store.referrals()
            if one.id in ids or one.encounter_id in encounters
        ),
    )
