"""The program: its rules with their policy lines, versions, and the draft on its way to force."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.program.cards import (
    confirm_card,
    directory_card,
    effect_card,
    finding_row,
    kept_out_card,
    rule_row,
    status_card,
    versions_card,
)
from desktop.ui.program.dialogs import ApprovedDialog, DraftDialog
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.widgets.labels import hint
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, holding, row
from desktop.ui.widgets.notes import EmptyState, announce
from desktop.ui.widgets.rows import SelectableRow
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.program import DRAFT, IN_FORCE, EffectView, KeptOutView, ProgramView

_SIDES = (Choice(IN_FORCE, Say("In force")), Choice(DRAFT, Say("Draft")))


class ProgramPage(Page):
    """Shows the rules in force or the draft; asks for everything that changes them."""

    side_chosen = Signal(str)  # IN_FORCE or DRAFT
    draft_wanted = Signal(object)  # DraftWanted
    import_requested = Signal()
    export_requested = Signal()
    drop_requested = Signal()
    tryout_requested = Signal()
    approved = Signal(object)  # ApprovedWanted
    publish_requested = Signal()
    directory_sent = Signal(str)  # source
    version_sent = Signal(object)  # ApprovedWanted: the version in force, to every machine

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Program"))
        self._view: ProgramView | None = None
        self._rules: dict[str, QWidget] = {}
        self._findings: list[SelectableRow] = []
        self.side = Segmented(look, Say("Which rules"), _SIDES, IN_FORCE)
        self.side.chosen.connect(self.side_chosen)
        self._left = column(gap=16)
        self._right = column(gap=16)
        self._effect, self._kept_out = column(gap=0), column(gap=0)
        self._scroll = Scroll(column(Columns(holding(self._left), holding(self._right)), "*"))
        self._actions = self._make_actions()
        self.fill(column(row(self.side, "*"), (self._scroll, 1), gap=12), self._actions)
        self._bind_keys()

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.drop_button = Button(look, Say("Drop the draft"), Kind.QUIET)
        self.export_button = Button(look, Say("Export"), Kind.QUIET, icon="file_download")
        self.import_button = Button(look, Say("Import a folder"), Kind.SECONDARY, icon="folder")
        self.try_button = Button(look, Say("Try out"), Kind.SECONDARY, keycap="T")
        self.begin_button = Button(look, Say("Begin a draft"), Kind.PRIMARY, icon="edit")
        self.approve_button = Button(look, Say("Note the approval"), Kind.PRIMARY, keycap="A")
        self.publish_button = Button(look, Say("Publish"), Kind.PRIMARY, icon="check")
        self.drop_button.clicked.connect(self._on_drop)
        self.export_button.clicked.connect(self.export_requested)
        self.import_button.clicked.connect(self.import_requested)
        self.try_button.clicked.connect(self.tryout_requested)
        self.begin_button.clicked.connect(self._on_begin)
        self.approve_button.clicked.connect(self._on_approve)
        self.publish_button.clicked.connect(self._on_publish)
        return ActionBar(
            look,
            self.drop_button,
            self.export_button,
            self.import_button,
            self.try_button,
            self.begin_button,
            self.approve_button,
            self.publish_button,
        )

    def _bind_keys(self) -> None:
        for key, words, button in (
            ("T", Say("Try out"), self.try_button),
            ("A", Say("Note the approval"), self.approve_button),
            ("B", Say("Begin a draft"), self.begin_button),
            ("I", Say("Import a folder as draft"), self.import_button),
            ("E", Say("Export as a folder"), self.export_button),
            ("Ctrl+Return", Say("Publish"), self.publish_button),
        ):
            self.on_key(key, words, button.click, button=button)
        self.on_key("F8", Say("Next finding"), self._next_finding)
        self.on_key("Ctrl+Tab", Say("In force or draft"), self._other_side)

    def show_program(self, view: ProgramView) -> None:
        """Show these rules; tells nobody."""
        before, self._view = self._view, view
        if view == before:
            return
        self.show_heading(Say("Program"), view.context)
        self.side.choose(view.shown)
        self._fill(view)
        draft = view.shown == DRAFT
        there = draft and view.has_draft
        edits = view.may_edit
        self.side.setVisible(edits)
        self.drop_button.setVisible(edits and there)
        self.export_button.setVisible(not draft or view.has_draft)
        self.import_button.setVisible(edits)
        self.try_button.setVisible(edits and (not draft or view.has_draft))
        self.begin_button.setVisible(edits and not view.has_draft)
        self.approve_button.setVisible(edits and there and not view.may_publish)
        self.approve_button.setEnabled(view.may_approve)
        self.publish_button.setVisible(edits and there and view.may_publish)
        if before is None or before.shown != view.shown:
            self._scroll.verticalScrollBar().setValue(0)

    def show_effect(self, effect: EffectView) -> None:
        """Show what the draft would have changed, once that is found."""
        clear(self._effect)
        self._effect.addWidget(effect_card(self.look, effect))

    def show_kept_out(self, view: KeptOutView) -> None:
        """Show whom each rule kept out, once that is counted."""
        clear(self._kept_out)
        self._kept_out.addWidget(kept_out_card(self.look, view))

    def focus_first(self) -> None:
        """Start at the switch between the rules in force and the draft."""
        if self.side.isVisible():
            chosen = next((one for one in self.side.buttons() if one.isChecked()), None)
            if chosen is not None:
                chosen.setFocus()
        else:
            self._scroll.setFocus()

    def _fill(self, view: ProgramView) -> None:
        look = self.look
        # What is counted beside the window comes later, into a place of its own.
        clear(self._effect)
        clear(self._kept_out)
        self._effect, self._kept_out = column(gap=0), column(gap=0)
        clear(self._left)
        clear(self._right)
        self._rules, self._findings = {}, []
        if view.shown == DRAFT and not view.has_draft:
            words = Say("Begin one as a copy of the rules in force, or import a program's folder.")
            empty = Card(look)
            empty.add((EmptyState(look, "edit", Say("No draft"), words), 1))
            self._left.addWidget(empty)
            self._left.addStretch(1)
            return
        self._left.addWidget(status_card(look, view))
        if view.shown == DRAFT:
            # What stops it and what it would change comes first, also where it stands alone.
            self._left.addWidget(self._findings_card(view))
            self._effect.addWidget(effect_card(look, view.effect))
            self._left.addWidget(holding(self._effect))
            self._left.addWidget(confirm_card(look, view))
            self._right.addWidget(self._rules_card(view))
        else:
            self._left.addWidget(self._rules_card(view))
            self._right.addWidget(confirm_card(look, view))
        self._left.addStretch(1)
        if view.versions:
            send = self._on_send if view.may_send else None
            self._right.addWidget(versions_card(look, view.versions, send))
        if view.shown == IN_FORCE:
            self._kept_out.addWidget(kept_out_card(look, view.kept_out))
            self._right.addWidget(holding(self._kept_out))
        if view.may_edit and view.shown == IN_FORCE:
            self._right.addWidget(directory_card(look, view.directories, self.directory_sent.emit))
        self._right.addStretch(1)

    def _rules_card(self, view: ProgramView) -> Card:
        card = Card(self.look, Say("Rules"), hint=Say("{n} rules", n=len(view.rules)))
        for one in view.rules:
            made = rule_row(self.look, one, last=one is view.rules[-1])
            self._rules[one.id] = made
            card.add(made)
        return card

    def _findings_card(self, view: ProgramView) -> Card:
        card = Card(self.look, Say("Rule check"), hint=Say("F8 next finding"))
        if not view.findings:
            card.add_inset(hint(self.look, Say("No fault was found. Every case comes out right.")))
        for one in view.findings:
            made = finding_row(self.look, one, last=one is view.findings[-1])
            made.chosen.connect(self._show_rule)
            self._findings.append(made)
            card.add(made)
        return card

    def _show_rule(self, key: str) -> None:
        where = key.partition("/")[2]
        named = next((self._rules[one] for one in where.replace(",", " ").split()
                      if one in self._rules), None)  # fmt: skip
        if named is not None:
            self._scroll.ensureWidgetVisible(named, 0, self.look.px(80))
            announce(self, named.accessibleName())

    def _next_finding(self) -> None:
        if not self._findings:
            return
        at = next((n for n, one in enumerate(self._findings) if one.hasFocus()), -1)
        following = self._findings[(at + 1) % len(self._findings)]
        following.setFocus()
        self._scroll.ensureWidgetVisible(following, 0, self.look.px(40))
        self._show_rule(following.key)

    def _other_side(self) -> None:
        if self._view is not None and self._view.may_edit:
            other = IN_FORCE if self._view.shown == DRAFT else DRAFT
            self.side_chosen.emit(other)

    def _on_begin(self) -> None:
        dialog = DraftDialog(self.look, self.window())
        dialog.asked.connect(self.draft_wanted)
        dialog.open()

    def _on_approve(self) -> None:
        dialog = ApprovedDialog(self.look, self.window())
        dialog.asked.connect(self.approved)
        dialog.open()

    def _on_send(self) -> None:
        dialog = ApprovedDialog(self.look, self.window())
        dialog.asked.connect(self.version_sent)
        dialog.open()

    def _on_publish(self) -> None:
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Put this draft in force?"),
            Say(
                "From its day on every machine decides new encounters by it. Drafts and"
                " referrals made before keep their own rules. It cannot be taken back, only"
                " followed by another version."
            ),
            Say("Publish"),
        )
        dialog.accepted.connect(self.publish_requested)
        dialog.open()

    def _on_drop(self) -> None:
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Drop this draft?"),
            Say("Its rules and the cases kept with it are gone. Export it first to keep them."),
            Say("Drop it"),
            danger=True,
        )
        dialog.accepted.connect(self.drop_requested)
        dialog.open()
