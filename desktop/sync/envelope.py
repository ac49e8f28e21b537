"""The sealed envelope: a JWE for its readers around a JWS by its signer around gzip.

JWE General JSON (RFC 7516; ECDH-ES+A256KW on P-256, A256GCM) around a compact JWS (RFC 7515;
ES256) around gzip. Any JOSE tool opens it with the key. The library's own limits are for tokens
of a few kilobytes, so ours are set here, and its `zip` is not used: we inflate under our own limit.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from joserfc import jwe, jws
from joserfc.errors import BadSignatureError, ExceededSizeError

from desktop.domain.words import Say
from desktop.sync.keys import PrivateKey, PublicKey, Use, to_ec_key, to_private_ec_key
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import canonical_json, parse_object

SEALED_LIMIT = 8 << 20  # bytes of a sealed file
INFLATED_LIMIT = 4 << 20  # bytes inside it, once inflated
RECIPIENTS_LIMIT = 512  # keys; about 276 bytes each (sync.md)
ALGORITHMS = ("ECDH-ES+A256KW", "A256GCM")
PROTECTED = {"enc": "A256GCM", "cty": "JOSE"}
GZIP = 16 + zlib.MAX_WBITS  # zlib's word for "gzip header and trailer"

VerifierFor = Callable[[str], PublicKey | None]

_SEGMENT = re.compile(r"[A-Za-z0-9_-]*")


class _SealRegistry(jwe.JWERegistry):
    max_ciphertext_length = SEALED_LIMIT
    max_protected_header_length = 4096


class _SignRegistry(jws.JWSRegistry):
    max_payload_length = SEALED_LIMIT


# One key opens it: with `verify_all_recipients` a machine that holds one of five keys would fail.
_SEAL = _SealRegistry(
    algorithms=ALGORITHMS, verify_all_recipients=False, max_recipients=RECIPIENTS_LIMIT
)
_SIGN = _SignRegistry(algorithms=("ES256",))


@dataclass(frozen=True, slots=True)
class Inside:
    """What lay in an envelope, and the name of the key that signed it."""

    content: bytes
    signer_kid: str


def digest_of(data: bytes) -> str:
    """Return the SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def seal_bytes(
    content: bytes, typ: str, signer: PrivateKey, recipients: Sequence[PublicKey]
) -> bytes:
    """Return the sealed file. Each call gives other bytes: seal once, then send those.

    Raises ValueError for no recipient, one twice, more than the limit, or a key of another use.
    """
    if signer.public.use is not Use.SIGN:
        raise ValueError("a key is used for what it is not for")
    return encrypt(sign_compact(_deflate(content), typ, signer), recipients)


def encrypt(signed: bytes, recipients: Sequence[PublicKey]) -> bytes:
    """Return the JWE around what was signed; raises ValueError as `seal_bytes`."""
    by_kid = {key.kid: key for key in recipients}
    if not by_kid or len(by_kid) != len(recipients) or len(by_kid) > RECIPIENTS_LIMIT:
        raise ValueError(f"an envelope needs 1 to {RECIPIENTS_LIMIT} different recipients")
    if any(key.use is not Use.OPEN for key in recipients):
        raise ValueError("a key is used for what it is not for")
    sealing = jwe.GeneralJSONEncryption(dict(PROTECTED), signed)
    for kid in sorted(by_kid):
        header = {"alg": "ECDH-ES+A256KW", "kid": kid}
        sealing.add_recipient(header, to_ec_key(by_kid[kid]))
    sealed = canonical_json(jwe.encrypt_json(sealing, None, registry=_SEAL))
    if len(sealed) > SEALED_LIMIT:
        raise ValueError("the content is too large for one envelope")
    return sealed


def open_bytes(data: bytes, typ: str, my_key: PrivateKey, verifier_for: VerifierFor) -> Inside:
    """Return what lies inside, signature verified. Refuses with `BundleRefused`, whatever came."""
    if len(data) > SEALED_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("The file is too large."))
    signed = decrypt(data, my_key)
    kid, payload = verify_compact(signed, typ, verifier_for)
    return Inside(_inflate(payload), kid)


def decrypt(data: bytes, my_key: PrivateKey) -> bytes:
    """Return what was signed and then sealed to my key; refuses whatever else came."""
    return _decrypt(_for_me(data, my_key.public.kid), my_key)


def sealed_to(data: bytes) -> frozenset[str]:
    """Return the names of the keys a sealed file of ours can be opened with."""
    recipients = parse_object(data, RefusalKind.TORN).get("recipients")
    kids = [_kid_of(one) for one in recipients] if isinstance(recipients, list) else []
    return frozenset(kid for kid in kids if isinstance(kid, str))


def sign_compact(payload: bytes, typ: str, signer: PrivateKey) -> bytes:
    """Return a compact JWS over the payload, its header naming type and key."""
    header = {"alg": "ES256", "kid": signer.public.kid, "typ": typ}
    made = jws.serialize_compact(header, payload, to_private_ec_key(signer), registry=_SIGN)
    return made.encode("ascii")


def verify_compact(signed: bytes, typ: str, verifier_for: VerifierFor) -> tuple[str, bytes]:
    """Return the signer's key name and the payload of a compact JWS of that type."""
    kid = read_signer(signed, typ)
    key = verifier_for(kid)
    if key is None:
        raise BundleRefused(RefusalKind.FOREIGN, Say("It is signed by a machine not known here."))
    if key.kid != kid:
        _refuse_signature()
    try:
        payload: bytes = jws.deserialize_compact(signed, to_ec_key(key), registry=_SIGN).payload
    except ExceededSizeError:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("The file is too large.")) from None
    except BadSignatureError:
        _refuse_signature()
    except Exception:
        # The library meets a stranger's bytes: whatever it throws means the same.
        _refuse_torn()
    return kid, payload


def read_signer(signed: bytes, typ: str) -> str:
    """Return the key name a compact JWS claims, unverified. Refuses any header but ours."""
    parts = signed.split(b".")
    if len(parts) != 3:
        _refuse_torn()
    header = parse_object(decode_segment(parts[0]), RefusalKind.TORN)
    said = header.get("typ")
    if said != typ:
        family = typ.partition("+")[0]
        if isinstance(said, str) and said.partition("+")[0] == family:
            raise BundleRefused(RefusalKind.TOO_NEW, Say("It was written by a newer version."))
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It is a file of another kind."))
    kid = header.get("kid")
    if header != {"alg": "ES256", "kid": kid, "typ": typ} or not isinstance(kid, str):
        _refuse_signature()
    return kid


def decode_segment(segment: bytes | str) -> bytes:
    """Return the bytes of one base64url segment; refuses a second spelling of the same bytes."""
    text = segment.decode("latin-1") if isinstance(segment, bytes) else segment
    if not _SEGMENT.fullmatch(text) or len(text) % 4 == 1:
        _refuse_torn()
    decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode_segment(decoded) != text:
        _refuse_torn()
    return decoded


def _check_segment(text: str) -> None:
    """Refuse what is no base64url, or a second spelling, which only the last letter can be."""
    if not _SEGMENT.fullmatch(text) or len(text) % 4 == 1:
        _refuse_torn()
    decode_segment(text[len(text) - len(text) % 4 :])


def encode_segment(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _for_me(data: bytes, kid: str) -> dict[str, Any]:
    """Return the JWE with my recipient alone: foreign ones never reach the library."""
    whole = parse_object(data, RefusalKind.TORN)
    recipients = whole.pop("recipients", None)
    if set(whole) != {"protected", "iv", "ciphertext", "tag"} or not isinstance(recipients, list):
        _refuse_torn()
    if len(recipients) > RECIPIENTS_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It is sealed to too many machines."))
    for segment in whole.values():
        if not isinstance(segment, str):
            _refuse_torn()
        _check_segment(segment)
    protected = parse_object(decode_segment(whole["protected"]), RefusalKind.TORN)
    if protected != PROTECTED:
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It is sealed in a way not used here."))
    mine = [item for item in recipients if _kid_of(item) == kid]
    if not mine:
        raise BundleRefused(RefusalKind.NOT_FOR_US, Say("It is sealed to other machines."))
    if len(mine) > 1 or set(mine[0]) != {"header", "encrypted_key"}:
        _refuse_torn()
    return {**whole, "recipients": mine}


def _kid_of(recipient: object) -> object:
    header = recipient.get("header") if isinstance(recipient, dict) else None
    return header.get("kid") if isinstance(header, dict) else None


def _decrypt(sealed: dict[str, Any], my_key: PrivateKey) -> bytes:
    try:
        opened = jwe.decrypt_json(
            sealed,  # type: ignore[arg-type]
            to_private_ec_key(my_key),
            registry=_SEAL,
        )
    except Exception:
        # Wrong key, cut text, odd curve, unknown algorithm: to us they are all "damaged".
        _refuse_torn()
    if opened.plaintext is None:
        _refuse_torn()
    return opened.plaintext


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    return packer.compress(content) + packer.flush()


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(GZIP)
    try:
        content = unpacker.decompress(packed, INFLATED_LIMIT + 1)
    except zlib.error:
        _refuse_torn()
    if len(content) > INFLATED_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It holds too much."))
    if not unpacker.eof or unpacker.unused_data:
        _refuse_torn()
    return content


def _refuse_torn() -> NoReturn:
    raise BundleRefused(RefusalKind.TORN, Say("The file is damaged or was cut short.")) from None


def _refuse_signature() -> NoReturn:
    raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("The signature does not fit the signer."))
