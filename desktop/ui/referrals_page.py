"""Referrals: the list with search and filters, and beside it the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.referral.pane import ReferralPane
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.widgets.fields import SearchField
from desktop.ui.widgets.layout import column, holding
from desktop.ui.widgets.longlist import LongList
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, announce
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.referral_detail import ReferralDetail
from desktop.viewmodels.referrals import (
    SHOW_CHOICES,
    ReferralsView,
    Show,
    count_words,
    listed,
)


class ReferralsPage(Page):
    """Lists referrals and shows the chosen one. `mine`: the officer's own."""

    opened = Signal(str)  # referral id; wiring answers with show_detail
    new_requested = Signal()
    dispute_settled = Signal(object)  # Settled
    answered = Signal(object)  # FactAnswered
    case_number_typed = Signal(object)  # CaseNumberTyped
    consent_revoked = Signal(object)  # ConsentRevoked
    consent_asked = Signal(object)  # ConsentAsked
    packet_requested = Signal(str)  # referral id
    copies_requested = Signal(str)  # referral id
    narrative_requested = Signal(str)  # referral id; wiring puts the text on the clipboard
    withdraw_requested = Signal(str)  # referral id

    def __init__(self, look: Look, *, mine: bool) -> None:
        title = Say("My referrals") if mine else Say("Referrals")
        super().__init__(look, title)
        self._title = title
        self._mine = mine
        self._view = ReferralsView()
        self.banner = ErrorBanner(look)
        self.pane = ReferralPane(look)
        self.views = TwoViews(look, self._make_list(), self.pane)
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.fill(column(self.banner, (self.views, 1), gap=16), self._actions)
        for name in ("dispute_settled", "answered", "case_number_typed", "consent_revoked"):
            getattr(self.pane, name).connect(getattr(self, name))
        self.pane.consent_asked.connect(self.consent_asked)
        self._bind_keys()
        self.show_referrals(self._view)
        self._on_turned()

    def _make_list(self) -> QWidget:
        look = self.look
        card = Card(look)
        self.search = SearchField(
            look, Say("Find a referral"), placeholder=Say("Name, number or service")
        )
        self.search.edited.connect(self._list)
        self.search.entered.connect(self._on_search_entered)
        self.show_choice = Segmented(look, Say("Show"), SHOW_CHOICES, Show.ALL)
        self.show_choice.chosen.connect(self._list)
        self.list = LongList(look, self._title)
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        first = Button(look, Say("New referral"), Kind.SECONDARY, icon="add_circle")
        first.clicked.connect(self.new_requested)
        self.empty = EmptyState(look, "list", "", "", *([first] if self._mine else []))
        everything = Button(look, Say("Show all"), Kind.SECONDARY)
        everything.clicked.connect(self._on_show_all)
        self.nothing = EmptyState(
            look,
            "search",
            Say("Nothing fits"),
            Say("Try fewer letters, or another filter."),
            everything,
        )
        top = column(self.search, self.show_choice, gap=8, margins=(INSET, 16, INSET, 8))
        self._tools = holding(top)
        card.add(self._tools, (self.list, 1), (self.empty, 1), (self.nothing, 1))
        return card

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.back_button.clicked.connect(self._back)
        self.withdraw_button = Button(look, Say("Withdraw"), Kind.QUIET, icon="undo", keycap="W")
        self.withdraw_button.clicked.connect(self._on_withdraw)
        self.copies_button = Button(look, Say("Copies"), Kind.QUIET, keycap="H")
        self.copies_button.setAccessibleName(look.say(Say("Who has a copy")))
        self.copies_button.clicked.connect(self._on_copies)
        self.print_button = Button(
            look, Say("Print sheets"), Kind.SECONDARY, icon="print", keycap="Ctrl+P"
        )
        self.print_button.clicked.connect(self._on_print)
        self.narrative_button = Button(
            look, Say("Copy for the report"), Kind.SECONDARY, icon="content_copy", keycap="C"
        )
        self.narrative_button.clicked.connect(self._on_narrative)
        return ActionBar(
            look,
            self.back_button,
            self.copies_button,
            self.withdraw_button,
            self.narrative_button,
            self.print_button,
        )

    def _bind_keys(self) -> None:
        self.on_key("Ctrl+F", Say("Find a referral"), self._on_find)
        self.note_key("Enter", Say("Open the referral"))
        self.on_key("Esc", Say("Back to the list"), self._back)
        self.pane.bind(self)
        words = Say("Who has a copy")
        self.on_key("H", words, self._on_copies, button=self.copies_button)
        self.on_key("W", Say("Withdraw"), self._on_withdraw, button=self.withdraw_button)
        self.on_key(
            "C", Say("Copy for the report"), self._on_narrative, button=self.narrative_button
        )
        self.on_key("Ctrl+P", Say("Print sheets"), self._on_print, button=self.print_button)

    def show_referrals(self, view: ReferralsView) -> None:
        """Show this list; the chosen line stays chosen. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        if self._mine:
            self.empty.say(
                Say("No referrals yet"),
                Say("The first takes about 3 minutes. You can practice with made-up people."),
            )
        else:
            self.empty.say(
                Say("No referrals yet"),
                Say("Referrals of your agency appear here by themselves after an exchange."),
            )
        self._list()

    def show_detail(self, detail: ReferralDetail | None) -> None:
        """Show this referral beside the list; in a narrow window instead of it."""
        before = self.pane.detail
        self.pane.show_detail(detail)
        if detail is None:
            self.views.show_first()
        else:
            self.list.choose(detail.id)
        can_withdraw = detail is not None and detail.can_withdraw
        self.withdraw_button.setVisible(can_withdraw)
        self.copies_button.setVisible(detail is not None)
        can_print = detail is not None and detail.can_print
        self.print_button.setVisible(can_print)
        self.narrative_button.setVisible(can_print)
        # What others find out does not wait for this person.
        mine = sum(bool(one.asks) for one in detail.open) if detail else 0
        waits = len(detail.disputes) + mine if detail else 0
        if detail is not None:
            words = Say("Changes are kept at once") if waits == 0 else Say("Waits for an answer")
            self._actions.show_kept(words, Tone.SUCCESS if waits == 0 else Tone.NEUTRAL)
        else:
            self._actions.show_kept("")
        self._on_turned()
        if detail is not None and (before is None or before.id != detail.id):
            announce(self, self.look.say(detail.person))

    def open_detail(self, detail: ReferralDetail) -> None:
        """Show this referral and put the keyboard there, as when it is opened from Home."""
        self.show_detail(detail)
        self.views.show_second()
        self._focus_detail()

    def focus_first(self) -> None:
        """Start in the list, or in the search where it is empty."""
        if self.views.second_alone:
            self._focus_detail()
        elif self.list.isVisibleTo(self):
            self.list.setFocus()
        else:
            self.search.setFocus()

    def _list(self) -> None:
        view = self._view
        show = Show(self.show_choice.current() or Show.ALL)
        lines = listed(view.rows, show, self.search.text(), self.look.tongue)
        self.list.show_lines(lines)
        self._tools.setVisible(bool(view.rows))
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not view.rows)
        self.nothing.setVisible(bool(view.rows) and not lines)
        words = count_words(len(lines), len(view.rows)) if view.rows else ""
        self.show_heading(self._title, words)

    def _on_opened(self, key: str) -> None:
        self.opened.emit(key)
        self.views.show_second()
        self._focus_detail()

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self.opened.emit(key)

    def _focus_detail(self) -> None:
        if not self.pane.focus_first() and self.views.second_alone:
            self.back_button.setFocus()

    def _on_search_entered(self) -> None:
        if self.list.isVisibleTo(self):
            self.list.setFocus()

    def _on_find(self) -> None:
        self.views.show_first()
        self.search.setFocus()
        self.search.entry.selectAll()

    def _on_show_all(self) -> None:
        self.search.show_text("")
        self.show_choice.choose(Show.ALL)
        self._list()
        self.list.setFocus()

    def _back(self) -> None:
        if not self.views.second_alone and self.search.text():
            self.search.show_text("")
            self._list()
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        alone = self.views.second_alone
        self.back_button.setVisible(alone)
        shown = self.pane.detail is not None and (alone or not self.views.narrow)
        self._actions.setVisible(shown)

    def _on_print(self) -> None:
        if self.pane.detail is not None:
            self.packet_requested.emit(self.pane.detail.id)

    def _on_narrative(self) -> None:
        if self.pane.detail is not None:
            self.narrative_requested.emit(self.pane.detail.id)

    def _on_copies(self) -> None:
        if self.pane.detail is not None:
            self.copies_requested.emit(self.pane.detail.id)

    def _on_withdraw(self) -> None:
        detail = self.pane.detail
        if detail is None:
            return
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Withdraw this referral?"),
            Say(
                "{number} stays on record. The lead agency is told not to act on it.",
                number=detail.number,
            ),
            Say("Withdraw"),
            danger=True,
        )
        dialog.accepted.connect(lambda: self.withdraw_requested.emit(detail.id))
        dialog.open()
