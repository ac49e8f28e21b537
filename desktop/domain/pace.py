"""When to try the exchange again: soon while it works, ever more seldom while nothing answers."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=20)  # after sign-in: the officer's first page comes first
SOON = timedelta(seconds=30)  # after something new waits and the place answered last time
STEADY = timedelta(minutes=5)  # nothing waits: look for answers; one listing, frugal on rural 3G
LONGEST = timedelta(minutes=30)
LONGEST_BESIDE = timedelta(minutes=1)  # folders only: looking at a drive costs nobody anything
GROWTH_ENDS = 10  # doublings; beyond it the longest wait holds anyway


def next_try(failures: int, *, new: bool, folders_only: bool, dice: float) -> timedelta:
    """Return how long to wait before the next try by itself.

    `failures` counts tries in a row at which nothing answered. `new`: something has just come to
    leave. `dice` is in [0, 1) and spreads a county's laptops, so that they do not all ask at once
    after an outage: half to all of the wait after a failure, a fifth either way while all is well.
    """
    if failures == 0:
        wait = SOON if new else STEADY
        return wait * (0.8 + 0.4 * dice)
    longest = LONGEST_BESIDE if folders_only else LONGEST
    wait = min(SOON * (1 << min(failures - 1, GROWTH_ENDS)), longest)
    return wait * (0.5 + 0.5 * dice)
