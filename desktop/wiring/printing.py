"""Preview, print, save as PDF: through the system's own print dialog."""

from __future__ import annotations

from pathlib import Path
from re import sub

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.terms import PrintHow
from desktop.domain.words import Say
from desktop.formats.pages import Raster, draw_page, draw_pages, page_count
from desktop.packet.blocks import Sheet
from desktop.packet.pdf import render
from desktop.store.print_jobs import PrintJob
from desktop.wiring.shell import Shell

PRINT_DPI = 300  # more makes a page of 100 MB and prints no better on an office printer
LETTER = QSizeF(612, 792)  # points


def page_images(pdf: bytes, *, dpi: int) -> list[QImage]:
    """Return the pages of a PDF as pictures on white."""
    return [as_image(one) for one in draw_pages(pdf, dpi=dpi)]


def as_image(page: Raster) -> QImage:
    """Return a page as Qt's picture."""
    form = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBX8888,
    }[page.channels]
    return QImage(page.data, page.width, page.height, page.stride, form).copy()


class QtPrinter:
    """The system's printer as the print queue uses it; may be used in a worker thread.

    A sheet is one document for the spooler. A printer that writes PDF files writes one a document,
    named by the referral's number, the sheet and its first page, so that a document begun again
    after a crash takes the place of the torn one.
    """

    how = PrintHow.PRINTER

    def __init__(self, printer: QPrinter, *, dpi: int = PRINT_DPI) -> None:
        self._printer = printer
        self._dpi = dpi
        self._gray = printer.colorMode() is QPrinter.ColorMode.GrayScale
        named = printer.outputFileName()
        self._file = Path(named) if named else None
        self._painter: QPainter | None = None
        self._pdf = b""
        self._name = ""
        printer.setResolution(dpi)
        printer.setFullPage(True)
        printer.setPageLayout(
            QPageLayout(
                QPageSize(LETTER, QPageSize.Unit.Point),
                QPageLayout.Orientation.Portrait,
                QMarginsF(),
            )
        )

    def begin(self, job: PrintJob, pdf: bytes, name: str) -> None:
        """Begin with a sheet of the queue."""
        self.begin_document(pdf, name)

    def begin_document(self, pdf: bytes, name: str) -> None:
        """Begin with a document."""
        self._pdf, self._name, self._painter = pdf, name, None
        self._printer.setDocName(name)

    def page(self, number: int) -> None:
        """Paint a page of it."""
        image = as_image(draw_page(self._pdf, number, dpi=self._dpi, gray=self._gray))
        if self._painter is None:
            self._painter = self._started(number)
        elif not self._printer.newPage():
            raise _no_answer()
        whole = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(0, 0, whole.width(), whole.height()), image)

    def end(self) -> None:
        """Hand the document to the spooler."""
        painter, self._painter = self._painter, None
        if painter is not None and not painter.end():
            raise _no_answer()
        if self._printer.printerState() is QPrinter.PrinterState.Error:
            raise _no_answer()

    def abort(self) -> None:
        """Forget the document."""
        if self._painter is not None:
            self._printer.abort()
            self._painter.end()
            self._painter = None

    def _started(self, first: int) -> QPainter:
        if self._file is not None:
            stem = sub(r"[^A-Za-z0-9-]+", "-", f"{self._file.stem} {self._name} {first}")
            self._printer.setOutputFileName(str(self._file.with_name(f"{stem}.pdf")))
        painter = QPainter()
        if not painter.begin(self._printer):
            raise _no_answer()
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        return painter


def _no_answer() -> Refused:
    return Refused(
        Say("The printer does not answer."),
        remedy=Say("Check the printer, then resume; or save the packet as PDF."),
    )


def save_or_print(shell: Shell, sheet: Sheet) -> None:
    """Print one sheet through the system's dialog, or save it where there is no printer."""
    print_pdf(shell, render(sheet, shell.tools.fonts), name="service")


def can_print() -> bool:
    """Return whether this computer has a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def print_pdf(shell: Shell, pdf: bytes, *, name: str) -> bool:
    """Print a page or two through the system's dialog; without a printer, save as PDF.

    Return whether that was done.
    """
    if not can_print():
        return save_pdf(shell, pdf, name=name)
    chosen = _ask_printer(shell, page_count(pdf))
    if chosen is None:
        return False
    _paint(*chosen, pdf, name)
    return True


def print_beside(shell: Shell, pdf: bytes, *, name: str) -> None:
    """Print as `print_pdf` does, in the worker: ten pages take seconds."""
    if not can_print():
        save_pdf(shell, pdf, name=name)
        return
    chosen = _ask_printer(shell, page_count(pdf))
    if chosen is not None:
        shell.tasks.run(
            lambda: _paint(*chosen, pdf, name), done=lambda _: None, failed=shell.failed
        )


def _ask_printer(shell: Shell, count: int) -> tuple[QtPrinter, range] | None:
    """Return the printer and the pages somebody chose, of so many; None for none."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, shell.window).exec() != QPrintDialog.DialogCode.Accepted:
        return None
    pages = range(1, count + 1)
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        pages = range(max(1, printer.fromPage()), min(count, printer.toPage()) + 1)
    return QtPrinter(printer), pages


def _paint(out: QtPrinter, pages: range, pdf: bytes, name: str) -> None:
    out.begin_document(pdf, name)
    try:
        for number in pages:
            out.page(number)
    except Refused:
        out.abort()
        raise
    out.end()


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
