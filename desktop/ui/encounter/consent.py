"""Consent: a script to read aloud, one question at a time, and how the yes was given."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.terms import ConsentHow, ConsentState
from desktop.domain.words import Listing, Say
from desktop.ui.encounter.options import OptionButton, even
from desktop.ui.encounter.signature import SignaturePad
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Icon, Label, hint, overline
from desktop.ui.widgets.layout import Scroll, clear, column, flowing, holding, row
from desktop.ui.widgets.notes import Note, announce
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import SelectableRow
from desktop.viewmodels.consents import ConsentLine, ConsentView, languages
from desktop.viewmodels.marks import Choice, Tone

_STATES = {
    "Y": ConsentState.GRANTED,
    "N": ConsentState.REFUSED,
    "L": ConsentState.ASK_LATER,
}
_HOWS = (
    Choice(ConsentHow.SIGNED.value, Say("Signed here")),
    Choice(ConsentHow.PAPER.value, Say("On paper")),
    Choice(ConsentHow.VERBAL.value, Say("Spoken")),
)


class ConsentStep(QWidget):
    """Never preselected; a question not asked is an open circle."""

    given = Signal(object)  # Consent, without its times
    signed = Signal(object)  # bytes, PNG; empty when cleared

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._view: ConsentView | None = None
        self._id = ""
        self._language = ""
        self._open = ""
        self._how: ConsentHow | None = None
        self._said = ""  # languages the switch was made for
        self._answers: dict[str, OptionButton] = {}
        self._asked = ""
        self._frame = QFrame()
        self._switch_place = column()
        self.switch: Segmented | None = None
        switch = holding(self._switch_place)
        self.card = Card(look, Say("Consent"), control=switch)
        self.script = Note(look, Tone.INFO, " ", title=Say("Read aloud"), icon="comment")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._outcome = Note(look, Tone.NEUTRAL, "")
        self._outcome.hide()
        grow_down(self.script)
        grow_down(self._outcome)
        self.how = Segmented(look, Say("How it was given"), _HOWS)
        self.how.chosen.connect(self._on_how_chosen)
        self.pad = SignaturePad(look)
        self.pad.signed.connect(self._on_signed)
        self.clear_button = Button(look, Say("Clear"), Kind.QUIET, icon="close", small=True)
        self.clear_button.clicked.connect(self.pad.clear)
        self.witness = TextField(look, Say("Witness: who heard it?"))
        self.witness.edited.connect(self._on_witness_edited)
        self.given_words = hint(look, "")
        self.missing = Label(look, "", "sm", ink="warning_ink", weight=600, wrap=True)
        how_words = Label(look, Say("How it was given"), weight=600, wrap=True)
        self._way = holding(
            column(
                flowing(how_words, self.how, gap=12),
                self.pad,
                self.witness,
                self.missing,
                row((self.given_words, 1), self.clear_button, gap=8),
                gap=8,
            )
        )
        self.card.add(
            column(self.script, margins=(INSET, 0, INSET, 8)),
            self._lines,
            column(self._outcome, self._way, gap=8, margins=(INSET, 12, INSET, 8)),
        )
        self._scroll = Scroll(column(self.card, "*"))
        self.setLayout(column((self._scroll, 1)))

    def show_consent(self, view: ConsentView, id_: str) -> None:
        """Show the questions of this encounter; tells nobody."""
        if id_ != self._id:
            self._id, self._open, self._language, self._how = id_, "", "", None
        if view == self._view:
            return
        self._view = view
        self._language = self._language or view.language
        self._how = view.how or self._how
        self._show_switch(view)
        self._show()

    def press(self, key: str) -> bool:
        """Answer the question shown with its key; return whether the key means anything."""
        button = self._answers.get(key)
        if button is None:
            return False
        button.click()
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the first answer, or on how it was given."""
        if "Y" in self._answers:
            self._answers["Y"].setFocus()
        else:
            self.how.buttons()[0].setFocus()

    def open_question(self, key: str) -> None:
        """Go to one question."""
        self._open = key
        self._show()
        self.focus_first()

    def _show_switch(self, view: ConsentView) -> None:
        said = languages(view)
        if self.switch is None or repr(said) != self._said:
            clear(self._switch_place)
            choices = [Choice(code, name) for code, name in said]
            self.switch = Segmented(self.look, Say("Language of the script"), choices)
            self.switch.chosen.connect(self._on_language_chosen)
            self._switch_place.addWidget(self.switch)
            self._said = repr(said)
        self.switch.choose(self._language)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        had_focus = any(button.hasFocus() for button in self._answers.values())
        self.script.show_note(
            Tone.INFO,
            f"“{view.script_in(self._language)}”",
            title=Say("Read aloud"),
            icon="comment",
        )
        clear(self._lines)
        self._answers = {}
        asked = view.line(self._open) if self._open else None
        key = asked.key if asked else view.current
        for place, line in enumerate(view.lines):
            made = self._question(line, place, view) if line.key == key else self._line(line)
            self._lines.addWidget(made)
        if key != self._asked:
            self._asked = key
            QTimer.singleShot(0, self, self._scroll_to_work)
            if key and (line_now := view.line(key)):
                announce(self, line_now.question_in(self._language))
        self._show_way(view)
        if had_focus:
            self.focus_first()

    def _scroll_to_work(self) -> None:
        """Bring the question into sight; the first one stays below the script."""
        view = self._view
        if view is None or all(one.state is None for one in view.lines):
            return
        self._scroll.ensureWidgetVisible(self._frame if self._asked else self._way, 0, 12)

    def _show_way(self, view: ConsentView) -> None:
        yes = any(one.state is ConsentState.GRANTED for one in view.lines)
        self._way.setVisible(yes)
        self._outcome.setVisible(view.all_no)
        self._outcome.show_note(
            Tone.NEUTRAL,
            Say("Nothing leaves this computer. Print the contact card (no name needed)."),
        )
        how = self._how
        self.how.choose(how.value if how else "")
        self.pad.setVisible(how is ConsentHow.SIGNED)
        self.pad.show_signature(view.signature)
        self.clear_button.setVisible(how is ConsentHow.SIGNED and self.pad.is_signed())
        self.witness.setVisible(how is ConsentHow.VERBAL)
        if not self.witness.entry.hasFocus():
            self.witness.show_text(view.witness or self.witness.text())
        self.given_words.say(view.given)
        self.missing.say(view.missing)
        self.missing.setVisible(bool(view.missing))

    def _line(self, line: ConsentLine) -> QWidget:
        look = self.look
        icon = "radio_button_unchecked" if line.state is None else "check_circle"
        if line.state not in (None, ConsentState.GRANTED):
            icon = line.mark.icon
        ink = "primary" if line.state is ConsentState.GRANTED else "ink_muted"
        words = column(Label(look, line.name, weight=600, wrap=True), hint(look, line.what), gap=2)
        inside = row(Icon(look, icon, ink, 22), (words, 1), Pill(look, line.mark), gap=12)
        spoken = Listing((line.name, line.what, line.mark.words))
        made = SelectableRow(look, line.key, inside, spoken)
        made.chosen.connect(self.open_question)
        return made

    def _question(self, line: ConsentLine, place: int, view: ConsentView) -> QWidget:
        look = self.look
        frame = self._frame = QFrame()
        frame.setObjectName("ask")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = {"Y": Say("Yes"), "N": Say("No"), "L": Say("Ask later")}
        self._answers = {
            key: OptionButton(look, said, key, given=line.state is _STATES[key])
            for key, said in words.items()
        }
        for key, button in self._answers.items():
            button.clicked.connect(lambda _=False, key=key: self._on_answered(line, key))
        number = Say("Question {n} of {all}", n=place + 1, all=len(view.lines))
        frame.setLayout(
            column(
                overline(look, number),
                Label(look, line.question_in(self._language), "lg", weight=600, wrap=True),
                hint(look, line.what),
                even(*self._answers.values(), most=3, gap=8),
                gap=6,
                margins=(16, 10, INSET, 12),
            )
        )
        return frame

    def _on_answered(self, line: ConsentLine, key: str) -> None:
        self._open = ""
        self._tell(line, _STATES[key])
        if self._view is not None and line.state is _STATES[key]:
            self._show()  # the same answer again changes nothing, but closes the question

    def _tell(self, line: ConsentLine, state: ConsentState) -> None:
        how = self._how
        if how is ConsentHow.SIGNED and not self.pad.is_signed():
            how = None  # it counts once somebody has signed
        for consent in line.answered(state, how, self.witness.text().strip(), self._language):
            self.given.emit(consent)

    def _tell_all(self) -> None:
        view = self._view
        for line in view.lines if view else ():
            if line.state is ConsentState.GRANTED:
                self._tell(line, ConsentState.GRANTED)

    def _on_language_chosen(self, code: str) -> None:
        self._language = code
        self._show()

    def _on_how_chosen(self, key: str) -> None:
        self._how = ConsentHow(key)
        if self._view is not None:
            self._show_way(self._view)
        self._tell_all()

    def _on_signed(self, png: bytes) -> None:
        self.signed.emit(png)
        self.clear_button.setVisible(bool(png))
        self._tell_all()

    def _on_witness_edited(self, name: str) -> None:
        self._tell_all()
