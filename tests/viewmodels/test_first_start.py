"""What the first start still needs, step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.terms import DeviceKind, Role
from desktop.viewmodels.first_start import (
    ROLES_OF,
    Answers,
    RecoverySheet,
    Start,
    Step,
    code_from,
    problems,
    words_are_right,
)

DONE = Answers(
    agency_name="Three Rivers",
    agency_code="TRC",
    machine_code="K7",
    name="Sgt. Bramble",
    password="river copper window",
    again="river copper window",
)
SHEET = RecoverySheet("", "", tuple(f"word{n}" for n in range(1, 13)))


@pytest.mark.parametrize("step", Step)
def test_complete_answers_have_no_problem(step):
    assert problems(DONE, step) == {}


@pytest.mark.parametrize(
    ("step", "change", "field"),
    [
        (Step.START, {"start": Start.JOIN}, "invitation"),
        (Step.START, {"start": Start.JOIN, "invitation": "a"}, "words"),
        (Step.AGENCY, {"agency_name": "  "}, "agency_name"),
        (Step.AGENCY, {"agency_code": "t"}, "agency_code"),
        (Step.AGENCY, {"agency_code": "1AB"}, "agency_code"),
        (Step.AGENCY, {"agency_code": "TR-C"}, "agency_code"),
        (Step.AGENCY, {"machine_code": ""}, "machine_code"),
        (Step.YOU, {"name": ""}, "name"),
        (Step.YOU, {"password": "short", "again": "short"}, "password"),
        (Step.YOU, {"again": "something else"}, "again"),
    ],
)
def test_what_is_missing_is_found_at_its_field(step, change, field):
    assert list(problems(replace(DONE, **change), step)) == [field]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Three Rivers County", "TRC"),
        ("Sheriff of Three Rivers", "STR"),
        ("Marigold", "M"),
        ("Three Rivers County Sheriff Office", "TRCS"),
        ("", ""),
    ],
)
def test_a_code_is_offered_from_the_name(name, code):
    assert code_from(name) == code


def test_the_two_asked_words_open_the_sheet_whatever_their_case():
    assert words_are_right(SHEET, "Word4", " word11 ")
    assert not words_are_right(SHEET, "word11", "word4")


def test_everybody_has_a_role_on_every_kind_of_machine():
    assert set(ROLES_OF) == set(DeviceKind)
    assert {role for roles in ROLES_OF.values() for role in roles} == set(Role) - {Role.ADMIN}


def test_no_secret_is_in_a_repr():
    assert "copper" not in repr(DONE)
    assert "word4" not in repr(SHEET)
