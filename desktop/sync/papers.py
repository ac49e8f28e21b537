"""Signed papers: small JSON papers people and machines hand each other.

A paper is a JWS in its flattened JSON form (RFC 7515, 7.2.2), ES256, so a file that ends in
`.json` is JSON and `jose jws ver` checks it. Its `typ` says which paper and which format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.sync.envelope import (
    VerifierFor,
    decode_segment,
    encode_segment,
    sign_compact,
    verify_compact,
)
from desktop.sync.keys import DeviceKeys, PrivateKey, PublicKey, Use, read_public
from desktop.sync.names import is_device_id
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import Fields, canonical_json, parse_object, wrong_field

PAPER_LIMIT = 64 * 1024  # bytes; the roster sets its own
NAME_PATTERN = re.compile(r".{1,200}")  # a name people typed

T = TypeVar("T")
ReadBody = Callable[[Fields], T]


def make_paper(
    typ: str,
    body: dict[str, Any],
    signer: PrivateKey,
    read_body: ReadBody[T],
    limit: int = PAPER_LIMIT,
) -> bytes:
    """Return the signed paper. Refuses a body that its own reader would refuse."""
    payload = canonical_json(body)
    try:
        _read_payload(payload, read_body)
    except BundleRefused as refused:
        # Here it is one's own entry, not a stranger's: another remedy.
        raise Refused(refused.reason, remedy=Say("Correct it, then try again.")) from refused
    parts = sign_compact(payload, typ, signer).decode("ascii").split(".")
    paper = canonical_json(dict(zip(("protected", "payload", "signature"), parts, strict=True)))
    if len(paper) > limit:
        raise ValueError("the paper is too large to be read again")
    return paper


def read_paper(
    data: bytes, typ: str, key_for: VerifierFor, read_body: ReadBody[T], limit: int = PAPER_LIMIT
) -> T:
    """Return what the paper says, its signature verified; raises `BundleRefused` on any bytes."""
    _, payload = verify_compact(_to_compact(data, limit), typ, key_for)
    return _read_payload(payload, read_body)


def read_self_signed(
    data: bytes, typ: str, read_body: ReadBody[T], key_in: Callable[[T], PublicKey]
) -> T:
    """Return what a paper says that carries the key it is signed with."""
    signed = _to_compact(data, PAPER_LIMIT)
    # Read before it is verified, for the key alone; what counts is read after.
    carried = key_in(_read_payload(decode_segment(signed.split(b".")[1]), read_body))
    _, payload = verify_compact(signed, typ, lambda _kid: carried)
    return _read_payload(payload, read_body)


def trusting(keys: Iterable[PublicKey]) -> VerifierFor:
    """Return a look-up among the keys given; every other key is a stranger's."""
    return {key.kid: key for key in keys}.get


def write_key_pair(keys: DeviceKeys) -> dict[str, Any]:
    """Return a device's two public keys as fields of a paper."""
    return {"verify": keys.sign.public.jwk(), "open": keys.open.public.jwk()}


def read_key_pair(fields: Fields) -> tuple[PublicKey, PublicKey]:
    """Return the verify key and the open key of a paper; they may not be the same one."""
    verify = read_public(fields.object("verify"), Use.SIGN)
    open_key = read_public(fields.object("open"), Use.OPEN)
    if verify.kid == open_key.kid:
        raise wrong_field("open")
    return verify, open_key


def read_device(fields: Fields, name: str) -> str:
    """Return a device id."""
    text = fields.text(name)
    if not is_device_id(text):
        raise wrong_field(name)
    return text


def _to_compact(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("The file is too large."))
    fields = Fields(parse_object(data, RefusalKind.TORN), limit=limit)
    segments = [fields.text(name) for name in ("protected", "payload", "signature")]
    fields.done()
    return ".".join(encode_segment(decode_segment(part)) for part in segments).encode("ascii")


def _read_payload(payload: bytes, read_body: ReadBody[T]) -> T:
    fields = Fields(parse_object(payload, RefusalKind.BAD_CONTENT))
    body = read_body(fields)
    fields.done()
    return body
