"""What lies on a carrier: the newest days each time, everything once a day or once a week.

A listing is what an idle round costs, and rural signal is paid by the byte. Sealed files lie in
folders by the sender's day, and senders' clocks are wrong, so the newest days are never enough:
all are listed again every day while they are few, every week once they are many (sync.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.services.workspace import Workspace
from desktop.store.settings import Json
from desktop.sync.carrier import EVERYTHING, Carrier

LISTED = "carrier.listed"  # by place: the day all was listed, and how many names there were
ASKED = "carrier.listed_again"
RECENT = timedelta(days=3)
MANY = 20_000  # names; about 2 MB of them over the air


@dataclass(frozen=True)
class Listing:
    """The names on a carrier that may be new to this machine; some were met before."""

    names: list[str]
    whole: bool  # everything there is, not only the newest days
    asked: int = 0  # how often everything was asked for again before


def list_carrier(workspace: Workspace, carrier: Carrier, place: str, *, now: datetime) -> Listing:
    """Return what lies there; `place` is its address, "" for one nobody keeps account of."""
    held, asked = _held(workspace), _asked(workspace)
    before = held.get(place)
    if isinstance(before, Mapping) and not _due(before, now.date()):
        # By this machine's own clock: one sender years ahead must not hide everybody else.
        names, _ = carrier.list_since((now - RECENT).date().isoformat())
        return Listing(sorted(names), False, asked)
    names, _ = carrier.list_since(EVERYTHING)
    return Listing(sorted(names), True, asked)


def looked_through(workspace: Workspace, listing: Listing, place: str, *, now: datetime) -> None:
    """Note that all of a listing was looked at; until then the next round lists all again.

    So it does when everything was asked for meanwhile: a machine was enrolled by what just came.
    """
    if listing.whole and place and listing.asked == _asked(workspace):
        held = _held(workspace)
        held[place] = {"day": now.date().isoformat(), "names": len(listing.names)}
        workspace.store.settings.set(LISTED, held)


def list_all_again(workspace: Workspace) -> None:
    """Let the next round list everything, everywhere."""
    workspace.store.settings.forget(LISTED)
    workspace.store.settings.set(ASKED, _asked(workspace) + 1)


def _asked(workspace: Workspace) -> int:
    return workspace.store.settings.number(ASKED)


def _held(workspace: Workspace) -> dict[str, Json]:
    held = workspace.store.settings.get(LISTED, {})
    return dict(held) if isinstance(held, Mapping) else {}


def _due(before: Mapping[str, object], today: date) -> bool:
    day = date.fromisoformat(str(before["day"]))
    few = int(str(before["names"])) < MANY
    return not day <= today < day + timedelta(days=1 if few else 7)
