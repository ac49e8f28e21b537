"""One service in full, and what the phone said: one key records it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.terms import PhoneResult
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.copying import copy_text
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Icon, Label, hairline, heading, hint, selectable
from desktop.ui.widgets.layout import clear, column, flowing, holding, row
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.rows import checks, pairs
from desktop.viewmodels.asked import PhoneCall
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.service_detail import PHONE_KEYS, RuleLine, ServiceDetail, as_text

_RULES = {
    True: ("check", "success_ink"),
    None: ("help_outline", "warning_ink"),
    False: ("close", "error_ink"),
}


class ServiceCard(Card):
    """Reported room first, then the phone, then the rest."""

    phone_result = Signal(object)  # PhoneCall
    note_settled = Signal(str)  # service id: its listing is right now

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.look = look
        self.settles = False  # whether this person may put notes away
        self._detail: ServiceDetail | None = None
        self.phone_buttons: dict[str, Button] = {}
        self.waiting: TextField | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._body.setContentsMargins(20, 12, 20, 8)
        self.add(self._body)

    def show_detail(self, detail: ServiceDetail | None) -> None:
        """Show one service, or nothing; tells nobody."""
        self.setVisible(detail is not None)
        if detail == self._detail:
            return
        other = self._detail is None or detail is None or detail.id != self._detail.id
        if self.waiting is not None and not other:
            return  # somebody is typing how many wait
        self._detail = detail
        self._build()

    def detail(self) -> ServiceDetail | None:
        """Return what is shown."""
        return self._detail

    def copy(self) -> None:
        """Put all that is shown of the service on the clipboard, as plain text."""
        if self._detail is not None:
            copy_text(self.look, self, as_text(self._detail, self.look.say))

    def press(self, key: str) -> bool:
        """Record what the phone said with its key; return whether the key means anything."""
        button = self.phone_buttons.get(key)
        if button is None or self._detail is None:
            return False
        button.click()
        return True

    def _build(self) -> None:
        clear(self._body)
        self.phone_buttons = {}
        self.waiting = None
        detail = self._detail
        if detail is None:
            return
        look = self.look
        self.setAccessibleName(detail.name)
        self._body.addWidget(selectable(Label(look, detail.name, "xl", weight=700, wrap=True)))
        self._body.addWidget(selectable(hint(look, detail.line)))
        self._add_note(detail.room_tone, detail.room_words, detail.room)
        if detail.alert:
            self._add_note(Tone.WARNING, detail.alert)
        if detail.warning:
            self._add_note(Tone.WARNING, detail.warning)
        self._body.addWidget(self._phone(detail))
        self._body.addWidget(self._results())
        self._body.addWidget(pairs(look, *detail.pairs, label_width=104))
        if detail.rules:
            self._body.addWidget(hairline())
            words = Say("Their admission rules, for {name}", name=detail.rules_for)
            shown = words if detail.rules_for else Say("Their admission rules")
            self._body.addWidget(heading(look, shown))
            self._body.addWidget(_rules(look, detail.rules))
        if detail.notes:
            self._body.addWidget(hairline())
            self._body.addWidget(heading(look, Say("Reported as wrong")))
            self._body.addWidget(pairs(look, *detail.notes, label_width=104))
            if self.settles:
                settled = Button(look, Say("It is right now"), Kind.PLAIN, icon="check", small=True)
                settled.clicked.connect(lambda: self.note_settled.emit(detail.id))
                self._body.addWidget(flowing(settled))
        if detail.calls:
            self._body.addWidget(hairline())
            self._body.addWidget(heading(look, Say("Calls")))
            self._body.addWidget(pairs(look, *detail.calls, label_width=104))

    def _add_note(self, tone: Tone, words: Sayable, title: Sayable = "") -> None:
        note = Note(self.look, tone, words, title=title, icon="hotel" if title else "")
        grow_down(note)
        self._body.addWidget(note)

    def _phone(self, detail: ServiceDetail) -> QWidget:
        look = self.look
        if not detail.phone:
            return Label(look, detail.phone_note, ink="warning_ink", weight=600, wrap=True)
        number = selectable(Label(look, detail.phone, "xl", weight=700, ink="primary", wrap=True))
        note = hint(look, detail.phone_note, wrap=False) if detail.phone_note else None
        return holding(row(Icon(look, "phone", "primary", 24), (number, 1), note, gap=10))

    def _results(self) -> QWidget:
        look = self.look
        for key, result, words in PHONE_KEYS:
            button = Button(look, words, Kind.PLAIN, keycap=key, small=True)
            button.clicked.connect(lambda _=False, one=result: self._on_result(one))
            self.phone_buttons[key] = button
        self._waiting_place = column()
        return holding(
            column(
                Label(
                    look,
                    Say("What did the phone say? One key records it."),
                    "sm",
                    weight=600,
                    wrap=True,
                ),
                flowing(*self.phone_buttons.values(), gap=6),
                self._waiting_place,
                gap=2,
            )
        )

    def _on_result(self, result: PhoneResult) -> None:
        detail = self._detail
        if detail is None:
            return
        if result is not PhoneResult.WAITLIST:
            self.phone_result.emit(PhoneCall(detail.id, result))
        elif self.waiting is None:
            self._ask_waiting()
        else:
            self.waiting.entry.setFocus()

    def _ask_waiting(self) -> None:
        self.waiting = TextField(
            self.look,
            Say("How many wait?"),
            hint=Say("Enter without a number if nobody said."),
            longest=5,
        )
        self.waiting.entered.connect(self._on_waiting_said)
        self._waiting_place.addWidget(self.waiting)
        self.waiting.entry.setFocus()

    def _on_waiting_said(self) -> None:
        detail, field = self._detail, self.waiting
        if detail is None or field is None:
            return
        text = field.text().strip()
        if text and not text.isdecimal():
            field.show_problem(Say("Type a number, or nothing."))
            return
        self.waiting = None
        clear(self._waiting_place)
        waiting = int(text) if text else None
        self.phone_result.emit(PhoneCall(detail.id, PhoneResult.WAITLIST, waiting))


def _rules(look: Look, rules: Sequence[RuleLine]) -> QWidget:
    said = {True: Say("Met"), None: Say("Ask"), False: Say("Not met")}
    made = checks(look, [(*_RULES[one.met], one.words) for one in rules])
    spoken = [f"{look.say(said[one.met])}: {look.say(one.words)}" for one in rules]
    made.setAccessibleName(". ".join(spoken))
    return made
