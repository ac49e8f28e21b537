"""One look at a carrier: everything new is kept, held or kept out, and what was kept signed for.

Patrol and desk machines keep verified bundles by themselves; a coordinator's wait in the Inbox
until the coordinator says so. Whatever is torn, foreign or not allowed is kept out with its
reason and never blocks the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.domain.terms import DeviceKind
from desktop.services.keeping import kept_out, take
from desktop.services.listing import list_all_again, list_carrier, looked_through
from desktop.services.receipts import sign_for_kept, take_receipts
from desktop.services.trust import TrustBook, trust_book
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.carrier import Carrier, FileGone, FileTooLarge
from desktop.sync.manifest import BUNDLE_FORMAT
from desktop.sync.names import parse_bundle_name

BUNDLE_LIMIT = 4_000_000  # bytes; ours are about 75 KB sealed
TORN_AGAIN = timedelta(hours=1)  # a drive that copies slowly shows half a file first
BUNDLE_FORMAT_SEEN = "bundle.format"  # what this machine could read when it last looked


@dataclass(frozen=True)
class Came:
    """What one run brought."""

    kept: tuple[InBundle, ...] = ()
    waiting: tuple[InBundle, ...] = ()
    quarantined: tuple[InBundle, ...] = ()
    receipts: int = 0
    listed: tuple[str, ...] = ()  # what lay there, as far as it was looked at
    untold: int = 0  # kept out past what is remembered: junk

    def __add__(self, other: Came) -> Came:
        """Return both together."""
        return Came(
            (*self.kept, *other.kept),
            (*self.waiting, *other.waiting),
            (*self.quarantined, *other.quarantined),
            self.receipts + other.receipts,
            untold=self.untold + other.untold,
        )


def receive(
    workspace: Workspace,
    carrier: Carrier,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    place: str = "",
) -> Came:
    """Look at everything new on the carrier, keep or hold it, and sign for what was kept.

    `place` is the carrier's address where it is visited again and again: it is then not listed
    from the beginning each time.
    """
    _after_an_update(workspace)
    listing = list_carrier(workspace, carrier, place, now=now)
    listed = listing.names
    came = Came()
    book = trust_book(workspace)
    for full in _new_bundles(workspace, listed, book, now=now):
        if stop():
            break
        try:
            data = carrier.get(full, BUNDLE_LIMIT)
        except FileGone:
            continue
        except FileTooLarge:
            came += _came(workspace, kept_out(workspace, full, b"", "too_large", now=now))
            continue
        bundle = take(workspace, full, data, now=now, book=book)
        came += _came(workspace, bundle)
        sender = book.member(bundle.device)
        if bundle.state is Arrival.KEPT and sender and sender.kind is DeviceKind.LEAD:
            # Only a lead agency's word changes the roster.
            known, book = book, trust_book(workspace)
            let_in(workspace, known, book)
    receipts = take_receipts(workspace, carrier, listed, book, now=now)
    sign_for_kept(workspace, carrier, now=now)
    if not stop():
        looked_through(workspace, listing, place, now=now)
    return replace(came, receipts=receipts, listed=tuple(listed))


def let_in(workspace: Workspace, before: TrustBook, after: TrustBook) -> None:
    """Let the next run look again at the bundles of machines that were enrolled since."""
    known = {one.verify for one in before.roster.members if not one.is_revoked}
    for one in after.roster.members:
        if not one.is_revoked and one.verify not in known:
            workspace.store.inbox.forget_out(("foreign", "revoked"), device=one.device)
            list_all_again(workspace)


def _after_an_update(workspace: Workspace) -> None:
    """Look again at what was too new, once this machine reads a newer format."""
    settings = workspace.store.settings
    if settings.number(BUNDLE_FORMAT_SEEN) != BUNDLE_FORMAT:
        workspace.store.inbox.forget_out(("too_new",))
        list_all_again(workspace)
        settings.set(BUNDLE_FORMAT_SEEN, BUNDLE_FORMAT)


def _new_bundles(
    workspace: Workspace, names: list[str], book: TrustBook, *, now: datetime
) -> list[str]:
    """Return the bundles on streams sealed to this machine that were not met before, or torn."""
    place = workspace.place
    mine = {"all-devices", place.device}
    if place.kind is DeviceKind.LEAD:
        mine.add("lead")
    if place.kind is DeviceKind.DESK:
        mine.add("precinct")
    inbox = workspace.store.inbox
    met = inbox.met() - inbox.torn(before=now - TORN_AGAIN)
    found = []
    for full in names:
        stream, name = full.partition("/")[0], full.rsplit("/", 1)[-1]
        parsed = parse_bundle_name(name)
        if stream in mine and parsed and parsed.device != place.device and name not in met:
            found.append(full)
    # Junk under strangers' names never holds up what the known ones sent.
    known = {one.device for one in book.roster.members}
    return sorted(found, key=lambda full: _in_order_sent(full, known))


def _in_order_sent(full: str, known: Container[str]) -> tuple[bool, str, int, str]:
    parsed = parse_bundle_name(full.rsplit("/", 1)[-1])
    device, sequence = (parsed.device, parsed.sequence) if parsed else ("", 0)
    return (device not in known, device, sequence, full)


def _came(workspace: Workspace, bundle: InBundle) -> Came:
    match bundle.state:
        case Arrival.KEPT:
            return Came(kept=(bundle,))
        case Arrival.WAITING:
            return Came(waiting=(bundle,))
    if bundle.state is Arrival.NOT_OURS:
        return Came()
    if workspace.store.inbox.get(bundle.name) is None:
        return Came(untold=1)
    return Came(quarantined=(bundle,))
