"""How wrong this machine's clock is, measured against others' at each receipt.

A receipt gives two bounds. Our bundle was sealed before it was received there, so our clock is
ahead by at least the time that makes that come out wrong; the receipt was signed before it came
here, so our clock is behind by at least the time that makes *that* come out wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.domain.skew import Skew, narrowed
from desktop.services.workspace import Workspace
from desktop.store.mailbox import OutBundle
from desktop.sync.manifest import SKEW_LIMIT
from desktop.sync.receipts import Receipt

SKEW = "clock.skew"


def measure(
    workspace: Workspace, bundle: OutBundle, receipt: Receipt, *, now: datetime
) -> Skew | None:
    """Note and return what one receipt for a bundle of ours says of this machine's clock."""
    seen = Skew(
        low=round((bundle.created_at - receipt.received_at).total_seconds()),
        high=round((now - receipt.receiver_clock).total_seconds()),
        at=now,
    )
    if seen.low > seen.high:
        return None  # the other clock was moved between the two: it measures nothing
    known = own_skew(workspace)
    new = narrowed(known, seen) if known else seen
    workspace.store.settings.set(SKEW, {"low": new.low, "high": new.high, "at": new.at.isoformat()})
    return seen


def told_skew(workspace: Workspace) -> int | None:
    """Return the seconds to tell others with a bundle, None before the first receipt."""
    known = own_skew(workspace)
    if known is None or abs(known.seconds) > SKEW_LIMIT:
        return None
    return known.seconds


def own_skew(workspace: Workspace) -> Skew | None:
    """Return what is known of this machine's clock, or None before the first receipt."""
    held = workspace.store.settings.get(SKEW)
    if not isinstance(held, Mapping):
        return None
    return Skew(int(held["low"]), int(held["high"]), datetime.fromisoformat(str(held["at"])))
