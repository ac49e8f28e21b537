"""A program's consent script, taken apart.

It ends with four questions, one paragraph each: may the lead agency have the name, the needs; may
it tell the officer of the contact, of the rest. Where they stand so, they are asked in the
program's own words; else in ours.
"""

from __future__ import annotations

from desktop.domain.consent import LEAD, OFFICER, Scope


def script_parts(script: str) -> tuple[str, tuple[str, ...]]:
    """Return what is read first, and the four questions; all of it, where there are not four."""
    paragraphs = [" ".join(part.split()) for part in script.split("\n\n") if part.strip()]
    questions = tuple(part for part in paragraphs if "?" in part)
    if len(questions) != len(_PLACES):
        return "\n".join(paragraphs), ()
    return "\n".join(part for part in paragraphs if part not in questions), questions


_PLACES = (
    (LEAD, (Scope.PERSONAL,)),
    (LEAD, (Scope.HEALTH,)),
    (OFFICER, (Scope.NEWS_CONTACT,)),
    (OFFICER, (Scope.NEWS_STATUS,)),
)


def in_own_words(
    about: tuple[str, tuple[Scope, ...]], ours: str, questions: tuple[str, ...]
) -> str:
    """Return the program's question about this recipient and scope, or ours."""
    if questions and about in _PLACES:
        return questions[_PLACES.index(about)]
    return ours
