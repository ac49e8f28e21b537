"""A change as one canonical line, and the heads of a register for the cache of state."""

from __future__ import annotations

from typing import Annotated

import msgspec

from desktop.domain.change import (
    SEEN_AT_MOST,
    Author,
    Change,
    ChangeId,
    Head,
    Register,
    Setting,
    Subject,
)
from desktop.domain.terms import Role, SubjectKind, Tag
from desktop.wire.facts import fact_from_json, fact_to_plain
from desktop.wire.words import (
    FORMAT,
    LARGEST_NUMBER,
    LINE_LIMIT,
    WRITER,
    Name,
    Short,
    Strict,
    Unreadable,
    id_from_text,
    time_from_text,
    time_to_text,
)


class _Setting(Strict):
    p: Name
    f: msgspec.Raw
    on: Annotated[list[Short], msgspec.Meta(max_length=SEEN_AT_MOST)] = msgspec.field(
        default_factory=list
    )


class _AuthorWords(Strict):
    user: Name
    role: Role
    agency: Name
    device: Name


class _Subject(Strict):
    kind: SubjectKind
    id: Name


class _Change(Strict):
    format: int
    writer: Name
    number: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_NUMBER)]
    at: Short
    by: _AuthorWords
    about: _Subject
    tags: Annotated[list[Tag], msgspec.Meta(min_length=1, max_length=7)]
    sets: Annotated[list[_Setting], msgspec.Meta(min_length=1, max_length=500)]
    opens: bool = False
    versions: Annotated[dict[Short, Short], msgspec.Meta(max_length=10)] = msgspec.field(
        default_factory=dict
    )


_change_decoder = msgspec.json.Decoder(_Change)


def change_to_bytes(change: Change) -> bytes:
    """Return the change's canonical line, without a line end."""
    if not WRITER.match(change.id.writer):
        raise Unreadable("writer id")
    words: dict[str, object] = {
        "format": FORMAT,
        "writer": change.id.writer,
        "number": change.id.number,
        "at": time_to_text(change.at),
        "by": _author_to_plain(change.by),
        "about": {"kind": change.subject.kind.value, "id": change.subject.id},
        "tags": sorted(tag.value for tag in change.tags),
        "sets": [
            {
                "p": one.path,
                "f": fact_to_plain(one.value),
                "on": [str(id_) for id_ in sorted(one.based_on)],
            }
            for one in sorted(change.sets, key=lambda one: one.path)
        ],
        "opens": change.opens,
        "versions": dict(change.versions),
    }
    try:
        line = msgspec.json.encode(words, order="sorted")
    except (UnicodeEncodeError, msgspec.MsgspecError) as trouble:
        raise Unreadable("text that is not Unicode") from trouble
    change_from_bytes(line)  # what we could not read back must not be kept
    return line


def change_from_bytes(line: bytes) -> Change:
    """Return the change a line holds; raises `Unreadable`."""
    if len(line) > LINE_LIMIT:
        raise Unreadable("line too long")
    try:
        raw = _change_decoder.decode(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as trouble:
        raise Unreadable("not a change") from trouble
    if raw.format != FORMAT:
        raise Unreadable("format")
    if not WRITER.match(raw.writer):
        raise Unreadable("writer id")
    sets = tuple(
        Setting(one.p, fact_from_json(bytes(one.f)), tuple(id_from_text(on) for on in one.on))
        for one in raw.sets
    )
    paths = [one.path for one in sets]
    if len(set(paths)) != len(paths) or paths != sorted(paths):
        raise Unreadable("fields not sorted or repeated")
    return Change(
        id=ChangeId(raw.number, raw.writer),
        at=time_from_text(raw.at),
        by=Author(raw.by.user, raw.by.role, raw.by.agency, raw.by.device),
        subject=Subject(raw.about.kind, raw.about.id),
        tags=frozenset(raw.tags),
        sets=sets,
        opens=raw.opens,
        versions=tuple(sorted(raw.versions.items())),
    )


class _Head(Strict):
    id: Short
    f: msgspec.Raw
    at: Short
    by: _AuthorWords
    tags: list[Tag]


_heads_decoder = msgspec.json.Decoder(list[_Head])
_author_decoder = msgspec.json.Decoder(_AuthorWords)


def author_to_bytes(author: Author) -> bytes:
    """Return an author as canonical JSON."""
    return msgspec.json.encode(_author_to_plain(author), order="sorted")


def author_from_bytes(data: bytes) -> Author:
    """Return the author; raises `Unreadable`."""
    try:
        raw = _author_decoder.decode(data)
    except msgspec.MsgspecError as trouble:
        raise Unreadable("author") from trouble
    return Author(raw.user, raw.role, raw.agency, raw.device)


def register_to_bytes(register: Register) -> bytes:
    """Return a register's heads as canonical JSON (for the cache of current state)."""
    return msgspec.json.encode(
        [
            {
                "id": str(head.id),
                "f": fact_to_plain(head.value),
                "at": time_to_text(head.at),
                "by": _author_to_plain(head.by),
                "tags": sorted(tag.value for tag in head.tags),
            }
            for head in register.heads
        ],
        order="sorted",
    )


def register_from_bytes(data: bytes) -> Register:
    """Return the register; raises `Unreadable`."""
    try:
        raw = _heads_decoder.decode(data)
    except msgspec.MsgspecError as trouble:
        raise Unreadable("register") from trouble
    return Register(
        tuple(
            Head(
                id=id_from_text(one.id),
                value=fact_from_json(bytes(one.f)),
                at=time_from_text(one.at),
                by=Author(one.by.user, one.by.role, one.by.agency, one.by.device),
                tags=frozenset(one.tags),
            )
            for one in raw
        )
    )


def text_inside(text: str) -> str:
    """Return a text as it stands between its quotes in a register's bytes."""
    return msgspec.json.encode(text).decode()[1:-1]


def _author_to_plain(author: Author) -> dict[str, str]:
    return {
        "user": author.user,
        "role": author.role.value,
        "agency": author.agency,
        "device": author.device,
    }
