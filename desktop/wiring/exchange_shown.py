"""How the exchange stands, in what its page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from desktop.domain.skew import is_worth_telling
from desktop.domain.terms import DeviceKind, Travel
from desktop.domain.words import Clock, Say, Sayable
from desktop.services import devices, exchange, gaps, skew, trust, ways_out
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.services.ways_out import LastAnswer
from desktop.store.mailbox import Arrival, InBundle, Leaving, OutBundle
from desktop.sync.names import PAPER, parse_parcel_name
from desktop.sync.opening import CarrierKind, CarrierPlace
from desktop.viewmodels.devices import clock_line, gap_line
from desktop.viewmodels.exchange import (
    DeviceView,
    ExchangeView,
    KeptOut,
    Stage,
    Standing,
    WayKind,
    WayOut,
    kept_out,
    news_words,
    next_try_words,
    receipts_words,
    sentence,
    waiting_line,
    way_out,
)
from desktop.viewmodels.marks import Line
from desktop.wiring.shell import Shell

SHOWN = 50  # lines of history


def exchange_view(shell: Shell) -> ExchangeView:
    """Return how the exchange of this machine stands."""
    return _Shown(shell).view()


class _Shown:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def view(self) -> ExchangeView:
        """Return how the exchange stands."""
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
        return ExchangeView(
            tone=tone,
            title=title,
            text=text,
            device=DeviceView(
                name=workspace.place.machine,
                words=trust.compare_words(keys.fingerprint, self.shell.tools.word_list),
                stage=stage,
                lead=workspace.program.lead.name,
            ),
            ways=tuple(self._way(place, ways_out.last_answers(workspace)) for place in places),
            waiting=tuple(self._waiting(one, book, now) for one in held),
            history=self._history(book),
            kept_out=tuple(
                self._kept_out(one, book, now)
                for one in workspace.store.inbox.all(Arrival.QUARANTINED)
            ),
            gaps=tuple(self._gaps(book, now)),
            clocks=tuple(self._clocks(book)),
            next_try=next_try_words(self.shell.exchanging.next_at, now=now),
        )

    def _way(self, place: CarrierPlace, answers: Mapping[str, LastAnswer]) -> WayOut:
        address = ways_out.address_of(place)
        folder = place.kind is CarrierKind.FOLDER
        last = answers.get(place.url)
        return way_out(
            address,
            WayKind.FOLDER if folder else WayKind.SERVER,
            Path(address).name if folder else address,
            answer=last.answer.value if last else "",
            good_at=last.good_at if last else None,
            now=self.shell.now,
        )

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
                words = receipts_words(signed)
                to = self._stream(out.stream, book)
                lines.append(
                    (
                        out.left_at,
                        self._line(out.name, Say("To {whom}", whom=to), words, out.left_at),
                    )
                )
        for came in inbox.newest(Arrival.KEPT, SHOWN):
            who = self._who(came.device, book)
            words = news_words(dict(came.counts).get("new", 0))
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

    def _gaps(self, book: TrustBook, now: datetime) -> Iterator[Sayable]:
        for gap in gaps.gaps(self.shell.workspace):
            who = self._who(gap.device, book)
            yield gap_line(who, gap.first, gap.last, gap.since, kept_out=gap.kept_out, now=now)

    def _clocks(self, book: TrustBook) -> Iterator[Sayable]:
        own = skew.own_skew(self.shell.workspace)
        if own is not None and is_worth_telling(own.seconds):
            yield clock_line(Say("This computer"), own.seconds)
        for one in devices.devices(self.shell.workspace):
            if one.skew is not None and is_worth_telling(one.skew):
                yield clock_line(self._who(one.member.device, book), one.skew)

    def _who(self, device: str, book: TrustBook) -> Sayable:
        member = book.member(device)
        if member is None:
            return Say("a computer that is not known here")
        return f"{member.agency} {member.machine}"

    def _kept_out(self, bundle: InBundle, book: TrustBook, now: datetime) -> KeptOut:
        who = self._who(bundle.device, book)
        title = Say("Bundle {n} of {who}", n=bundle.sequence, who=who)
        if parse_parcel_name(bundle.name) is not None:
            title = Say("Rules or services from {who}, part {n}", who=who, n=bundle.sequence)
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
