"""Where a list comes from: a file, a folder, or one dropped here; and what was taken in before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Icon, Label, body, hint, strong
from desktop.ui.widgets.layout import clear, column, flowing, frame, holding, row
from desktop.ui.widgets.rows import Row
from desktop.viewmodels.directory_import import ImportView

PATTERN = "*.xlsx *.csv *.tsv *.txt *.json *.zip"


class ChooseCard(Card):
    """A file, a folder, a path typed or pasted, or something dropped on the page."""

    path_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Choose a list of services"))
        self._look = look
        self.file_button = Button(
            look, Say("Choose a file"), Kind.SECONDARY, icon="folder_open", keycap="Ctrl+O"
        )
        self.file_button.clicked.connect(lambda: self.choose(folder=False))
        self.folder_button = Button(look, Say("Choose a folder"), Kind.SECONDARY, icon="folder")
        self.folder_button.clicked.connect(lambda: self.choose(folder=True))
        self.path = TextField(
            look,
            Say("Or type where it is"),
            hint=Say("Enter opens it. You can also drop a file or folder on this page."),
            longest=4_000,
        )
        self.path.entered.connect(self._on_entered)
        known = body(
            look,
            Say(
                "SAMHSA's workbook or CSV of any year, California's list, HSDS as JSON, folder or"
                " zip, or a spreadsheet of your own. Nothing is kept before you have seen it."
            ),
        )
        panel = frame("panel")
        icon = Icon(look, "upload_file", "primary", 40)
        buttons = flowing(self.file_button, self.folder_button)
        words = column(known, buttons, gap=10)
        panel.setLayout(row(icon, (words, 1), gap=16, margins=(18, 16, 18, 16)))
        grow_down(panel)
        self.add_inset(panel, self.path, gap=14)

    def choose(self, *, folder: bool) -> None:
        """Ask for a file or folder with the system's own window."""
        dialog = QFileDialog(self.window())
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.Directory if folder else modes.ExistingFile)
        if not folder:
            lists = self._look.say(Say("Lists of services"))
            every = self._look.say(Say("All files"))
            dialog.setNameFilters([f"{lists} ({PATTERN})", f"{every} (*)"])
        dialog.fileSelected.connect(self.path_chosen)
        dialog.open()

    def _on_entered(self) -> None:
        typed = self.path.text().strip().strip('"')
        if typed:
            self.path_chosen.emit(typed)
        else:
            self.path.show_problem(Say("Type the place of a file or folder."))


class PastCard(Card):
    """What was taken in before; the last of it can be taken back."""

    take_back_requested = Signal()

    def __init__(self, look: Look) -> None:
        self.back_button = Button(
            look, Say("Take back the last"), Kind.QUIET, icon="undo", keycap="Ctrl+Z", small=True
        )
        super().__init__(look, Say("Taken in before"), control=self.back_button)
        self._look = look
        self.back_button.clicked.connect(self.take_back_requested)
        self._lines = column(gap=0)
        self.add(self._lines)

    def show_past(self, view: ImportView) -> None:
        """Show what was taken in, last first; hidden where that is nothing."""
        look = self._look
        self.setVisible(bool(view.past))
        self.back_button.setVisible(view.can_take_back)
        clear(self._lines)
        for at, one in enumerate(view.past):
            words = column(strong(look, one.title), hint(look, one.detail), gap=1)
            self._lines.addWidget(Row(look, words, last=at == len(view.past) - 1))


def told_lines(look: Look, view: ImportView) -> QWidget:
    """Return what was found of the list as a whole, a sentence a line."""
    return holding(column(*(Label(look, one, ink="ink_soft", wrap=True) for one in view.told)))
