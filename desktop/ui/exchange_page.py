"""Exchange: one honest sentence, the ways out, what waits, what came, whom this computer knows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from desktop.domain.words import Say, Sayable
from desktop.ui.exchange.cards import (
    device_card,
    history_card,
    kept_out_card,
    right_cards,
    waiting_card,
    ways_card,
)
from desktop.ui.exchange.compare_dialog import CompareDialog
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, row
from desktop.ui.widgets.notes import ErrorBanner, Note
from desktop.ui.widgets.progress import Progress
from desktop.viewmodels.exchange import (
    FILE_ENDINGS,
    Compared,
    DeviceView,
    ExchangeView,
    KeptOut,
    Stage,
    WordsToCompare,
)
from desktop.viewmodels.marks import Tone

SCROLL_STEP = 120  # pixels


class ExchangePage(Page):
    """Shows how the exchange stands and asks for what moves it on."""

    exchange_requested = Signal()
    stop_requested = Signal()  # what is under way is to end
    add_folder_requested = Signal()
    add_server_requested = Signal()
    test_requested = Signal(str)  # key of the way out
    stick_requested = Signal()
    open_file_requested = Signal()
    file_dropped = Signal(str)  # path
    invite_requested = Signal()
    accept_invitation_requested = Signal()
    request_saved = Signal()  # the request file is wanted
    enrol_requested = Signal()
    words_confirmed = Signal(object)  # WordsToCompare: somebody compared them and they agree
    words_refused = Signal(object)  # WordsToCompare: they differ
    release_requested = Signal(str)  # key of what was kept out; its words were compared
    look_again_requested = Signal(str)  # key of what was kept out
    devices_requested = Signal()  # the page of computers

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Exchange"), Say("What left, what came, what waits"))
        self.setAcceptDrops(True)
        self.banner = ErrorBanner(look)
        self.progress = Progress(look, Say("Exchanging"))
        self.progress.cancel_requested.connect(self.stop_requested)
        self.progress.hide()
        self.stick_button = Button(
            look, Say("Copy to a stick"), Kind.SECONDARY, icon="save_alt", keycap="S"
        )
        self.stick_button.clicked.connect(self.stick_requested)
        self.note = Note(look, Tone.NEUTRAL, "", button=self.stick_button)
        self.releases: list[Button] = []
        self._left = column(gap=16)
        self._right = column(gap=16)
        columns = Columns(self._left, self._right, side_by_side_from=look.px(840))
        self._scroll = Scroll(column(self.banner, self.progress, self.note, columns, "*", gap=16))
        self._actions = self._make_actions()
        self.fill(self._scroll, self._actions)
        self.add_button: Button | None = None
        self._bind_keys()

    def _make_actions(self) -> ActionBar:
        look = self.look
        self.open_button = Button(
            look, Say("Open a file"), Kind.QUIET, icon="folder_open", keycap="Ctrl+O"
        )
        self.open_button.clicked.connect(self.open_file_requested)
        self.devices_button = Button(look, Say("Computers"), Kind.QUIET, icon="people", keycap="D")
        self.devices_button.clicked.connect(self.devices_requested)
        self.exchange_button = Button(
            look, Say("Exchange now"), Kind.PRIMARY, icon="autorenew", keycap="F5"
        )
        self.exchange_button.clicked.connect(self.exchange_requested)
        return ActionBar(look, self.open_button, self.devices_button, self.exchange_button)

    def _bind_keys(self) -> None:
        self.on_key("Ctrl+O", Say("Open a file"), self.open_file_requested.emit)
        self.on_key("S", Say("Copy to a stick"), self.stick_button.click, button=self.stick_button)
        self.on_key("X", Say("Stop the exchange under way"), self._on_stop_key)
        self.on_key("A", Say("Add a folder"), self.add_folder_requested.emit)
        words = Say("Computers of the program")
        self.on_key("D", words, self.devices_button.click, button=self.devices_button)
        self.on_key("R", Say("Release the first bundle kept out"), self._on_release_key)
        self.on_key("V", Say("Add a server"), self.add_server_requested.emit)
        self.on_key("Ctrl+Down", Say("Scroll down"), lambda: self._scroll_by(1))
        self.on_key("Ctrl+Up", Say("Scroll up"), lambda: self._scroll_by(-1))

    def show_exchange(self, view: ExchangeView) -> None:
        """Show how it stands; tells nobody."""
        look = self.look
        self.banner.show_trouble(view.trouble)
        self.note.show_note(view.tone, view.text, title=view.title)
        clear(self._left)
        clear(self._right)
        self.add_button = Button(look, Say("Add"), Kind.QUIET, icon="add", keycap="A", small=True)
        self.add_button.setAccessibleName(look.say(Say("Add a folder")))
        self.add_button.clicked.connect(self.add_folder_requested)
        ways = ways_card(look, view.ways, self.add_button, self.test_requested.emit)
        server = Button(
            look, Say("Add a server"), Kind.QUIET, icon="public", keycap="V", small=True
        )
        server.clicked.connect(self.add_server_requested)
        ways.add_inset(row(server, "*"))
        self._left.addWidget(ways)
        self._left.addWidget(waiting_card(look, view.waiting))
        self._left.addWidget(history_card(look, view.history))
        self._left.addStretch(1)
        self.releases = []
        if view.kept_out:
            again = self.look_again_requested.emit
            kept, self.releases = kept_out_card(look, view.kept_out, self._on_release, again)
            self._right.addWidget(kept)
        for card in right_cards(look, view):
            self._right.addWidget(card)
        self._right.addWidget(device_card(look, view.device, self._joining(view.device)))
        self._right.addStretch(1)
        self.exchange_button.setEnabled(view.device.stage is not Stage.ALONE)
        self.devices_button.setVisible(view.device.stage is not Stage.ALONE)
        self.stick_button.setVisible(view.device.stage is not Stage.ALONE)  # nobody could open it
        self._actions.show_kept(view.next_try, Tone.NEUTRAL)

    def show_working(self, words: Sayable | None) -> None:
        """Show that something is being done, None when it is over."""
        self.progress.setVisible(words is not None)
        self.exchange_button.setEnabled(words is None)
        if words is not None:
            self.progress.show_progress(0, 0, words)

    def show_words(self, asked: WordsToCompare) -> CompareDialog:
        """Ask somebody to compare words; `words_confirmed` or `words_refused` answers."""
        dialog = CompareDialog(self.look, self.window(), asked)
        dialog.agreed.connect(self.words_confirmed)
        dialog.differed.connect(self.words_refused)
        dialog.open()
        return dialog

    def focus_first(self) -> None:
        """Start at what moves it on."""
        if self.exchange_button.isEnabled():
            self.exchange_button.setFocus()
        else:
            self.open_button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that may be ours."""
        if self._files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of each file dropped here."""
        for path in self._files(event):
            self.file_dropped.emit(path)
        event.acceptProposedAction()

    def _files(self, event: QDropEvent) -> list[str]:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        return [path for path in paths if path.endswith(FILE_ENDINGS)]

    def _joining(self, device: DeviceView) -> list[Button]:
        look = self.look
        match device.stage:
            case Stage.LEAD:
                invite = Button(look, Say("Make an invitation"), Kind.SECONDARY, small=True)
                invite.clicked.connect(self.invite_requested)
                enroll = Button(look, Say("Enroll from a file"), Kind.SECONDARY, small=True)
                enroll.clicked.connect(self.enrol_requested)
                return [invite, enroll]
            case Stage.ENROLLED:
                return []
        accept = Button(look, Say("Open an invitation"), Kind.SECONDARY, small=True)
        accept.clicked.connect(self.accept_invitation_requested)
        save = Button(look, Say("Save the request file"), Kind.SECONDARY, small=True)
        save.setEnabled(device.stage is Stage.INVITED)
        save.clicked.connect(self.request_saved)
        return [accept, save]

    def _on_release(self, kept: KeptOut) -> None:
        asked = WordsToCompare(Compared.RELEASE, kept.key, kept.title, kept.words)
        dialog = CompareDialog(self.look, self.window(), asked)
        dialog.agreed.connect(lambda one: self.release_requested.emit(one.key))
        dialog.differed.connect(self.words_refused)
        dialog.open()

    def _on_release_key(self) -> None:
        if self.releases:
            self.releases[0].click()

    def _on_stop_key(self) -> None:
        if self.progress.isVisible():
            self.stop_requested.emit()

    def _scroll_by(self, steps: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(SCROLL_STEP))
