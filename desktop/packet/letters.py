"""Which letters of a text are printed, and which belong together."""

from __future__ import annotations

import re
import unicodedata

# They join or part letters in Persian, Hindi and emoji; all other format characters are dropped,
# the ones that turn the direction of a text first of all: they make it read other than it is.
_JOINERS = "\u200c\u200d"
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return the text in composed form: plain spaces, one line end, no control characters."""
    text = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", "".join(map(_letter, text)))


def _letter(letter: str) -> str:
    if letter in "\n\u00a0" or letter in _JOINERS:
        return letter
    if letter == "\u202f":
        return "\u00a0"
    category = unicodedata.category(letter)
    if letter == "\t" or category == "Zs":
        return " "
    if category in ("Cc", "Cf"):
        return ""
    # A lone half of a surrogate pair cannot be written to any file.
    return "\ufffd" if category == "Cs" else letter


def may_be_unseen(letter: str) -> bool:
    """Return whether the letter has no look of its own, so that a font may lack it."""
    return (
        letter in _JOINERS or 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF
    )


def clusters(text: str) -> list[str]:
    """Return the text cut into what a reader sees as one letter: a base with its marks."""
    found: list[str] = []
    joined = False
    for letter in text:
        mark = unicodedata.category(letter)[0] == "M" or may_be_unseen(letter)
        skin = 0x1F3FB <= ord(letter) <= 0x1F3FF
        if found and found[-1] not in " \n" and (joined or mark or skin):
            found[-1] += letter
        else:
            found.append(letter)
        joined = letter == "\u200d"
    return found
