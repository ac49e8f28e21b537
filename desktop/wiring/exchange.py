"""Exchange: the ways out, what waits, what came, what was kept out, and who this machine knows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.words import Plural, Say, Sayable
from desktop.services import enrolling, exchange, keeping, parcels_in, receiving, trust, ways_out
from desktop.store.mailbox import Arrival
from desktop.sync.enrolment import read_enrolment, read_invitation
from desktop.ui.exchange_page import ExchangePage
from desktop.viewmodels.exchange import (
    Compared,
    WordsToCompare,
)
from desktop.wiring.exchange_shown import exchange_view
from desktop.wiring.printing import write_file
from desktop.wiring.servers import AddingServer
from desktop.wiring.shell import Shell


class ExchangeWires:
    """Connects the Exchange page."""

    def __init__(self, shell: Shell, page: ExchangePage) -> None:
        self.shell = shell
        self.page = page
        self._papers: dict[str, bytes] = {}  # files whose words are being compared
        guard = shell.guard
        page.exchange_requested.connect(guard(shell.exchange_now))
        page.stop_requested.connect(shell.exchanging.cancel)
        page.add_folder_requested.connect(guard(self._add_folder))
        page.add_server_requested.connect(guard(self._add_server))
        page.test_requested.connect(guard(self._test))
        page.stick_requested.connect(guard(self._stick))
        page.open_file_requested.connect(guard(self._open_file))
        page.file_dropped.connect(guard(self.take_file))
        page.invite_requested.connect(guard(self._invite))
        page.accept_invitation_requested.connect(guard(self._open_file))
        page.request_saved.connect(guard(self._save_request))
        page.enrol_requested.connect(guard(self._open_file))
        page.words_confirmed.connect(guard(self._confirmed))
        page.words_refused.connect(guard(self._refused))
        page.release_requested.connect(guard(self._look_again))
        page.devices_requested.connect(guard(lambda: shell.go("devices")))
        page.look_again_requested.connect(guard(self._look_again))

    def refresh(self) -> None:
        """Show the exchange as it stands."""
        self.page.show_exchange(exchange_view(self.shell))
        self.page.show_working(Say("Exchanging") if self.shell.exchanging.busy else None)

    # -- what people do --------------------------------------------------------------------

    def _add_folder(self) -> None:
        folder = self._ask_folder(Say("Choose the folder of your invitation"))
        if folder is not None:
            workspace, now = self.shell.workspace, self.shell.now
            if workspace.place.is_lead and not (folder / "store.json").exists():
                exchange.make_mailbox(workspace, folder, now=now)
            else:
                exchange.check(workspace, exchange.open_folder(workspace, folder))
                exchange.add_folder(workspace, folder, now=now)
            self.refresh()

    def _add_server(self) -> None:
        self._adding = AddingServer(self.shell)  # kept alive while its dialog is open

    def _test(self, key: str) -> None:
        workspace = self.shell.workspace
        place = ways_out.named(workspace, key)
        if place is None:
            return
        tried = exchange.try_place(workspace, place, now=self.shell.now)
        self.refresh()
        last = tried[-1]
        if last.remedy is not None:
            raise Refused(last.said, remedy=last.remedy)
        self.shell.window.toast(Say("It answers, and it is the exchange place of this program."))

    def _stick(self) -> None:
        folder = self._ask_folder(Say("Choose the stick"))
        if folder is not None:
            done = exchange.exchange_by_stick(self.shell.workspace, folder, now=self.shell.now)
            self.shell.window.toast(
                Plural(
                    "{n} bundle is on the stick.",
                    "{n} bundles are on the stick.",
                    done.sent.bundles,
                )
            )
            self.shell.refresh()

    def _open_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.shell.window,
            self.shell.look.say(Say("Open a file of Offramp")),
            "",
            "Offramp (*.offramp *.offramp-invite *.offramp-enroll)",
        )
        if path:
            self.take_file(path)

    def take_file(self, path: str) -> None:
        """Take a file somebody brought: a bundle, an invitation, a request for enrollment."""
        parcels_in.refuse_part(path)
        data = read_whole(Path(path))
        if path.endswith(".offramp-invite"):
            invitation = read_invitation(data)
            self._compare(
                Compared.INVITATION, path, invitation.agency, invitation.fingerprint, data
            )
        elif path.endswith(".offramp-enroll"):
            request = read_enrolment(data)
            who = f"{request.agency} {request.machine}"
            self._compare(Compared.ENROLLMENT, path, who, request.fingerprint, data)
        else:
            bundle = keeping.take(self.shell.workspace, Path(path).name, data, now=self.shell.now)
            if bundle.state is Arrival.QUARANTINED:
                self.shell.window.toast(Say("This file was kept out. The reason stands below."))
            self.shell.refresh()

    def _compare(
        self, about: Compared, key: str, who: Sayable, fingerprint: str, data: bytes
    ) -> None:
        self._papers[key] = data
        words = trust.compare_words(fingerprint, self.shell.tools.word_list)
        self.page.show_words(WordsToCompare(about, key, who, words))

    def _confirmed(self, asked: WordsToCompare) -> None:
        data = self._papers.pop(asked.key, b"")
        workspace, now = self.shell.workspace, self.shell.now
        if asked.about is Compared.INVITATION:
            invitation = enrolling.accept_invitation(workspace, data, now=now)
            if invitation.carrier and Path(invitation.carrier).is_dir():
                exchange.add_folder(workspace, Path(invitation.carrier), now=now)
            self._save_request()
        elif asked.about is Compared.ENROLLMENT:
            request = read_enrolment(data)
            enrolling.enrol(workspace, data, code=request.machine.upper()[:8], now=now)
            self.shell.window.toast(Say("Enrolled. It is told with the next exchange."))
        self.shell.refresh()

    def _refused(self, asked: WordsToCompare) -> None:
        self._papers.pop(asked.key, None)
        raise Refused(
            Say("The words differ, so nothing was taken."),
            remedy=Say("Stop. Call the number on your printed letter, not one in the file."),
        )

    def _invite(self) -> None:
        workspace = self.shell.workspace
        places = ways_out.places(workspace)
        carrier = ways_out.address_of(places[0]) if places else ""
        data = enrolling.invite(workspace, carrier=carrier, now=self.shell.now)
        self._save(data, f"{workspace.program.slug}.offramp-invite")

    def _save_request(self) -> None:
        workspace = self.shell.workspace
        data = enrolling.request_enrolment(workspace)
        self._save(data, f"{workspace.place.device}.offramp-enroll")

    def _save(self, data: bytes, name: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self.shell.window, self.shell.look.say(Say("Save the file")), name, ""
        )
        if path:
            write_file(Path(path), data)

    def _look_again(self, name: str) -> None:
        keeping.look_again(self.shell.workspace, name)
        if ways_out.places(self.shell.workspace):
            self.shell.exchange_now()
        else:
            self.shell.window.toast(Say("Open the file again: it is looked at anew."))
        self.shell.refresh()

    def _ask_folder(self, title: Sayable) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.shell.window, self.shell.look.say(title))
        return Path(chosen) if chosen else None


def read_whole(path: Path) -> bytes:
    """Return a file's bytes; refuses what is no file of ours by its size."""
    try:
        if path.stat().st_size > receiving.BUNDLE_LIMIT:
            raise Refused(
                Say("This file is larger than any of Offramp."),
                remedy=Say("Check that it is the right file."),
            )
        return path.read_bytes()
    except OSError:
        raise Refused(
            Say("This file cannot be read."),
            remedy=Say("Check that the stick is plugged in, then choose the file again."),
        ) from None
