"""What a new password must hold, and its strength in words."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.marks import Tone

# At least 8 characters and no rules about their kinds; 12 is our advice. Source: CJIS Security
# Policy IA-5 as in field.md 6.
LEAST = 8
ADVISED = 12

# The first of the lists people try; short on purpose, the length does the work.
_TRIED_FIRST = (
    "password passw0rd 12345678 123456789 1234567890 qwertyui qwerty123 iloveyou sunshine "
    "princess football baseball welcome1 password1 letmein1 monkey123 dragon12 trustno1 offramp1 "
    "sheriff1 police12 deputy12 admin123 11111111 00000000 abcdefgh abc12345"
)
_COMMON = frozenset(_TRIED_FIRST.split())


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a password is; `enough` means that it may be used."""

    words: Sayable
    tone: Tone
    enough: bool


def strength(password: str, *, name: str = "") -> Strength:
    """Return the strength of a password for the person of this name."""
    length = len(password)
    if length < LEAST:
        missing = LEAST - length
        return Strength(
            Plural("{n} more character needed.", "{n} more characters needed.", missing),
            Tone.NEUTRAL if not password else Tone.WARNING,
            enough=False,
        )
    if _is_guessable(password, name):
        return Strength(
            Say("Too easy to guess. Use several words that do not belong together."),
            Tone.ERROR,
            enough=False,
        )
    if length < ADVISED:
        return Strength(
            Say("Enough. {n} characters or more are better: a few words.", n=ADVISED),
            Tone.WARNING,
            enough=True,
        )
    return Strength(Say("Strong."), Tone.SUCCESS, enough=True)


def _is_guessable(password: str, name: str) -> bool:
    plain = password.casefold().strip()
    own = [part for part in name.casefold().split() if len(part) > 3]
    if plain in _COMMON or len(set(plain)) < 4:
        return True
    rest = plain
    for part in own:
        rest = rest.replace(part, "")
    return len(rest) < 4
