"""What the sign-in page says, in words."""

from __future__ import annotations

import pytest

from desktop.domain.words import ENGLISH, Say
from desktop.viewmodels.signin import (
    Person,
    count_waiting,
    find_by_letters,
    wait_words,
    wrong_password,
)

PEOPLE = (
    Person("u1", "Ofc. Larkspur", Say("Officer"), waits=Say("2 drafts")),
    Person("u2", "Ofc. Thistle", Say("Officer")),
    Person("u3", "Clover", Say("Desk")),
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (60, "60 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (121, "3 minutes"),  # never less than the wait
    ],
)
def test_a_wait_is_never_said_shorter_than_it_is(seconds, words):
    assert ENGLISH(wait_words(seconds)) == words


def test_one_more_try_is_said_in_the_singular():
    failure = wrong_password("Clover", tries_left=1, wait_seconds=30)

    said = "1 more try, then a wait of 30 seconds. Drafts stay as they are."
    assert ENGLISH(failure.text) == said
    assert failure.wait_seconds == 0


def test_without_a_try_left_the_wait_runs():
    failure = wrong_password("Clover", tries_left=0, wait_seconds=30)

    assert failure.wait_seconds == 30


def test_only_people_whose_work_waits_are_counted():
    assert ENGLISH(count_waiting(PEOPLE)) == "Work of 1 person waits on this computer."
    assert ENGLISH(count_waiting(())) == "Drafts are kept for whoever began them."


@pytest.mark.parametrize(
    ("letters", "found"), [("cl", "u3"), ("TH", "u2"), ("ofc", "u1"), ("lark", "u1"), ("z", None)]
)
def test_letters_find_any_part_of_a_name(letters, found):
    assert find_by_letters(PEOPLE, letters) == found
