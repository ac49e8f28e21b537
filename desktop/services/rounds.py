"""One round: exchange over every place, each for itself, until done or stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.refused import Refused
from desktop.services import exchange, ways_out
from desktop.services.exchange import Exchanged
from desktop.services.workspace import Workspace
from desktop.sync.opening import CarrierPlace

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Tried:
    """How one place took part in a round: what went over it, or why nothing did."""

    place: CarrierPlace
    done: Exchanged | None = None
    trouble: Refused | None = None

    @property
    def answered(self) -> bool:
        """Return whether the place did what it is for."""
        return self.done is not None


def go_round(
    workspace: Workspace, *, now: datetime, stop: Stop = lambda: False
) -> tuple[Tried, ...]:
    """Exchange over every place and return how each took part, in their order.

    A place that does not answer, or that is another program's, does not hold up the others.
    When `stop` says so, what is under way ends after its bundle; the next round goes on there.
    """
    tried: list[Tried] = []
    for place in ways_out.places(workspace):
        if stop():
            break
        try:
            done = exchange.exchange_over(workspace, place, now=now, stop=stop)
        except Refused as refused:
            ways_out.note_answer(workspace, place, refused, now=now)
            tried.append(Tried(place, trouble=refused))
        else:
            ways_out.note_answer(workspace, place, None, now=now)
            tried.append(Tried(place, done))
    return tuple(tried)
