"""Adding a server as a way out: tested beside the window, remembered once it has answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import exchange, ways_out
from desktop.services.setup import open_workspace
from desktop.sync.opening import CarrierKind, CarrierPlace, show_host_key
from desktop.sync.ssh import HostKey
from desktop.ui.exchange.server_dialog import ServerDialog
from desktop.viewmodels.exchange import ServerTyped
from desktop.viewmodels.marks import Trouble
from desktop.wiring.shell import Shell

KEY_LIMIT = 32_000  # bytes; a 16,384-bit RSA key has about 12,000


class AddingServer:
    """One server being set up; its dialog stays open until it answers or somebody gives up."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.dialog = ServerDialog(shell.look, shell.window)
        self.dialog.test_requested.connect(self._test)
        self.dialog.key_file_requested.connect(shell.guard(self._ask_key))
        self.dialog.open()

    def _ask_key(self) -> None:
        title = self.shell.look.say(Say("Choose the private key"))
        path, _ = QFileDialog.getOpenFileName(self.dialog, title, "", "")
        if path:
            self.take_key(Path(path))

    def take_key(self, path: Path) -> None:
        """Use the private key in a file; refuses what cannot be one by its size."""
        try:
            with path.open("rb") as file:
                key = file.read(KEY_LIMIT + 1)
        except OSError:
            key = b""
        if not 0 < len(key) <= KEY_LIMIT:
            raise Refused(
                Say("This is no key file."),
                remedy=Say("Choose the private key your technician made for this computer."),
            )
        self.dialog.use_key(key.decode("utf-8", "replace"))

    def _test(self, typed: ServerTyped) -> None:
        try:
            place = replace(
                ways_out.place_of(typed.address),
                user=typed.account,
                region=typed.region,
                host_key=typed.host_key,
            )
            if place.kind is CarrierKind.FOLDER:
                raise Refused(
                    Say("This is a folder, not a server."),
                    remedy=Say("Close this, and choose the folder with Add."),
                )
        except Refused as refused:
            self._failed(refused)
            return
        if place.kind is CarrierKind.SFTP and not place.host_key:
            self.shell.tasks.run(
                lambda: show_host_key(place.url), done=self._shown, failed=self._failed
            )
        else:
            self._add(place, typed.password)

    def _add(self, place: CarrierPlace, secret: str) -> None:
        shell, at = self.shell, self.shell.now
        if shell.session is None:
            return
        # Locking wipes the session's key; this work holds a copy and wipes it itself.
        held = replace(shell.session, data_key=bytearray(shell.session.data_key))
        folder, machine = shell.folder, shell.machine()

        def work() -> None:
            workspace = open_workspace(folder, held, machine, now=at)
            try:
                exchange.try_new_place(workspace, place, secret=secret)
                put = exchange.make_mailbox_at if workspace.place.is_lead else exchange.add_place
                put(workspace, place, now=at, secret=secret)
            finally:
                workspace.store.close()
                held.wipe()

        shell.tasks.run(work, done=self._added, failed=self._failed)

    def _shown(self, key: HostKey) -> None:
        self.dialog.show_fingerprint(key.fingerprint, key.line)

    def _added(self, _nothing: None) -> None:
        self.dialog.accept()
        self.shell.window.toast(Say("The server answers, and is a way out from now on."))
        self.shell.refresh()

    def _failed(self, trouble: BaseException) -> None:
        if not isinstance(trouble, Refused):
            raise trouble
        self.dialog.show_failed(Trouble(trouble.reason, trouble.remedy))
