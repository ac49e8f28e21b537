"""A machine whose program is killed while it prints: run as a child, it ends in the middle."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from desktop.services import print_queue
from desktop.wiring.printing import QtPrinter
from tests.packet.tongues import tongue
from tests.services.issuing import NOW
from tests.services.test_issue_least import fonts
from tests.stories.machines import Clock, reopened


class Dying(QtPrinter):
    """A printer during whose hand-over the power goes: before it is noted, or in mid-page."""

    def __init__(self, printer: QPrinter, *, sheet: int, ending: bool) -> None:
        super().__init__(printer, dpi=40)
        self._left = sheet
        self._ending = ending

    def page(self, number: int) -> None:
        super().page(number)
        self._left -= 1
        if not self._left and not self._ending:
            os.kill(os.getpid(), signal.SIGKILL)

    def end(self) -> None:
        super().end()
        if self._left <= 0 and self._ending:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    folder, out, sheet, ending = sys.argv[1:]
    app = QGuiApplication([])
    computer = reopened(Path(folder), Clock())
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(f"{out}/desk.pdf")
    print_queue.run(
        computer,
        Dying(printer, sheet=int(sheet), ending=ending == "end"),
        fonts(),
        tongue=tongue,
        now=lambda: NOW,
    )
