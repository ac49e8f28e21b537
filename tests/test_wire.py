"""Changes survive their bytes, and bytes that are not exactly a change are refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.change import Change, Entry, Kept, Setting, Subject
from desktop.domain.encounter import Encounter
from desktop.domain.facts import (
    NEVER,
    FactValue,
    Known,
    PartialDate,
    Range,
    Record,
    Step,
    Unknown,
)
from desktop.domain.terms import SubjectKind, Tag
from desktop.wire import (
    Unreadable,
    change_from_bytes,
    change_to_bytes,
    encounter_from_bytes,
    encounter_to_bytes,
    fact_from_json,
    fact_to_json,
)
from tests.domain.worlds import OFFICER, START, histories

FIRST, LAST = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2999-12-31")

amounts = st.decimals(min_value=0, max_value=999_999_999, places=3).map(abs)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
facts = st.one_of(
    st.booleans().map(Known),
    amounts.map(Known),
    texts.map(Known),
    st.lists(texts, max_size=4, unique=True).map(lambda words: Known(tuple(sorted(words)))),
    st.dates().map(lambda day: Known(PartialDate(day.year, day.month, day.day))),
    st.dates().map(lambda day: Known(PartialDate(day.year))),
    st.just(Known(NEVER)),
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(
        lambda at: Known(at.replace(microsecond=0))
    ),
    st.tuples(st.none() | texts, texts).map(lambda pair: Known(Step(*pair))),
    st.dictionaries(texts, texts, max_size=4).map(
        lambda words: Known(Record(tuple(sorted(words.items()))))
    ),
    st.tuples(st.none() | amounts, st.none() | amounts).map(lambda pair: Range(*pair)),
    st.sampled_from(list(Unknown)),
)


def one_change(value: FactValue) -> Change:
    """Return a change that says just this."""
    sets = (Setting("person.phone", value),)
    subject = Subject(SubjectKind.ENCOUNTER, "e1")
    return Entry(START, OFFICER, subject, frozenset({Tag.PERSONAL}), sets).numbered("aaaa", 1)


@given(facts)
def test_every_fact_survives_its_bytes(fact: FactValue) -> None:
    assert fact_from_json(fact_to_json(fact)) == fact


@given(histories())
def test_every_change_survives_its_bytes(history: list[Kept]) -> None:
    for one in history:
        line = change_to_bytes(one.change)
        assert change_from_bytes(line) == one.change
        assert change_to_bytes(change_from_bytes(line)) == line


@pytest.mark.parametrize(
    "fact",
    [
        b'{"k":"known","t":"amount","v":"NaN"}',
        b'{"k":"known","t":"amount","v":"1e3"}',
        b'{"k":"known","t":"amount","v":"-1"}',
        b'{"k":"known","t":"amount","v":"1000000000"}',
        b'{"k":"known","t":"amount","v":"0.1234567"}',
        b'{"k":"known","t":"amount","v":"\xd9\xa1"}',
        b'{"k":"known","t":"amount","v":2.0}',
        b'{"k":"known","t":"yesno","v":1}',
        b'{"k":"known","t":"time","v":"2026-11-23T22:14:00"}',
        b'{"k":"known","t":"time","v":"2026-11-23T22:14:00.5+00:00"}',
        b'{"k":"known","t":"date","v":"2026-02-30"}',
        b'{"k":"known","t":"never","v":"x"}',
        b'{"k":"known","t":"step","to":"accepted"}',
        b'{"k":"known","t":"choices","v":["b","a"]}',
        b'{"k":"known","t":"colour","v":"red"}',
        b'{"k":"known"}',
        b'{"k":"range","low":"1"}',
        b'{"k":"declined","v":"x"}',
        b'{"k":"perhaps"}',
        b'{"k":"declined","extra":1}',
        b"[]",
        b"",
        b"\xff",
    ],
)
def test_a_fact_of_any_other_shape_is_refused(fact: bytes) -> None:
    with pytest.raises(Unreadable):
        fact_from_json(fact)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 0),
        ("number", 2**53 + 1),
        ("number", "1"),
        ("writer", "../../x"),
        ("writer", "A b"),
        ("format", 2),
        ("at", "2026-11-23T22:14:00"),
        ("tags", []),
        ("tags", ["X"]),
        ("sets", []),
        ("unknown", 1),
        ("about", {"kind": "weather", "id": "1"}),
        ("by", {"user": "u", "role": "king", "agency": "a", "device": "d"}),
    ],
)
def test_a_change_of_any_other_shape_is_refused(key: str, value: object) -> None:
    plain = json.loads(change_to_bytes(one_change(Known("555-0100"))))
    plain[key] = value

    with pytest.raises(Unreadable):
        change_from_bytes(json.dumps(plain).encode())


def test_fields_that_come_twice_are_refused() -> None:
    plain = json.loads(change_to_bytes(one_change(Known("x"))))
    plain["sets"] *= 2

    with pytest.raises(Unreadable):
        change_from_bytes(json.dumps(plain).encode())


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        change_from_bytes(data)


def test_a_deep_nest_is_refused_and_not_a_crash() -> None:
    with pytest.raises(Unreadable):
        change_from_bytes(b"[" * 100_000)


@pytest.mark.parametrize(
    "bad", [Known("\ud800"), Known(START.replace(tzinfo=None)), Known(Decimal("NaN"))]
)
def test_what_could_not_be_read_back_is_not_written(bad: Known) -> None:
    with pytest.raises(Unreadable):
        change_to_bytes(one_change(bad))


@given(st.dictionaries(st.sampled_from(["person.age", "drug/d1/amount_g"]), texts))
def test_a_draft_keeps_what_is_half_typed(typed: dict[str, str]) -> None:
    draft = Encounter("d1", START, {"pathway": Known("INT")})
    for path, text in typed.items():
        draft = draft.typing(path, text)

    assert encounter_from_bytes(encounter_to_bytes(draft)) == draft


def test_a_draft_of_an_earlier_version_has_nothing_half_typed() -> None:
    data = json.dumps(
        {"format": 1, "id": "d1", "begun_at": START.isoformat(), "facts": {}, "consents": []}
    )

    assert encounter_from_bytes(data.encode()) == Encounter("d1", START)
