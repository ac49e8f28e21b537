"""The same sheets as other libraries print them: untagged Platypus, and HTML for WeasyPrint.

Run as a program, in an environment of its own, it prints HTML from standard input with WeasyPrint:
{"html": [...], "repeats": n, "fonts": folder} gives {"ms": CPU time of a round, "bytes", "pages"}.
It knows nothing of Offramp then.
"""

from __future__ import annotations

import json
import sys
import time
from html import escape
from io import BytesIO

WEIGHTS = {"Public": "PublicSans-Regular.ttf", "PublicBold": "PublicSans-Bold.ttf"}


def html_of(sheet) -> str:
    """Return a sheet as a page of HTML that looks about as ours does."""
    parts = [f"<h1>{escape(sheet.title)}</h1><p>{escape(sheet.audience)}</p>"]
    for block in sheet.blocks:
        match type(block).__name__:
            case "Heading":
                parts.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
            case "Paragraph":
                parts.append(f"<p>{escape(block.text)}</p>")
            case "Callout":
                parts.append(f"<p>{escape(block.label)}</p><h2>{escape(block.text)}</h2>")
                parts.append(f"<p>{escape(block.detail)}</p>")
            case "Facts":
                rows = "".join(f"<tr><th>{escape(a)}<td>{escape(b)}" for a, b in block.rows)
                parts.append(f"<table>{rows}</table>")
            case "Table":
                head = "".join(f"<th>{escape(one)}" for one in block.header)
                rows = "".join(
                    "<tr>" + "".join(f"<td>{escape(cell)}" for cell in row) for row in block.rows
                )
                parts.append(f"<table><thead><tr>{head}<tbody>{rows}</table>")
            case "Bullets" | "Numbered":
                items = "".join(f"<li>{escape(one)}" for one in block.items)
                parts.append(f"<ul>{items}</ul>")
            case "Checkboxes":
                parts.append("".join(f"<p>\u2610 {escape(text)}</p>" for text, _ in block.items))
            case "Note":
                inside = "".join(f"<p>{escape(text)}</p>" for text in block.texts)
                parts.append(f"<div class=note><b>{escape(block.title)}</b>{inside}</div>")
            case "Signatures":
                parts.append("".join(f"<p>____________ {escape(one)}</p>" for one in block.labels))
    foot = f"{sheet.footer.referral} {sheet.footer.versions} {sheet.footer.notice}"
    style = (
        "@page{size:letter;margin:50pt 60pt;@bottom-left{content:'"
        + foot.replace("'", "")
        + "';font-size:7.5pt}@bottom-right{content:counter(page) ' of ' counter(pages)}}"
        "body{font:10.5pt/15pt Public}h1{font-size:22pt}table{width:100%;border-collapse:collapse}"
        "th,td{text-align:left;vertical-align:top;border-bottom:.5pt solid #bbb;padding:3pt}"
        ".note{border:1pt solid #555;padding:10pt;font-size:8.5pt}"
    )
    return f"<html lang=en><title>{escape(sheet.title)}</title><style>{style}</style>" + "".join(
        parts
    )


def platypus(sheets, fonts) -> tuple[bytes, int]:
    """Return the sheets as one untagged PDF by Platypus, and its pages."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    for name, file in WEIGHTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(fonts / "public-sans" / file)))
    body = ParagraphStyle("body", fontName="Public", fontSize=10.5, leading=15)
    small = ParagraphStyle("small", parent=body, fontSize=8.5, leading=12)
    bold = ParagraphStyle("bold", parent=body, fontName="PublicBold")
    head = ParagraphStyle("head", parent=bold, fontSize=13.5, leading=17, spaceBefore=18)
    title = ParagraphStyle("title", parent=bold, fontSize=22, leading=26)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "#bbbbbb"), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def set_in(text, style=body):
        return Paragraph(escape(text).replace("\n", "<br/>"), style)

    def grid(rows, widths):
        total = sum(widths)
        return Table(rows, colWidths=[492 * one / total for one in widths], style=lines)

    story = []
    for sheet in sheets:
        story += [set_in(sheet.header, small), set_in(sheet.title, title), set_in(sheet.audience)]
        for block in sheet.blocks:
            match type(block).__name__:
                case "Heading":
                    story.append(set_in(block.text, head))
                case "Paragraph":
                    story.append(set_in(block.text))
                case "Callout":
                    story += [set_in(block.label, small), set_in(block.text, title)]
                    story.append(set_in(block.detail))
                case "Facts":
                    rows = [[set_in(a, bold), set_in(b)] for a, b in block.rows]
                    story.append(grid(rows, (30, 70)))
                case "Table":
                    rows = [[set_in(one, bold) for one in block.header]]
                    rows += [[set_in(cell) for cell in row] for row in block.rows]
                    story.append(grid(rows, block.widths or [1] * len(block.header)))
                case "Bullets" | "Numbered":
                    story += [set_in(f"\u2022 {one}") for one in block.items]
                case "Checkboxes":
                    story += [set_in(f"[ ] {text}") for text, _ in block.items]
                case "Note":
                    story.append(set_in(block.title, bold))
                    story += [set_in(text, small) for text in block.texts]
                case "Signatures":
                    story += [set_in(f"____________ {one}", small) for one in block.labels]
            story.append(Spacer(0, 8))
        story.append(PageBreak())

    def foot(canvas, doc):
        canvas.setFont("Public", 7.5)
        canvas.drawString(60, 40, f"{sheets[0].footer.referral} {sheets[0].footer.versions}"[:110])
        canvas.drawRightString(552, 40, f"Page {doc.page}")

    out = BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=letter, leftMargin=60, rightMargin=60, topMargin=50, bottomMargin=50
    )
    made.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), made.page


def weasyprint(asked) -> dict[str, float]:
    """Return what a round of WeasyPrint costs, the best of several."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    best, size, pages = float("inf"), 0, 0
    config = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:Public;font-weight:{weight};"
        f"src:url(file://{asked['fonts']}/public-sans/{file})}}"
        for weight, file in (
            ("normal", "PublicSans-Regular.ttf"),
            ("bold", "PublicSans-Bold.ttf"),
        )
    )
    css = CSS(string=faces, font_config=config)
    for _ in range(asked["repeats"]):
        began, size, pages = time.process_time(), 0, 0
        for html in asked["html"]:
            document = HTML(string=html).render(stylesheets=[css], font_config=config)
            size += len(document.write_pdf())
            pages += len(document.pages)
        best = min(best, time.process_time() - began)
    return {"ms": best * 1000, "bytes": size, "pages": pages}


if __name__ == "__main__":
    json.dump(weasyprint(json.load(sys.stdin)), sys.stdout)
