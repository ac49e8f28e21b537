"""The print log: what was printed of a referral, how, why, which copy, by whom and when.

A print is a change like any other: the lead agency sees that the form was printed. It holds fixed
words only, since what is typed could be a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.domain.change import Author, Subject
from desktop.domain.facts import Known, Record
from desktop.domain.refused import Refused
from desktop.domain.terms import Audience, PrintHow, PrintWhy, SheetKind, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.domain.writing import entries
from desktop.services.sheet_facts import MAKERS, audience_of, referral_of
from desktop.services.workspace import Workspace, audit

# What the line itself gives away: the language is the person's, a provider's sheet tells of needs.
_TELLS: dict[SheetKind, frozenset[Tag]] = {
    SheetKind.CARD: frozenset({Tag.PERSONAL}),
    SheetKind.CONSENT: frozenset({Tag.PERSONAL}),
    SheetKind.PROVIDER: frozenset({Tag.HEALTH}),
}
PRINT = "print"
REFERRAL = "referral.id"


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line of the print log."""

    kind: SheetKind
    language: str
    audience: Audience
    how: PrintHow
    why: PrintWhy
    copy: int
    at: datetime
    by: Author
    pages: tuple[int, int, int] = (0, 0, 0)  # first, last, of how many; zeros: the whole sheet


def log_print(
    workspace: Workspace,
    referral_id: str,
    kind: SheetKind,
    *,
    language: str,
    how: PrintHow,
    why: PrintWhy,
    copy: int,
    now: datetime,
    pages: tuple[int, int, int] = (0, 0, 0),
) -> PrintLine:
    """Keep that a sheet was printed or saved; a further copy has to say why."""
    workspace.may(*MAKERS[kind])
    referral = referral_of(workspace, referral_id)
    if copy > 1 and why is PrintWhy.FIRST:
        raise Refused(
            Say("This sheet was printed before."), remedy=Say("Say why it is printed again.")
        )
    store = workspace.store
    audience = audience_of(workspace, kind)
    record = Record.of(
        sheet=kind.value,
        language=language,
        audience=audience.value,
        how=how.value,
        why=why.value,
        copy=str(copy),
        pages="-".join(str(one) for one in pages) if any(pages) else None,
    )
    # One subject a print: the writer keeps two machines that print the same copy apart.
    words = "\x1f".join(
        (store.writer, referral.id, kind.value, language, str(copy), str(now), str(pages))
    )
    subject = Subject(SubjectKind.PRINT, sha256(words.encode()).hexdigest()[:32])
    with store.transaction():
        store.keep(
            entries(
                {PRINT: Known(record), REFERRAL: Known(referral.id)},
                subject=subject,
                seen=store.state(subject),
                by=workspace.author,
                at=now,
                tags_of=workspace.tags_of,
                also=_TELLS.get(kind, frozenset()),
            )
        )
        audit(workspace, f"print.{kind.value}", referral.number, now=now)
    return PrintLine(kind, language, audience, how, why, copy, now, workspace.author, pages)


def print_log(workspace: Workspace, referral_id: str) -> list[PrintLine]:
    """Return what was printed of a referral, on whichever machine, oldest first."""
    lines = []
    for state in workspace.store.prints_naming(referral_id):
        register = state.registers.get(PRINT)
        if state.text(REFERRAL) != referral_id or register is None:
            continue
        for head in register.heads:
            if isinstance(head.value, Known) and isinstance(head.value.value, Record):
                line = _line(head.value.value, head.at, head.by)
                lines += [line] if line else []
    return sorted(lines, key=lambda one: (one.at, one.kind, one.copy))


def printed_whole(log: Iterable[PrintLine]) -> set[SheetKind]:
    """Return the sheets that are out to their last page, in whichever language."""
    return {one.kind for one in log if one.pages[1] == one.pages[2]}


def count_prints(workspace: Workspace) -> dict[str, int]:
    """Return how many lines the print log has of each referral, by its id."""
    return workspace.store.count_by(SubjectKind.PRINT, REFERRAL)


def next_copy(workspace: Workspace, referral_id: str, kind: SheetKind, language: str) -> int:
    """Return which copy of a sheet the next print is: 1 for the first."""
    log = print_log(workspace, referral_id)
    return 1 + max(
        (one.copy for one in log if (one.kind, one.language) == (kind, language)), default=0
    )


def _line(record: Record, at: datetime, by: Author) -> PrintLine | None:
    """Return a print as a line, None for one another version wrote differently."""
    try:
        return PrintLine(
            kind=SheetKind(record.get("sheet")),
            language=record.get("language"),
            audience=Audience(record.get("audience")),
            how=PrintHow(record.get("how")),
            why=PrintWhy(record.get("why")),
            copy=int(record.get("copy")),
            at=at,
            by=by,
            pages=_pages(record.get("pages")),
        )
    except ValueError:
        return None


def _pages(text: str) -> tuple[int, int, int]:
    if not text:
        return (0, 0, 0)
    first, last, total = (int(one) for one in text.split("-"))
    return (first, last, total)
