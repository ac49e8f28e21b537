"""The last steps of the first start: the recovery sheet, and the door to the work."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.domain.words import Say
from desktop.ui.first_start_steps import StepPart
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Label, body, hint
from desktop.ui.widgets.layout import Columns, column, flowing, row
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import checks
from desktop.ui.widgets.word_grid import WordGrid
from desktop.viewmodels.first_start import RecoverySheet, words_are_right
from desktop.viewmodels.marks import Mark, Tone

NOT_PRINTED = Mark(Say("Not printed yet"), Tone.WARNING, "print")
PRINTED = Mark(Say("Printed"), Tone.SUCCESS, "check")
SAVED = Mark(Say("Saved as PDF, print it"), Tone.WARNING, "print")


class RecoveryStep(StepPart):
    """Twelve hidden words to print and lock away; two of them are asked back from paper."""

    print_requested = Signal()
    save_requested = Signal()  # as PDF
    checked = Signal(bool)  # whether both words are right

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._sheet = RecoverySheet("", "", ())
        self.print_button = Button(
            look, Say("Print the sheet"), Kind.SECONDARY, icon="print", keycap="Ctrl+P"
        )
        self.save_button = Button(look, Say("Save as PDF"), Kind.SECONDARY, icon="file_download")
        self.show_button = Button(
            look, Say("Show, to write by hand"), Kind.QUIET, icon="visibility"
        )
        self.print_button.clicked.connect(self.print_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.show_button.clicked.connect(self._on_show)
        self.grid = WordGrid(look)
        self.pill = Pill(look, NOT_PRINTED)
        self.first = TextField(look, Say("First word"), longest=40)
        self.second = TextField(look, Say("Second word"), longest=40)
        for field in (self.first, self.second):
            field.edited.connect(self._on_typed)
        columns = Columns(
            column(self._make_sheet(), "*"),
            column(self._make_check(), "*"),
            weights=(6, 4),
            side_by_side_from=look.px(760),
        )
        self.rows.addWidget(columns)
        self.rows.addStretch(1)

    def _make_sheet(self) -> Card:
        look = self.look
        card = Card(look, Say("Recovery sheet"), control=self.pill)
        self._title = Label(look, "", weight=600, wrap=True)
        self._made = hint(look, "")
        card.add_inset(
            self._title,
            self._made,
            self.grid,
            hint(look, Say("Twelve words that open everything here. They stay hidden on screen.")),
            checks(
                look,
                [
                    ("check", "success_ink", Say("Lock it away, not with the computer")),
                    ("check", "success_ink", Say("Nobody asks for it by phone or mail")),
                    ("check", "success_ink", Say("Once used, make a new one")),
                ],
            ),
            flowing(self.print_button, self.save_button, self.show_button),
        )
        return card

    def _make_check(self) -> Card:
        look = self.look
        card = Card(look, Say("Check"))
        card.add_inset(
            body(look, Say("Type two words from the paper, not from the screen.")),
            row((self.first, 1), (self.second, 1), gap=12),
        )
        return card

    def show_sheet(self, sheet: RecoverySheet) -> None:
        """Show the sheet, its words hidden."""
        look = self.look
        self._sheet = sheet
        self._title.say(sheet.title)
        self._made.say(sheet.made)
        self.grid.show_words(sheet.words)
        for field, at in zip((self.first, self.second), sheet.asked, strict=True):
            name = look.say(Say("Word {n}", n=at))
            field.label.setText(name)
            field.entry.setAccessibleName(name)

    def show_printed(self) -> None:
        """Say that the sheet went to a printer."""
        self.pill.show_mark(PRINTED)

    def show_saved(self) -> None:
        """Say that the sheet is in a file, which is not yet paper."""
        self.pill.show_mark(SAVED)

    def focus_first(self) -> None:
        """Start at the button that prints."""
        self.print_button.setFocus()

    def hide_words(self) -> None:
        """Hide the words again."""
        self.grid.reveal(False)
        self.show_button.say(Say("Show, to write by hand"))

    def _on_show(self) -> None:
        if self.grid.is_revealed():
            self.hide_words()
        else:
            self.grid.reveal(True)
            self.show_button.say(Say("Hide the words"))

    def _on_typed(self) -> None:
        first, second = self.first.text(), self.second.text()
        right = words_are_right(self._sheet, first, second)
        typed = bool(first.strip() and second.strip())
        wrong = Say("Not yet the two words of the sheet.") if typed and not right else ""
        self.second.show_state(wrong, Tone.WARNING)
        self.checked.emit(right)


class ReadyStep(StepPart):
    """All is set up."""

    done_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.go_button = Button(look, Say("Open my work"), Kind.PRIMARY, icon="lock_open")
        self.go_button.clicked.connect(self.done_requested)
        card = Card(look)
        card.add(
            (
                EmptyState(
                    look,
                    "check_circle",
                    Say("Ready"),
                    Say("Everything is kept on this computer, encrypted. No network is needed."),
                    self.go_button,
                ),
                1,
            )
        )
        inner: QVBoxLayout = self.rows
        inner.addWidget(card, 1)

    def focus_first(self) -> None:
        """Start at the door."""
        self.go_button.setFocus()
