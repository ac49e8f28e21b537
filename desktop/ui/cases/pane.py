"""One case: how to find the person, what is next, what was tried, what the officer will see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.terms import CaseStatus
from desktop.domain.words import Plural, Say, Sayable
from desktop.ui.cases.same_card import SameCard
from desktop.ui.look import Look
from desktop.ui.referral.side_cards import deadline_row
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.labels import Label, body, hint, strong
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, flowing, row
from desktop.ui.widgets.notes import EmptyState, Note
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.ring import Ring, ring_ink
from desktop.ui.widgets.rows import Row, pairs
from desktop.ui.widgets.steps import Timeline
from desktop.viewmodels.case_detail import (
    MESSAGE_LEFT,
    MODES,
    NO_ANSWER,
    POINT_ANSWERS,
    REACHED,
    WRONG_NUMBER,
    AttemptMade,
    CaseDetail,
    PointAnswered,
    PointLine,
    first_open,
)
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.same_person import SameDecided, first_undecided

SCROLL_STEP = 120  # pixels
POINT_KEYS = ("B", "D", "N")  # of the first open point: bars, does not bar, cannot say
PROPOSED_KEY = "Y"  # of the first open point: as the own records say
_RESULTS = (
    ("1", REACHED, Say("Contact made"), "check"),
    ("2", NO_ANSWER, Say("No answer"), "phone"),
    ("3", MESSAGE_LEFT, Say("Message left"), "mail"),
    ("4", WRONG_NUMBER, Say("Wrong number"), "highlight_off"),
)


class CasePane(QWidget):
    """Shows one case, or that none is chosen."""

    contact_made = Signal(str)  # case id
    attempt = Signal(object)  # AttemptMade
    point_answered = Signal(object)  # PointAnswered
    same_decided = Signal(object)  # SameDecided
    other_opened = Signal(str)  # referral id

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.detail: CaseDetail | None = None
        self.results: dict[str, Button] = {}  # by key cap
        self.point_buttons: dict[str, Button] = {}  # by key cap, of the first open point
        self.same_buttons: dict[str, Button] = {}  # by key cap, of the first undecided one
        self._mode_now = MODES[0]
        self.modes: Segmented | None = None
        self._rows = column(gap=16)
        self._scroll = Scroll(self._rows)
        self._empty = Card(look)
        words = Say("How to find the person and what is next is shown here.")
        self._empty.add((EmptyState(look, "folder", Say("No case chosen"), words), 1))
        self.setLayout(column((self._scroll, 1), (self._empty, 1)))
        self.show_case(None)

    def show_case(self, detail: CaseDetail | None) -> None:
        """Show this case, None for none; the way it was tried stays. Tells nobody."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._scroll.isAncestorOf(focused)
        same = detail is not None and self.detail is not None and detail.id == self.detail.id
        if not same:
            self._mode_now = MODES[0]
        self.detail = detail
        clear(self._rows)
        self.results, self.point_buttons, self.modes = {}, {}, None
        self.same_buttons = {}
        self._scroll.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        if detail is None:
            return
        self._fill(detail)
        if not same:
            self._scroll.verticalScrollBar().setValue(0)
        if had_focus:
            self.focus_first()

    def mode(self) -> str:
        """Return how the person is being reached: call, text, visit or other."""
        return self._mode_now

    def focus_first(self) -> bool:
        """Put the keyboard on the first thing to press; False when there is none."""
        waiting = [
            *self.results.values(),
            *self.point_buttons.values(),
            *self.same_buttons.values(),
        ]
        button = next((one for one in waiting if one.isEnabled()), None)
        if button is not None:
            button.show()  # a widget not shown yet takes no keyboard
            button.setFocus()
        return button is not None

    def press(self, key: str) -> None:
        """Press the button with this key cap, if it is there and on."""
        every = {**self.results, **self.point_buttons, **self.same_buttons}
        button = every.get(key)
        if button is not None and button.isEnabled() and self.isVisible():
            button.click()

    def scroll_by(self, steps: int) -> None:
        """Scroll the case."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(SCROLL_STEP))

    def _fill(self, detail: CaseDetail) -> None:
        look = self.look
        self._rows.addWidget(self._head(detail))
        # Before anybody calls: the same person may be in somebody's care already.
        asks = first_undecided(detail.same) is not None
        if asks:
            self._rows.addWidget(self._same(detail))
        if detail.status is not CaseStatus.CLOSED:
            self._rows.addWidget(self._next(detail))
        if detail.points:
            self._rows.addWidget(self._points(detail.points))
        if detail.same and not asks:
            self._rows.addWidget(self._same(detail))
        sees = Card(look, Say("What the officer will see"))
        sees.add_inset(body(look, detail.officer_sees))
        sees.add("*")
        clocks = Card(look, Say("Clocks of this case"))
        if not detail.deadlines:
            clocks.add_inset(hint(look, Say("No clock runs.")))
        clocks.add_inset(*(deadline_row(look, one) for one in detail.deadlines), "*")
        self._rows.addWidget(self._attempts(detail))
        pair = Columns(clocks, sees, weights=(1, 1), side_by_side_from=look.px(520))
        self._rows.addWidget(pair)
        self._rows.addStretch(1)

    def _head(self, detail: CaseDetail) -> Card:
        look = self.look
        words = column(Label(look, detail.person, "xl", weight=700, wrap=True), gap=2)
        ring = None
        if detail.deadline is not None:
            one = detail.deadline
            due = Say("{name} by {when}, {left}", name=one.name, when=one.when, left=one.left)
            words.addWidget(Label(look, due, ink=ring_ink(one.tone), weight=600, wrap=True))
            ring = Ring(look, one.tone, one.gone, 56)
        words.addWidget(hint(look, detail.number))
        card = Card(look)
        card.add_inset(6, row(ring, (words, 1), Pill(look, detail.mark), gap=16))
        if detail.held:
            title = Say("How to find the person")
            card.add_inset(Note(look, Tone.NEUTRAL, detail.held, title=title, icon="lock"))
        if detail.find:
            title = Say("Best way to find the person")
            lines = pairs(look, *detail.find, label_width=150)
            card.add_inset(strong(look, title), lines)
        elif not detail.held:
            words_ = Say("Nothing is recorded. Ask the officer who made the referral.")
            card.add_inset(hint(look, words_))
        return card

    def _next(self, detail: CaseDetail) -> Card:
        look = self.look
        card = Card(look, Say("Next action"), hint=Say("one key records it"))
        title = Label(look, detail.next_title, "lg", weight=600, wrap=True)
        self.modes = Segmented(look, Say("How you tried"), detail.modes, self._mode_now)
        self.modes.chosen.connect(self._on_mode)
        for key, result, words, icon in _RESULTS:
            button = Button(look, words, Kind.PLAIN, icon=icon, keycap=key)
            button.clicked.connect(lambda _=False, one=result: self._on_result(one))
            self.results[key] = button
        self.results["1"].setEnabled(CaseStatus.CONTACT_MADE in detail.steps)
        self.results["3"].setEnabled(not detail.voicemail)
        card.add_inset(
            title,
            hint(look, detail.next_detail) if look.say(detail.next_detail) else None,
            4,
            self.modes,
            flowing(*self.results.values(), gap=8),
            gap=6,
        )
        if detail.voicemail:
            why = Say("Message left is off. {why}", why=detail.voicemail)
            card.add_inset(hint(look, why))
        if detail.status is None:
            why = Say("Contact made is off until the case is accepted.")
            card.add_inset(hint(look, why))
        return card

    def _points(self, points: tuple[PointLine, ...]) -> Card:
        look = self.look
        card = Card(
            look, Say("Open points for you"), hint=Say("the answer travels, not the reason")
        )
        first = first_open(points)
        for at, point in enumerate(points):
            buttons = self._confirming(point, keyed=point is first)
            for choice, cap in zip(POINT_ANSWERS, POINT_KEYS, strict=True):
                keyed = cap if point is first else ""
                button = Button(look, choice.words, Kind.PLAIN, keycap=keyed, small=True)
                button.clicked.connect(self._answering(point, choice.key))
                if keyed:
                    self.point_buttons[keyed] = button
                buttons.append(button)
            ink = "ink_muted" if point.tone in (Tone.NEUTRAL, Tone.INFO) else f"{point.tone}_ink"
            said = next((one.words for one in POINT_ANSWERS if one.key == point.answer), "")
            words = column(
                strong(look, point.says),
                Label(look, point.due, "sm", ink=ink, wrap=True),
                hint(look, Say("Answered: {words}", words=said)) if said else None,
                None if said or not point.proposed else body(look, _proposed(point)),
                flowing(*buttons),
                gap=3,
                margins=(0, 4, 0, 4),
            )
            card.add(Row(look, words, last=at == len(points) - 1))
        return card

    def _confirming(self, point: PointLine, *, keyed: bool) -> list[Button]:
        """Return the button that answers as the own records say, if they say anything."""
        if point.answer or not point.proposed:
            return []
        cap = PROPOSED_KEY if keyed else ""
        words = Say("As your records say")
        button = Button(self.look, words, Kind.SECONDARY, keycap=cap, small=True)
        button.clicked.connect(self._answering(point, point.proposed))
        if cap:
            self.point_buttons[cap] = button
        return [button]

    def _same(self, detail: CaseDetail) -> Card:
        card = SameCard(self.look, detail.same)
        card.decided.connect(
            lambda other, same: self.same_decided.emit(SameDecided(detail.id, other, same))
        )
        card.opened.connect(self.other_opened)
        self.same_buttons = card.buttons
        return card

    def _attempts(self, detail: CaseDetail) -> Card:
        look = self.look
        count = Plural("{n} try", "{n} tries", len(detail.attempts))
        card = Card(look, Say("Contact attempts"), hint=count)
        if not detail.attempts:
            card.add_inset(hint(look, Say("Nobody has tried yet.")))
            return card
        line = Timeline(look)
        line.show_moments(detail.attempts)
        card.add_inset(line)
        return card

    def _answering(self, point: PointLine, answer: str) -> Callable[[], None]:
        def said() -> None:
            if self.detail is not None:
                answered = PointAnswered(self.detail.id, point.criterion, answer)
                self.point_answered.emit(answered)

        return said

    def _on_mode(self, mode: str) -> None:
        self._mode_now = mode

    def _on_result(self, result: str) -> None:
        detail = self.detail
        if detail is None:
            return
        if result == REACHED:
            self.contact_made.emit(detail.id)
        else:
            self.attempt.emit(AttemptMade(detail.id, self._mode_now, result))


def _proposed(point: PointLine) -> Sayable:
    """Return the word the own records come to, and why."""
    word = next(one.words for one in POINT_ANSWERS if one.key == point.proposed)
    return Say("By your records: {word}. {because}", word=word, because=point.because)
