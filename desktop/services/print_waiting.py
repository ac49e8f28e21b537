"""What waits in the print queue: put in reader by reader, moved up and down, taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from desktop.domain.refused import Refused
from desktop.domain.terms import Audience, PrintWhy, SheetKind
from desktop.domain.words import Say
from desktop.services import issue
from desktop.services.issue import SheetOffer
from desktop.services.prints import print_log, printed_whole
from desktop.services.workspace import Workspace
from desktop.store.print_jobs import PrintJob

QUEUE_AT_MOST = 2000  # sheets; 500 packets of four


def enqueue(
    workspace: Workspace,
    referral_id: str,
    kinds: Iterable[SheetKind],
    *,
    why: PrintWhy,
    unprinted: bool = False,
    new_id: Callable[[], str],
    now: datetime,
) -> list[PrintJob]:
    """Put the sheets of one referral at the end of the queue, reader by reader, and return them.

    A sheet that waits already is not put in twice. Sheets of which a consent is missing stay out;
    so do, `unprinted`, those that were printed before, and a fax cover that covers nothing else.
    """
    wanted = set(kinds)
    if unprinted:
        wanted -= printed_whole(print_log(workspace, referral_id))
        if SheetKind.REFERRAL_FORM not in wanted:
            wanted.discard(SheetKind.FAX_COVER)
    jobs = workspace.store.print_jobs
    waits = {(one.referral, one.sheet) for one in jobs.all()}
    offers = [
        one
        for one in issue.offers(workspace, referral_id, now=now)
        if one.kind in wanted
        and one.missing_consent is None
        and (referral_id, one.kind.value) not in waits
    ]
    if jobs.count() + len(offers) > QUEUE_AT_MOST:
        raise Refused(
            Say("The print queue is full."), remedy=Say("Print or remove what waits, then go on.")
        )
    made = [
        PrintJob(
            id=new_id(),
            referral=referral_id,
            sheet=one.kind.value,
            language=one.languages[0],
            packet=f"{referral_id}/{_reader(one, offers).value}",
            why=why.value,
            asked_by=workspace.user.id,
            asked_at=now,
        )
        for one in _by_reader(offers)
    ]
    with workspace.store.transaction():
        jobs.add(made)
    return made


def move(workspace: Workspace, packet: str, by: int) -> None:
    """Move a packet up (-1) or down (1) among those that wait; its sheets stay together."""
    queue = workspace.store.print_jobs.all()
    packets = list(dict.fromkeys(one.packet for one in queue))
    if packet not in packets:
        return
    at = packets.index(packet)
    to = max(0, min(at + by, len(packets) - 1))
    packets.insert(to, packets.pop(at))
    order = [one.id for name in packets for one in queue if one.packet == name]
    with workspace.store.transaction():
        workspace.store.print_jobs.arrange(order)


def take_out(workspace: Workspace, packet: str) -> None:
    """Take a packet out of the queue; what is printed of it stays in the log."""
    jobs = workspace.store.print_jobs
    with workspace.store.transaction():
        jobs.remove([one.id for one in jobs.all() if one.packet == packet])


def _by_reader(offers: Sequence[SheetOffer]) -> list[SheetOffer]:
    """Return the offers with each reader's together, in the order of the sheets: covers first."""
    readers = list(dict.fromkeys(_reader(one, offers) for one in offers))
    return [one for reader in readers for one in offers if _reader(one, offers) is reader]


def _reader(offer: SheetOffer, offers: Sequence[SheetOffer]) -> Audience:
    """Return who gets a sheet in the hand; a fax cover goes with what it covers."""
    if offer.kind is SheetKind.FAX_COVER:
        for one in offers:
            if one.kind is SheetKind.REFERRAL_FORM:
                return one.audience
    return offer.audience
