"""Sets up a server as a way out: its address, the account, a test that says what failed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import PasswordField, TextField
from desktop.ui.widgets.notes import Note
from desktop.viewmodels.exchange import ServerTyped
from desktop.viewmodels.marks import Tone, Trouble


class ServerDialog(Dialog):
    """Asks for a server; nothing is remembered before it has answered."""

    test_requested = Signal(object)  # ServerTyped
    key_file_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        text = Say(
            "Write the address as your agency's technician gave it: sftp://server/folder,"
            " https://server/folder (WebDAV) or s3+https://server/bucket/folder."
        )
        super().__init__(look, parent, Say("Add a server"), text)
        self.address = TextField(look, Say("Address"), placeholder="sftp://server/folder")
        self.account = TextField(look, Say("Account, or access key"), longest=200)
        self.password = PasswordField(
            look, Say("Password, or secret key"), hint=Say("Kept encrypted on this computer")
        )
        self._key = ""
        self.key_button = Button(look, Say("Use a key file instead"), Kind.QUIET, small=True)
        self.key_button.clicked.connect(self.key_file_requested)
        self.region = TextField(look, Say("Region (S3 only)"), longest=60)
        self.note = Note(look, Tone.NEUTRAL, "")
        self.note.hide()
        self.tick = TickBox(look, Say("Whoever runs the server read me the same fingerprint."))
        self.tick.hide()
        self._host_key = ""
        fields = (self.address, self.account, self.password, self.key_button, self.region)
        self.add(8, *fields, self.note, self.tick)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.test_button = Button(look, Say("Test and add"), Kind.PRIMARY)
        self.test_button.clicked.connect(self._on_test)
        self.tick.toggled.connect(lambda on: self.test_button.setEnabled(on))
        self.address.edited.connect(self._on_address)
        self.add_buttons(cancel, self.test_button)
        self.address.entry.setFocus()

    def use_key(self, key: str) -> None:
        """Take a private key out of a file in the password's place."""
        self._key = key
        self.password.setEnabled(False)
        self.key_button.say(Say("A key file was read"))

    def show_fingerprint(self, fingerprint: str, host_key: str) -> None:
        """Show what an SFTP server calls itself; it is believed once somebody compared it."""
        self._host_key = host_key
        words = Say(
            "The server shows the fingerprint {words}. Call whoever runs it and compare.",
            words=fingerprint,
        )
        self.note.show_note(Tone.WARNING, words, title=Say("Is this the right server?"))
        self.note.show()
        self.tick.setChecked(False)
        self.tick.show()
        self._working(False)
        self.test_button.setEnabled(False)
        self.adjustSize()

    def show_failed(self, trouble: Trouble) -> None:
        """Say in one sentence what failed, and what to do; everything typed stays."""
        self.note.show_note(Tone.ERROR, trouble.remedy, title=trouble.reason)
        self.note.show()
        self._working(False)
        self.adjustSize()

    def _working(self, on: bool) -> None:
        self.test_button.setEnabled(not on)
        self.test_button.say(Say("Testing") if on else Say("Test and add"))

    def _on_address(self, _typed: str) -> None:
        # Another server has another key: what was compared holds for the old address alone.
        self._host_key = ""
        self.tick.hide()
        self.note.hide()
        self.test_button.setEnabled(True)

    def _on_test(self) -> None:
        if not self.address.text().strip():
            self.address.show_problem(Say("Write the server's address first."))
            return
        self.address.show_problem("")
        self._working(True)
        self.test_requested.emit(
            ServerTyped(
                self.address.text().strip(),
                self.account.text().strip(),
                self._key or self.password.text(),
                self.region.text().strip(),
                self._host_key if self.tick.isChecked() else "",
            )
        )
