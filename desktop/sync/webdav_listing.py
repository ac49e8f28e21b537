"""Reading what a WebDAV server answers to PROPFIND, piece by piece: it may be 24 MB for a day.

Only names, kinds and times are read. The answer comes from a server nobody trusts, so it may not
declare entities, and it may not be without end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

SIZE_LIMIT = 256 * 1024 * 1024  # bytes; a day of 90,000 files answers with 24 MB (sync.md, 5)

_RESPONSE, _HREF = "DAV: response", "DAV: href"
_FOLDER, _WRITTEN = "DAV: collection", "DAV: getlastmodified"


@dataclass(frozen=True, slots=True)
class Found:
    """One entry: its bare name; when it was written, if that was asked for and can be read."""

    name: str
    is_folder: bool
    written: datetime | None = None


class NotAListing(ValueError):
    """The answer is not what WebDAV answers."""


class Listing:
    """Collects the entries of the folder with this path; itself it leaves out."""

    def __init__(self, path: str) -> None:
        self._itself = path.rstrip("/")
        self._found: list[Found] = []
        self._size = 0
        self._text: list[str] | None = None
        self._href = self._written = ""
        self._is_folder = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, part: bytes) -> None:
        """Read on; raises `NotAListing`."""
        self._size += len(part)
        if self._size > SIZE_LIMIT:
            raise NotAListing("too long")
        self._parse(part)

    def finish(self) -> list[Found]:
        """Return the entries; raises `NotAListing` if the answer was cut short."""
        self._parse(b"", is_last=True)
        return self._found

    def _parse(self, part: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(part, is_last)
        except expat.ExpatError as trouble:
            raise NotAListing("not XML") from trouble

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == _RESPONSE:
            self._href, self._written, self._is_folder = "", "", False
        elif tag in (_HREF, _WRITTEN):
            self._text = []
        elif tag == _FOLDER:
            self._is_folder = True

    def _end(self, tag: str) -> None:
        if tag == _HREF:
            self._href = "".join(self._text or [])
        elif tag == _WRITTEN:
            self._written = "".join(self._text or [])
        elif tag == _RESPONSE:
            self._add()
        self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _add(self) -> None:
        # A server may answer with whole addresses or with paths, encoded in its own way.
        path = unquote(urlsplit(self._href.strip()).path).rstrip("/")
        name = path.rpartition("/")[2]
        if name and path != self._itself:
            self._found.append(Found(name, self._is_folder, _moment(self._written)))

    def _refuse(self, *_declared: object) -> None:
        raise NotAListing("a document type")


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
