"""How far a clock is off, as an interval: a stick may lie in a drawer between two clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# A measurement holds for so long: a clock that was put right must not be called wrong for ever.
HOLDS = timedelta(days=1)
# Less is no matter: every clock drifts some seconds a week, and a minute is what people read.
WORTH_TELLING = 120  # seconds


@dataclass(frozen=True, slots=True)
class Skew:
    """A clock is between `low` and `high` seconds ahead of another; below 0 it is behind."""

    low: int
    high: int
    at: datetime

    @property
    def seconds(self) -> int:
        """Return by how much it is surely off: 0 where both clocks may be right."""
        if self.low > 0:
            return self.low
        return min(self.high, 0)


def narrowed(known: Skew, seen: Skew) -> Skew:
    """Return both measurements together; the newer alone where the older is old or contradicts."""
    low, high = max(known.low, seen.low), min(known.high, seen.high)
    if abs(seen.at - known.at) > HOLDS or low > high:
        return seen
    return Skew(low, high, seen.at)


def is_worth_telling(seconds: int | None) -> bool:
    """Return whether people should hear of it."""
    return seconds is not None and abs(seconds) >= WORTH_TELLING
