"""Taking in a list of services: choose, match columns, read, look it over, keep, take back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.importing.choose import ChooseCard, PastCard
from desktop.ui.importing.columns import ColumnsCard
from desktop.ui.importing.preview import PreviewPart
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import Scroll, column, holding, row
from desktop.ui.widgets.notes import ErrorBanner, announce
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.steps import Steps
from desktop.ui.widgets.tabs import tab_in_reading_order
from desktop.viewmodels.directory_import import (
    STEP_AT,
    STEPS,
    ImportStep,
    ImportView,
    rows_in_words,
    summary,
)
from desktop.viewmodels.marks import Tone

_WORKING: dict[ImportStep, Sayable] = {
    ImportStep.LOOKING: Say("Looking at what kind of list this is"),
    ImportStep.READING: Say("Reading the list"),
    ImportStep.KEEPING: Say("Keeping the list"),
}
_MAIN: dict[ImportStep, Sayable] = {
    ImportStep.COLUMNS: Say("Read the list"),
    ImportStep.PREVIEW: Say("Keep this list"),
    ImportStep.DONE: Say("Go to Services"),
}


class ImportPage(Page):
    """One list at a time. Shows and asks; nothing is read or kept here."""

    path_chosen = Signal(str)  # a file or folder, picked, typed or dropped
    column_matched = Signal(object)  # ColumnMatched
    read_requested = Signal()  # the columns are as they should be
    keep_requested = Signal()
    cancel_requested = Signal()  # stop what is under way
    again_requested = Signal()  # choose another list
    take_back_requested = Signal()  # the import made last
    leave_requested = Signal()  # back to Services

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Import a list of services"))
        self.setAcceptDrops(True)
        self._view = ImportView()
        self.banner = ErrorBanner(look)
        self.steps = Steps(look, STEPS)
        self._parts = {
            "choose": self._make_choose(),
            "columns": self._make_columns(),
            "work": self._make_work(),
            "preview": self._make_preview(),
            "done": self._make_done(),
        }
        self._actions = self._make_actions()
        parts = [(part, 1) for part in self._parts.values()]
        self.fill(column(self.steps, self.banner, *parts, gap=12), self._actions)
        self._bind_keys()
        self.show_import(self._view)

    def _make_choose(self) -> QWidget:
        self.choose = ChooseCard(self.look)
        self.choose.path_chosen.connect(self.path_chosen)
        self.past = PastCard(self.look)
        self.past.take_back_requested.connect(self.take_back_requested)
        return Scroll(column(self.choose, self.past, "*", gap=16))

    def _make_columns(self) -> QWidget:
        self.columns = ColumnsCard(self.look)
        self.columns.matched.connect(self.column_matched)
        return Scroll(column(self.columns, "*"))

    def _make_work(self) -> QWidget:
        look = self.look
        self.progress = Progress(look, Say("Reading the list"))
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._working = Card(look)
        self._working.add_inset(
            self.progress,
            Label(look, Say("You can go on with other work meanwhile."), "sm", ink="ink_muted"),
        )
        return holding(column(self._working, "*"))

    def _make_preview(self) -> QWidget:
        self.preview = PreviewPart(self.look)
        self.preview.turned.connect(self._show_buttons)
        return self.preview

    def _make_done(self) -> QWidget:
        look = self.look
        self._kept = Label(look, "", "lg", weight=600, wrap=True)
        after = Say("What people told of a service, on the phone or in a note, stays with it.")
        card = Card(look)
        icon = Icon(look, "check_circle", "success_ink", 40)
        words = column(self._kept, Label(look, after, ink="ink_soft", wrap=True), gap=6)
        card.add_inset(holding(row(icon, (words, 1), gap=16)))
        return Scroll(column(card, "*"))

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.back_button = Button(look, "", Kind.QUIET, icon="arrow_back", keycap="Esc")
        self.back_button.clicked.connect(self._on_back)
        self.undo_button = Button(
            look, Say("Take it back"), Kind.SECONDARY, icon="undo", keycap="Ctrl+Z"
        )
        self.undo_button.clicked.connect(self.take_back_requested)
        self.main_button = Button(look, "", Kind.PRIMARY, icon="check", keycap="Ctrl+Enter")
        self.main_button.clicked.connect(self._on_main)
        return ActionBar(look, self.back_button, self.undo_button, self.main_button)

    def _bind_keys(self) -> None:
        choose = Say("Choose a file")
        self.on_key("Ctrl+O", choose, self._on_choose_key)
        self.on_key("Ctrl+Return", Say("Go on"), self._on_main, button=self.main_button)
        self.on_key("Ctrl+Z", Say("Take the last import back"), self._on_take_back_key)
        self.on_key("Esc", Say("Stop, or go back"), self._on_back)
        self.note_key("Ctrl+C", Say("Copy the line"))

    def show_import(self, view: ImportView) -> None:
        """Show where the import stands; tells nobody."""
        before, self._view = self._view, view
        context: Sayable = Say("{file} · {kind}", file=view.file, kind=view.kind)
        self.show_heading(self.heading().title, context if view.kind else view.file)
        self.banner.show_trouble(view.trouble)
        self.steps.show_step(STEP_AT[view.step])
        self.past.show_past(view)
        self.columns.show_columns(view)
        self.preview.show_preview(view)
        self._kept.say(view.kept)
        self._show_work(view)
        moved = before.step is not view.step
        # Not a stack of widgets: that would be as high as its highest part.
        for name, part in sorted(self._parts.items(), key=lambda pair: pair[0] == self._part()):
            part.setVisible(name == self._part())
        self._show_buttons()
        if moved:
            tab_in_reading_order(self)
        if moved and self.isVisible():
            self.focus_first()
            self._announce(view)

    def focus_first(self) -> None:
        """Put the keyboard where this step's work starts."""
        match self._view.step:
            case ImportStep.CHOOSE:
                self.choose.file_button.setFocus()
            case ImportStep.COLUMNS:
                boxes = list(self.columns.boxes.values())
                (boxes[0] if boxes else self.main_button).setFocus()
            case ImportStep.PREVIEW:
                self.preview.focus_first()
            case ImportStep.DONE:
                self.main_button.setFocus()
            case _:
                self.progress.cancel_button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder, while none is being read."""
        if self._view.step not in _WORKING and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of what was dropped."""
        event.acceptProposedAction()
        self.path_chosen.emit(_dropped(event))

    def _part(self) -> str:
        if self._view.step in _WORKING:
            return "work"
        return self._view.step.value

    def _show_work(self, view: ImportView) -> None:
        words = _WORKING.get(view.step)
        if words is None:
            return
        if view.step is ImportStep.READING:
            words = Say("{work}: {rows}", work=words, rows=rows_in_words(view.rows))
        self.progress.show_progress(0, 0, words)
        self.progress.cancel_button.setVisible(view.step is not ImportStep.KEEPING)

    def _show_buttons(self) -> None:
        view = self._view
        working = view.step in _WORKING
        main = _MAIN.get(view.step, "")
        self.main_button.setVisible(bool(main))
        self.main_button.say(main)
        ready = view.step is not ImportStep.COLUMNS or not view.missing
        self.main_button.setEnabled(ready)
        self.undo_button.setVisible(view.step is ImportStep.DONE and view.can_take_back)
        self.back_button.setVisible(view.step is not ImportStep.KEEPING)
        self.back_button.say(self._back_words())
        kept: Sayable = Say("Nothing is kept yet.") if view.step is ImportStep.PREVIEW else ""
        if working:
            kept = Say("Nothing is kept before you have seen it.")
        self._actions.show_kept(kept, Tone.NEUTRAL)

    def _back_words(self) -> Sayable:
        match self._view.step:
            case ImportStep.CHOOSE:
                return Say("Back to Services")
            case ImportStep.LOOKING | ImportStep.READING:
                return Say("Cancel")
            case ImportStep.PREVIEW if self.preview.views.second_alone:
                return Say("Back to list")
        return Say("Choose another list")

    def _announce(self, view: ImportView) -> None:
        words: Sayable = _WORKING.get(view.step, "")
        if view.step is ImportStep.PREVIEW:
            words = summary(view)
        elif view.step is ImportStep.DONE:
            words = view.kept
        elif view.step is ImportStep.COLUMNS:
            words = view.missing or view.kind
        if words:
            announce(self, self.look.say(words))

    def _on_main(self) -> None:
        match self._view.step:
            case ImportStep.COLUMNS:
                self.read_requested.emit()
            case ImportStep.PREVIEW:
                self.keep_requested.emit()
            case ImportStep.DONE:
                self.leave_requested.emit()

    def _on_back(self) -> None:
        match self._view.step:
            case ImportStep.CHOOSE:
                self.leave_requested.emit()
            case ImportStep.LOOKING | ImportStep.READING:
                self.cancel_requested.emit()
            case ImportStep.KEEPING:
                return
            case ImportStep.PREVIEW if self.preview.back():
                return
            case _:
                self.again_requested.emit()

    def _on_choose_key(self) -> None:
        if self._view.step not in _WORKING:
            self.choose.choose(folder=False)

    def _on_take_back_key(self) -> None:
        steps = (ImportStep.CHOOSE, ImportStep.DONE)
        if self._view.can_take_back and self._view.step in steps:
            self.take_back_requested.emit()


def _dropped(event: QDropEvent) -> str:
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 else ""
