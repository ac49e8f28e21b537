"""A PDF file made of named objects. The one place that knows ReportLab.

ReportLab's page layout knows nothing of tags and shapes only some names right; made to, it needs
six of its functions replaced. So only its lowest layer is used, which numbers and writes objects;
pages, fonts and structure are ours, and nothing of ReportLab's is changed. How objects are laid in
the file is ours, too: a tagged page has some sixty small ones, which are packed together.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc

PRODUCER = "Offramp"
_PACKED = 500  # objects in one stream: a reader unpacks it whole to get at one


class Name(str):
    """A word of the PDF language, e.g. `Name("Page")`; a plain `str` is a text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """Where another object stands, by the name it was put under."""

    name: str


Value = (
    bool | int | float | str | Name | Ref | Sequence["Value"] | Mapping[str, "Value"]
)  # what an object may hold


class PdfFile:
    """Collects objects by name, then writes them all. The same objects give the same bytes."""

    def __init__(self, *, title: str, language: str) -> None:
        self._document = _document(language)
        self._document.info = _Information(title)

    def put(self, name: str, entries: Mapping[str, Value]) -> Ref:
        """Keep an object under a name that no other has."""
        self._keep(name, pdfdoc.PDFDictionary(_pdf_entries(entries)))
        return Ref(name)

    def put_stream(self, name: str, content: bytes, **entries: Value) -> Ref:
        """Keep a compressed stream of bytes."""
        packed = zlib.compress(content, 9)
        details = _pdf_entries({**entries, "Filter": Name("FlateDecode")})
        self._keep(name, pdfdoc.PDFStream(pdfdoc.PDFDictionary(details), packed))
        return Ref(name)

    def put_metadata(self, xml: str) -> None:
        """Keep the XMP packet, unpacked, so that any program finds it."""
        details = _pdf_entries({"Type": Name("Metadata"), "Subtype": Name("XML")})
        body = pdfdoc.PDFStream(pdfdoc.PDFDictionary(details), xml.encode())
        self._keep("Metadata", body)
        self.tell_catalog("Metadata", Ref("Metadata"))

    def add_page(self, entries: Mapping[str, Value]) -> None:
        """Add the next page; its name is `page_name` of its number."""
        page = _Page()
        page.entries = _pdf_entries(entries)
        self._document.addPage(page)

    def tell_catalog(self, key: str, value: Value) -> None:
        """Set an entry of the catalog, where a reader of the file starts."""
        setattr(self._document.Catalog, key, _pdf(value))

    def to_bytes(self) -> bytes:
        """Return the file."""
        written: bytes = self._document.GetPDFData(None)
        return written

    def _keep(self, name: str, what: Any) -> None:
        if name in self._document.idToObject:
            raise ValueError(f"two objects named {name}")
        # An object of its own, written where it stands and not inside another.
        what.__RefOnly__ = 1
        self._document.Reference(what, name)


def page_name(page: int) -> str:
    """Return the name of a page, counted from 0."""
    return f"Page{page + 1}"


def _document(language: str) -> Any:
    # Any: the published types of this layer of ReportLab leave most of it out.
    return _Document(invariant=True, pdfVersion=(1, 7), lang=language)


class _Document(pdfdoc.PDFDocument):
    """ReportLab's objects in a file of packed ones (ISO 32000-1:2008, 7.5.7 and 7.5.8)."""

    def format(self) -> bytes:
        """Return the file: streams as they are, everything else in streams of objects."""
        this: Any = self  # the published types leave most of it out
        root = pdfdoc.format(this.Reference(this.Catalog), self)
        info = pdfdoc.format(this.Reference(this.info), self)
        file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        small: list[tuple[int, bytes]] = []
        number = 0
        while (number := number + 1) in self.numberToId:  # writing one may bring others in
            what = self.idToObject[self.numberToId[number]]
            body: bytes = pdfdoc.format(what, self, toplevel=1)
            if isinstance(what, pdfdoc.PDFStream):
                places[number] = (1, len(file), 0)
                file += b"%d 0 obj\n%b\nendobj\n" % (number, body.strip())
            else:
                small.append((number, body.strip()))
        for start in range(0, len(small), _PACKED):
            some = small[start : start + _PACKED]
            places |= {each: (2, number, at) for at, (each, _) in enumerate(some)}
            places[number] = (1, len(file), 0)
            file += _packed(number, some)
            number += 1
        places[number] = (1, len(file), 0)
        table = b"".join(
            bytes((kind,)) + where.to_bytes(4, "big") + last.to_bytes(2, "big")
            for _, (kind, where, last) in sorted(places.items())
        )
        # The file's id comes from what is in it, never from the time or the environment.
        digest = hashlib.md5(file, usedforsecurity=False).hexdigest().encode()
        entries = b"/Type /XRef /Size %d /W [1 4 2] /Root %b /Info %b /ID [<%b> <%b>]" % (
            number + 1, root, info, digest, digest,
        )  # fmt: skip
        end = len(file)
        file += _stream(number, entries, table)
        file += b"startxref\n%d\n%%%%EOF\n" % end
        return bytes(file)


def _packed(number: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Return one stream that holds these objects."""
    head, body = [], bytearray()
    for each, content in objects:
        head.append(b"%d %d" % (each, len(body)))
        body += content + b"\n"
    index = b" ".join(head) + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(index))
    return _stream(number, entries, index + bytes(body))


def _stream(number: int, entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"%d 0 obj\n<< %b /Filter /FlateDecode /Length %d >>" % (number, entries, len(packed))
    return b"%b\nstream\n%b\nendstream\nendobj\n" % (head, packed)


class _Information(pdfdoc.PDFInfo):
    """The old information dictionary; no dates, or the same sheet would give other bytes."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def format(self, document: Any) -> bytes:
        entries = {"Title": self.title, "Producer": PRODUCER, "Creator": PRODUCER}
        written: bytes = pdfdoc.PDFDictionary(_pdf_entries(entries)).format(document)
        return written


class _Page(pdfdoc.PDFObject):
    """A page with our entries alone; ReportLab's own would add fonts and drop tags."""

    __RefOnly__ = 1
    entries: dict[str, object]

    def format(self, document: Any) -> bytes:
        parent = document.Reference(document.Pages)
        details = {"Type": pdfdoc.PDFName("Page"), "Parent": parent, **self.entries}
        written: bytes = pdfdoc.PDFDictionary(details).format(document)
        return written


def _pdf_entries(entries: Mapping[str, Value]) -> dict[str, object]:
    return {key: _pdf(value) for key, value in entries.items()}


def _pdf(value: Value) -> object:
    """Return the value as ReportLab writes it."""
    match value:
        case Name():
            return pdfdoc.PDFName(str(value))
        case Ref():
            return pdfdoc.PDFObjectReference(value.name)
        case bool():
            return "true" if value else "false"
        case str():
            return pdfdoc.PDFString(value)
        case int() | float():
            return value
        case Mapping():
            return pdfdoc.PDFDictionary(_pdf_entries(value))
    return pdfdoc.PDFArray([_pdf(item) for item in value])
