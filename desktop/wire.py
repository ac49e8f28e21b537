"""Domain values to canonical bytes and back: strict, sorted, UTF-8, no floats.

A change is one JSON object on one line. What does not fit exactly is refused with `Unreadable`;
nothing is dropped silently and nothing is guessed (architecture.md, Wire).
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Annotated, Final

import msgspec

from desktop.domain.change import Author, Change, ChangeId, Head, Register, Setting, Subject
from desktop.domain.consent import from_record, to_record
from desktop.domain.encounter import Encounter
from desktop.domain.facts import (
    NEVER,
    FactValue,
    Known,
    Never,
    PartialDate,
    Range,
    Record,
    Step,
    Unknown,
    Value,
)
from desktop.domain.terms import Role, SubjectKind, Tag

FORMAT: Final = 1
LARGEST_NUMBER: Final = 2**53
LINE_LIMIT: Final = 200_000  # bytes of one change; a narrative is a few thousand
TEXT_LIMIT: Final = 40_000  # characters of one value

_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?\Z", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z", re.ASCII)
_ID = re.compile(r"([a-z0-9]{4,40})-([1-9][0-9]{0,15})\Z", re.ASCII)
_WRITER = re.compile(r"[a-z0-9]{4,40}\Z", re.ASCII)

_Text = Annotated[str, msgspec.Meta(max_length=TEXT_LIMIT)]
_Short = Annotated[str, msgspec.Meta(max_length=200)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Unreadable(ValueError):
    """These bytes are not a value of ours; the message names the rule, never the content."""


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """No key that we do not know is let through."""


class _Fact(_Strict):
    """A fact on the wire; which keys stand there depends on `k`."""

    k: _Name
    t: _Short | msgspec.UnsetType = msgspec.UNSET
    v: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    saw: _Short | msgspec.UnsetType | None = msgspec.UNSET
    to: _Short | msgspec.UnsetType = msgspec.UNSET
    low: _Short | msgspec.UnsetType | None = msgspec.UNSET
    high: _Short | msgspec.UnsetType | None = msgspec.UNSET


_FACT_KEYS: Final = ("t", "v", "saw", "to", "low", "high")
_KEYS_OF_TYPE: Final = {
    "never": {"t"},
    "step": {"t", "saw", "to"},
    **{
        name: {"t", "v"}
        for name in ("yesno", "amount", "text", "choices", "date", "time", "record")
    },
}
_ChoiceWords = Annotated[list[_Short], msgspec.Meta(max_length=100)]
_RecordWords = Annotated[dict[_Short, _Text], msgspec.Meta(max_length=60)]


class _Setting(_Strict):
    p: _Name
    f: msgspec.Raw
    on: Annotated[list[_Short], msgspec.Meta(max_length=200)] = []


class _Author(_Strict):
    user: _Name
    role: Role
    agency: _Name
    device: _Name


class _Subject(_Strict):
    kind: SubjectKind
    id: _Name


class _Change(_Strict):
    format: int
    writer: _Name
    number: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_NUMBER)]
    at: _Short
    by: _Author
    about: _Subject
    tags: Annotated[list[Tag], msgspec.Meta(min_length=1, max_length=7)]
    sets: Annotated[list[_Setting], msgspec.Meta(min_length=1, max_length=500)]
    opens: bool = False
    versions: Annotated[dict[_Short, _Short], msgspec.Meta(max_length=10)] = {}


_change_decoder = msgspec.json.Decoder(_Change)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hex."""
    return sha256(data).hexdigest()


def change_to_bytes(change: Change) -> bytes:
    """Return the change's canonical line, without a line end."""
    if not _WRITER.match(change.id.writer):
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
    if not _WRITER.match(raw.writer):
        raise Unreadable("writer id")
    sets = tuple(
        Setting(one.p, fact_from_json(bytes(one.f)), tuple(_id_from_text(on) for on in one.on))
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


def _id_from_text(text: str) -> ChangeId:
    match = _ID.match(text)
    if not match or int(match[2]) > LARGEST_NUMBER:
        raise Unreadable("change id")
    return ChangeId(int(match[2]), match[1])


def id_from_text(text: str) -> ChangeId:
    """Return the change id written as `<writer>-<number>`; raises `Unreadable`."""
    return _id_from_text(text)


def time_to_text(at: datetime) -> str:
    """Return an aware time in whole seconds with its offset."""
    if at.utcoffset() is None:
        raise Unreadable("time without zone")
    return at.replace(microsecond=0).isoformat()


def time_from_text(text: str) -> datetime:
    """Return the aware time; raises `Unreadable` for a naive, fractional or impossible one."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise Unreadable("time") from trouble
    if at.utcoffset() is None or at.microsecond:
        raise Unreadable("time without zone or with fractions")
    return at


def amount_from_text(text: str) -> Decimal:
    """Return a finite decimal from 0 to under 10^9 with at most 6 places; raises `Unreadable`."""
    if not _AMOUNT.match(text):
        raise Unreadable("amount")
    try:
        return Decimal(text)
    except InvalidOperation as trouble:
        raise Unreadable("amount") from trouble


def amount_to_text(amount: Decimal) -> str:
    """Return the amount as it was typed."""
    text = f"{amount:f}"
    amount_from_text(text)
    return text


def date_from_text(text: str) -> PartialDate:
    """Return a day, month or year; raises `Unreadable`."""
    match = _DATE.match(text)
    if not match:
        raise Unreadable("date")
    year, month, day = (int(part) if part else None for part in match.groups())
    when = PartialDate(year or 0, month, day)
    try:
        _ = when.first
    except ValueError as trouble:
        raise Unreadable("date") from trouble
    return when


def fact_to_plain(value: FactValue) -> dict[str, object]:
    """Return a fact as plain JSON values, e.g. {"k": "known", "t": "amount", "v": "2.0"}."""
    if isinstance(value, Unknown):
        return {"k": value.value}
    if isinstance(value, Range):
        return {
            "k": "range",
            "low": None if value.low is None else amount_to_text(value.low),
            "high": None if value.high is None else amount_to_text(value.high),
        }
    inner = value.value
    if isinstance(inner, bool):
        return {"k": "known", "t": "yesno", "v": inner}
    if isinstance(inner, Decimal):
        return {"k": "known", "t": "amount", "v": amount_to_text(inner)}
    if isinstance(inner, str):
        return {"k": "known", "t": "text", "v": inner}
    if isinstance(inner, tuple):
        return {"k": "known", "t": "choices", "v": sorted(set(inner))}
    if isinstance(inner, PartialDate):
        return {"k": "known", "t": "date", "v": str(inner)}
    if isinstance(inner, Never):
        return {"k": "known", "t": "never"}
    if isinstance(inner, datetime):
        return {"k": "known", "t": "time", "v": time_to_text(inner)}
    if isinstance(inner, Step):
        return {"k": "known", "t": "step", "saw": inner.saw, "to": inner.to}
    return {"k": "known", "t": "record", "v": dict(inner.items)}


def fact_to_json(value: FactValue) -> bytes:
    """Return a fact's canonical JSON."""
    return msgspec.json.encode(fact_to_plain(value), order="sorted")


def fact_from_json(data: bytes) -> FactValue:
    """Return the fact; raises `Unreadable` for anything but the exact shapes."""
    try:
        raw = msgspec.json.decode(data, type=_Fact)
        present = {name for name in _FACT_KEYS if getattr(raw, name) is not msgspec.UNSET}
        if raw.k == "known" and present == _KEYS_OF_TYPE.get(str(raw.t)):
            return Known(_known(raw))
        if raw.k == "range" and present == {"low", "high"}:
            return Range(_limit(raw.low), _limit(raw.high))
        if not present:
            return Unknown(raw.k)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as trouble:
        raise Unreadable("fact") from trouble
    except ValueError as trouble:
        if isinstance(trouble, Unreadable):
            raise
        raise Unreadable("kind of fact") from trouble
    raise Unreadable("fact with other keys than its kind has")


def _limit(text: str | msgspec.UnsetType | None) -> Decimal | None:
    return amount_from_text(text) if isinstance(text, str) else None


def _known(raw: _Fact) -> Value:
    if raw.t == "never":
        return NEVER
    if raw.t == "step":
        if isinstance(raw.saw, msgspec.UnsetType) or isinstance(raw.to, msgspec.UnsetType):
            raise Unreadable("step")
        return Step(raw.saw, raw.to)
    data = b"" if isinstance(raw.v, msgspec.UnsetType) else bytes(raw.v)
    if raw.t == "yesno":
        return msgspec.json.decode(data, type=bool)
    if raw.t == "choices":
        words = msgspec.json.decode(data, type=_ChoiceWords)
        if words != sorted(set(words)):
            raise Unreadable("choices not sorted or repeated")
        return tuple(words)
    if raw.t == "record":
        return Record(tuple(sorted(msgspec.json.decode(data, type=_RecordWords).items())))
    text = msgspec.json.decode(data, type=_Text)
    if raw.t == "amount":
        return amount_from_text(text)
    if raw.t == "date":
        return date_from_text(text)
    if raw.t == "time":
        return time_from_text(text)
    return text


class _Head(_Strict):
    id: _Short
    f: msgspec.Raw
    at: _Short
    by: _Author
    tags: list[Tag]


_heads_decoder = msgspec.json.Decoder(list[_Head])
_author_decoder = msgspec.json.Decoder(_Author)


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
                id=_id_from_text(one.id),
                value=fact_from_json(bytes(one.f)),
                at=time_from_text(one.at),
                by=Author(one.by.user, one.by.role, one.by.agency, one.by.device),
                tags=frozenset(one.tags),
            )
            for one in raw
        )
    )


def _author_to_plain(author: Author) -> dict[str, str]:
    return {
        "user": author.user,
        "role": author.role.value,
        "agency": author.agency,
        "device": author.device,
    }


class _Encounter(_Strict):
    format: int
    id: _Name
    begun_at: _Short
    facts: dict[_Short, msgspec.Raw]
    consents: list[dict[_Short, _Text]]


def encounter_to_bytes(encounter: Encounter) -> bytes:
    """Return a draft's canonical JSON."""
    try:
        return msgspec.json.encode(
            {
                "format": FORMAT,
                "id": encounter.id,
                "begun_at": time_to_text(encounter.begun_at),
                "facts": {path: fact_to_plain(fact) for path, fact in encounter.facts.items()},
                "consents": [dict(to_record(one).items) for one in encounter.consents],
            },
            order="sorted",
        )
    except (UnicodeEncodeError, msgspec.MsgspecError) as trouble:
        raise Unreadable("text that is not Unicode") from trouble


def encounter_from_bytes(data: bytes) -> Encounter:
    """Return the draft; raises `Unreadable`."""
    try:
        raw = msgspec.json.decode(data, type=_Encounter)
    except (msgspec.MsgspecError, RecursionError) as trouble:
        raise Unreadable("draft") from trouble
    consents = [from_record(Record(tuple(sorted(words.items())))) for words in raw.consents]
    if raw.format != FORMAT or None in consents:
        raise Unreadable("draft")
    return Encounter(
        id=raw.id,
        begun_at=time_from_text(raw.begun_at),
        facts={path: fact_from_json(bytes(fact)) for path, fact in raw.facts.items()},
        consents=tuple(one for one in consents if one is not None),
    )
