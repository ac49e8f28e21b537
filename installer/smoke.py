"""`main.py --smoke`: every library of the build does its work once, then Offramp quits."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path


def smoke() -> int:
    """Return 0 when the libraries that ship can be loaded and work; any fault is raised."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="offramp-smoke-") as folder:
        keep_a_secret(Path(folder) / "smoke.db")
    pages = draw_a_page()
    count_pages(pages)
    seal_and_open()
    write_a_workbook()
    name_a_holiday()
    open_a_window()
    return 0


def keep_a_secret(path: Path) -> None:
    """Write into an encrypted database and read it back; its bytes do not show the words."""
    import sqlcipher3
    import sqlite_utils

    for _ in range(2):
        connection = sqlcipher3.connect(str(path))
        connection.execute("pragma key = \"x'" + "5a" * 32 + "'\"")
        connection.execute("create table if not exists kept (words text)")
        connection.execute("insert into kept values ('off the ramp')")
        connection.commit()
        connection.close()
    _must(b"off the ramp" not in path.read_bytes(), "the database is not encrypted")
    _must(sqlite_utils.Database(memory=True).table_names() == [], "sqlite-utils does not work")


def draw_a_page() -> bytes:
    """Return a PDF of one page."""
    import uharfbuzz
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.drawString(72, 720, "Offramp")
    canvas.save()
    _must(bool(uharfbuzz.version_string()), "uharfbuzz does not work")
    return file.getvalue()


def count_pages(pdf: bytes) -> None:
    """Read the page back and turn it into a picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    _must(len(document) == 1, "the PDF cannot be read back")
    page = document[0]
    bitmap = page.render(scale=0.2)
    _must(bitmap.width > 0, "the page cannot be shown")
    bitmap.close()
    page.close()
    document.close()


def seal_and_open() -> None:
    """Encrypt for a key and open it again."""
    import msgspec
    from joserfc import jwe
    from joserfc.jwk import ECKey

    key = ECKey.generate_key("P-256")
    text = msgspec.json.encode({"words": "off the ramp"})
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
    sealed = jwe.encrypt_compact(header, text, key)
    _must(jwe.decrypt_compact(sealed, key).plaintext == text, "what is sealed cannot be opened")


def write_a_workbook() -> None:
    """Write a workbook and read it back."""
    import openpyxl

    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Offramp"
    book.save(file)
    file.seek(0)
    read = openpyxl.load_workbook(file)
    _must(read.active["A1"].value == "Offramp", "a workbook cannot be read back")


def name_a_holiday() -> None:
    """Look up what comes as data files: holidays, time zones, bar codes, words of click."""
    from datetime import date
    from zoneinfo import ZoneInfo

    import click
    import holidays
    import segno

    _must(date(2026, 11, 26) in holidays.country_holidays("US", years=2026), "no holidays")
    _must(ZoneInfo("America/Denver").key == "America/Denver", "no time zones")
    _must(segno.make("Offramp").symbol_size()[0] > 0, "no bar codes")
    _must(bool(click.style("Offramp")), "no commands")


def open_a_window() -> None:
    """Show an empty window and close it."""
    from PySide6.QtPrintSupport import QPrinterInfo
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    window = QWidget()
    window.show()
    _must(window.grab().width() > 0, "a window cannot be shown")
    QPrinterInfo.availablePrinterNames()
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    _must(QSvgRenderer(drawing).isValid(), "a drawing cannot be read")
    window.close()
    application.quit()


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)
