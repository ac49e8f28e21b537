"""The sealed code of a referral: sealed once on the machine that wrote, printed as given bytes.

A machine vouches only for its own changes. So the patrol laptop's code travels to its desk as an
attachment of the referral, and the desk prints it beside the code of what it added itself.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.domain.change import Change, Subject, SubjectState
from desktop.domain.facts import Known, Record
from desktop.domain.referral import Referral, encounter_subject, referral_subject
from desktop.domain.release import Reader
from desktop.domain.terms import DeviceKind, SubjectKind, Tag
from desktop.domain.writing import entries
from desktop.packet.sheets.facts import SealedCode
from desktop.services.approvals import subjects_of
from desktop.services.gates import gate_for, lead_audience
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.mailbox import Leaving, OutBundle
from desktop.sync.envelope import digest_of
from desktop.sync.keys import PublicKey
from desktop.sync.names import PAPER, bundle_name
from desktop.sync.sealed_code import (
    COUNT_LIMIT,
    PARTS_AT_MOST,
    Label,
    seal_code,
    split_code,
)

CODE = "sealed_code"
REFERRAL = "referral.id"


@dataclass(frozen=True)
class HeldCode:
    """One machine's sealed code of a referral, as it lies here."""

    data: bytes
    name: str
    holds: frozenset[str]  # ids of the changes inside


def code_for_sheet(workspace: Workspace, referral: Referral, *, now: datetime) -> SealedCode | None:
    """Return what the referral form prints; None where nobody known here could open it.

    This machine's own changes are sealed at their first print, and again only once release lets
    more or less of them out. Practice is never sealed.
    """
    book = trust_book(workspace)
    if workspace.practice or workspace.place.is_lead or not _openers(workspace, book):
        return None
    let = _released(workspace, referral, now=now)
    seal_own(workspace, referral, let, book, now=now)
    ids = {str(one.id) for one in let}
    held = [
        code
        for writer in sorted({one.id.writer for one in let})
        if (code := _held(workspace, referral.id, writer)) and code.holds <= ids
    ]
    covered = frozenset[str]().union(*(code.holds for code in held))
    own = {str(one.id) for one in let if one.id.writer == workspace.store.writer}
    newer = bool(ids - covered - own)
    split = [split_code(code.data) for code in held]
    found = [one for one in split if one is not None]
    too_large = (
        len(found) < len(split)
        or sum(len(parts) for parts, _ in found) > PARTS_AT_MOST
        or bool(own - covered)
    )
    if too_large:
        return SealedCode(too_large=True)
    return SealedCode(
        parts=tuple(parts for parts, _ in found),
        corrections=tuple(correction for _, correction in found),
        newer=newer,
    )


def seal_own(
    workspace: Workspace,
    referral: Referral,
    let: Iterable[Change],
    book: TrustBook,
    *,
    now: datetime,
) -> HeldCode | None:
    """Seal this machine's own released changes of a referral, unless that is done; return it."""
    store = workspace.store
    own = [one for one in let if one.id.writer == store.writer]
    before = _held(workspace, referral.id, store.writer)
    ids = frozenset(str(one.id) for one in own)
    if not own or len(own) > COUNT_LIMIT or (before and before.holds == ids):
        return before if own else None
    with store.transaction():
        last = store.outbox.last(PAPER)
        sequence = last.sequence + 1 if last else 1
        label = Label(
            program=workspace.program.slug,
            device=workspace.place.device,
            writer=store.writer,
            sequence=sequence,
            highest=max(one.id.number for one in own),
            count=len(own),
        )
        data = seal_code(
            label,
            [store.line(one.id) for one in own],
            own_keys(store.settings).sign,
            _openers(workspace, book),
        )
        code = HeldCode(data, bundle_name(label.device, sequence, data), ids)
        if split_code(data) is None:
            return None  # the sheet says so; kept, it would only take room
        _keep(workspace, referral, code, now=now)
        # On file beside the bundles, so that its receipt is known when it comes.
        store.outbox.freeze(
            OutBundle(
                stream=PAPER,
                sequence=sequence,
                name=code.name,
                digest=digest_of(data),
                content="",
                data=data,
                state=Leaving.FROZEN,
                created_at=now,
                highest=label.highest,
            ),
            (),
        )
        store.outbox.left(PAPER, sequence, at=now)
        audit(workspace, "code.sealed", referral.number, now=now)
    return code


def seal_for_desk(workspace: Workspace, *, now: datetime) -> int:
    """Seal the codes of what a patrol laptop wrote since its desk last heard; return how many.

    So the desk can print them although the laptop is in a car.
    """
    book = trust_book(workspace)
    place = workspace.place
    desk = book.openers("precinct", agency=place.agency, beside=place.device)
    if place.kind is not DeviceKind.PATROL or not desk or not _openers(workspace, book):
        return 0
    kinds = (
        SubjectKind.ENCOUNTER,
        SubjectKind.REFERRAL,
        SubjectKind.CONSENT,
        SubjectKind.APPROVAL,
    )
    waiting = {change.subject for change, _ in workspace.store.own_unsent("precinct", kinds)}
    sealed = 0
    if not waiting:
        return 0
    for referral in workspace.store.referrals():
        if waiting.isdisjoint(_subjects(workspace, referral)):
            continue
        let = _released(workspace, referral, now=now)
        sealed += seal_own(workspace, referral, let, book, now=now) is not None
    return sealed


def received_at(workspace: Workspace, referral_id: str, book: TrustBook) -> datetime | None:
    """Return when the lead agency first signed for a sealed code of this machine, or None."""
    subject = _subject(referral_id, workspace.store.writer)
    names = {
        record.get("name")
        for kept in workspace.store.changes(subject)
        for one in kept.change.sets
        if one.path == CODE and (record := _record(one.value))
    }
    signed = [
        at
        for name in sorted(names)
        for device, at in workspace.store.inbox.receipts(name).items()
        if (member := book.member(device)) is not None and member.kind is DeviceKind.LEAD
    ]
    return min(signed, default=None)


def _openers(workspace: Workspace, book: TrustBook) -> list[PublicKey]:
    place = workspace.place
    return book.openers("lead", agency=place.agency, beside=place.device)


def _subjects(workspace: Workspace, referral: Referral) -> list[Subject]:
    return [
        encounter_subject(referral.encounter_id),
        referral_subject(referral.id),
        *(state.subject for state in workspace.store.consents_naming(referral.encounter_id)),
        *subjects_of(workspace, referral),
    ]


def _released(workspace: Workspace, referral: Referral, *, now: datetime) -> list[Change]:
    """Return what release lets the lead agency have of a referral, whoever wrote it here."""
    reader = Reader(lead_audience(workspace), agency=workspace.program.lead.code)
    gate = gate_for(workspace, referral, reader, now=now)
    agency = workspace.program.lead.code
    found = {
        kept.change.id: kept.change
        for subject in _subjects(workspace, referral)
        for kept in workspace.store.changes(subject)
        if kept.change.by.agency != agency and gate.lets(kept.change)
    }
    return [found[id_] for id_ in sorted(found)]


def _subject(referral_id: str, writer: str) -> Subject:
    words = "\x1f".join((CODE, referral_id, writer))
    return Subject(SubjectKind.ATTACHMENT, sha256(words.encode()).hexdigest()[:32])


def _keep(workspace: Workspace, referral: Referral, code: HeldCode, *, now: datetime) -> None:
    record = Record.of(
        bytes=b64encode(code.data).decode("ascii"),
        name=code.name,
        holds=" ".join(sorted(code.holds)),
    )
    subject = _subject(referral.id, workspace.store.writer)
    workspace.store.keep(
        entries(
            {CODE: Known(record), REFERRAL: Known(referral.id)},
            subject=subject,
            seen=workspace.store.state(subject),
            by=workspace.author,
            at=now,
            tags_of=workspace.tags_of,
            also=frozenset({Tag.JUSTICE}),  # for the precinct alone: the lead agency has the rest
        )
    )


def _held(workspace: Workspace, referral_id: str, writer: str) -> HeldCode | None:
    state: SubjectState | None = workspace.store.state(_subject(referral_id, writer))
    register = state.registers.get(CODE) if state else None
    record = _record(register.value) if register else None
    if record is None:
        return None
    try:
        data = b64decode(record.get("bytes"), validate=True)
    except ValueError:
        return None
    return HeldCode(data, record.get("name"), frozenset(record.get("holds").split()))


def _record(value: object) -> Record | None:
    if isinstance(value, Known) and isinstance(value.value, Record):
        return value.value
    return None
