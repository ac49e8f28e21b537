"""What is put in force for every machine: announced by a change, sealed as a parcel, sent.

What kind of thing it is makes no difference here. At first a parcel is sealed to everybody, later
to each machine that joined since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import ChangeId, Entry, Setting, Subject, SubjectState
from desktop.domain.facts import FactValue, Known, Record
from desktop.domain.published import KINDS, PARCEL, Published, published_in
from desktop.domain.refused import Refused
from desktop.domain.terms import Tag
from desktop.domain.words import Say
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.parcels import PartOut
from desktop.sync.carrier import Carrier, FileGone, FileTooLarge
from desktop.sync.envelope import digest_of
from desktop.sync.names import RECEIPTS
from desktop.sync.names import place as place_on_carrier
from desktop.sync.papers import PAPER_LIMIT, trusting
from desktop.sync.parcel import PARCEL_LIMIT, Label, ParcelKind, seal_parcel
from desktop.sync.receipts import read_receipt
from desktop.sync.refusals import BundleRefused

EVERYBODY = "all-devices"


def announce(
    workspace: Workspace,
    subject: Subject,
    kind: ParcelKind,
    body: bytes,
    about: Mapping[str, str | None],
    *,
    now: datetime,
    also: Mapping[str, FactValue] | None = None,
) -> Published:
    """Keep the word that this is in force for every machine, and what it holds; refuses too much.

    It leaves with the next exchange. `also` are further fields of the same subject.
    """
    if not 0 < len(body) <= PARCEL_LIMIT:
        raise Refused(
            Say("This is too large to send to every machine."),
            remedy=Say("At most 20 million bytes can be sent."),
        )
    digest = digest_of(body)
    record = Record.of(kind=kind.value, digest=digest, size=str(len(body)), **about)
    state = workspace.store.state(subject)
    values: dict[str, FactValue] = {PARCEL: Known(record), **(also or {})}
    with workspace.store.transaction():
        workspace.store.parcels.keep_body(digest, kind.value, body)
        workspace.store.keep(
            [
                Entry(
                    at=now,
                    by=workspace.author,
                    subject=subject,
                    tags=frozenset({Tag.NONE}),
                    sets=tuple(
                        Setting(path, values[path], _seen(state, path)) for path in sorted(values)
                    ),
                )
            ]
        )
    return Published(subject, digest, record, now, workspace.author)


def published(workspace: Workspace) -> list[Published]:
    """Return everything that stands published, as this machine knows it."""
    return [
        one
        for kind in KINDS
        for state in workspace.store.states(kind)
        if (one := published_in(state)) is not None
    ]


def send(
    workspace: Workspace,
    carrier: Carrier,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Seal what this machine announced for whoever has not got it, and lay it down."""
    seal(workspace, now=now)
    waiting = workspace.store.parcels.waiting()
    for part in waiting:
        if stop():
            break
        carrier.put_new(place_on_carrier(part.stream, now.date(), part.name), part.data)
        workspace.store.parcels.left(part.name, at=now)
    return len(waiting)


def waiting(workspace: Workspace) -> int:
    """Return how many parcels of ours have not left; none where nobody else has joined."""
    own = [one for one in published(workspace) if one.by.device == workspace.place.device]
    if not own:
        return 0
    held = {one.whole for one in workspace.store.parcels.waiting()}
    unsealed = [one for one in own if not workspace.store.parcels.sealed_for(one.digest)]
    if unsealed and len(trust_book(workspace).roster.members) > 1:
        held |= {one.digest for one in unsealed}
    return len(held)


def seal(workspace: Workspace, *, now: datetime) -> None:
    """Seal each parcel of ours: at first to everybody, later to each machine that joined since."""
    own = [one for one in published(workspace) if one.by.device == workspace.place.device]
    if not own:
        return
    book = trust_book(workspace)
    for one in own:
        body = workspace.store.parcels.body(one.digest)
        if body is not None:
            _seal_one(workspace, one, body, book, now=now)


def _seal_one(
    workspace: Workspace, one: Published, body: bytes, book: TrustBook, *, now: datetime
) -> None:
    place, store = workspace.place, workspace.store
    members = [
        member
        for member in book.roster.members
        if member.revoked_after is None and member.device != place.device
    ]
    before = store.parcels.sealed_for(one.digest)
    fresh = [member for member in members if member.device not in before]
    streams = [EVERYBODY] if fresh and not before else [member.device for member in fresh]
    for stream in streams:
        to = [member for member in fresh if stream in (EVERYBODY, member.device)]
        kind = ParcelKind(one.about.get("kind"))
        label = Label(workspace.program.slug, place.device, store.writer, stream, kind)
        sealed = seal_parcel(
            label, body, own_keys(store.settings).sign, [member.open for member in to]
        )
        with store.transaction():
            store.parcels.freeze(
                (
                    PartOut(
                        part.name,
                        one.digest,
                        kind.value,
                        stream,
                        number,
                        digest_of(part.data),
                        part.data,
                    )
                    for number, part in enumerate(sealed, start=1)
                ),
                devices=[member.device for member in to],
                now=now,
            )
            audit(workspace, f"parcel.sealed.{kind.value}", one.digest[:16], now=now)


@dataclass(frozen=True)
class Reach:
    """Which machines have signed for a parcel, and which have not yet."""

    taken: frozenset[str]
    waiting: frozenset[str]


def reach(workspace: Workspace, digest: str) -> Reach:
    """Return how far a parcel of ours has come, by the receipts for it."""
    taken = {
        device
        for part in workspace.store.parcels.sent(digest)
        if part.number == 1
        for device in workspace.store.inbox.receipts(part.name)
    }
    known = {
        one.device
        for one in trust_book(workspace).roster.members
        if not one.is_revoked and one.device != workspace.place.device
    }
    return Reach(frozenset(taken), frozenset(known - taken))


def unreceipted(workspace: Workspace) -> set[str]:
    """Return the first parts of ours for which a receipt may still come."""
    own = [one for one in published(workspace) if one.by.device == workspace.place.device]
    return {
        part.name
        for one in own
        for part in workspace.store.parcels.sent(one.digest)
        if part.number == 1 and part.left_at is not None
    }


def take_receipts(
    workspace: Workspace,
    carrier: Carrier,
    listed: Iterable[str],
    awaited: set[str],
    *,
    now: datetime,
) -> int:
    """Take in the receipts for parcels of ours; returns how many were new."""
    known = workspace.store.inbox.receipted()
    book, count = trust_book(workspace), 0
    for full in listed if awaited else ():
        name = full.rsplit("/", 1)[-1]
        signed_for, _, device = name.removesuffix(".receipt").rpartition(".")
        if not full.startswith(f"{RECEIPTS}/") or signed_for not in awaited:
            continue
        if (signed_for, device) in known:
            continue
        part, receiver = workspace.store.parcels.named(signed_for), book.member(device)
        if part is None or receiver is None or receiver.is_revoked:
            continue
        try:
            paper = carrier.get(full, PAPER_LIMIT)
            receipt = read_receipt(paper, trusting([receiver.verify]))
        except (BundleRefused, FileGone, FileTooLarge):
            continue
        if (receipt.receiver, receipt.bundle, receipt.digest) != (device, part.name, part.digest):
            continue
        workspace.store.inbox.add_receipt(
            name,
            bundle=receipt.bundle,
            device=receipt.receiver,
            body={"received_at": receipt.received_at.isoformat(), "kept": receipt.kept},
            at=now,
        )
        known.add((signed_for, device))
        count += 1
    return count


def _seen(state: SubjectState | None, path: str) -> tuple[ChangeId, ...]:
    register = state.registers.get(path) if state else None
    return register.based_on if register else ()
