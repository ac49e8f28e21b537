"""Parcels: what is not a change (a directory, a program, texts, an attachment), in sealed parts.

The digest of the whole is named in a change, so a parcel that nobody announced is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.words import Say
from desktop.sync.envelope import VerifierFor, digest_of, open_bytes, seal_bytes
from desktop.sync.keys import PrivateKey, PublicKey
from desktop.sync.manifest import DIGEST_PATTERN, ID_PATTERN
from desktop.sync.names import is_device_id, is_stream, parcel_name
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import Fields, canonical_json, parse_object, wrong_field

PARCEL_TYPE = "offramp-parcel+1"
PARCEL_FORMAT = 1
PART_SIZE = 512 * 1024  # bytes before sealing
PARCEL_LIMIT = 20 * 1024 * 1024  # bytes
PARTS_LIMIT = PARCEL_LIMIT // PART_SIZE


class ParcelKind(StrEnum):
    """What a parcel holds. Values travel: add, never rename."""

    DIRECTORY = "directory"
    PROGRAM = "program"
    TEXTS = "texts"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Label:
    """Whose parcel it is, for which stream, and what kind of thing."""

    program: str
    device: str
    writer: str
    stream: str
    kind: ParcelKind


@dataclass(frozen=True, slots=True)
class SealedPart:
    """One part ready to lie on a carrier. Keep these bytes: sealing again gives others."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One part whose seal and signature hold."""

    label: Label
    whole: str  # SHA-256 of the whole parcel, as 64 hex digits
    size: int  # bytes of the whole parcel
    number: int  # from 1
    parts: int
    chunk: bytes
    signer_kid: str


def seal_parcel(
    label: Label, whole: bytes, signer: PrivateKey, recipients: Sequence[PublicKey]
) -> list[SealedPart]:
    """Return the sealed parts in order. Raises ValueError over 20 MB or for nothing at all."""
    if not 0 < len(whole) <= PARCEL_LIMIT:
        raise ValueError("a parcel holds 1 byte to 20 MB")
    digest = digest_of(whole)
    chunks = [whole[at : at + PART_SIZE] for at in range(0, len(whole), PART_SIZE)]
    sealed = []
    for number, chunk in enumerate(chunks, start=1):
        head = _head_line(label, digest, len(whole), number, len(chunks))
        _read_part(head + b"\n" + chunk, signer.public.kid)  # what we write we can read
        data = seal_bytes(head + b"\n" + chunk, PARCEL_TYPE, signer, recipients)
        name = parcel_name(label.device, digest, number, len(chunks), data)
        sealed.append(SealedPart(name, data))
    return sealed


def open_part(
    data: bytes, my_key: PrivateKey, verifier_for: VerifierFor, *, program: str | None = None
) -> Part:
    """Return one part; raises `BundleRefused`, and nothing else, whatever the bytes."""
    inside = open_bytes(data, PARCEL_TYPE, my_key, verifier_for)
    part = _read_part(inside.content, inside.signer_kid)
    if program is not None and part.label.program != program:
        raise BundleRefused(RefusalKind.WRONG_PROGRAM, Say("It belongs to another program."))
    return part


def missing_parts(parts: Iterable[Part], digest: str) -> list[int] | None:
    """Return which numbers of that parcel are still to come; None while no part has come."""
    waiting = [_missing(found) for found in _by_sender(parts, digest)]
    return min(waiting, key=len) if waiting else None


def join_parts(parts: Iterable[Part], digest: str) -> bytes:
    """Return the parcel of that digest; a part may come twice and in any order.

    Each signer's parts are tried for themselves: nobody can spoil another's parcel.
    """
    senders = _by_sender(parts, digest)
    complete = [found for found in senders if not _missing(found)]
    if not complete:
        raise BundleRefused(RefusalKind.TORN, Say("A part of it has not arrived yet."))
    for found in complete:
        whole = b"".join(found[number].chunk for number in sorted(found))
        if digest_of(whole) == digest:
            return whole
    raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its parts do not make the whole."))


def _by_sender(parts: Iterable[Part], digest: str) -> list[dict[int, Part]]:
    senders: dict[tuple[str, Label, int, int], dict[int, Part]] = {}
    for part in parts:
        if part.whole == digest:
            sender = (part.signer_kid, part.label, part.size, part.parts)
            senders.setdefault(sender, {})[part.number] = part
    return list(senders.values())


def _missing(found: dict[int, Part]) -> list[int]:
    of = next(iter(found.values())).parts
    return sorted(set(range(1, of + 1)) - set(found))


def _head_line(label: Label, digest: str, size: int, number: int, parts: int) -> bytes:
    return canonical_json(
        {
            "format": PARCEL_FORMAT,
            "program": label.program,
            "device": label.device,
            "writer": label.writer,
            "stream": label.stream,
            "kind": label.kind.value,
            "whole": digest,
            "size": size,
            "part": number,
            "parts": parts,
        }
    )


_KINDS = re.compile("|".join(kind.value for kind in ParcelKind))


def _read_part(content: bytes, signer_kid: str) -> Part:
    head, _, chunk = content.partition(b"\n")
    fields = Fields(parse_object(head, RefusalKind.BAD_CONTENT), limit=256)
    if fields.whole("format", low=1) > PARCEL_FORMAT:
        raise BundleRefused(RefusalKind.TOO_NEW, Say("It was written by a newer version."))
    label = Label(
        program=fields.text("program", ID_PATTERN),
        device=fields.text("device"),
        writer=fields.text("writer", ID_PATTERN),
        stream=fields.text("stream"),
        kind=ParcelKind(fields.text("kind", _KINDS)),
    )
    size = fields.whole("size", low=1, high=PARCEL_LIMIT)
    parts = fields.whole("parts", low=1, high=PARTS_LIMIT)
    number = fields.whole("part", low=1, high=parts)
    whole = fields.text("whole", DIGEST_PATTERN)
    fields.done()
    if not is_device_id(label.device):
        raise wrong_field("device")
    if not is_stream(label.stream):
        raise wrong_field("stream")
    expected = min(PART_SIZE, size - (number - 1) * PART_SIZE)
    if parts != -(-size // PART_SIZE) or len(chunk) != expected:
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its list of contents is wrong."))
    return Part(label, whole, size, number, parts, chunk, signer_kid)
