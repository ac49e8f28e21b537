"""Home of an officer: what to start, what to go on with, and what became of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.words import Say
from desktop.ui.encounter.match_list import WholeList
from desktop.ui.look import Look
from desktop.ui.page import Page, bind_key
from desktop.ui.widgets.bars import MinuteBars
from desktop.ui.widgets.buttons import BigAction, Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label, hint, strong
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, flowing, holding, row
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState
from desktop.ui.widgets.rows import Row, pairs, two_lines
from desktop.ui.widgets.track import STATE_MEANINGS, STATE_WORDS, STATES, Track
from desktop.viewmodels.home import DraftLine, HomeView, LastReferral

WAITING = 3  # lines of what waits; the referral shows the rest
KEYED_DRAFTS = 9  # the first drafts have the keys 1 to 9


class HomePage(Page):
    """Starts and resumes referrals, and lists the officer's own."""

    new_requested = Signal()
    declined_requested = Signal()  # somebody declined an offer: counted, no name kept
    practice_requested = Signal()
    paper_requested = Signal()  # type in a paper form
    draft_opened = Signal(str)  # draft id
    hand_over_requested = Signal(str)  # draft id, to a colleague on this computer
    waiting_opened = Signal(str)  # key of the line
    brought_back = Signal(str)  # id of a draft that was put away
    referral_opened = Signal(str)  # key of the line

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Home"))
        self._drafts: tuple[DraftLine, ...] = ()
        self._can_hand_over = False
        self.new_button = BigAction(
            look,
            Say("New referral"),
            Say("Works offline"),
            icon="add_circle",
            keycap="Ctrl+N",
            primary=True,
        )
        self.declined_button = BigAction(
            look,
            Say("No referral"),
            Say("Declined or not offered; no name"),
            icon="do_not_disturb",
            keycap="Ctrl+D",
            primary=False,
        )
        self.new_button.clicked.connect(self.new_requested)
        self.declined_button.clicked.connect(self.declined_requested)
        self.on_key("Ctrl+N", Say("New referral"), self.new_requested.emit)
        self.on_key(
            "Ctrl+D", Say("Declined, or not offered: no name kept"), self.declined_requested.emit
        )
        self.note_key("1-9", Say("Resume a draft"))
        for at in range(KEYED_DRAFTS):
            bind_key(self, str(at + 1), partial(self._on_draft_key, at))
        left = column(
            Columns(self.new_button, self.declined_button, weights=(3, 2), side_by_side_from=0),
            self._make_waiting(),
            self._make_drafts(),
            (self._make_referrals(), 1),
            self._make_away(),
            gap=16,
        )
        self._meanings = self._make_meanings()
        self.practice_button = Button(
            look, Say("Practice with made-up people"), Kind.QUIET, icon="school", wide=True
        )
        self.practice_button.clicked.connect(self.practice_requested)
        self.on_key(
            "Ctrl+Shift+P",
            Say("Practice with made-up people"),
            self.practice_requested.emit,
            button=self.practice_button,
        )
        self.paper_button = Button(
            look, Say("Type in a paper form"), Kind.QUIET, icon="edit", wide=True
        )
        self.paper_button.clicked.connect(self.paper_requested)
        self.on_key("Ctrl+T", Say("Type in a paper form"), self.paper_requested.emit)
        right = column(
            self._make_last(),
            self._meanings,
            self.paper_button,
            self.practice_button,
            "*",
            gap=16,
        )
        columns = Columns(left, right, weights=(2, 1), side_by_side_from=look.px(840))
        around = QVBoxLayout()
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(columns)
        self.fill(Scroll(around))

    def _make_drafts(self) -> Card:
        self._drafts_card = Card(
            self.look, Say("Drafts to resume"), hint=Say("every keystroke is kept")
        )
        self._draft_rows = column(gap=0)
        self._drafts_card.add(self._draft_rows)
        self._drafts_card.hide()
        return self._drafts_card

    def _make_waiting(self) -> Card:
        self._waiting_card = Card(self.look, Say("Waits for you"), hint=Say("first due first"))
        self.waiting = WholeList(self.look, Say("Waits for you"))
        self.waiting.opened.connect(self.waiting_opened)
        self._waiting_card.add(self.waiting)
        self._waiting_card.hide()
        return self._waiting_card

    def _make_away(self) -> Card:
        self._away_card = Card(self.look, Say("Drafts put away"), hint=Say("nothing is lost"))
        self._away_rows = column(gap=0)
        self._away_card.add(self._away_rows)
        self._away_card.hide()
        return self._away_card

    def _make_referrals(self) -> Card:
        look = self.look
        card = Card(look, Say("My referrals"), hint=Say("outcomes only with the person's consent"))
        self.list = LongList(look, Say("My referrals"))
        self.list.setMinimumHeight(look.px(260))
        self.list.opened.connect(self.referral_opened)
        self._first_button = Button(
            look, Say("New referral"), Kind.SECONDARY, icon="add_circle", keycap="Ctrl+N"
        )
        self._first_button.clicked.connect(self.new_requested)
        self._practice_button = Button(look, Say("Practice"), Kind.QUIET, icon="school")
        self._practice_button.clicked.connect(self.practice_requested)
        self.empty = EmptyState(
            look,
            "list",
            Say("No referrals yet"),
            Say("The first takes about 3 minutes. You can practice with made-up people."),
            self._first_button,
            self._practice_button,
        )
        card.add((self.list, 1), (self.empty, 1))
        return card

    def _make_last(self) -> Card:
        look = self.look
        self._last_card = Card(look, Say("Your last referral"))
        self._last_rows = column(gap=2)
        self._last_card.add_inset(self._last_rows)
        self._last_card.hide()
        return self._last_card

    def _make_meanings(self) -> Card:
        look = self.look
        card = Card(look, Say("What the words mean"))
        for state in STATES:
            words = column(
                strong(look, STATE_WORDS[state]), hint(look, STATE_MEANINGS[state]), gap=0
            )
            card.add_inset(row(Track(look, state), (words, 1), gap=12))
        return card

    def show_home(self, view: HomeView) -> None:
        """Show drafts, referrals and the last one's minutes."""
        self.show_heading(view.greeting, view.context)
        self._can_hand_over = view.can_hand_over
        self.waiting.show_lines(view.waiting[:WAITING])
        self._waiting_card.setVisible(bool(view.waiting))
        self._show_drafts(view.drafts)
        self._show_away(view.away)
        self._show_last(view.last)
        self.list.show_lines(view.referrals)
        self.list.setVisible(bool(view.referrals))
        self.empty.setVisible(not view.referrals)
        self._practice_button.setVisible(view.can_practice)
        self.practice_button.setVisible(view.can_practice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the meaning of the words out where it would push the list away."""
        super().resizeEvent(event)
        self._meanings.setVisible(event.size().width() >= self.look.px(1100))

    def focus_first(self) -> None:
        """Start at New referral."""
        self.new_button.setFocus()

    def _show_drafts(self, drafts: tuple[DraftLine, ...]) -> None:
        self._drafts = drafts
        clear(self._draft_rows)
        for at, draft in enumerate(drafts):
            self._draft_rows.addWidget(self._draft_row(at, draft, last=at == len(drafts) - 1))
        self._drafts_card.setVisible(bool(drafts))

    def _draft_row(self, at: int, draft: DraftLine, *, last: bool) -> QWidget:
        look = self.look
        key = str(at + 1) if at < KEYED_DRAFTS else ""
        resume = Button(look, Say("Resume"), Kind.SECONDARY, keycap=key, small=True)
        name = Say("Resume {draft}, {age}", draft=draft.title, age=draft.age)
        resume.setAccessibleName(look.say(name))
        resume.clicked.connect(lambda: self.draft_opened.emit(draft.id))
        ink = "warning_ink" if draft.old else "ink_muted"
        age = row(Icon(look, "schedule", ink, 16), Label(look, draft.age, "sm", ink=ink), gap=4)
        words = two_lines(look, draft.title, draft.trouble or draft.detail)
        icon = Icon(look, "error_outline" if draft.trouble else "edit", "ink_muted", 24)
        hand = Button(look, Say("Hand over"), Kind.QUIET, small=True)
        hand.setAccessibleName(look.say(Say("Hand over {draft}", draft=draft.title)))
        hand.clicked.connect(partial(self._on_hand_over, draft.id))
        hand.setVisible(self._can_hand_over)
        buttons = flowing(hand, resume, gap=8, to_the_right=True)
        told = holding(row(icon, (words, 1), age, gap=12))
        line = Columns(told, buttons, weights=(1, 0), side_by_side_from=look.px(420), gap=12)
        return Row(look, column(line), last=last)

    def _show_away(self, drafts: tuple[DraftLine, ...]) -> None:
        look = self.look
        clear(self._away_rows)
        for at, draft in enumerate(drafts):
            back = Button(look, Say("Bring back"), Kind.SECONDARY, small=True)
            name = Say("Bring back {draft}, {age}", draft=draft.title, age=draft.age)
            back.setAccessibleName(look.say(name))
            back.clicked.connect(partial(self._on_brought_back, draft.id))
            words = two_lines(look, draft.title, draft.detail)
            age = Label(look, draft.age, "sm", ink="ink_muted")
            parts = row(Icon(look, "folder", "ink_muted", 24), (words, 1), age, back, gap=12)
            self._away_rows.addWidget(Row(look, parts, last=at == len(drafts) - 1))
        self._away_card.setVisible(bool(drafts))

    def _on_brought_back(self, draft: str, *_: object) -> None:
        self.brought_back.emit(draft)

    def _on_hand_over(self, draft: str, *_: object) -> None:
        self.hand_over_requested.emit(draft)

    def _show_last(self, last: LastReferral | None) -> None:
        look = self.look
        clear(self._last_rows)
        self._last_card.setVisible(last is not None)
        if last is None:
            return
        self._last_rows.addWidget(hint(look, last.who))
        self._last_rows.addWidget(Label(look, last.on_form, "xxxl", weight=700, wrap=True))
        self._last_rows.addWidget(hint(look, Say("on the form")))
        if last.steps:
            self._last_rows.addWidget(pairs(look, *last.steps))
        if last.contact_to_cleared is not None and last.booking is not None:
            self._last_rows.addSpacing(8)
            self._last_rows.addWidget(
                MinuteBars(
                    look,
                    [
                        (Say("Contact to cleared"), last.contact_to_cleared),
                        (Say("Booking, your agency's figure"), last.booking),
                    ],
                )
            )
        elif last.booking is None:
            self._last_rows.addWidget(
                hint(look, Say("Your agency has not entered its booking minutes."))
            )
        note = Say("Measured on this computer, for you alone. Never used to rank officers.")
        self._last_rows.addWidget(
            holding(column(Label(look, note, "xs", ink="ink_muted", wrap=True)))
        )

    def _on_draft_key(self, at: int) -> None:
        if at < len(self._drafts):
            self.draft_opened.emit(self._drafts[at].id)
