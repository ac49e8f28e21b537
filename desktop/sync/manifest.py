"""The first line of a bundle: whose it is, where it stands in its stream, what it should hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.words import Say
from desktop.sync.names import SEQUENCE_LIMIT, is_device_id, is_stream
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import Fields, canonical_json, parse_object, whole_seconds, wrong_field

BUNDLE_FORMAT = 1
COUNT_LIMIT = 20_000  # changes in a bundle; 150 KB of our shortest ones are about 1,000
SKEW_LIMIT = 10 * 366 * 86_400  # seconds; a clock fallen back to 1970 is told as "unknown"

ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{1,64}")
DIGEST_PATTERN = re.compile(r"[0-9a-f]{64}")
_DIGEST_OR_NONE = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Versions:
    """What the sender worked with."""

    program: str
    directory: str
    texts: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself; signed with it."""

    program: str
    device: str
    writer: str
    stream: str
    sequence: int  # in this stream, from 1
    previous: str  # content digest of the stream's bundle before, "" for the first
    count: int
    first: str  # SHA-256 of the first line, "" when there is none
    last: str
    versions: Versions
    device_clock: datetime  # for people; never decides anything
    skew_seconds: int | None  # last known error of that clock, None when never compared
    highest: int  # highest change number this stream has carried
    void: bool = False  # stands in for a bundle that release no longer allows
    format: int = BUNDLE_FORMAT

    def to_line(self) -> bytes:
        """Return it as one canonical line."""
        versions = self.versions
        return canonical_json(
            {
                "format": self.format,
                "program": self.program,
                "device": self.device,
                "writer": self.writer,
                "stream": self.stream,
                "sequence": self.sequence,
                "previous": self.previous,
                "count": self.count,
                "first": self.first,
                "last": self.last,
                "versions": {
                    "program": versions.program,
                    "directory": versions.directory,
                    "texts": versions.texts,
                },
                "device_clock": whole_seconds(self.device_clock),
                "skew_seconds": self.skew_seconds,
                "highest": self.highest,
                "void": self.void,
            }
        )


def manifest_for(
    lines: Sequence[bytes],
    *,
    program: str,
    device: str,
    writer: str,
    stream: str,
    sequence: int,
    previous: str,
    versions: Versions,
    device_clock: datetime,
    skew_seconds: int | None,
    highest: int,
) -> Manifest:
    """Return the manifest of a bundle with these lines; without any it is a void one."""
    return Manifest(
        program=program,
        device=device,
        writer=writer,
        stream=stream,
        sequence=sequence,
        previous=previous,
        count=len(lines),
        first=_line_digest(lines[:1]),
        last=_line_digest(lines[-1:]),
        versions=versions,
        device_clock=device_clock,
        skew_seconds=skew_seconds,
        highest=highest,
        void=not lines,
    )


def read_manifest(line: bytes) -> Manifest:
    """Return the manifest in a bundle's first line, every field checked."""
    fields = Fields(parse_object(line, RefusalKind.BAD_CONTENT), limit=256)
    if fields.whole("format", low=1) > BUNDLE_FORMAT:
        raise BundleRefused(RefusalKind.TOO_NEW, Say("It was written by a newer version."))
    manifest = Manifest(
        program=fields.text("program", ID_PATTERN),
        device=fields.text("device"),
        writer=fields.text("writer", ID_PATTERN),
        stream=fields.text("stream"),
        sequence=fields.whole("sequence", low=1, high=SEQUENCE_LIMIT),
        previous=fields.text("previous", _DIGEST_OR_NONE),
        count=fields.whole("count", high=COUNT_LIMIT),
        first=fields.text("first", _DIGEST_OR_NONE),
        last=fields.text("last", _DIGEST_OR_NONE),
        versions=_read_versions(Fields(fields.object("versions"), limit=256)),
        device_clock=fields.moment("device_clock"),
        skew_seconds=fields.whole_or_none("skew_seconds", low=-SKEW_LIMIT, high=SKEW_LIMIT),
        highest=fields.whole("highest"),
        void=fields.flag("void"),
    )
    fields.done()
    if not is_device_id(manifest.device):
        raise wrong_field("device")
    if not is_stream(manifest.stream):
        raise wrong_field("stream")
    if (manifest.sequence == 1) != (manifest.previous == ""):
        raise wrong_field("previous")
    return manifest


def _read_versions(fields: Fields) -> Versions:
    versions = Versions(fields.text("program"), fields.text("directory"), fields.text("texts"))
    fields.done()
    return versions


def check_lines(manifest: Manifest, lines: Sequence[bytes]) -> None:
    """Refuse lines that are not those the manifest counts."""
    told = (manifest.count, manifest.first, manifest.last, manifest.void)
    if told != (len(lines), _line_digest(lines[:1]), _line_digest(lines[-1:]), not lines):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its list of contents is wrong."))


def _line_digest(one: Sequence[bytes]) -> str:
    return hashlib.sha256(one[0]).hexdigest() if one else ""
