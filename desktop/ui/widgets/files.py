"""Choosing files and folders: a path to type or paste, and a button that opens Qt's dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.layout import row


class PathField(TextField):
    """A path; `path_chosen` comes when it was picked in the dialog or Enter was pressed."""

    path_chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        label: Sayable,
        *,
        folder: bool = False,
        pattern: str = "",
        hint: Sayable = "",
    ) -> None:
        self._folder = folder
        self._pattern = pattern
        super().__init__(look, label, hint=hint, longest=4_000)
        self.entered.connect(lambda: self.path_chosen.emit(self.text().strip()))

    def _entry_row(self) -> QWidget:
        words = Say("Choose a folder") if self._folder else Say("Choose a file")
        self.choose_button = Button(self._look, words, icon="folder_open")
        self.choose_button.clicked.connect(self._on_choose)
        holder = QWidget()
        holder.setLayout(row((self.entry, 1), self.choose_button, gap=8))
        return holder

    def _on_choose(self) -> None:
        dialog = QFileDialog(self.window())
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.Directory if self._folder else modes.ExistingFile)
        if self._pattern:
            dialog.setNameFilter(self._pattern)
        dialog.fileSelected.connect(self._on_picked)
        dialog.open()

    def _on_picked(self, path: str) -> None:
        self.show_text(path)
        self.path_chosen.emit(path)


def dropped_paths(event: QDropEvent) -> tuple[str, ...]:
    """Return the files of this machine that are dropped."""
    return tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
