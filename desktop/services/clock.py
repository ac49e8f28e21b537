"""Which time to go by on this computer, and whether its clock is in doubt.

Believed are this computer's own log, and what the lead agency's machines signed. Another laptop's
wrong year does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.domain.clocks import NO_TIME, Now, trusted_now
from desktop.domain.skew import Skew
from desktop.domain.terms import Role
from desktop.services.trust import TrustBook, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.store import Store

TOLD = "clock.told"  # the newest time the lead agency's machines told
AHEAD = "clock.ahead"  # by how much a receipt of theirs proved it to be ahead, and when
RIGHT = "clock.right"  # the line of the log since which the clock is known to be right


def now_here(workspace: Workspace, clock: datetime) -> Now:
    """Return the later of the clock and the newest time seen, in the clock's own zone."""
    found = trusted(workspace.store, clock)
    return Now(found.at.astimezone(clock.tzinfo), found.doubtful)


def trusted(store: Store, clock: datetime) -> Now:
    """Return the time to go by, and whether the clock is in doubt."""
    return trusted_now(clock, newest_seen(store), ahead=ahead_by(store, clock))


def in_doubt(workspace: Workspace, now: datetime) -> bool:
    """Return whether dates on this computer cannot be relied on.

    `now` may be the clock's word or already the later one: what was found at opening counts too.
    """
    return workspace.clock_in_doubt or trusted(workspace.store, now).doubtful


def newest_seen(store: Store) -> datetime | None:
    """Return the newest time this computer has met: its own log's, and the lead agency's word."""
    told = store.settings.text(TOLD)
    seen = (store.audit.newest(after=store.settings.number(RIGHT)), _time(told))
    return max((at for at in seen if at is not None), default=None)


def hear(workspace: Workspace, at: datetime) -> None:
    """Remember a time that a machine of the lead agency signed, if it is the newest."""
    told = _time(workspace.store.settings.text(TOLD))
    if told is None or at > told:
        workspace.store.settings.set(TOLD, at.isoformat())


def hear_from(
    workspace: Workspace, device: str, times: list[datetime], book: TrustBook | None = None
) -> None:
    """Go by the times another machine tells, if it is one of the lead agency's."""
    leads = {one.device for one in (book or trust_book(workspace)).leads()}
    if times and device in leads - {workspace.place.device}:
        hear(workspace, max(times))


def ahead_by(store: Store, clock: datetime) -> timedelta:
    """Return by how much the lead agency's receipts prove the clock to be ahead at the least.

    A clock that was turned back since is not the one that was measured.
    """
    held = store.settings.get(AHEAD)
    if not isinstance(held, Mapping) or clock < datetime.fromisoformat(str(held["at"])):
        return NO_TIME
    return max(timedelta(seconds=int(held["seconds"])), NO_TIME)


def hold_against(workspace: Workspace, device: str, seen: Skew, book: TrustBook) -> None:
    """Go by what a receipt of the lead agency proves of this clock; the surest word stays.

    A bundle may have waited long for its receipt, which then proves little: what was proven
    before stands until it is contradicted.
    """
    if device not in {one.device for one in book.leads()} - {workspace.place.device}:
        return
    known = round(ahead_by(workspace.store, seen.at).total_seconds())
    ahead = seen.low if known > seen.high else max(known, seen.low)
    workspace.store.settings.set(AHEAD, {"seconds": ahead, "at": seen.at.isoformat()})


def set_right(workspace: Workspace, *, now: datetime) -> None:
    """Take the clock's word again: somebody has looked at it. What was seen before is forgotten.

    For a computer whose clock once was ahead: nothing else would ever end the doubt. A receipt
    that proves it wrong brings the doubt back.
    """
    workspace.may(Role.SUPERVISOR, Role.COORDINATOR, Role.ADMIN)
    store = workspace.store
    with store.transaction():
        store.settings.forget(TOLD)
        store.settings.forget(AHEAD)
        store.settings.set(RIGHT, store.audit.last())
        audit(workspace, "clock.right", "", now=now)


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
