"""A draft encounter as canonical JSON."""

from __future__ import annotations

import msgspec

from desktop.domain.consent import from_record, to_record
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Record
from desktop.wire.facts import fact_from_json, fact_to_plain
from desktop.wire.words import (
    FORMAT,
    Name,
    Short,
    Strict,
    Text,
    Unreadable,
    time_from_text,
    time_to_text,
)


class _Encounter(Strict):
    format: int
    id: Name
    begun_at: Short
    facts: dict[Short, msgspec.Raw]
    consents: list[dict[Short, Text]]
    typed: dict[Short, Text] = msgspec.field(
        default_factory=dict
    )  # absent in drafts that have none


def encounter_to_bytes(encounter: Encounter) -> bytes:
    """Return a draft's canonical JSON."""
    try:
        plain = {
            "format": FORMAT,
            "id": encounter.id,
            "begun_at": time_to_text(encounter.begun_at),
            "facts": {path: fact_to_plain(fact) for path, fact in encounter.facts.items()},
            "consents": [dict(to_record(one).items) for one in encounter.consents],
        }
        if encounter.typed:
            plain["typed"] = dict(encounter.typed)
        return msgspec.json.encode(plain, order="sorted")
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
        typed=raw.typed,
    )
