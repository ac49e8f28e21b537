"""Sign in: choose a name, type the password. Nothing about any participant is here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import Keys, bind_help
from desktop.ui.recover_dialog import RecoverDialog
from desktop.ui.widgets.band import Band, Banded, band_box, band_heading, band_text
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import tab_to_chosen
from desktop.ui.widgets.fields import PasswordField
from desktop.ui.widgets.labels import Label, at_the_right, hint
from desktop.ui.widgets.layout import Scroll, column, flowing, holding, row
from desktop.ui.widgets.notes import Note, announce
from desktop.ui.widgets.person_tile import PersonTile
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.signin import (
    Failure,
    Person,
    SignIn,
    SignInView,
    count_waiting,
    countdown,
    find_by_letters,
)

LETTERS_MS = 1_000  # letters typed within this time belong to one name
CARD_WIDTH = 584  # pixels at 1x
SIGN_IN_KEYS: Keys = (
    ("A-Z", Say("Find a name")),
    ("Up, Down", Say("Another name")),
    ("Tab", Say("Next field or button")),
    ("Enter", Say("Open my work")),
)
STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _People(QWidget):
    """The names; arrows move, letters find one, Enter goes on to the password."""

    letters_typed = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._letters = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LETTERS_MS)
        self._pause.timeout.connect(self._forget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Gather letters; the names themselves take arrows and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        if not event.text().strip().isalpha():
            super().keyPressEvent(event)
            return
        self._letters += event.text()
        self._pause.start()
        self.letters_typed.emit(self._letters)

    def _forget(self) -> None:
        self._letters = ""


class SignInPage(QWidget):
    """Asks who works, and for the password."""

    sign_in_requested = Signal(object)  # SignIn
    recovery_requested = Signal(object)  # Recovery

    def __init__(self, look: Look, view: SignInView) -> None:
        super().__init__()
        self.look = look
        self._view = view
        self._wait_left = 0
        self._ticks = QTimer(self)
        self._ticks.setInterval(1_000)
        self._ticks.timeout.connect(self._on_tick)
        self._tiles = [PersonTile(look, person) for person in view.people]
        self._people = _People()
        self._people.setAccessibleName(look.say(Say("Who is signing in?")))
        self._group = QButtonGroup(self)
        self._make_fields()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Banded(self._make_band(), self._make_middle()))
        self._choose(view.chosen or (view.people[0].id if view.people else ""))

    def _make_fields(self) -> None:
        look = self.look
        self.password = PasswordField(look, Say("Password"))
        self.password.entered.connect(self._on_asked)
        self.open_button = Button(
            look, Say("Open my work"), Kind.PRIMARY, icon="lock_open", keycap="Enter", wide=True
        )
        self.open_button.clicked.connect(self._on_asked)
        self.forgot_button = Button(look, Say("I forgot my password"), Kind.QUIET, small=True)
        self.forgot_button.clicked.connect(self._on_forgotten)
        self.failure = Note(look, Tone.ERROR, "")
        self.failure.hide()
        self._people.letters_typed.connect(self._on_letters)
        self._people.entered.connect(self.focus_first)
        self.password.entry.installEventFilter(self)
        bind_help(self, look, lambda: SIGN_IN_KEYS)
        for tile in self._tiles:
            self._group.addButton(tile)
            tile.clicked.connect(self._on_chosen)

    def _make_band(self) -> Band:
        look, view = self.look, self._view
        band = Band(look, view.program)
        band.add(
            band_heading(look, Say("This computer is shared")),
            band_text(look, count_waiting(view.people)),
            4,
            *[band_box(look, person.name, person.waits) for person in view.people if person.waits],
            4,
            Label(
                look,
                Say("Everything here is encrypted. No participant's name is shown before sign-in."),
                "sm",
                ink="rail_ink",
                wrap=True,
            ),
        )
        if look.say(view.network):
            band.add_foot("cloud", view.network, view.network_detail, view.versions)
        return band

    def _make_middle(self) -> QWidget:
        look, view = self.look, self._view
        card = Card(look)
        self._people.setLayout(column(*self._tiles, gap=8))
        card.add(
            column(
                row(
                    (Label(look, Say("Who is signing in?"), "xl", weight=700, wrap=True), 3),
                    (at_the_right(hint(look, Say("Type a name, or use the arrows"))), 2),
                ),
                8,
                self._people,
                8,
                self.failure,
                self.password,
                4,
                self.open_button,
                flowing(self.forgot_button),
                gap=4,
                margins=(24, 18, 24, 8),
            )
        )
        notes: list[QWidget] = []
        if look.say(view.notice):
            notes.append(Note(look, Tone.NEUTRAL, view.notice, title=Say("Notice")))
        if look.say(view.reminder):
            notes.append(Note(look, Tone.WARNING, view.reminder))
        stacked = holding(column(card, *notes, gap=16))
        stacked.setMaximumWidth(look.px(CARD_WIDTH))
        center = row("*", (stacked, 20), "*", gap=0)
        return Scroll(column("*", center, "*", gap=0, margins=(24, 24, 24, 24)))

    def focus_first(self) -> None:
        """Put the keyboard into the password."""
        self.password.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the next name with the arrows from the password too, where the keyboard starts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = STEPS.get(event.key())
            if step is not None and self._tiles:
                people = self._view.people
                at = next((n for n, tile in enumerate(self._tiles) if tile.isChecked()), 0)
                self._choose(people[(at + step) % len(people)].id)
                return True
        return super().eventFilter(watched, event)

    def chosen(self) -> Person | None:
        """Return who is chosen."""
        return next((tile.person for tile in self._tiles if tile.isChecked()), None)

    def show_failure(self, failure: Failure) -> None:
        """Say that the password did not open anything; while a wait runs, count it down."""
        self.failure.show_note(Tone.ERROR, failure.text, title=failure.title)
        self.failure.show()
        announce(self.failure, self.failure.text(), at_once=True)
        self.password.show_text("")
        self._failure = failure
        self._wait_left = failure.wait_seconds
        if self._wait_left:
            self._ticks.start()
        self._show_wait()
        self.password.setFocus()

    def _show_wait(self) -> None:
        waiting = self._wait_left > 0
        self.open_button.setEnabled(not waiting)
        self.password.show_problem(countdown(self._wait_left) if waiting else "")

    def _on_tick(self) -> None:
        self._wait_left = max(0, self._wait_left - 1)
        if not self._wait_left:
            self._ticks.stop()
            self.failure.hide()
        self._show_wait()

    def _on_asked(self) -> None:
        person = self.chosen()
        if person is None or self._wait_left:
            return
        if not self.password.text():
            self.password.show_problem(Say("Type your password."))
            self.password.setFocus()
            return
        self.password.show_problem("")
        self.sign_in_requested.emit(SignIn(person.id, self.password.text()))

    def _on_chosen(self) -> None:
        self._show_whose()

    def _on_letters(self, letters: str) -> None:
        found = find_by_letters(self._view.people, letters)
        if found is not None:
            self._choose(found)
            self._focus_chosen()

    def _choose(self, user: str) -> None:
        for tile in self._tiles:
            tile.setChecked(tile.person.id == user)
        tab_to_chosen(self._tiles)
        self._show_whose()

    def _focus_chosen(self) -> None:
        for tile in self._tiles:
            if tile.isChecked():
                tile.setFocus()

    def _show_whose(self) -> None:
        person = self.chosen()
        if person is not None:
            name = self.look.say(Say("Password of {name}", name=person.name))
            self.password.entry.setAccessibleName(name)
            if self.password.entry.hasFocus():
                announce(self.password.entry, name)

    def _on_forgotten(self) -> None:
        person = self.chosen()
        if person is not None:
            dialog = RecoverDialog(self.look, self.window(), person)
            dialog.recovery_requested.connect(self.recovery_requested)
            dialog.open()
