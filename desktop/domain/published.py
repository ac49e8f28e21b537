"""What a lead agency puts in force for every machine: a program's version, a directory's edition.

The change names it and the digest of the parcel that holds it; the parcel itself is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Author, Subject, SubjectState
from desktop.domain.facts import Known, Record
from desktop.domain.terms import SubjectKind

PARCEL = "parcel"  # the field that names what was published
APPROVED = "approved"  # the field that says who had approved it
KINDS = (SubjectKind.PROGRAM, SubjectKind.DIRECTORY)


@dataclass(frozen=True, slots=True)
class Published:
    """One thing put in force: what it is, and the parcel it travels in."""

    subject: Subject
    digest: str  # of the whole parcel
    about: Record  # what it says of itself: version and days, or edition and count
    at: datetime
    by: Author


@dataclass(frozen=True, slots=True)
class Approved:
    """Who approved a draft, how that is known, and who wrote it down."""

    who: str
    how: str
    noted_by: str
    at: datetime


def published_in(state: SubjectState) -> Published | None:
    """Return what stands published of a subject; None for nothing, or two answers."""
    register = state.registers.get(PARCEL)
    if register is None or len(register.heads) != 1:
        return None
    head = register.heads[0]
    record = head.value.value if isinstance(head.value, Known) else None
    if not isinstance(record, Record) or not record.get("digest"):
        return None
    return Published(state.subject, record.get("digest"), record, head.at, head.by)


def approved_to(one: Approved) -> Record:
    """Return it as a value of a change."""
    return Record.of(who=one.who, how=one.how, noted_by=one.noted_by, at=one.at.isoformat())


def approved_from(record: Record) -> Approved | None:
    """Return who approved; None for what another version wrote differently."""
    try:
        at = datetime.fromisoformat(record.get("at"))
    except ValueError:
        return None
    return Approved(record.get("who"), record.get("how"), record.get("noted_by"), at)


def approved_in(state: SubjectState) -> Approved | None:
    """Return who approved what stands published of a subject, or None."""
    register = state.registers.get(APPROVED)
    value = register.value if register else None
    record = value.value if isinstance(value, Known) else None
    return approved_from(record) if isinstance(record, Record) else None
