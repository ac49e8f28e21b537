"""A PDF file made of named objects. The one place that knows ReportLab.

ReportLab's page layout knows nothing of tags and shapes only some names right; made to, it needs
six of its functions replaced. So only its lowest layer is used, which numbers and writes objects;
pages, fonts and structure are ours, and nothing of ReportLab's is changed.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc

PRODUCER = "Offramp"


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
        # The file's id comes from what is in it, never from the time or the environment.
        self._document.signature = hashlib.md5(usedforsecurity=False)

    def put(self, name: str, entries: Mapping[str, Value]) -> Ref:
        """Keep an object under a name that no other has."""
        self._keep(name, pdfdoc.PDFDictionary(_pdf_entries(entries)))
        return Ref(name)

    def put_stream(self, name: str, content: bytes, **entries: Value) -> Ref:
        """Keep a compressed stream of bytes."""
        packed = zlib.compress(content, 9)
        self._document.updateSignature(content)
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
    return pdfdoc.PDFDocument(invariant=True, pdfVersion=(1, 7), lang=language)


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
