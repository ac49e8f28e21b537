"""Domain values to canonical bytes and back: strict, sorted, UTF-8, no floats.

A change is one JSON object on one line. What does not fit exactly is refused with `Unreadable`;
nothing is dropped silently and nothing is guessed (architecture.md, Wire).
"""

from desktop.wire.changes import (
    author_from_bytes,
    author_to_bytes,
    change_from_bytes,
    change_to_bytes,
    register_from_bytes,
    register_to_bytes,
    text_inside,
)
from desktop.wire.drafts import encounter_from_bytes, encounter_to_bytes
from desktop.wire.facts import fact_from_json, fact_to_json, fact_to_plain
from desktop.wire.words import (
    FORMAT,
    LARGEST_NUMBER,
    LINE_LIMIT,
    TEXT_LIMIT,
    Unreadable,
    amount_from_text,
    amount_to_text,
    date_from_text,
    digest_of,
    id_from_text,
    time_from_text,
    time_to_text,
)

__all__ = [
    "FORMAT",
    "LARGEST_NUMBER",
    "LINE_LIMIT",
    "TEXT_LIMIT",
    "Unreadable",
    "amount_from_text",
    "amount_to_text",
    "author_from_bytes",
    "author_to_bytes",
    "change_from_bytes",
    "change_to_bytes",
    "date_from_text",
    "digest_of",
    "encounter_from_bytes",
    "encounter_to_bytes",
    "fact_from_json",
    "fact_to_json",
    "fact_to_plain",
    "id_from_text",
    "register_from_bytes",
    "register_to_bytes",
    "text_inside",
    "time_from_text",
    "time_to_text",
]
