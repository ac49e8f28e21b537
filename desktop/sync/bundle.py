"""Bundles: changes of one device for one audience, sealed to that audience's keys alone.

A change is an opaque line here; `desktop/wire.py` writes and reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.words import Say
from desktop.sync.envelope import INFLATED_LIMIT, VerifierFor, digest_of, open_bytes, seal_bytes
from desktop.sync.keys import PrivateKey, PublicKey
from desktop.sync.manifest import COUNT_LIMIT, Manifest, check_lines, read_manifest
from desktop.sync.names import bundle_name
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import find_hazard, may_be_deep, may_hold_a_big_number

BUNDLE_TYPE = "offramp-bundle+1"
LINE_LIMIT = 1 << 20  # bytes of one change; a narrative of 300 pages


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle ready to lie on a carrier. Keep these bytes: sealing again gives others."""

    name: str  # file name without folders
    data: bytes
    digest: str  # SHA-256 of `data`: what a receipt names
    content: str  # SHA-256 of what is inside: the next bundle's `previous`


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle whose seal, signature and contents hold."""

    manifest: Manifest
    lines: tuple[bytes, ...]
    digest: str
    content: str
    signer_kid: str


def seal(
    manifest: Manifest, lines: Sequence[bytes], signer: PrivateKey, recipients: Sequence[PublicKey]
) -> Sealed:
    """Return the sealed bundle.

    Raises ValueError where it could not be opened again: a line that is empty, too long or
    broken in two, a manifest of other lines, no recipient or too many. Such a call is a bug.
    """
    content = b"".join(line + b"\n" for line in (manifest.to_line(), *lines))
    try:
        if _read_content(content) != (manifest, tuple(lines)):
            raise ValueError("a line must not hold a line break")
    except BundleRefused as refused:
        raise ValueError(str(refused)) from refused
    data = seal_bytes(content, BUNDLE_TYPE, signer, recipients)
    name = bundle_name(manifest.device, manifest.sequence, data)
    return Sealed(name, data, digest_of(data), digest_of(content))


def open_sealed(
    data: bytes, my_key: PrivateKey, verifier_for: VerifierFor, *, program: str | None = None
) -> Opened:
    """Return the bundle in a sealed file; raises `BundleRefused`, and nothing else, on any bytes.

    `verifier_for` gives the public key of a key name, None for a stranger's. With `program` a
    bundle of another program is refused. Not checked here, since the roster knows it: whether
    the signer is the manifest's device, and what it may write.
    """
    inside = open_bytes(data, BUNDLE_TYPE, my_key, verifier_for)
    manifest, lines = _read_content(inside.content)
    if program is not None and manifest.program != program:
        raise BundleRefused(RefusalKind.WRONG_PROGRAM, Say("It belongs to another program."))
    return Opened(manifest, lines, digest_of(data), digest_of(inside.content), inside.signer_kid)


def _read_content(content: bytes) -> tuple[Manifest, tuple[bytes, ...]]:
    if not content.endswith(b"\n"):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its last line is cut short."))
    # Counted before they are split: four million empty lines would fill the memory.
    if content.count(b"\n") > COUNT_LIMIT + 1 or len(content) > INFLATED_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It holds too much."))
    first, *rest = content[:-1].split(b"\n")
    manifest = read_manifest(first)
    lines = tuple(rest)
    check_lines(manifest, lines)
    big = may_hold_a_big_number(content)  # asked of all lines at once: nearly always no
    for line in lines:
        _check_line(line, hazardous=big or may_be_deep(line))
    return manifest, lines


def _check_line(line: bytes, *, hazardous: bool) -> None:
    if not line:
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It holds an empty line."))
    if len(line) > LINE_LIMIT:
        raise BundleRefused(RefusalKind.TOO_LARGE, Say("It holds an entry that is too large."))
    hazard = find_hazard(line) if hazardous else None
    if hazard is not None:
        raise BundleRefused(RefusalKind.BAD_CONTENT, hazard)
