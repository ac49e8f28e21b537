"""Parcels that come: fetched when announced, taken in when whole, and signed for.

Only what a change of the lead agency announces by its digest is fetched at all: a parcel nobody
announced is not even read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.published import Published
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind
from desktop.domain.words import Say
from desktop.services.parcels import EVERYBODY, published, take_receipts, unreceipted
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.mailbox import Arrival, InBundle
from desktop.store.parcels import ParcelFate, ParcelState, PartIn
from desktop.sync.carrier import EVERYTHING, Carrier, FileGone, FileTooLarge
from desktop.sync.envelope import digest_of
from desktop.sync.names import name_fits, parse_parcel_name
from desktop.sync.parcel import Label, ParcelKind, Part, join_parts, missing_parts, open_part
from desktop.sync.receipts import Receipt, make_receipt, receipt_place
from desktop.sync.refusals import BundleRefused, RefusalKind

PARCEL_ENDING = ".parcel"
PART_LIMIT = 4_000_000  # bytes of one sealed part; ours are under 1 MB

# What takes a whole parcel in; refuses it with `Refused`.
Taker = Callable[[Workspace, Published, bytes, datetime], None]


@dataclass(frozen=True)
class Arrived:
    """What one run brought: parcels taken in, those kept out, and receipts for ours."""

    taken: tuple[Published, ...] = ()
    kept_out: tuple[Published, ...] = ()
    receipts: int = 0


def receive(
    workspace: Workspace,
    carrier: Carrier,
    takers: Mapping[ParcelKind, Taker],
    *,
    listed: Iterable[str],
    now: datetime,
) -> Arrived:
    """Fetch what is announced and missing, take in what is whole, and sign for it.

    `listed` is what the carrier was just seen to hold; more is looked at only for what is missing.
    """
    wanted = {one.digest: one for one in _wanted(workspace, takers)}
    awaited = unreceipted(workspace)
    if wanted:
        names, _ = carrier.list_since(EVERYTHING)
        listed = sorted(names)
        _fetch(workspace, carrier, listed, wanted, now=now)
    arrived = take_whole(workspace, takers, now=now)
    sign(workspace, carrier, now=now)
    receipts = take_receipts(workspace, carrier, listed, awaited, now=now)
    return Arrived(arrived.taken, arrived.kept_out, receipts)


def refuse_part(name: str) -> None:
    """Refuse a file that somebody brought by itself and that is one part of a parcel."""
    if name.casefold().endswith(PARCEL_ENDING):
        raise Refused(
            Say("This file is one part of rules or services; it is not taken in by itself."),
            remedy=Say(
                "Exchange over the folder or the stick it lies in: there all parts are taken in,"
                " with the word that announces them."
            ),
        )


def take_whole(
    workspace: Workspace, takers: Mapping[ParcelKind, Taker], *, now: datetime
) -> Arrived:
    """Take in every announced parcel all of whose parts are here; keep out what is not right."""
    taken: list[Published] = []
    kept_out: list[Published] = []
    for one in _wanted(workspace, takers):
        held = workspace.store.parcels.parts(one.digest)
        parts = [_part(each) for each in held]
        missing = missing_parts(parts, one.digest)
        if missing is None or missing:
            continue
        first = held[0]
        try:
            body = join_parts(parts, one.digest)
            with workspace.store.transaction():
                takers[ParcelKind(one.about.get("kind"))](workspace, one, body, now)
                _settle(workspace, first, ParcelState.TAKEN, "", now=now)
            taken.append(one)
        except Refused as refused:
            reason = refused.kind.value if isinstance(refused, BundleRefused) else "not_usable"
            _keep_out_whole(workspace, first, reason, now=now)
            kept_out.append(one)
    return Arrived(tuple(taken), tuple(kept_out))


def missing(workspace: Workspace, takers: Mapping[ParcelKind, Taker]) -> list[Published]:
    """Return what is announced, and whose parcel has not come whole."""
    return _wanted(workspace, takers)


def _wanted(workspace: Workspace, takers: Mapping[ParcelKind, Taker]) -> list[Published]:
    """Return what other machines announced and what is neither taken in here nor kept out."""
    own = workspace.place.device
    kinds = {kind.value for kind in takers}
    kept_out = {one.name for one in workspace.store.inbox.all(Arrival.QUARANTINED)}
    found = []
    for one in published(workspace):
        fate = workspace.store.parcels.fate(one.digest)
        done = fate is not None and (fate.state is ParcelState.TAKEN or fate.name in kept_out)
        if one.by.device != own and one.about.get("kind") in kinds and not done:
            found.append(one)
    return found


def _fetch(
    workspace: Workspace,
    carrier: Carrier,
    listed: Iterable[str],
    wanted: Mapping[str, Published],
    *,
    now: datetime,
) -> None:
    store, own = workspace.store, workspace.place.device
    met = store.parcels.met() | store.inbox.met()
    starts = {digest[:12]: digest for digest in wanted}
    book = trust_book(workspace)
    for full in listed:
        stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
        said = parse_parcel_name(name)
        if said is None or stream not in (EVERYBODY, own) or name in met:
            continue
        if said.device == own or said.whole12 not in starts:
            continue
        data = b""
        try:
            data = carrier.get(full, PART_LIMIT)
            part = _verified(workspace, full, data, wanted[starts[said.whole12]], book)
        except FileGone:
            continue
        except FileTooLarge:
            _keep_out(workspace, full, RefusalKind.TOO_LARGE.value, now=now)
            continue
        except BundleRefused as refused:
            # Sealed before this machine joined: what is for it comes on its own stream.
            if refused.kind is not RefusalKind.NOT_FOR_US:
                _keep_out(workspace, full, refused.kind.value, now=now)
            continue
        store.parcels.keep_part(_kept(name, part, data), now=now)


def _verified(
    workspace: Workspace, full: str, data: bytes, wanted: Published, book: TrustBook
) -> Part:
    stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
    if not name_fits(name, data):
        raise BundleRefused(RefusalKind.TORN, Say("Its bytes are not those its name promises."))
    part = open_part(
        data,
        own_keys(workspace.store.settings).open,
        book.roster.verifiers(),
        program=workspace.program.slug,
    )
    said, label = parse_parcel_name(name), part.label
    sender = book.roster.signers().get(part.signer_kid)
    if sender is None or sender.device != label.device or said is None:
        raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("Its signer is another machine."))
    if sender.kind is not DeviceKind.LEAD or sender.revoked_after is not None:
        raise BundleRefused(RefusalKind.FOREIGN, Say("That machine may not publish."))
    says = (label.device, part.whole[:12], part.number, part.parts, label.stream)
    if says != (said.device, said.whole12, said.number, said.parts, stream):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its name is not its own."))
    if part.whole != wanted.digest or label.kind != wanted.about.get("kind"):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It is not what was announced."))
    return part


def _kept(name: str, part: Part, data: bytes) -> PartIn:
    label = part.label
    return PartIn(
        name,
        part.whole,
        label.kind.value,
        label.program,
        label.device,
        label.writer,
        label.stream,
        part.signer_kid,
        part.size,
        part.number,
        part.parts,
        digest_of(data),
        part.chunk,
    )


def _part(one: PartIn) -> Part:
    label = Label(one.program, one.device, one.writer, one.stream, ParcelKind(one.kind))
    return Part(label, one.whole, one.size, one.number, one.parts, one.chunk, one.signer)


def _settle(
    workspace: Workspace, first: PartIn, state: ParcelState, reason: str, *, now: datetime
) -> None:
    workspace.store.parcels.settle(
        ParcelFate(
            first.whole, first.kind, state, reason, now, first.name, first.digest, first.stream
        )
    )
    audit(workspace, f"parcel.{state.value}.{first.kind}", first.whole[:16], now=now)


def _keep_out_whole(workspace: Workspace, first: PartIn, reason: str, *, now: datetime) -> None:
    with workspace.store.transaction():
        _settle(workspace, first, ParcelState.KEPT_OUT, reason, now=now)
        # Fetched again when somebody says to look again; the other parts need not be.
        workspace.store.parcels.forget_part(first.name)
        _keep_out(workspace, f"{first.stream}/{first.name}", reason, now=now)


def _keep_out(workspace: Workspace, full: str, reason: str, *, now: datetime) -> None:
    stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
    said = parse_parcel_name(name)
    with workspace.store.transaction():
        workspace.store.inbox.note(
            InBundle(
                name=name,
                stream=stream,
                device=said.device if said else "",
                sequence=said.number if said else 0,
                digest="",
                state=Arrival.QUARANTINED,
                received_at=now,
                reason=reason,
            )
        )
        audit(workspace, f"parcel.kept_out.{reason}", name, now=now)


def sign(workspace: Workspace, carrier: Carrier, *, now: datetime) -> int:
    """Write the receipts owed for parcels taken in; returns how many."""
    key, place = own_keys(workspace.store.settings).sign, workspace.place
    owed = workspace.store.parcels.unsigned()
    for fate in owed:
        receipt = Receipt(
            program=workspace.program.slug,
            bundle=fate.name,
            digest=fate.digest,
            stream=fate.stream,
            sequence=1,
            kept=1,
            disputed=0,
            set_aside=0,
            quarantined=0,
            received_at=fate.at,
            receiver=place.device,
            receiver_clock=now,
        )
        carrier.put_new(receipt_place(receipt, now.date()), make_receipt(receipt, key))
        workspace.store.parcels.signed(fate.whole)
    return len(owed)
