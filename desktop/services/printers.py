"""What the print queue prints on: a printer takes pages one by one; a folder takes PDF files."""

from __future__ import annotations

from pathlib import Path
from re import sub
from typing import Protocol

from desktop.domain.terms import PrintHow
from desktop.store.database import storage_errors
from desktop.store.print_jobs import PrintJob
from desktop.store.replacing import replace_file


class Printer(Protocol):
    """Takes a sheet's pages one after another; nothing is out before `end`."""

    @property
    def how(self) -> PrintHow:
        """Return how the log calls it."""
        ...

    def begin(self, job: PrintJob, pdf: bytes, name: str) -> None:
        """Begin with a sheet; `name` is for the spooler and holds nobody's name."""
        ...

    def page(self, number: int) -> None:
        """Take a page of it, counted from 1."""
        ...

    def end(self) -> None:
        """Hand the pages over; refuses with what to do when the printer does not take them."""
        ...

    def abort(self) -> None:
        """Forget what was begun; nothing comes out."""
        ...


class FilePrinter:
    """Saves each sheet as a PDF file of its own, tagged, where there is no printer."""

    how = PrintHow.FILE

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: tuple[Path, bytes] | None = None

    def begin(self, job: PrintJob, pdf: bytes, name: str) -> None:
        """Begin with a sheet; a further copy is a file of its own."""
        safe = sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")[:80]  # a number may hold anything
        copy = f"-{job.copy}" if job.copy > 1 else ""
        self._open = (self._folder / f"{safe}-{job.language}{copy}.pdf", pdf)

    def page(self, number: int) -> None:
        """Take a page; a file holds all of them."""

    def end(self) -> None:
        """Write the file whole."""
        if self._open is not None:
            with storage_errors():
                self._folder.mkdir(parents=True, exist_ok=True)
                replace_file(*self._open)
        self._open = None

    def abort(self) -> None:
        """Write nothing."""
        self._open = None
