"""The twelve words of the recovery sheet: 128 random bits and a checksum of 4.

Made as BIP-39 makes them, from the list of easy words given (resources/words), so a word that was
copied wrong is noticed before anything is tried.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence

from desktop.domain.refused import Refused
from desktop.domain.words import Say

WORDS = 12
LIST_SIZE = 2048  # 11 bits a word
SECRET_SIZE = 16  # bytes
_CHECK_BITS = 4
_TELLING = 4  # letters that tell one word of the list from all others


def make_recovery_words(
    random_bytes: Callable[[int], bytes], word_list: Sequence[str]
) -> tuple[str, ...]:
    """Return twelve new words. Whoever has them can open the workspace: they live on paper."""
    _check_list(word_list)
    secret = random_bytes(SECRET_SIZE)
    bits = int.from_bytes(secret) << _CHECK_BITS | _checksum(secret)
    places = [bits >> 11 * back & LIST_SIZE - 1 for back in reversed(range(WORDS))]
    return tuple(word_list[place] for place in places)


def read_recovery_words(typed: str, word_list: Sequence[str]) -> tuple[str, ...]:
    """Return the twelve words somebody typed from the sheet.

    Capitals, commas and line breaks do not matter, and the first four letters of a word are
    enough. Refuses another number of words, a word not on the list (it names the place, never
    the word), and words that do not belong together.
    """
    _check_list(word_list)
    full = {word: place for place, word in enumerate(word_list)}
    short = {word[:_TELLING]: place for place, word in enumerate(word_list)}
    words = unicodedata.normalize("NFKC", typed).casefold().replace(",", " ").split()
    if len(words) != WORDS:
        raise Refused(
            Say("The recovery sheet has 12 words; these are {n}.", n=len(words)),
            remedy=Say("Type all twelve words in the order of the sheet."),
        )
    places = []
    for number, word in enumerate(words, start=1):
        place = full.get(word, short.get(word) if len(word) == _TELLING else None)
        if place is None:
            raise Refused(
                Say("Word {n} is not on the list of words.", n=number),
                remedy=Say("Compare this word with the sheet, letter by letter."),
            )
        places.append(place)
    bits = 0
    for place in places:
        bits = bits << 11 | place
    secret = (bits >> _CHECK_BITS).to_bytes(SECRET_SIZE)
    if bits & (1 << _CHECK_BITS) - 1 != _checksum(secret):
        raise Refused(
            Say("These words do not belong together: one is wrong, or two changed places."),
            remedy=Say("Compare every word with the sheet, in its order."),
        )
    return tuple(word_list[place] for place in places)


def _checksum(secret: bytes) -> int:
    return hashlib.sha256(secret).digest()[0] >> 8 - _CHECK_BITS


def _check_list(word_list: Sequence[str]) -> None:
    if len(word_list) != LIST_SIZE or len({word[:_TELLING] for word in word_list}) != LIST_SIZE:
        raise ValueError("a word list has 2048 words, each told by its first four letters")
