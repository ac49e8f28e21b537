"""May this be the same person? Reasons with points; never a verdict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.facts import PartialDate
from desktop.domain.people import SHOWN_FROM, Records, folded, likeness, portrait
from desktop.domain.words import ENGLISH

KIT = portrait(
    first="Kit", last="Imaginary", born=PartialDate(1996, 3, 8), phones=["(555) 555-0107"]
)


def points(one, other):
    return sum(reason.points for reason in likeness(one, other))


def shown(who, *others):
    found = Records([(str(n), other) for n, other in enumerate(others)]).like(who)
    return [one.key for one in found]


@pytest.mark.parametrize(
    "who",
    [
        portrait(first="Kit", last="Imaginary"),
        portrait(first="KIT", last="imaginary "),
        portrait(first="Kitt", last="Imaginery"),
        portrait(first="Imaginary", last="Kit"),
        portrait(first="Kit", last="Imagin"),  # still typing
        portrait(first="Kit", phones=["555-0107"]),
        portrait(last="Imaginary", born=PartialDate(1996, 3, 8)),
        portrait(first="Chris", last="Imaginary", born=PartialDate(1996, 3, 8)),
        portrait(first="Kit", last="Imaginary", born=PartialDate(1996, 8, 3)),
    ],
    ids=str,
)
def test_somebody_who_may_be_the_same_is_shown(who):
    assert shown(who, KIT) == ["0"]


@pytest.mark.parametrize(
    "who",
    [
        portrait(first="Kit"),
        portrait(last="Imaginary"),
        portrait(first="Kit", last="Imaginary", born=PartialDate(1971, 3, 8)),
        portrait(first="Lee", last="Madeup"),
        portrait(phones=["555-0107"]),
        portrait(first="Kit", last="Imaginary", age=(Decimal(60), Decimal(65)), in_year=2026),
        portrait(),
    ],
    ids=str,
)
def test_somebody_else_or_too_little_is_not(who):
    assert shown(who, KIT) == []


def test_each_reason_is_said_and_what_one_lacks_gives_nothing():
    lacks = portrait(first="Kit", last="Imaginary")
    words = [ENGLISH(one.says) for one in likeness(lacks, KIT)]
    assert words == ["Same last name", "Same first name"]


def test_accents_marks_and_room_do_not_part_people():
    assert folded("  José-María  O'Néill ") == "jose maria o neill"
    assert points(portrait(last="Ibáñez"), portrait(last="IBANEZ")) == 30


def test_the_street_name_of_one_is_the_first_name_of_the_other():
    other = portrait(first="Teacup", last="Made")
    assert points(portrait(aka="Teacup", last="Made"), other) >= SHOWN_FROM


NAMES = st.text(max_size=12)
PEOPLE = st.builds(portrait, first=NAMES, last=NAMES, aka=NAMES)


@given(PEOPLE, PEOPLE)
def test_likeness_is_the_same_from_both_sides_but_for_what_is_half_typed(one, other):
    both = points(one, other), points(other, one)
    half_typed = any(
        a != b and (a.startswith(b) or b.startswith(a))
        for a, b in ((one.first, other.first), (one.last, other.last))
    )
    assert both[0] == both[1] or half_typed


@given(st.lists(PEOPLE, max_size=8), PEOPLE)
def test_whatever_is_typed_there_is_an_answer_in_order(known, who):
    found = Records([(str(n), one) for n, one in enumerate(known)]).like(who)
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    assert all(one.points >= SHOWN_FROM for one in found)
