"""Preview, print, save as PDF: through the system's own print dialog."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.packet.blocks import Sheet
from desktop.packet.pdf import render
from desktop.wiring.shell import Shell

PRINT_DPI = 300  # more makes a page of 100 MB and prints no better on an office printer
LETTER = QSizeF(612, 792)  # points


def page_images(pdf: bytes, *, dpi: int) -> list[QImage]:
    """Return the pages of a PDF as pictures on white."""
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(
                scale=dpi / 72, fill_color=(255, 255, 255, 255), rev_byteorder=True
            )
            data = bytes(bitmap.buffer)
            form = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}[
                bitmap.n_channels
            ]
            image = QImage(data, bitmap.width, bitmap.height, bitmap.stride, form).copy()
            pages.append(image)
    finally:
        document.close()
    return pages


def paint(pdf: bytes, printer: QPrinter) -> int:
    """Print a PDF's pages at 300 dpi; return how many."""
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(LETTER, QPageSize.Unit.Point),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    images = page_images(pdf, dpi=PRINT_DPI)
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(
            Say("The printer does not answer."),
            remedy=Say("Check the printer, or save the packet as PDF."),
        )
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number, image in enumerate(images):
            if number:
                printer.newPage()
            whole = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(QRectF(0, 0, whole.width(), whole.height()), image)
    finally:
        painter.end()
    return len(images)


def save_or_print(shell: Shell, sheet: Sheet) -> None:
    """Print one sheet through the system's dialog, or save it where there is no printer."""
    print_pdf(shell, render(sheet, shell.tools.fonts), name="service")


def can_print() -> bool:
    """Return whether this computer has a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def print_pdf(shell: Shell, pdf: bytes, *, name: str) -> bool:
    """Print through the system's dialog; without a printer, save as PDF. Return whether done."""
    if not can_print():
        return save_pdf(shell, pdf, name=name)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, shell.window)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint(pdf, printer)
    return True


def save_pdf(shell: Shell, pdf: bytes, *, name: str) -> bool:
    """Ask where, and write the PDF; return whether it was written."""
    path, _ = QFileDialog.getSaveFileName(
        shell.window, shell.look.say(Say("Save as PDF")), f"{name}.pdf", "PDF (*.pdf)"
    )
    if not path:
        return False
    # A name typed without its ending would be a file that nothing opens.
    write_file(Path(path if path.casefold().endswith(".pdf") else f"{path}.pdf"), pdf)
    return True


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole; refuses with what to do."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise Refused(
            Say("The file could not be written."),
            remedy=Say("Choose a folder you may write in, with room on its disk."),
        ) from None
