"""Fields to type into: label above, the entry, a hint or the problem below.

`edited` tells only what a person types; `show_text` tells nobody.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.domain.facts import PartialDate
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.paint import repolish, text_height
from desktop.viewmodels.dates import read_date, write_date
from desktop.viewmodels.marks import Tone

_QUIET = (Tone.NEUTRAL, Tone.INFO)


class _Field(QWidget):
    """What all fields share: the label, the line below and the name of the entry."""

    def __init__(self, look: Look, label: Sayable, entry: QWidget, hint: Sayable) -> None:
        super().__init__()
        self._look = look
        self._entry = entry
        self._hint = look.say(hint)
        self.label = Label(look, label, "sm", weight=600, wrap=True)
        self.label.setBuddy(entry)
        self.below = Label(look, hint, "sm", ink="ink_muted", wrap=True)
        if not self._hint:
            self.below.hide()  # never "show" here: without a parent it would be a window
        entry.setAccessibleName(self.label.text())
        entry.setAccessibleDescription(self._hint)
        self.setFocusProxy(entry)
        grow_down(self)

    def show_state(self, words: Sayable, tone: Tone) -> None:
        """Say below the entry how it stands while somebody types; "" brings the hint back."""
        self.show_problem("")
        text = self._look.say(words)
        if text:
            self.below.setText(text)
            self.below.set_ink("ink_muted" if tone in _QUIET else f"{tone}_ink")
            self.below.setVisible(True)
            self._entry.setAccessibleDescription(text)

    def show_problem(self, problem: Sayable) -> None:
        """Say below the entry what is wrong with it; "" brings the hint back."""
        text = self._look.say(problem)
        self.below.setText(text or self._hint)
        self.below.set_ink("error_ink" if text else "ink_muted")
        self.below.setVisible(bool(self.below.text()))
        self._entry.setAccessibleDescription(self.below.text())
        repolish(self._entry, "problem", "true" if text else "false")
        if text:
            announce(self._entry, text)


class TextField(_Field):
    """One line of text."""

    edited = Signal(str)  # what now stands there
    entered = Signal()  # Enter was pressed

    def __init__(
        self,
        look: Look,
        label: Sayable,
        *,
        hint: Sayable = "",
        placeholder: Sayable = "",
        longest: int = 500,
    ) -> None:
        self.entry = QLineEdit()
        super().__init__(look, label, self.entry, hint)
        self.entry.setMinimumHeight(entry_height(look))
        self.entry.setMaxLength(longest)
        self.entry.setPlaceholderText(look.say(placeholder))
        # The stretch keeps fields side by side on one line when one hint is longer.
        self._rows = column(self.label, self._entry_row(), self.below, "*", gap=4)
        self.setLayout(self._rows)
        self.entry.textEdited.connect(self.edited)
        self.entry.returnPressed.connect(self.entered)

    def _entry_row(self) -> QWidget:
        return self.entry

    def text(self) -> str:
        """Return what stands there."""
        return self.entry.text()

    def show_text(self, text: str) -> None:
        """Show this text; the cursor stays where it was if it is the same."""
        if text != self.entry.text():
            self.entry.setText(text)


class SearchField(TextField):
    """A text field whose label is said but not shown."""

    def __init__(self, look: Look, label: Sayable, *, placeholder: Sayable = "") -> None:
        super().__init__(look, label, placeholder=placeholder)
        self.label.hide()
        self.entry.setClearButtonEnabled(True)


class PasswordField(TextField):
    """A password: shown only while Show is held; Caps Lock is said in words."""

    def __init__(self, look: Look, label: Sayable, *, hint: Sayable = "") -> None:
        super().__init__(look, label, hint=hint, longest=200)
        self.entry.setEchoMode(QLineEdit.EchoMode.Password)
        self.entry.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.entry.installEventFilter(self)
        self._caps = False
        self.caps = Label(look, "", "sm", ink="warning_ink", weight=600, wrap=True)
        self.caps.hide()
        self._rows.insertWidget(self._rows.count() - 1, self.caps)

    def _entry_row(self) -> QWidget:
        self.show_button = Button(self._look, Say("Show"), icon="visibility")
        self.show_button.setAccessibleDescription(self._look.say(Say("Hold to see the password")))
        self.show_button.pressed.connect(lambda: self._reveal(True))
        self.show_button.released.connect(lambda: self._reveal(False))
        holder = QWidget()
        holder.setLayout(row((self.entry, 1), self.show_button, gap=8))
        return holder

    def _reveal(self, shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.entry.setEchoMode(modes.Normal if shown else modes.Password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the keys for Caps Lock; Qt cannot be asked for it."""
        if watched is self.entry and isinstance(event, QKeyEvent):
            self._note_caps(event)
        return super().eventFilter(watched, event)

    def _note_caps(self, event: QKeyEvent) -> None:
        if event.type() != QEvent.Type.KeyPress:
            return
        letter = event.text()
        caps = self._caps
        if event.key() == Qt.Key.Key_CapsLock:
            caps = not caps
        elif letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            caps = letter.isupper() != shifted
        if caps != self._caps:
            self._caps = caps
            self.caps.say(Say("Caps Lock is on.") if caps else "")
            self.caps.setVisible(caps)
            if caps:
                announce(self.entry, self.caps.text())


class _Paper(QPlainTextEdit):
    """Asks for as many lines as it was given, not for Qt's fixed 192 pixels."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height given."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return the height given."""
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())


class TextArea(_Field):
    """Several lines of text; Tab leaves it."""

    edited = Signal(str)  # what now stands there

    def __init__(self, look: Look, label: Sayable, *, hint: Sayable = "", lines: int = 3) -> None:
        self.entry = _Paper(text_height(look.font()) * lines + 18)
        super().__init__(look, label, self.entry, hint)
        self.entry.setTabChangesFocus(True)
        self.setLayout(column(self.label, self.entry, self.below, gap=4))
        self.entry.textChanged.connect(lambda: self.edited.emit(self.text()))

    def text(self) -> str:
        """Return what stands there."""
        return self.entry.toPlainText()

    def show_text(self, text: str) -> None:
        """Show this text; tells nobody and keeps the cursor if it is the same."""
        if text != self.text():
            with QSignalBlocker(self.entry):
                self.entry.setPlainText(text)


class DateField(TextField):
    """A date typed as month/day/year, month/year or year."""

    dated = Signal(object)  # PartialDate, or None for nothing or no date

    def __init__(self, look: Look, label: Sayable, *, hint: Sayable = "") -> None:
        super().__init__(
            look, label, hint=hint or Say("For example 3/14/1992, 3/1992 or 1992"), longest=20
        )
        self.edited.connect(lambda _: self.dated.emit(self.date()))
        self.entry.editingFinished.connect(self._check)

    def date(self) -> PartialDate | None:
        """Return the date, None while it is none."""
        return read_date(self.text())

    def show_date(self, date: PartialDate | None) -> None:
        """Show this date; tells nobody."""
        if date is None or date != self.date():
            self.show_text(write_date(date) if date else "")

    def _check(self) -> None:
        wrong = bool(self.text().strip()) and self.date() is None
        self.show_problem(Say("This is not a date. Type month/day/year.") if wrong else "")


def entry_height(look: Look) -> int:
    """Return the height of a line to type into."""
    return max(TOUCH, text_height(look.font()) + 24)
