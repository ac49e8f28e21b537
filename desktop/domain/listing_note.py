"""A note on a listing: words about a service, never about a person.

It carries no tag and goes to every computer of the program: what an officer found wrong on the
road helps only where everybody sees it, and no consent could ever free it, since it belongs to no
encounter. So it is kept short, its field says that no person belongs in it, and what plainly
tells of one is refused.
"""

from __future__ import annotations

import re

from desktop.domain.refused import Refused
from desktop.domain.words import Say

MOST = 300  # characters: a right number, other hours; not a story
_OF_A_PERSON = re.compile(
    r"\b[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}\b"  # a Social Security number
    r"|\b(?:dob|d\.o\.b\.?|date of birth|born on|fecha de nacimiento|nacid[oa] el|ssn)\b",
    re.IGNORECASE,
)


def checked_note(words: str) -> str:
    """Return the note without blanks around it; refuses an empty, a long and a person's one."""
    words = words.strip()
    if not words:
        raise Refused(
            Say("Say what is wrong with this listing."),
            remedy=Say("A few words are enough, such as the right phone number."),
        )
    if len(words) > MOST:
        raise Refused(
            Say("This note has {n} characters; {most} are the most.", n=len(words), most=MOST),
            remedy=Say("Write what is wrong with the listing alone."),
        )
    if _OF_A_PERSON.search(words):
        raise Refused(
            Say("This note seems to tell of a person, and every computer would get it."),
            remedy=Say("Write what is wrong with the listing alone."),
        )
    return words
