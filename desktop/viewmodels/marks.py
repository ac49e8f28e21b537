"""Small things every screen says: a tone, a marked word, a line of a list, a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.terms import Travel
from desktop.domain.words import Sayable


class Tone(StrEnum):
    """What a color means here; the word beside it says the same."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with a tone and an icon (name of a USWDS icon), shown as a pill."""

    words: Sayable
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; `key` comes back when it is chosen.

    `spoken` is what a screen reader hears; empty means all the words of the line in order.
    """

    key: str
    title: Sayable
    detail: Sayable = ""
    number: Sayable = ""  # quiet, beside the title
    mark: Mark | None = None
    when: Sayable = ""
    when_tone: Tone = Tone.NEUTRAL
    travel: Travel | None = None
    icon: str = ""
    spoken: Sayable = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers; `key` comes back when it is chosen."""

    key: str
    words: Sayable
    detail: Sayable = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that did not work, as a page shows it: the reason and what to do."""

    reason: Sayable
    remedy: Sayable


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, for a time line."""

    words: Sayable
    when: Sayable
    detail: Sayable = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = "check_circle"
