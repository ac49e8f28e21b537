"""A sheet as a PDF: US Letter, tagged (PDF/UA-1), fonts inside, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from desktop.packet.blocks import Shape, Sheet
from desktop.packet.column import Column
from desktop.packet.fonts import FontLibrary
from desktop.packet.foot import Foot
from desktop.packet.layout import lay_out
from desktop.packet.letters import clean
from desktop.packet.look import CUT, PAGES, TINT, Look, Page
from desktop.packet.paper import HEIGHT, Paper
from desktop.packet.pdf_file import PRODUCER, Name, PdfFile
from desktop.packet.strips import Bar, Modules, Placed, Words, on_pages
from desktop.packet.structure import Node, write_structure

# Tried in turn until the sheet fits on one page. The smallest sets a card's large text in 11
# points, and a table's cell of a rules card in 6.6.
_SCALES = {
    Shape.PAGE: (1.0,),
    Shape.FORM: (0.82,),
    Shape.CARD: (1.0, 0.92, 0.85),
    Shape.ONE_PAGE: (1.0, 0.92, 0.85, 0.8, 0.75, 0.7),
}
_ABOVE_FOOT = 14.0  # points between text and foot


def render(sheet: Sheet, fonts: FontLibrary) -> bytes:
    """Return the sheet as one PDF file."""
    return render_many([sheet], fonts, title=sheet.title)


def render_many(sheets: Sequence[Sheet], fonts: FontLibrary, *, title: str) -> bytes:
    """Return the sheets in one PDF file, each on pages of its own with numbers of its own.

    `title` names the file's window and must not hold a participant's name.
    """
    language = sheets[0].language if sheets else "en"
    title = clean(title)
    with fonts.lock:
        try:
            file = PdfFile(title=title, language=language)
            paper = Paper(file, fonts)
            root = Node("Document")
            for sheet in sheets:
                _draw_sheet(sheet, paper, fonts, root)
            paper.finish()
        finally:
            fonts.forget()
    root.prune()
    write_structure(file, root, paper.marks)
    file.put_metadata(_metadata(title, language))
    file.tell_catalog("ViewerPreferences", {"DisplayDocTitle": True})
    return file.to_bytes()


def count_pages(sheet: Sheet, fonts: FontLibrary) -> int:
    """Return how many pages a sheet has on paper."""
    with fonts.lock:
        try:
            pages, _ = _set(sheet, fonts, Foot(sheet, Column(fonts, Look(), _page(sheet).width)))
        finally:
            fonts.forget()
    return len(pages)


def _page(sheet: Sheet) -> Page:
    return PAGES[sheet.shape]


def _set(sheet: Sheet, fonts: FontLibrary, foot: Foot) -> tuple[list[list[Placed]], Node]:
    """Return what stands on each page, and what it means."""
    page = _page(sheet)
    height = page.bottom - foot.height - _ABOVE_FOOT - page.top
    attempts = []
    for scale in _SCALES[sheet.shape]:
        section = Node("Sect", language=sheet.language)
        strips = lay_out(sheet, Column(fonts, Look(scale), page.width), section)
        attempts.append((on_pages(strips, height), section))
        if len(attempts[-1][0]) == 1:
            return attempts[-1]
    # What never fits is set in full size on two.
    return attempts[0]


def _draw_sheet(sheet: Sheet, paper: Paper, fonts: FontLibrary, root: Node) -> None:
    page = _page(sheet)
    foot = Foot(sheet, Column(fonts, Look(), page.width))
    pages, section = _set(sheet, fonts, foot)
    root.adopt(section)
    for number, placed in enumerate(pages, 1):
        paper.new_page()
        _draw_ground(placed, paper, page)
        _draw_words(placed, paper, page)
        foot.draw(paper, page, number, len(pages))
        if number > 1:
            _draw_running_head(sheet, paper, Column(fonts, Look(), page.width), page)
        if page.cut:
            with paper.ornament():
                paper.dashes(CUT)


def _draw_ground(placed: Sequence[Placed], paper: Paper, page: Page) -> None:
    """Draw boxes, bars and rules, below the text."""
    with paper.ornament():
        for box, group in groupby(placed, lambda each: each.strip.box):
            strips = list(group)
            if box:
                top = strips[0].top
                height = strips[-1].top + strips[-1].strip.height - top
                place = (page.left, page.top + top, page.width, height)
                paper.fill(*place, ink=TINT)
                paper.frame(*place, ink=0.3)
        for each in placed:
            for ink in each.strip.inks:
                if isinstance(ink, Bar):
                    x, y = page.left + ink.x, page.top + each.top + ink.y
                    paper.fill(x, y, ink.width, ink.height, ink.ink)


def _draw_words(placed: Sequence[Placed], paper: Paper, page: Page) -> None:
    """Draw texts and codes, each marked with what it is; lines of one node are one mark."""
    drawn = [
        (each, ink)
        for each in placed
        for ink in each.strip.inks
        if isinstance(ink, Words | Modules)
    ]
    for (again, _), group in groupby(drawn, lambda pair: (pair[0].again, id(pair[1].node))):
        pairs = list(group)
        node = pairs[0][1].node
        with paper.ornament("Header") if again else paper.meaning(node):
            for each, ink in pairs:
                x, top = page.left + ink.x, page.top + each.top
                if isinstance(ink, Words):
                    paper.text(ink.line, x, top + ink.baseline)
                else:
                    paper.modules(ink.matrix, x, top + ink.y, ink.side)
                    node.attributes = {
                        "O": Name("Layout"),
                        "Placement": Name("Block"),
                        "BBox": (x, HEIGHT - top - ink.side, x + ink.side, HEIGHT - top),
                    }


def _draw_running_head(sheet: Sheet, paper: Paper, column: Column, page: Page) -> None:
    """Draw the sheet's title above the text, and the mark of a copy."""
    style = column.look.foot
    with paper.ornament("Header"):
        for text, right in ((sheet.title, False), (sheet.footer.copy, True)):
            for line in column.lines(text, style, page.width * 0.7)[:1]:
                x = page.left + (page.width - line.width if right else 0)
                paper.text(line, x, page.top - 16)


def _metadata(title: str, language: str) -> str:
    """Return what the file says about itself (XMP); no dates, or the bytes would change."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
