"""The computers of a program in words: heard when, what is missing, whose clock is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.terms import DeviceKind
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.home import moment_words
from desktop.viewmodels.marks import Line, Mark, Tone, Trouble

KIND_WORDS: dict[DeviceKind, Say] = {
    DeviceKind.PATROL: Say("patrol laptop"),
    DeviceKind.DESK: Say("desk computer"),
    DeviceKind.LEAD: Say("computer of the lead agency"),
}
_DAYS = (
    Say("Monday"),
    Say("Tuesday"),
    Say("Wednesday"),
    Say("Thursday"),
    Say("Friday"),
    Say("Saturday"),
    Say("Sunday"),
)


@dataclass(frozen=True, slots=True)
class DeviceItem:
    """One computer. `troubles` are whole sentences: gaps, a clock, who has not heard yet."""

    key: str
    name: Sayable  # agency and machine
    kind: Sayable
    state: Sayable
    mark: Mark
    revoked: bool = False
    troubles: tuple[Sayable, ...] = ()
    told: tuple[Sayable, ...] = ()  # who has signed for the revocation


@dataclass(frozen=True, slots=True)
class DevicesView:
    """The page; only the lead agency revokes."""

    items: tuple[DeviceItem, ...] = ()
    can_revoke: bool = False
    trouble: Trouble | None = None

    def item(self, key: str) -> DeviceItem | None:
        """Return one computer, or None."""
        return next((one for one in self.items if one.key == key), None)


def device_lines(items: Sequence[DeviceItem]) -> tuple[Line, ...]:
    """Return the list's lines."""
    return tuple(
        Line(
            key=one.key,
            title=one.name,
            detail=Listing((one.kind, one.state), " · "),
            mark=one.mark,
        )
        for one in items
    )


def devices_context(items: Sequence[DeviceItem]) -> Sayable:
    """Return what the header says."""
    wrong = sum(bool(one.troubles) for one in items)
    count = Plural("{n} computer", "{n} computers", len(items))
    if not wrong:
        return count
    words = Plural("{n} needs a look", "{n} need a look", wrong)
    return Listing((count, words), " · ")


def device_mark(*, revoked: bool, owed: int, troubles: int, heard: bool) -> Mark:
    """Return the one word that matters most."""
    if revoked and owed:
        return Mark(Say("Revoked, not told everywhere"), Tone.WARNING, "warning")
    if revoked:
        return Mark(Say("Revoked"), Tone.NEUTRAL, "lock")
    if troubles:
        return Mark(Say("Needs a look"), Tone.WARNING, "warning")
    if not heard:
        return Mark(Say("Not heard yet"), Tone.NEUTRAL, "hourglass_empty")
    return Mark(Say("In order"), Tone.SUCCESS, "check_circle")


def state_words(*, revoked: bool, heard_at: datetime | None, owed: int, now: datetime) -> Sayable:
    """Return when it was heard last, or how far its revocation has come."""
    if revoked and owed:
        return Plural(
            "revoked; {n} computer has not heard of it yet",
            "revoked; {n} computers have not heard of it yet",
            owed,
        )
    if revoked:
        return Say("revoked; every other computer has heard of it")
    if heard_at is None:
        return Say("nothing has come from it yet")
    return Say("heard {when}", when=moment_words(heard_at.astimezone(now.tzinfo), now=now))


def gap_line(
    who: Sayable, first: int, last: int, since: datetime, *, kept_out: bool, now: datetime
) -> Sayable:
    """Return what is missing of a computer, and since when it must have been noticed."""
    if kept_out:
        return Say(
            "Bundle {n} of {who} came and could not be taken: see what was kept out.",
            n=first,
            who=who,
        )
    when = day_words(since.astimezone(now.tzinfo), now=now)
    if first == last:
        return Say("Bundle {n} of {who} is missing since {when}.", n=first, who=who, when=when)
    return Say(
        "Bundles {first} to {last} of {who} are missing since {when}.",
        first=first,
        last=last,
        who=who,
        when=when,
    )


GAP_ADVICE = Say("It may still lie on a stick or on that computer. Ask them to exchange again.")


def clock_line(who: Sayable, ahead: int) -> Sayable:
    """Return how wrong a clock is; `ahead` in seconds, below 0 it is behind."""
    minutes = max(1, abs(ahead) // 60)
    if minutes >= 120:
        hours = minutes // 60
        fast = Plural("{who}: its clock is {n} hour fast.", "{who}: its clock is {n} hours fast.",
                      hours, who=who)  # fmt: skip
        slow = Plural("{who}: its clock is {n} hour slow.", "{who}: its clock is {n} hours slow.",
                      hours, who=who)  # fmt: skip
        return fast if ahead > 0 else slow
    if ahead > 0:
        return Plural(
            "{who}: its clock is {n} minute fast.",
            "{who}: its clock is {n} minutes fast.",
            minutes,
            who=who,
        )
    return Plural(
        "{who}: its clock is {n} minute slow.",
        "{who}: its clock is {n} minutes slow.",
        minutes,
        who=who,
    )


CLOCK_ADVICE = Say("The order of events stays right; the times people read are off. Set the clock.")


def told_line(who: Sayable, at: datetime, *, now: datetime) -> Sayable:
    """Return who has signed for a word of the lead agency."""
    when = moment_words(at.astimezone(now.tzinfo), now=now)
    return Say("{who} has signed for it, {when}", who=who, when=when)


def owed_line(who: Sayable) -> Sayable:
    """Return who has not signed for it."""
    return Say("{who} has not heard of it yet", who=who)


def day_words(then: datetime, *, now: datetime) -> Sayable:
    """Return the day as people say it: today, yesterday, Tuesday, or the date."""
    days = (now.date() - then.date()).days
    if days <= 0:
        return Say("today")
    if days == 1:
        return Say("yesterday")
    if days < 7:
        return _DAYS[then.weekday()]
    return Clock(then, date_only=True)
