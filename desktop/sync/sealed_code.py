"""The sealed code: changes sealed once to the lead agency, small enough for paper.

It is the bundle's own seal (a JWE for its readers around a JWS by its signer), written without
base64, with each reader's key named by 8 bytes and its ephemeral key compressed (SEC 1, 2.3.3);
`jose` opens it once the segments are spelled out again. It has no place in a stream: twice, or
beside the electronic copy, it falls out by change id. Up to 4 QR codes carry it, each saying which
it is of how many, and of what whole.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.domain.words import Say
from desktop.sync.code_words import WORDS_1
from desktop.sync.envelope import (
    PROTECTED,
    VerifierFor,
    decode_segment,
    decrypt,
    digest_of,
    encode_segment,
    encrypt,
    sign_compact,
    verify_compact,
)
from desktop.sync.keys import PrivateKey, PublicKey
from desktop.sync.manifest import ID_PATTERN
from desktop.sync.names import SEQUENCE_LIMIT, bundle_name, is_device_id
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import Fields, canonical_json, find_hazard, parse_object, wrong_field

CODE_TYPE = "offramp-code+1"
PARTS_AT_MOST = 4  # codes on one sheet
# Bytes of a QR code of version 15 with error correction M, then L (ISO/IEC 18004, table 7).
ROOM = (412, 520)
INFLATED_LIMIT = 64 << 10  # bytes; a referral is about 10 KB, four codes hold 2 KB
COUNT_LIMIT = 400  # changes

_MAGIC = b"OC\x01"
_PART = b"OP\x01"
_PART_HEAD = len(_PART) + 1 + 8
_KID, _POINT, _KEY = 8, 33, 40  # bytes of a reader: name, ephemeral key, wrapped key
_READER = _KID + _POINT + _KEY
_IV, _TAG, _SIGNATURE, _SIGNER = 12, 16, 64, 32


@dataclass(frozen=True, slots=True)
class Label:
    """What a sealed code says of itself; signed with it."""

    program: str
    device: str
    writer: str
    sequence: int  # of this device's codes, from 1: it makes the name, nothing else
    highest: int  # highest change number inside
    count: int


@dataclass(frozen=True, slots=True)
class OpenedCode:
    """A sealed code whose seal, signature and contents hold."""

    label: Label
    lines: tuple[bytes, ...]
    name: str
    digest: str
    content: str
    signer_kid: str


@dataclass(frozen=True, slots=True)
class Part:
    """One QR code's bytes: which it is of how many, of the code of that digest."""

    number: int  # from 1
    total: int
    whole: bytes  # first 8 bytes of the SHA-256 of the whole
    data: bytes


def is_code(data: bytes) -> bool:
    """Return whether these bytes are a sealed code rather than a bundle."""
    return data.startswith(_MAGIC)


def seal_code(
    label: Label, lines: Sequence[bytes], signer: PrivateKey, recipients: Sequence[PublicKey]
) -> bytes:
    """Return the sealed code; keep the bytes, sealing again gives others.

    Raises ValueError for lines that could not be read again: a bug.
    """
    content = b"\n".join((_label_line(label), *lines)) + b"\n"
    try:
        if _read_content(content) != (label, tuple(lines)):
            raise ValueError("a line must not hold a line break")
    except BundleRefused as refused:
        raise ValueError(str(refused)) from refused
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, WORDS_1)
    signed = sign_compact(packer.compress(content) + packer.flush(), CODE_TYPE, signer)
    _, payload, signature = signed.split(b".")
    lean = decode_segment(signer.public.kid) + decode_segment(signature) + decode_segment(payload)
    sealed = json.loads(encrypt(lean, recipients))
    readers = [_lean_reader(one) for one in sealed["recipients"]]
    rest = b"".join(decode_segment(sealed[name]) for name in ("iv", "tag", "ciphertext"))
    return b"".join((_MAGIC, bytes([len(readers)]), *readers, rest))


def open_code(
    data: bytes, my_key: PrivateKey, verifier_for: VerifierFor, *, program: str
) -> OpenedCode:
    """Return what a sealed code holds; raises `BundleRefused`, and nothing else, on any bytes."""
    lean = decrypt(canonical_json(_for_reader(data, my_key.public.kid)), my_key)
    if len(lean) < _SIGNER + _SIGNATURE:
        raise _torn()
    kid = encode_segment(lean[:_SIGNER])
    signature, payload = lean[_SIGNER : _SIGNER + _SIGNATURE], lean[_SIGNER + _SIGNATURE :]
    header = json.dumps(
        {"alg": "ES256", "kid": kid, "typ": CODE_TYPE}, separators=(",", ":")
    ).encode("ascii")
    signed = ".".join(encode_segment(one) for one in (header, payload, signature))
    signer, packed = verify_compact(signed.encode("ascii"), CODE_TYPE, verifier_for)
    content = _inflate(packed)
    label, lines = _read_content(content)
    if label.program != program:
        raise BundleRefused(RefusalKind.WRONG_PROGRAM, Say("It belongs to another program."))
    name = bundle_name(label.device, label.sequence, data)
    return OpenedCode(label, lines, name, digest_of(data), digest_of(content), signer)


def split_code(data: bytes) -> tuple[tuple[bytes, ...], str] | None:
    """Return the bytes of each QR code and their error correction; None where 4 are too few."""
    for room, correction in zip(ROOM, "ML", strict=True):
        fits = room - _PART_HEAD
        total = -(-len(data) // fits)
        if total <= PARTS_AT_MOST:
            whole = hashlib.sha256(data).digest()[:8]
            size = -(-len(data) // total)  # of one size, so that all codes look alike
            return tuple(
                _PART + bytes([at + 1 << 4 | total]) + whole + data[at * size : (at + 1) * size]
                for at in range(total)
            ), correction
    return None


def read_part(data: bytes) -> Part | None:
    """Return the part a QR code holds, None where it is not one of ours."""
    if len(data) <= _PART_HEAD or not data.startswith(_PART) or len(data) > max(ROOM):
        return None
    number, total = data[len(_PART)] >> 4, data[len(_PART)] & 15
    if not 1 <= number <= total <= PARTS_AT_MOST:
        return None
    return Part(number, total, data[_PART_HEAD - 8 : _PART_HEAD], data[_PART_HEAD:])


def join_parts(parts: Iterable[Part]) -> tuple[list[bytes], list[tuple[int, tuple[int, ...]]]]:
    """Return the codes that are whole, and (of how many, which are missing) for each other one.

    Parts may come in any order and several times, from several pages. Parts that contradict each
    other make nothing whole.
    """
    found: dict[tuple[bytes, int], dict[int, set[bytes]]] = {}
    for part in parts:
        pieces = found.setdefault((part.whole, part.total), {})
        pieces.setdefault(part.number, set()).add(part.data)
    whole: list[bytes] = []
    lacking: list[tuple[int, tuple[int, ...]]] = []
    for (digest, total), pieces in found.items():
        missing = tuple(at for at in range(1, total + 1) if at not in pieces)
        if missing:
            lacking.append((total, missing))
            continue
        data = b"".join(min(pieces[at]) for at in range(1, total + 1))
        if any(len(one) > 1 for one in pieces.values()) or (
            hashlib.sha256(data).digest()[:8] != digest
        ):
            raise BundleRefused(RefusalKind.TORN, Say("Its codes do not belong together."))
        whole.append(data)
    return whole, lacking


def _label_line(label: Label) -> bytes:
    return canonical_json(
        {
            "count": label.count,
            "device": label.device,
            "format": 1,
            "highest": label.highest,
            "program": label.program,
            "sequence": label.sequence,
            "writer": label.writer,
        }
    )


def _read_content(content: bytes) -> tuple[Label, tuple[bytes, ...]]:
    if not content.endswith(b"\n"):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its last line is cut short."))
    if content.count(b"\n") > COUNT_LIMIT + 1 or len(content) > INFLATED_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It holds too much."))
    first, *rest = content[:-1].split(b"\n")
    fields = Fields(parse_object(first, RefusalKind.BAD_CONTENT), limit=256)
    if fields.whole("format", low=1) > 1:
        raise BundleRefused(RefusalKind.TOO_NEW, Say("It was written by a newer version."))
    label = Label(
        program=fields.text("program", ID_PATTERN),
        device=fields.text("device"),
        writer=fields.text("writer", ID_PATTERN),
        sequence=fields.whole("sequence", low=1, high=SEQUENCE_LIMIT),
        highest=fields.whole("highest"),
        count=fields.whole("count", low=1, high=COUNT_LIMIT),
    )
    fields.done()
    if not is_device_id(label.device):
        raise wrong_field("device")
    if len(rest) != label.count or not all(rest):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its list of contents is wrong."))
    for line in rest:
        hazard = find_hazard(line)
        if hazard is not None:
            raise BundleRefused(RefusalKind.BAD_CONTENT, hazard)
    return label, tuple(rest)


def _lean_reader(recipient: dict[str, Any]) -> bytes:
    """Return one reader's part of the JWE in 81 bytes."""
    header = recipient["header"]
    epk = header["epk"]
    point = b"\x04" + decode_segment(epk["x"]) + decode_segment(epk["y"])
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    short = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return decode_segment(header["kid"])[:_KID] + short + decode_segment(recipient["encrypted_key"])


def _for_reader(data: bytes, kid: str) -> dict[str, Any]:
    """Return the JWE with my recipient alone, spelled out as the library reads it."""
    if not is_code(data) or len(data) > PARTS_AT_MOST * max(ROOM):
        raise _torn()
    count = data[len(_MAGIC)] if len(data) > len(_MAGIC) else 0
    start = len(_MAGIC) + 1
    rest = start + count * _READER
    if not count or len(data) <= rest + _IV + _TAG:
        raise _torn()
    readers = [data[at : at + _READER] for at in range(start, rest, _READER)]
    mine = [one for one in readers if one[:_KID] == decode_segment(kid)[:_KID]]
    if len(mine) != 1:
        raise BundleRefused(RefusalKind.NOT_FOR_US, Say("It is sealed to other machines."))
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), mine[0][_KID : _KID + _POINT]
        ).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    except ValueError:
        raise _torn() from None
    epk = {
        "crv": "P-256",
        "kty": "EC",
        "x": encode_segment(point[1:33]),
        "y": encode_segment(point[33:]),
    }
    return {
        "protected": encode_segment(json.dumps(PROTECTED, separators=(",", ":")).encode("ascii")),
        "iv": encode_segment(data[rest : rest + _IV]),
        "tag": encode_segment(data[rest + _IV : rest + _IV + _TAG]),
        "ciphertext": encode_segment(data[rest + _IV + _TAG :]),
        "recipients": [
            {
                "header": {"alg": "ECDH-ES+A256KW", "kid": kid, "epk": epk},
                "encrypted_key": encode_segment(mine[0][_KID + _POINT :]),
            }
        ],
    }


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15, WORDS_1)
    try:
        content = unpacker.decompress(packed, INFLATED_LIMIT + 1)
    except zlib.error:
        raise _torn() from None
    if len(content) > INFLATED_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It holds too much."))
    if not unpacker.eof or unpacker.unused_data:
        raise _torn()
    return content


def _torn() -> BundleRefused:
    return BundleRefused(RefusalKind.TORN, Say("The code is damaged or was cut short."))
