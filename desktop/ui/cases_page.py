"""Cases: the list by deadline, and the one that is worked on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import CaseStatus
from desktop.domain.words import Say
from desktop.ui.cases.case_list import CaseList
from desktop.ui.cases.close_dialog import CloseDialog
from desktop.ui.cases.pane import POINT_KEYS, PROPOSED_KEY, CasePane
from desktop.ui.cases.same_card import SAME_KEYS
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.layout import column, holding
from desktop.ui.widgets.notes import EmptyState, ErrorBanner, announce
from desktop.ui.widgets.two_views import TwoViews
from desktop.viewmodels.case_detail import CaseClosed, CaseDetail, CaseStep
from desktop.viewmodels.cases import (
    CASE_CHOICES,
    CaseShow,
    CasesView,
    case_lines,
    cases_context,
)
from desktop.viewmodels.marks import Tone


class CasesPage(Page):
    """Lists cases and shows the chosen one; each step is one key."""

    opened = Signal(str)  # case id; wiring answers with show_case
    accepted = Signal(str)  # case id
    contact_made = Signal(str)  # case id; `mode()` says how
    attempt = Signal(object)  # AttemptMade
    stepped = Signal(object)  # CaseStep: enrolled, completed
    closed = Signal(object)  # CaseClosed
    point_answered = Signal(object)  # PointAnswered
    same_decided = Signal(object)  # SameDecided
    referral_opened = Signal(str)  # referral id, which is the case's
    copies_requested = Signal(str)  # case id
    undo_requested = Signal()  # take back what was done last

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Cases"))
        self._view = CasesView()
        self.banner = ErrorBanner(look)
        self.pane = CasePane(look)
        self.pane.contact_made.connect(self.contact_made)
        self.pane.attempt.connect(self.attempt)
        self.pane.point_answered.connect(self.point_answered)
        self.pane.same_decided.connect(self.same_decided)
        self.pane.other_opened.connect(self.opened)
        self.views = TwoViews(look, self._make_list(), self.pane)
        self.views.turned.connect(self._on_turned)
        self._actions = self._make_actions()
        self.fill(column(self.banner, (self.views, 1), gap=16), self._actions)
        self._bind_keys()
        self.show_cases(self._view)
        self.show_case(None)

    def _make_list(self) -> QWidget:
        look = self.look
        card = Card(look, Say("Cases"), hint=Say("soonest deadline first"))
        self.show_choice = Segmented(look, Say("Show"), CASE_CHOICES, CaseShow.OPEN)
        self.show_choice.chosen.connect(self._list)
        self._tools = holding(column(self.show_choice, margins=(INSET, 0, INSET, 8)))
        self.list = CaseList(look, Say("Cases"))
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            look, "folder", Say("No open case"), Say("New ones come through the Inbox.")
        )
        self.nothing = EmptyState(
            look, "check", Say("None of these"), Say("Choose another kind above.")
        )
        card.add(self._tools, (self.list, 1), (self.empty, 1), (self.nothing, 1))
        return card

    def _make_actions(self) -> ActionBar:
        look = self.look
        make = Button
        self.back_button = make(
            look, Say("Back to list"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.close_button = make(look, Say("Close case"), Kind.QUIET, keycap="C")
        self.copies_button = make(look, Say("Who has a copy"), Kind.QUIET, keycap="W")
        self.copies_button.clicked.connect(self._on_copies)
        self.open_button = make(look, Say("Open referral"), Kind.SECONDARY, keycap="O")
        self.enroll_button = make(look, Say("Enrolled"), Kind.SECONDARY, icon="check", keycap="E")
        self.complete_button = make(
            look, Say("Completed"), Kind.SECONDARY, icon="check", keycap="M"
        )
        self.accept_button = make(look, Say("Accept"), Kind.PRIMARY, icon="check", keycap="A")
        self.back_button.clicked.connect(self._back)
        self.close_button.clicked.connect(self._on_close)
        self.open_button.clicked.connect(self._on_open)
        self.enroll_button.clicked.connect(lambda: self._on_step(CaseStatus.ENROLLED))
        self.complete_button.clicked.connect(lambda: self._on_step(CaseStatus.COMPLETED))
        self.accept_button.clicked.connect(self._on_accept)
        return ActionBar(
            look,
            self.back_button,
            self.copies_button,
            self.close_button,
            self.open_button,
            self.enroll_button,
            self.complete_button,
            self.accept_button,
        )

    def _bind_keys(self) -> None:
        self.note_key("Enter", Say("Open the case"))
        for key, words, button in (
            ("A", Say("Accept"), self.accept_button),
            ("E", Say("Enrolled"), self.enroll_button),
            ("M", Say("Completed"), self.complete_button),
            ("C", Say("Close case"), self.close_button),
            ("O", Say("Open referral"), self.open_button),
            ("W", Say("Who has a copy"), self.copies_button),
        ):
            act = partial(self._unless_in_list, button.click)
            self.on_key(key, words, act, button=button)
        for key, words in (
            ("1", Say("Contact made")),
            ("2", Say("No answer")),
            ("3", Say("Message left")),
            ("4", Say("Wrong number")),
            (POINT_KEYS[0], Say("The first open point bars the person")),
            (POINT_KEYS[1], Say("The first open point does not bar")),
            (POINT_KEYS[2], Say("The first open point: cannot say")),
            (PROPOSED_KEY, Say("The first open point: as your records say")),
            (SAME_KEYS[0], Say("The first that looks alike is the same person")),
            (SAME_KEYS[1], Say("The first that looks alike is kept apart")),
        ):
            self.on_key(key, words, partial(self._unless_in_list, partial(self.pane.press, key)))
        self.on_key("Ctrl+Z", Say("Take back what you did last"), self.undo_requested.emit)
        self.on_key("Ctrl+Down", Say("Scroll the case down"), lambda: self.pane.scroll_by(1))
        self.on_key("Ctrl+Up", Say("Scroll the case up"), lambda: self.pane.scroll_by(-1))
        self.on_key("Esc", Say("Back to the list"), self._back)

    def _unless_in_list(self, act: Callable[[], object]) -> None:
        """Do it only once a case was opened: letters typed in the list look for a name."""
        if self.list.hasFocus():
            words = Say("Press Enter first: the keys work in the open case.")
            self._actions.show_kept(words, Tone.NEUTRAL)
            announce(self, self.look.say(words))
        else:
            act()

    def show_cases(self, view: CasesView) -> None:
        """Show this list; the chosen line stays chosen. Tells nobody."""
        self._view = view
        self.banner.show_trouble(view.trouble)
        self.show_heading(Say("Cases"), cases_context(view.rows))
        self._list()

    def show_case(self, detail: CaseDetail | None) -> None:
        """Show this case beside the list; in a narrow window after it was opened."""
        before = self.pane.detail
        self.pane.show_case(detail)
        if detail is None:
            self.views.show_first()
        else:
            self.list.choose(detail.id)
            if before is None or before.id != detail.id:
                announce(self, self.look.say(detail.person))
        steps = detail.steps if detail is not None else frozenset()
        self.accept_button.setVisible(CaseStatus.ACCEPTED in steps)
        self.enroll_button.setVisible(CaseStatus.ENROLLED in steps)
        self.complete_button.setVisible(CaseStatus.COMPLETED in steps)
        self.close_button.setVisible(CaseStatus.CLOSED in steps)
        self._actions.show_kept(Say("Every step is kept at once") if detail else "")
        self._on_turned()

    def mode(self) -> str:
        """Return how the person is being reached: call, text, visit or other."""
        return self.pane.mode()

    def focus_first(self) -> None:
        """Start in the list."""
        if self.views.second_alone:
            self._focus_case()
        elif self.list.isVisibleTo(self):
            self.list.setFocus()
        else:
            self.show_choice.buttons()[0].setFocus()

    def _list(self) -> None:
        rows = self._view.rows
        lines = case_lines(rows, CaseShow(self.show_choice.current() or CaseShow.OPEN))
        self.list.show_lines(lines)
        self._tools.setVisible(bool(rows))
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not rows)
        self.nothing.setVisible(bool(rows) and not lines)

    def _on_opened(self, key: str) -> None:
        self.opened.emit(key)
        self.views.show_second()
        self._focus_case()

    def _on_chosen(self, key: str) -> None:
        if not self.views.narrow:
            self.opened.emit(key)

    def _focus_case(self) -> None:
        if self.accept_button.isVisibleTo(self):
            self.accept_button.setFocus()
        elif not self.pane.focus_first() and self.views.second_alone:
            self.back_button.setFocus()

    def _back(self) -> None:
        self.views.show_first()
        self.focus_first()

    def _on_turned(self) -> None:
        alone = self.views.second_alone
        self.back_button.setVisible(alone)
        shown = self.pane.detail is not None and (alone or not self.views.narrow)
        self._actions.setVisible(shown)

    def _on_accept(self) -> None:
        if self.pane.detail is not None:
            self.accepted.emit(self.pane.detail.id)

    def _on_copies(self) -> None:
        if self.pane.detail is not None:
            self.copies_requested.emit(self.pane.detail.id)

    def _on_open(self) -> None:
        if self.pane.detail is not None:
            self.referral_opened.emit(self.pane.detail.id)

    def _on_step(self, to: CaseStatus) -> None:
        if self.pane.detail is not None:
            self.stepped.emit(CaseStep(self.pane.detail.id, to))

    def _on_close(self) -> None:
        detail = self.pane.detail
        if detail is None:
            return
        dialog = CloseDialog(self.look, self.window(), detail.reasons)
        dialog.closed.connect(lambda why: self.closed.emit(CaseClosed(detail.id, why)))
        dialog.open()
