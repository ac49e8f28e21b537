"""Exchange: the ways out, what waits, what came, what was kept out, and who this machine knows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Travel
from desktop.domain.words import Clock, Plural, Say, Sayable
from desktop.services import exchange, receiving, rounds, trust, ways_out
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.store.mailbox import Arrival, InBundle, Leaving, OutBundle
from desktop.sync.enrolment import read_enrolment, read_invitation
from desktop.sync.names import PAPER
from desktop.sync.opening import CarrierKind, CarrierPlace
from desktop.ui.exchange_page import ExchangePage
from desktop.viewmodels.exchange import (
    Compared,
    DeviceView,
    ExchangeView,
    KeptOut,
    Stage,
    Standing,
    WayKind,
    WayOut,
    WordsToCompare,
    kept_out,
    next_try_words,
    sentence,
    waiting_line,
)
from desktop.viewmodels.marks import Line, Mark, Tone
from desktop.wiring.printing import write_file
from desktop.wiring.shell import Shell

SHOWN = 50  # lines of history


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
        page.release_requested.connect(guard(self._release))
        page.look_again_requested.connect(guard(self._look_again))

    def refresh(self) -> None:
        """Show the exchange as it stands."""
        workspace, now = self.shell.workspace, self.shell.now
        book = trust_book(workspace)
        held = workspace.store.outbox.newest_waiting(SHOWN)
        stage = Stage(exchange.standing(workspace))
        places = ways_out.places(workspace)
        last = exchange.last_exchange(workspace)
        tone, title, text = sentence(
            Standing(
                ways=len(places),
                stage=stage,
                reachable=self.shell.exchanging.reachable,
                waiting=workspace.store.outbox.count_waiting(),
                size=workspace.store.outbox.size_waiting(),
                last=last,
            ),
            now=now,
        )
        keys = own_keys(workspace.store.settings)
        self.page.show_exchange(
            ExchangeView(
                tone=tone,
                title=title,
                text=text,
                device=DeviceView(
                    name=workspace.place.machine,
                    words=trust.compare_words(keys.fingerprint, self.shell.tools.word_list),
                    stage=stage,
                    lead=workspace.program.lead.name,
                ),
                ways=tuple(self._way(place) for place in places),
                waiting=tuple(self._waiting(one, book, now) for one in held),
                history=self._history(book),
                kept_out=tuple(
                    self._kept_out(one, now)
                    for one in workspace.store.inbox.all(Arrival.QUARANTINED)
                ),
                next_try=next_try_words(self.shell.exchanging.next_at, now=now),
            )
        )
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

    def _test(self, key: str) -> None:
        workspace = self.shell.workspace
        place = ways_out.named(workspace, key)
        if place is not None:
            exchange.check_place(workspace, place)
        self.shell.window.toast(Say("It answers, and it is the exchange place of this program."))
        self.refresh()

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
            bundle = receiving.take(self.shell.workspace, Path(path).name, data, now=self.shell.now)
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
            invitation = trust.accept_invitation(workspace, data, now=now)
            if invitation.carrier and Path(invitation.carrier).is_dir():
                exchange.add_folder(workspace, Path(invitation.carrier), now=now)
            self._save_request()
        elif asked.about is Compared.ENROLLMENT:
            request = read_enrolment(data)
            trust.enrol(workspace, data, code=request.machine.upper()[:8], now=now)
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
        data = trust.invite(workspace, carrier=carrier, now=self.shell.now)
        self._save(data, f"{workspace.program.slug}.offramp-invite")

    def _save_request(self) -> None:
        workspace = self.shell.workspace
        data = trust.request_enrolment(workspace)
        self._save(data, f"{workspace.place.device}.offramp-enroll")

    def _save(self, data: bytes, name: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self.shell.window, self.shell.look.say(Say("Save the file")), name, ""
        )
        if path:
            write_file(Path(path), data)

    def _release(self, name: str) -> None:
        self._look_again(name)

    def _look_again(self, name: str) -> None:
        workspace = self.shell.workspace
        held = workspace.store.inbox.get(name)
        receiving.look_again(workspace, name)
        if held is not None and held.data is not None:
            receiving.take(workspace, name, held.data, now=self.shell.now)
        self.shell.refresh()

    # -- what is shown ---------------------------------------------------------------------

    def _way(self, place: CarrierPlace) -> WayOut:
        tried = next((one for one in self.shell.exchanging.tried if one.place == place), None)
        last = rounds.last_answers(self.shell.workspace).get(ways_out.address_of(place))
        if tried is None:
            mark = Mark(Say("Not tried yet"), Tone.NEUTRAL, "help_outline")
        elif tried.answered:
            mark = Mark(Say("Answers"), Tone.SUCCESS, "check_circle")
        else:
            mark = Mark(Say("No answer"), Tone.WARNING, "link_off")
        detail = Say("Last answer {when}", when=last) if last else Say("Never answered yet")
        address = ways_out.address_of(place)
        folder = place.kind is CarrierKind.FOLDER
        name = Path(address).name if folder else address
        return WayOut(address, WayKind.FOLDER if folder else WayKind.SERVER, name, detail, mark)

    def _waiting(self, bundle: OutBundle, book: TrustBook, now: datetime) -> Line:
        return waiting_line(
            bundle.name,
            for_whom=self._stream(bundle.stream, book),
            what=Say("Bundle {n}", n=bundle.sequence),
            since=bundle.created_at,
            size=bundle.size,
            travel=Travel.BUNDLED,
            now=now,
        )

    def _history(self, book: TrustBook) -> tuple[Line, ...]:
        inbox = self.shell.workspace.store.inbox
        lines: list[tuple[datetime, Line]] = []
        for out in self.shell.workspace.store.outbox.newest(SHOWN):
            if out.state is Leaving.LEFT and out.left_at is not None:
                signed = len(inbox.receipts(out.name))
                words = Plural("{n} receipt", "{n} receipts", signed)
                to = self._stream(out.stream, book)
                lines.append(
                    (
                        out.left_at,
                        self._line(out.name, Say("To {whom}", whom=to), words, out.left_at),
                    )
                )
        for came in inbox.newest(Arrival.KEPT, SHOWN):
            member = book.member(came.device)
            who = member.machine if member else came.device
            words = Plural("{n} new fact", "{n} new facts", dict(came.counts).get("new", 0))
            lines.append(
                (
                    came.received_at,
                    self._line(came.name, Say("From {whom}", whom=who), words, came.received_at),
                )
            )
        return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True))

    def _line(self, key: str, title: Sayable, detail: Sayable, at: datetime) -> Line:
        return Line(
            key=key, title=title, detail=detail, when=Clock(at.astimezone(self.shell.now.tzinfo))
        )

    def _kept_out(self, bundle: InBundle, now: datetime) -> KeptOut:
        who = bundle.device or Say("an unknown computer")
        title = Say("Bundle {n} of {who}", n=bundle.sequence, who=who)
        return kept_out(
            bundle.name, title=title, reason=bundle.reason, since=bundle.received_at, now=now
        )

    def _stream(self, stream: str, book: TrustBook) -> Sayable:
        if stream == "lead":
            return self.shell.workspace.program.lead.name
        if stream == "precinct":
            return Say("the precinct desk")
        if stream == "all-devices":
            return Say("every machine")
        if stream == PAPER:
            return Say("paper, as a sealed code")
        member = book.member(stream)
        if member is None:
            return stream
        if member.kind is DeviceKind.DESK:
            return Say("the desk, {machine}", machine=member.machine)
        return Say("the patrol, {machine}", machine=member.machine)

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
