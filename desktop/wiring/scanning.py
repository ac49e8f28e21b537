"""Scans somebody brought: read beside the window, then looked at like every bundle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.words import Plural, Say, Sayable
from desktop.formats.scans import FILE_LIMIT
from desktop.services import scans
from desktop.services.scans import SCAN_ENDINGS
from desktop.wiring.shell import Shell

FILES_AT_MOST = 20  # one referral form is three pages
PATTERNS = " ".join(f"*{one}" for one in SCAN_ENDINGS)


class Scanning:
    """Reads the sealed codes of scans and lets them wait in the Inbox."""

    def __init__(self, shell: Shell, *, show: Callable[[bool], object]) -> None:
        self._shell = shell
        self._show = show  # whether a scan is being read
        self._run = 0  # a reading that was stopped says nothing any more

    def take(self, paths: Sequence[str]) -> None:
        """Read these files; refuses, with the reason, whatever is no whole sealed code."""
        files = [read_scan_file(Path(path)) for path in paths[: FILES_AT_MOST + 1]]
        if len(files) > FILES_AT_MOST:
            raise Refused(
                Say("These are too many files at once."),
                remedy=Say("Choose the pages of one or a few referral forms."),
            )
        self._run += 1
        run = self._run
        self._show(True)
        self._shell.tasks.run(
            lambda: scans.read_codes(files),
            done=lambda codes: self._read(run, codes),
            failed=lambda trouble: self._failed(run, trouble),
        )

    def stop(self) -> None:
        """Forget what is being read; nothing of it is taken."""
        self._run += 1
        self._show(False)

    def _read(self, run: int, codes: tuple[bytes, ...]) -> None:
        if run == self._run and self._shell.frame is not None:  # locked meanwhile: scan it again
            self._show(False)
            self._shell.guard(self._take)(codes)

    def _take(self, codes: tuple[bytes, ...]) -> None:
        took = scans.take_codes(self._shell.workspace, codes, now=self._shell.now)
        new = len(took.bundles) - took.known
        words: Sayable = Say("This code came before. Nothing is taken twice.")
        if new:
            words = Plural("{n} sealed code was read.", "{n} sealed codes were read.", new)
        self._shell.window.toast(words)
        self._shell.refresh()

    def _failed(self, run: int, trouble: BaseException) -> None:
        if run == self._run and self._shell.frame is not None:
            self._show(False)
            self._shell.failed(trouble)


def is_scan(path: str) -> bool:
    """Return whether a file's name says that it is a scan or photo."""
    return path.casefold().endswith(SCAN_ENDINGS)


def read_scan_file(path: Path) -> bytes:
    """Return a scan's bytes; refuses by its size before anything is read."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Refused(
                Say("This scan is too large to be a page of paper."),
                remedy=Say("Scan one page at 200 to 300 dots an inch, then choose it again."),
            )
        return path.read_bytes()
    except OSError:
        raise Refused(
            Say("This file cannot be read."),
            remedy=Say("Check that the stick is plugged in, then choose the file again."),
        ) from None


def ask_files(shell: Shell, title: Say, pattern: str) -> list[str]:
    """Ask for files and return their paths, none when nothing was chosen."""
    paths, _ = QFileDialog.getOpenFileNames(shell.window, shell.look.say(title), "", pattern)
    return list(paths)
