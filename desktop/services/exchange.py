"""Exchange with the lead agency over a carrier: send what may leave, take in what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import (
    directory_travel,
    parcels,
    parcels_in,
    programs,
    receiving,
    sending,
    thinning,
    ways_out,
)
from desktop.services.enrolling import found_mailbox
from desktop.services.parcels_in import Arrived, Taker
from desktop.services.receiving import Came
from desktop.services.sending import Sent
from desktop.services.trust import own_keys, trust_book
from desktop.services.ways_out import way
from desktop.services.workspace import Workspace
from desktop.sync.carrier import Carrier, CarrierTrouble
from desktop.sync.enrolment import make_store_paper, read_store_paper
from desktop.sync.folder import FolderCarrier
from desktop.sync.names import STORE_NAME
from desktop.sync.opening import AnyCarrier, CarrierKind, CarrierPlace, opened
from desktop.sync.papers import PAPER_LIMIT
from desktop.sync.parcel import ParcelKind
from desktop.sync.refusals import BundleRefused
from desktop.sync.trial import Step, Tried, try_out

LAST = "exchange.last"
SWEPT = "carrier.swept"  # the day each place was last swept
STORE_PAPER = "exchange.store_paper"

TAKERS: Mapping[ParcelKind, Taker] = {
    ParcelKind.PROGRAM: programs.take_in,
    ParcelKind.DIRECTORY: directory_travel.take_in,
}


@dataclass(frozen=True)
class Exchanged:
    """What one exchange did."""

    sent: Sent
    came: Came
    arrived: Arrived


class AnotherProgram(Refused):
    """A mailbox of another program: nothing is read from it, and nothing laid there."""

    def __init__(self) -> None:
        super().__init__(
            Say("The exchange place belongs to another program."),
            remedy=Say("Choose the folder named in your invitation."),
        )


def exchange(
    workspace: Workspace,
    carrier: Carrier,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    place: str = "",
) -> Exchanged:
    """Send and receive once. Trouble with the carrier is raised; nothing is lost or half done.

    When `stop` says so it ends after the bundle under way; the next exchange goes on there.
    `place` is the carrier's address where it is visited again and again.
    """
    check(workspace, carrier)
    came = receiving.receive(workspace, carrier, now=now, stop=stop, place=place)
    arrived = parcels_in.receive(workspace, carrier, TAKERS, listed=came.listed, now=now)
    # A parcel goes before the word that announces it, so that nobody looks for it in vain.
    parcels.send(workspace, carrier, now=now, stop=stop)
    sent = sending.send(workspace, carrier, now=now, stop=stop)
    workspace.store.settings.set(LAST, now.isoformat())
    return Exchanged(sent, came, arrived)


def exchange_over(
    workspace: Workspace,
    place: CarrierPlace,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> Exchanged:
    """Exchange once over a place that was set up, and tidy up after old crashes once a day."""
    with way(workspace, place) as carrier:
        address = ways_out.address_of(place)
        done = exchange(workspace, carrier, now=now, stop=stop, place=address)
        _sweep_daily(workspace, place, carrier, now=now)
    return done


def _sweep_daily(
    workspace: Workspace, place: CarrierPlace, carrier: AnyCarrier, *, now: datetime
) -> None:
    held = workspace.store.settings.get(SWEPT, {})
    swept = dict(held) if isinstance(held, Mapping) else {}
    today = now.date().isoformat()
    if swept.get(place.url) != today:
        thinning.thin(workspace, now=now)
        # The exchange is done: a place that lets nobody remove files is no trouble.
        with suppress(CarrierTrouble):
            carrier.sweep(now)
        workspace.store.settings.set(SWEPT, {**swept, place.url: today})


def check_place(workspace: Workspace, place: CarrierPlace) -> str:
    """Refuse a place that does not answer or is another program's; returns its identity."""
    with way(workspace, place) as carrier:
        check(workspace, carrier)
        return carrier.identity()


def try_place(workspace: Workspace, place: CarrierPlace, *, now: datetime) -> tuple[Tried, ...]:
    """Return what finding, writing and listing at a place came to, the first failure last."""
    try:
        with way(workspace, place) as carrier:
            tried = try_out(carrier)
            if tried[-1].is_good:
                check(workspace, carrier)
    except Refused as trouble:
        tried = (Tried(Step.FIND, trouble.reason, trouble.remedy),)
    failed = next((Refused(one.said, remedy=one.remedy) for one in tried if one.remedy), None)
    ways_out.note_answer(workspace, place, failed, now=now)
    return tried


def try_new_place(workspace: Workspace, place: CarrierPlace, *, secret: str) -> None:
    """Refuse a place that cannot be found, written to or listed, saying which of them failed."""
    with opened(place, owner=workspace.place.device, secret_for=lambda _: secret) as carrier:
        last = try_out(carrier, is_new=workspace.place.is_lead)[-1]
    if last.remedy is not None:
        raise Refused(last.said, remedy=last.remedy)


def check(workspace: Workspace, carrier: Carrier) -> None:
    """Refuse a mailbox that is not this program's: absent or foreign is never "empty"."""
    carrier.identity()
    leads = [one.verify for one in trust_book(workspace).leads()]
    if not leads:
        raise Refused(
            Say("This computer has not joined a lead agency yet."),
            remedy=Say("Open the invitation file of your lead agency on the Exchange page."),
        )
    data = carrier.get(STORE_NAME, PAPER_LIMIT)
    try:
        paper = read_store_paper(data, leads)
    except BundleRefused as trouble:
        # Signed by nobody we know: another program's, or somebody's forgery.
        raise AnotherProgram from trouble
    if paper.program != workspace.program.slug:
        raise AnotherProgram
    # Kept, so that an empty stick can be made a way out where there is no folder.
    workspace.store.settings.set(STORE_PAPER, data.decode("ascii"))


def make_mailbox(workspace: Workspace, folder: Path, *, now: datetime) -> None:
    """Make a folder the mailbox of this lead agency's program."""
    make_mailbox_at(workspace, CarrierPlace(CarrierKind.FOLDER, str(folder)), now=now)


def make_mailbox_at(
    workspace: Workspace, place: CarrierPlace, *, now: datetime, secret: str = ""
) -> None:
    """Make a place the mailbox of this lead agency's program, and remember it as a way out."""
    found_mailbox(workspace, now=now)
    keys = own_keys(workspace.store.settings)
    mailbox = f"{workspace.program.slug}-{workspace.place.device}"
    paper = make_store_paper(workspace.program.slug, mailbox, keys)
    with _tried(workspace, place, now=now, secret=secret) as carrier:
        carrier.put_new(STORE_NAME, paper)
        check(workspace, carrier)


def add_place(
    workspace: Workspace, place: CarrierPlace, *, now: datetime, secret: str = ""
) -> None:
    """Remember a place as a way out once it has answered as this program's mailbox."""
    with _tried(workspace, place, now=now, secret=secret) as carrier:
        check(workspace, carrier)


@contextmanager
def _tried(
    workspace: Workspace, place: CarrierPlace, *, now: datetime, secret: str
) -> Iterator[AnyCarrier]:
    """Give a place's carrier, and remember the place only once all went well over it."""
    with opened(place, owner=workspace.place.device, secret_for=lambda _: secret) as carrier:
        yield carrier
        if place.kind is not CarrierKind.FOLDER:
            place = replace(place, expected=carrier.identity())
    ways_out.add(workspace, place, now=now, secret=secret)


def open_folder(workspace: Workspace, folder: Path) -> FolderCarrier:
    """Return the carrier in a folder; nothing is read yet."""
    return FolderCarrier(folder, owner=workspace.place.device)


def exchange_by_stick(workspace: Workspace, folder: Path, *, now: datetime) -> Exchanged:
    """Exchange over a stick: an empty one becomes a copy of the mailbox first."""
    carrier = open_folder(workspace, folder)
    paper = workspace.store.settings.text(STORE_PAPER)
    if paper and not (folder / STORE_NAME).exists():
        carrier.put_new(STORE_NAME, paper.encode("ascii"))
    return exchange(workspace, carrier, now=now)


def add_folder(workspace: Workspace, folder: Path, *, now: datetime) -> None:
    """Remember a folder as a way out."""
    ways_out.add(workspace, CarrierPlace(CarrierKind.FOLDER, str(folder)), now=now)


def folders(workspace: Workspace) -> list[Path]:
    """Return the folders among the places this machine exchanges over."""
    return [Path(one.url) for one in ways_out.places(workspace) if one.kind is CarrierKind.FOLDER]


def last_exchange(workspace: Workspace) -> datetime | None:
    """Return when the carrier last answered, or None."""
    text = workspace.store.settings.text(LAST)
    return datetime.fromisoformat(text) if text else None


def waiting_to_leave(workspace: Workspace) -> int:
    """Return how many bundles and parcels have not left, and changes not yet in a bundle."""
    frozen = workspace.store.outbox.count_waiting()
    # What release keeps back does not wait to leave: it stays.
    return frozen + sending.unsent(workspace) + parcels.waiting(workspace)


def standing(workspace: Workspace) -> str:
    """Return how far this machine is known: alone, invited, enrolled or lead."""
    if workspace.place.is_lead:
        return "lead"
    book = trust_book(workspace)
    if not book.leads():
        return "alone"
    return "enrolled" if book.member(workspace.place.device) else "invited"
