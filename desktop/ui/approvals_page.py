"""Approvals: the queue by deadline, and the one that is answered; each answer is one key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.approval_dialogs import ProsecutorDialog, ReasonDialog
from desktop.ui.cases.case_list import CaseList
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.referral.side_cards import deadline_row
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.labels import Label, body, hint
from desktop.ui.widgets.layout import Scroll, clear, column, holding
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, Note, announce
from desktop.ui.widgets.rows import pairs
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.approvals import (
    ANSWERED,
    SHOW_CHOICES,
    WAITING,
    ApprovalItem,
    ApprovalsView,
    approvals_context,
)
from desktop.viewmodels.marks import Tone

SCROLL_STEP = 120  # pixels
NOTHING_WAITS = Say("Referrals that need a supervisor or the prosecutor come here by themselves.")


class ApprovalsPage(Page):
    """Lists what waits for an approval and shows the chosen one."""

    answered = Signal(object)  # ApprovalGiven
    prosecutor_said = Signal(object)  # ProsecutorSaid
    referral_opened = Signal(str)  # referral id

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Approvals"))
        self._view = ApprovalsView()
        self.item: ApprovalItem | None = None
        self.banner = ErrorBanner(look)
        self.views = TwoViews(look, self._make_list(), self._make_pane())
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.fill(column(self.banner, (self.views, 1), gap=16), self._actions)
        self._bind_keys()
        self.show_approvals(self._view)

    def _make_list(self) -> QWidget:
        look = self.look
        self.which = Segmented(look, Say("Which approvals"), SHOW_CHOICES, WAITING)
        self.which.chosen.connect(lambda _: self._on_shown())
        card = Card(look, Say("Approvals"), control=self.which)
        self.list = CaseList(look, Say("Approvals"))
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            look,
            "check",
            Say("Nothing waits for approval"),
            NOTHING_WAITS,
        )
        card.add((self.list, 1), (self.empty, 1))
        return card

    def _make_pane(self) -> QWidget:
        self._rows = column(gap=16)
        self._scroll = Scroll(self._rows)
        self._none = Card(self.look)
        words = Say("The rule and what it rests on are shown here.")
        self._none.add((EmptyState(self.look, "verified_user", Say("None chosen"), words), 1))
        return holding(column((self._scroll, 1), (self._none, 1)))

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.open_button = Button(look, Say("Open referral"), Kind.QUIET, keycap="O")
        self.decline_button = Button(look, Say("Decline"), Kind.SECONDARY, keycap="D")
        self.approve_button = Button(look, Say("Approve"), Kind.PRIMARY, icon="check", keycap="A")
        self.log_button = Button(
            look, Say("Log the prosecutor's word"), Kind.PRIMARY, icon="edit", keycap="P"
        )
        self.back_button.clicked.connect(self._back)
        self.open_button.clicked.connect(self._on_open)
        self.decline_button.clicked.connect(lambda: self._on_answer(False))
        self.approve_button.clicked.connect(lambda: self._on_answer(True))
        self.log_button.clicked.connect(self._on_log)
        return ActionBar(
            look,
            self.back_button,
            self.open_button,
            self.decline_button,
            self.approve_button,
            self.log_button,
        )

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Open it"))
        for key, words, button in (
            ("A", Say("Approve"), self.approve_button),
            ("D", Say("Decline with a reason"), self.decline_button),
            ("P", Say("Log the prosecutor's word"), self.log_button),
            ("O", Say("Open referral"), self.open_button),
        ):
            self.on_key(key, words, button.click, button=button)
        self.on_key("W", Say("Waiting, or answered"), self._turn)
        self.on_key("Ctrl+Down", Say("Scroll down"), lambda: self._scroll_by(1))
        self.on_key("Ctrl+Up", Say("Scroll up"), lambda: self._scroll_by(-1))
        self.on_key("Esc", Say("Back to the list"), self._back)

    def show_approvals(self, view: ApprovalsView) -> None:
        """Show this queue; the chosen line stays chosen, else the next is. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        self.show_heading(Say("Approvals"), approvals_context(view.items))
        items = self._items()
        self.list.show_lines([one.line for one in items])
        self.list.setVisible(bool(items))
        self.empty.setVisible(not items)
        if self.which.current() == ANSWERED:
            words = Say("Answers on referrals that are open stay here, to be looked up or changed.")
            self.empty.say(Say("Nothing answered yet"), words)
        else:
            self.empty.say(Say("Nothing waits for approval"), NOTHING_WAITS)
        before = self.item
        key = before.key if before is not None else ""
        after = next((one for one in items if one.key == key), None)
        if after is None:
            after = items[0] if items else None
            self.views.show_first()
        self._show(after)
        if before is not None and after is not None and before.key != after.key:
            self.focus_first()

    def focus_first(self) -> None:
        """Start in the list."""
        if self.views.second_alone:
            self.back_button.setFocus()
        elif self._items():
            self.list.setFocus()

    def _items(self) -> tuple[ApprovalItem, ...]:
        answered = self.which.current() == ANSWERED
        return self._view.answered if answered else self._view.items

    def _turn(self) -> None:
        self.which.choose(WAITING if self.which.current() == ANSWERED else ANSWERED)
        self._on_shown()

    def _on_shown(self) -> None:
        self.item = None
        self.show_approvals(self._view)
        self.focus_first()

    def _scroll_by(self, steps: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(SCROLL_STEP))

    def _show(self, item: ApprovalItem | None) -> None:
        self.item = item
        clear(self._rows)
        self._scroll.setVisible(item is not None)
        self._none.setVisible(item is None)
        if item is not None:
            self.list.choose(item.key)
            self._fill(item)
        own = item is not None and not item.by_prosecutor
        granted = item.granted if item is not None else None
        self.approve_button.setVisible(own and granted is not True)
        self.decline_button.setVisible(own and granted is not False)
        self.log_button.setVisible(item is not None and item.by_prosecutor)
        self._on_turned()

    def _fill(self, item: ApprovalItem) -> None:
        look = self.look
        head = Card(look)
        head.add_inset(Label(look, item.person, "xl", weight=700, wrap=True))
        head.add_inset(hint(look, item.number))
        if item.deadline is not None:
            head.add_inset(deadline_row(look, item.deadline))
        if item.granted is not None:
            tone = Tone.SUCCESS if item.granted else Tone.ERROR
            title = Say("Approved") if item.granted else Say("Not approved")
            head.add_inset(Note(look, tone, item.answer, title=title))
            words = Say("It can be changed with a reason; the first answer stays in the history.")
            head.add_inset(hint(look, words))
        elif item.lapsed:
            words = Say("An earlier answer no longer counts: a value it rested on has changed.")
            head.add_inset(Note(look, Tone.WARNING, words, icon="update"))
        rule = Card(look, Say("The rule"))
        rule.add_inset(body(look, item.rule), hint(look, item.policy))
        whose = (
            Say("The prosecutor decides. You log who said it, how and when.")
            if item.by_prosecutor
            else Say("You decide.")
        )
        rule.add_inset(hint(look, whose))
        rests = Card(look, Say("What it rests on"))
        rests.add_inset(pairs(look, *item.facts, label_width=180))
        for card in (head, rule, rests):
            self._rows.addWidget(card)
        self._rows.addStretch(1)

    def _on_opened(self, key: str) -> None:
        self._show(self._view.item(key))
        self.views.show_second()
        if self.item is not None:
            announce(self, self.look.say(self.item.person))
        self._main_button().setFocus()

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self._show(self._view.item(key))

    def _main_button(self) -> Button:
        if self.item is not None and self.item.by_prosecutor:
            return self.log_button
        granted = self.item is not None and self.item.granted is True
        return self.decline_button if granted else self.approve_button

    def _back(self) -> None:
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        alone = self.views.second_alone
        self.back_button.setVisible(alone)
        self._actions.setVisible(self.item is not None and (alone or not self.views.narrow))

    def _on_open(self) -> None:
        if self.item is not None:
            self.referral_opened.emit(self.item.referral)

    def _on_answer(self, granted: bool) -> None:
        if self.item is None:
            return
        dialog = ReasonDialog(self.look, self.window(), self.item, granted=granted)
        dialog.answered.connect(self.answered)
        dialog.open()

    def _on_log(self) -> None:
        if self.item is None:
            return
        dialog = ProsecutorDialog(self.look, self.window(), self.item)
        dialog.answered.connect(self.prosecutor_said)
        dialog.open()
