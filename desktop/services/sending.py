"""What leaves this computer: frozen when a carrier answers, and always the same bytes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Change
from desktop.domain.release import SHARED_KINDS
from desktop.domain.terms import DeviceKind, SubjectKind, Tag
from desktop.services import codes
from desktop.services.gates import Ledger, ledger, stream_gate
from desktop.services.skew import told_skew
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.mailbox import Leaving, OutBundle
from desktop.sync.bundle import seal
from desktop.sync.carrier import Carrier
from desktop.sync.envelope import sealed_to
from desktop.sync.manifest import Versions, manifest_for
from desktop.sync.names import place as place_on_carrier
from desktop.sync.parts import split_lines

LEAD = DeviceKind.LEAD


@dataclass(frozen=True)
class Sent:
    """What one run laid on the carrier."""

    bundles: int
    changes: int


def streams(workspace: Workspace, book: TrustBook) -> list[str]:
    """Return the streams this machine writes, as far as it knows anybody who reads them."""
    place = workspace.place
    shared = ["all-devices", "lead", "precinct"]
    named = [one.device for one in book.roster.members if one.device != place.device]
    if place.is_lead:
        wanted = ["all-devices", "lead", *named]
    else:
        own_agency = [
            one.device
            for one in book.roster.members
            if one.agency == place.agency and one.device in named and one.kind is not LEAD
        ]
        leads = [one.device for one in book.leads()]
        # This machine may learn late of another: what it told everybody before, it tells now.
        late = workspace.store.outbox.missed("all-devices", named)
        wanted = [*shared, *dict.fromkeys((*own_agency, *leads, *sorted(late)))]
    return [
        stream
        for stream in wanted
        if book.readers(stream, agency=place.agency, beside=place.device)
    ]


def send(
    workspace: Workspace,
    carrier: Carrier,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> Sent:
    """Freeze what may leave, and lay it down; raises the carrier's trouble, losing nothing."""
    codes.seal_for_desk(workspace, now=now)
    book, hang = trust_book(workspace), ledger(workspace)
    recheck(workspace, carrier, book, hang, now=now)
    forget_withdrawn(workspace, book, hang, now=now)
    for stream in streams(workspace, book):
        if stop():
            return Sent(0, 0)
        freeze(workspace, stream, book, hang, now=now)
    bundles = changes = 0
    for bundle in workspace.store.outbox.waiting():
        if stop():
            break
        put(workspace, carrier, bundle, now=now)
        bundles += 1
        changes += len(workspace.store.outbox.change_ids(bundle.stream, bundle.sequence))
    return Sent(bundles, changes)


def allowed(
    workspace: Workspace,
    stream: str,
    changes: list[Change],
    book: TrustBook,
    hang: Ledger,
    *,
    now: datetime,
) -> list[Change]:
    """Return the changes release lets into the stream."""
    member = book.member(stream)
    let = []
    for change in changes:
        through = stream_gate(
            workspace,
            stream,
            member.kind if member else None,
            member.agency if member else "",
            change.subject,
            hang,
            now=now,
        )
        if through is not None and through.lets(change):
            let.append(change)
    return let


def freeze(
    workspace: Workspace, stream: str, book: TrustBook, hang: Ledger, *, now: datetime
) -> int:
    """Seal released minus sent into the outbox; returns how many changes that was."""
    # Nothing else is ever released to everybody, so the rest need not even be read.
    kinds = SHARED_KINDS if stream == "all-devices" else frozenset(SubjectKind)
    reader = stream if book.member(stream) else ""
    unsent = workspace.store.own_unsent(stream, kinds, reader=reader)
    lines = {change.id: line for change, line in unsent}
    let = allowed(workspace, stream, [change for change, _ in unsent], book, hang, now=now)
    by_line = {lines[change.id]: change for change in let}
    for part in split_lines(lines[change.id] for change in let):
        _seal_part(workspace, stream, [by_line[line] for line in part], part, book, now=now)
    return len(let)


def unsent(workspace: Workspace) -> int:
    """Return how many referrals' first changes are released and in no bundle for the lead yet."""
    own = workspace.store.own_unsent("lead", frozenset({SubjectKind.REFERRAL}))
    return sum(change.opens for change, _ in own)


def recheck(
    workspace: Workspace, carrier: Carrier, book: TrustBook, hang: Ledger, *, now: datetime
) -> None:
    """Ask release again for what was frozen and never left; what is no longer allowed is voided.

    A bundle that reached the carrier before a crash counts as left. Everything frozen behind a
    voided bundle is frozen anew, since it names the digest of what it follows.
    """
    store = workspace.store
    broken: set[str] = set()
    closed = {one.open.kid for one in book.roster.members if one.is_revoked}
    waiting = store.outbox.waiting()
    there = {full.rsplit("/", 1)[-1] for full in carrier.list_since("")[0]} if waiting else set()
    for bundle in waiting:
        if bundle.name in there:
            store.outbox.left(bundle.stream, bundle.sequence, at=now)
            continue
        ids = set(store.outbox.change_ids(bundle.stream, bundle.sequence))
        held = [kept.change for kept in store.by_ids(ids)]
        let = allowed(workspace, bundle.stream, held, book, hang, now=now)
        revoked = sealed_to(bundle.data) & closed
        if bundle.stream in broken:
            with store.transaction():
                store.outbox.unfreeze(bundle.stream, bundle.sequence)
        elif revoked and len(let) == len(ids):
            # It never left, so it may be sealed anew: without the machine that was revoked.
            broken.add(bundle.stream)
            with store.transaction():
                store.outbox.unfreeze(bundle.stream, bundle.sequence)
        elif len(let) < len(ids):
            broken.add(bundle.stream)
            with store.transaction():
                store.outbox.unfreeze(bundle.stream, bundle.sequence)
                _seal_part(workspace, bundle.stream, [], (), book, now=now)
                audit(workspace, "bundle.voided", bundle.name, now=now)


def forget_withdrawn(workspace: Workspace, book: TrustBook, hang: Ledger, *, now: datetime) -> None:
    """Let what the lead agency told and consent no longer allows count as unsent.

    The machines that received it have taken it out; if the person agrees anew, it goes again.
    """
    if not workspace.place.is_lead:
        return
    store = workspace.store
    for member in book.roster.members:
        told = store.own_sent(member.device, Tag.TREATMENT)
        if told:
            let = {one.id for one in allowed(workspace, member.device, told, book, hang, now=now)}
            gone = [str(one.id) for one in told if one.id not in let]
            store.outbox.unsend(member.device, gone)


def put(workspace: Workspace, carrier: Carrier, bundle: OutBundle, *, now: datetime) -> None:
    """Lay one bundle down; the same name lying there already is the same bytes."""
    carrier.put_new(place_on_carrier(bundle.stream, now.date(), bundle.name), bundle.data)
    with workspace.store.transaction():
        workspace.store.outbox.left(bundle.stream, bundle.sequence, at=now)
        audit(workspace, "bundle.left", bundle.name, now=now)


def _seal_part(
    workspace: Workspace,
    stream: str,
    changes: list[Change],
    lines: tuple[bytes, ...],
    book: TrustBook,
    *,
    now: datetime,
) -> None:
    store, place = workspace.store, workspace.place
    with store.transaction():
        before = store.outbox.last(stream)
        readers = book.readers(stream, agency=place.agency, beside=place.device)
        versions = workspace.versions()
        manifest = manifest_for(
            lines,
            program=workspace.program.slug,
            device=place.device,
            writer=store.writer,
            stream=stream,
            sequence=before.sequence + 1 if before else 1,
            previous=before.content if before else "",
            versions=Versions(
                versions["program"], versions.get("directory", ""), workspace.program.digest
            ),
            device_clock=now,
            skew_seconds=told_skew(workspace),
            highest=max(
                [before.highest if before else 0, *(change.id.number for change in changes)]
            ),
        )
        sealed = seal(
            manifest,
            lines,
            own_keys(store.settings).sign,
            [one.open for one in readers],
        )
        store.outbox.freeze(
            OutBundle(
                stream=stream,
                sequence=manifest.sequence,
                name=sealed.name,
                digest=sealed.digest,
                content=sealed.content,
                data=sealed.data,
                state=Leaving.FROZEN,
                created_at=now,
                void=manifest.void,
                highest=manifest.highest,
                readers=tuple(one.device for one in readers),
            ),
            [str(change.id) for change in changes],
        )
