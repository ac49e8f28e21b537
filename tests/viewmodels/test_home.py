"""Home in words: times, ages, and outcomes that do not tell more than consent allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.terms import Travel
from desktop.domain.words import ENGLISH
from desktop.viewmodels.home import (
    CONTACT_MADE,
    NO_NEWS,
    NONE_SHARED,
    age_words,
    draft_line,
    duration_words,
    greeting,
    moment_words,
    referral_line,
)

NOW = datetime(2026, 11, 17, 22, 14, tzinfo=UTC)


def line(travel, released=None):
    return referral_line(
        "r1",
        person="Kit Imaginary",
        number="TRC-K7-26-000001",
        service="Prairie Ridge Detox",
        travel=travel,
        since=NOW,
        now=NOW,
        released=released,
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-90), "just now"),  # the clock ran backward
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=6), "6 min ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_an_age_is_said_as_people_say_it(ago, words):
    assert ENGLISH(age_words(NOW - ago, now=NOW)) == words


def test_a_moment_of_today_says_so():
    assert ENGLISH(moment_words(NOW, now=NOW)) == "today 22:14"
    assert ENGLISH(moment_words(NOW - timedelta(days=1), now=NOW)) == "16 Nov 22:14"


@pytest.mark.parametrize(
    ("hour", "word"), [(4, "evening"), (5, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_the_greeting_fits_the_hour(hour, word):
    said = ENGLISH(greeting("Ofc. Larkspur", now=NOW.replace(hour=hour)))

    assert said == f"Good {word}, Ofc. Larkspur"


@pytest.mark.parametrize("travel", [Travel.SAVED, Travel.BUNDLED, Travel.LEFT])
def test_before_it_is_received_there_is_no_news(travel):
    assert line(travel).mark == NO_NEWS


@pytest.mark.parametrize("travel", [Travel.RECEIVED, Travel.ACTED_ON])
def test_afterward_only_what_was_released_is_shown(travel):
    assert line(travel).mark == NONE_SHARED
    assert line(travel, CONTACT_MADE).mark == CONTACT_MADE


def test_a_draft_without_a_name_says_so_and_ages():
    fresh = draft_line("d", person="", detail="", touched=NOW - timedelta(hours=23), now=NOW)
    old = draft_line("d", person="", detail="", touched=NOW - timedelta(hours=24), now=NOW)

    assert ENGLISH(fresh.title) == "No name yet"
    assert (fresh.old, old.old) == (False, True)


def test_minutes_on_the_form():
    assert ENGLISH(duration_words(161)) == "2 min 41 s"
    assert ENGLISH(duration_words(59)) == "59 s"
