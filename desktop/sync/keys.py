"""A device's two P-256 key pairs, their names, and the words people compare by voice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from desktop.domain.words import Say
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import Fields, canonical_json, parse_object

WORDS_IN_LIST = 2048  # 11 bits a word
WORDS_TO_COMPARE = 6  # 66 bits: beyond anybody who could make keys until the words agree
BITS_A_WORD = 11

# 32 bytes as base64url have exactly one spelling: the last character carries four bits only.
_COORDINATE = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


class Use(StrEnum):
    """What a key is for; a key never does both (NIST SP 800-57 part 1, 5.2)."""

    SIGN = "sig"
    OPEN = "enc"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key everybody may know."""

    use: Use
    x: str
    y: str

    @property
    def kid(self) -> str:
        """Return its name, the RFC 7638 thumbprint: 43 characters of base64url."""
        return to_ec_key(self).thumbprint()

    def jwk(self) -> dict[str, str]:
        """Return it as a JSON Web Key."""
        return {
            "crv": "P-256",
            "kid": self.kid,
            "kty": "EC",
            "use": self.use.value,
            "x": self.x,
            "y": self.y,
        }


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """Both halves. The secret one stays out of every repr, so out of every log."""

    public: PublicKey
    d: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The two key pairs of one device."""

    sign: PrivateKey
    open: PrivateKey

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of both public keys."""
        return fingerprint_of(self.sign.public, self.open.public)


def generate_device_keys() -> DeviceKeys:
    """Return new keys; the randomness is the crypto library's."""
    return DeviceKeys(generate_key(Use.SIGN), generate_key(Use.OPEN))


def generate_key(use: Use) -> PrivateKey:
    """Return a new P-256 key pair for one use."""
    made: dict[str, Any] = dict(ECKey.generate_key("P-256").as_dict(private=True))
    return PrivateKey(PublicKey(use, made["x"], made["y"]), made["d"])


@lru_cache(maxsize=4096)
def to_ec_key(key: PublicKey) -> ECKey:
    """Return the key as the library wants it. Refuses a point that is not on the curve."""
    return _import({"kty": "EC", "crv": "P-256", "x": key.x, "y": key.y, "use": key.use.value})


def to_private_ec_key(key: PrivateKey) -> ECKey:
    """Return both halves as the library wants them. Refuses halves of different keys."""
    public = key.public
    return _import(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": public.x,
            "y": public.y,
            "d": key.d,
            "use": public.use.value,
        }
    )


def _import(jwk: dict[str, str | list[str]]) -> ECKey:
    try:
        made = ECKey.import_key(jwk)
        _ = made.raw_value  # the library checks the numbers only when they are asked for
    except (JoseError, ValueError):
        not_one = Say("It holds a key that is not one.")
        raise BundleRefused(RefusalKind.BAD_CONTENT, not_one) from None
    return made


def export_public(key: PublicKey) -> bytes:
    """Return the public key as JWK JSON."""
    return canonical_json(key.jwk())


def export_private(key: PrivateKey) -> bytes:
    """Return both halves as JWK JSON. For the encrypted store and for recovery only."""
    return canonical_json({**key.public.jwk(), "d": key.d})


def import_public(data: bytes, use: Use) -> PublicKey:
    """Return the public key in JWK JSON. Refuses another use, curve or name, and a private key."""
    return read_public(parse_object(data, RefusalKind.BAD_CONTENT), use)


def import_private(data: bytes, use: Use) -> PrivateKey:
    """Return the key pair in JWK JSON, checked that its halves belong together."""
    jwk = parse_object(data, RefusalKind.BAD_CONTENT)
    secret = Fields({"d": jwk.pop("d", None)}).text("d", _COORDINATE)
    key = PrivateKey(read_public(jwk, use), secret)
    to_private_ec_key(key)
    return key


def read_public(jwk: dict[str, Any], use: Use) -> PublicKey:
    """Return the public key of a parsed JWK with exactly the fields that `PublicKey.jwk` writes."""
    fields = Fields(jwk)
    key = PublicKey(use, fields.text("x", _COORDINATE), fields.text("y", _COORDINATE))
    said = tuple(fields.text(name) for name in ("kty", "crv", "use", "kid"))
    fields.done()
    to_ec_key(key)
    if said != ("EC", "P-256", use.value, key.kid):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It holds a key of another kind."))
    return key


def fingerprint_of(*keys: PublicKey) -> str:
    """Return the SHA-256 over the keys' names in the given order, as 64 hex digits."""
    return hashlib.sha256("\n".join(key.kid for key in keys).encode("ascii")).hexdigest()


def read_words(text: str) -> tuple[str, ...]:
    """Return the word list of resources/words. Raises ValueError unless it is 2048 words."""
    words = tuple(text.split())
    if len(words) != WORDS_IN_LIST or len(set(words)) != WORDS_IN_LIST:
        raise ValueError("the word list must hold 2048 different words")
    return words


def words_of(fingerprint: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return six words for a fingerprint of 64 hex digits: its first 66 bits, 11 a word."""
    bits = len(fingerprint) * 4
    number = int(fingerprint, 16) >> (bits - WORDS_TO_COMPARE * BITS_A_WORD)
    places = [number >> (BITS_A_WORD * i) & (WORDS_IN_LIST - 1) for i in range(WORDS_TO_COMPARE)]
    return tuple(words[place] for place in reversed(places))
