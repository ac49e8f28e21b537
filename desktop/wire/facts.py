"""A fact on the wire, e.g. {"k": "known", "t": "amount", "v": "2.0"}."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

import msgspec

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
from desktop.wire.words import (
    Name,
    Short,
    Strict,
    Text,
    Unreadable,
    amount_from_text,
    amount_to_text,
    date_from_text,
    time_from_text,
    time_to_text,
)


class _Fact(Strict):
    """A fact on the wire; which keys stand there depends on `k`."""

    k: Name
    t: Short | msgspec.UnsetType = msgspec.UNSET
    v: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    saw: Short | msgspec.UnsetType | None = msgspec.UNSET
    to: Short | msgspec.UnsetType = msgspec.UNSET
    low: Short | msgspec.UnsetType | None = msgspec.UNSET
    high: Short | msgspec.UnsetType | None = msgspec.UNSET


_FACT_KEYS: Final = ("t", "v", "saw", "to", "low", "high")
_KEYS_OF_TYPE: Final = {
    "never": {"t"},
    "step": {"t", "saw", "to"},
    **{
        name: {"t", "v"}
        for name in ("yesno", "amount", "text", "choices", "date", "time", "record")
    },
}
_ChoiceWords = Annotated[list[Short], msgspec.Meta(max_length=100)]
_RecordWords = Annotated[dict[Short, Text], msgspec.Meta(max_length=60)]


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
    text = msgspec.json.decode(data, type=Text)
    if raw.t == "amount":
        return amount_from_text(text)
    if raw.t == "date":
        return date_from_text(text)
    if raw.t == "time":
        return time_from_text(text)
    return text
