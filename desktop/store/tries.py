"""How many wrong passwords are free, and how long the wait is after them."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from desktop.domain.refused import Refused
from desktop.domain.words import Plural, Say
from desktop.store.vault_file import Slot

TRIES = 5  # wrong passwords in a row before the first wait; CJIS Security Policy, AC-7
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))  # then one try each


def wait_begun_anew(slot: Slot, now: datetime) -> Slot:
    """Return the slot; where the clock was set back, its wait begins anew from now, whole.

    So a clock set back does not shorten a wait, and a wrong year does not make one of years.
    """
    if slot.wait_from is None or slot.wait_until is None or now >= slot.wait_from:
        return slot
    return replace(slot, wait_from=now, wait_until=now + (slot.wait_until - slot.wait_from))


def refuse_while_waiting(slot: Slot, now: datetime) -> None:
    """Refuse while the wait lasts, and say how long it still is."""
    if slot.wait_until is not None and now < slot.wait_until:
        raise _wait(slot.wait_until - now)


def one_more_try(slot: Slot, now: datetime) -> Slot:
    """Return the slot with one more try counted, as if it will be wrong."""
    failures = slot.failures + 1
    if failures < TRIES:
        return replace(slot, failures=failures)
    return replace(slot, failures=failures, wait_from=now, wait_until=now + _wait_after(failures))


def wrong_password(slot: Slot) -> Refused:
    """Return what to say when the try that was just counted was wrong."""
    left = TRIES - slot.failures
    if left <= 0:
        return _wait(_wait_after(slot.failures))
    return Refused(
        Plural(
            "This password does not open {name}'s work. {n} more try, then a wait of 1 minute.",
            "This password does not open {name}'s work. {n} more tries, then a wait of 1 minute.",
            left,
            name=slot.name,
        ),
        remedy=Say("Try again, or ask an administrator for a new password. Drafts stay."),
    )


def _wait_after(failures: int) -> timedelta:
    return WAITS[min(failures - TRIES, len(WAITS) - 1)]


def _wait(wait: timedelta) -> Refused:
    minutes = -(-wait // timedelta(minutes=1))  # a begun minute counts
    return Refused(
        Plural(
            "Too many wrong passwords. The next try is possible in {n} minute.",
            "Too many wrong passwords. The next try is possible in {n} minutes.",
            minutes,
        ),
        remedy=Say("Wait, or ask an administrator for a new password. Drafts stay."),
    )
