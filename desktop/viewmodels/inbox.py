"""The Inbox: what would happen if the bundles that came were kept; nothing is kept yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Line, Mark, Tone, Trouble


class Happens(StrEnum):
    """What becomes of it, in the order of the page."""

    NEW = "new"
    KNOWN = "known"
    TWO_ANSWERS = "two_answers"
    SET_ASIDE = "set_aside"  # a step kept, not applied
    KEPT_OUT = "kept_out"  # a bundle nobody opened


HAPPENS_WORDS: Mapping[Happens, Sayable] = {
    Happens.NEW: Say("New"),
    Happens.KNOWN: Say("Already known"),
    Happens.TWO_ANSWERS: Say("Two answers"),
    Happens.SET_ASIDE: Say("Set aside"),
    Happens.KEPT_OUT: Say("Kept out"),
}
_MARKS: Mapping[Happens, Mark] = {
    Happens.NEW: Mark(Say("New"), Tone.INFO, "add_circle"),
    Happens.KNOWN: Mark(Say("Known"), Tone.NEUTRAL, "check"),
    Happens.TWO_ANSWERS: Mark(Say("Two answers"), Tone.WARNING, "warning"),
    Happens.SET_ASIDE: Mark(Say("Set aside"), Tone.NEUTRAL, "history"),
    Happens.KEPT_OUT: Mark(Say("Kept out"), Tone.ERROR, "lock"),
}
MEANINGS: Mapping[Happens, Sayable] = {
    Happens.NEW: Say("Kept when you accept."),
    Happens.KNOWN: Say("Here already. Keeping it again changes nothing."),
    Happens.TWO_ANSWERS: Say("Both answers are kept. Somebody decides on the referral."),
    Happens.SET_ASIDE: Say("The step is kept but not applied: it does not follow the one before."),
    Happens.KEPT_OUT: Say("It stays closed. See Exchange for the reason and what can be done."),
}


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A referral, a report or a bundle that came; `facts` are label and words of what is in it."""

    key: str
    happens: Happens
    title: Sayable
    detail: Sayable
    bundle: str = ""  # the key of the bundle it came in
    facts: tuple[tuple[Sayable, Sayable], ...] = ()
    referral: str = ""  # one that is here already and can be opened


@dataclass(frozen=True, slots=True)
class BundleLine:
    """A bundle that came; `new` facts would be kept. One kept out cannot be taken."""

    key: str
    title: Sayable
    detail: Sayable
    mark: Mark
    new: int = 0
    can_keep: bool = True
    clear: bool = True  # no two answers and nothing set aside: nobody has to look at it


@dataclass(frozen=True, slots=True)
class InboxView:
    """The page; `counts` are of facts (of bundles for KEPT_OUT)."""

    source: Sayable = ""
    counts: tuple[tuple[Happens, int], ...] = ()
    items: tuple[InboxItem, ...] = ()
    bundles: tuple[BundleLine, ...] = ()
    trouble: Trouble | None = None

    def count(self, happens: Happens) -> int:
        """Return how many there are of this kind."""
        return dict(self.counts).get(happens, 0)


def inbox_lines(items: Iterable[InboxItem], only: Happens | None) -> tuple[Line, ...]:
    """Return the items of that kind, or all, in the order of what would happen."""
    order = list(Happens)
    shown = [one for one in items if only is None or one.happens is only]
    shown.sort(key=lambda one: order.index(one.happens))
    return tuple(Line(one.key, one.title, one.detail, mark=_MARKS[one.happens]) for one in shown)


def summary(view: InboxView) -> Sayable:
    """Return the one sentence said when it was looked at."""
    parts = (
        Plural("{n} new", "{n} new", view.count(Happens.NEW)),
        Plural("{n} known", "{n} known", view.count(Happens.KNOWN)),
        Plural("{n} with two answers", "{n} with two answers", view.count(Happens.TWO_ANSWERS)),
        Plural("{n} set aside", "{n} set aside", view.count(Happens.SET_ASIDE)),
        Plural("{n} kept out", "{n} kept out", view.count(Happens.KEPT_OUT)),
    )
    return Say("{counts}. Nothing kept yet.", counts=Listing(parts))


def keep_words(new: int) -> Sayable:
    """Return what the button says."""
    if new == 0:
        return Say("Keep: nothing is new")
    return Plural("Keep {n} new fact", "Keep {n} new facts", new)
