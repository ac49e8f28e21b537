"""A licence that has run out, or soon will, is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.domain.directory import Organization, Place, Service, ServiceListing
from desktop.domain.listing_parts import License, license_in_words
from desktop.domain.matching import rank
from desktop.domain.wishes import Wish
from desktop.domain.words import ENGLISH

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("expires_on", "says"),
    [
        (date(2026, 11, 22), "License expired on 22 Nov 2026."),
        (date(2026, 11, 23), "License expires on 23 Nov 2026."),
        (date(2027, 1, 22), "License expires on 22 Jan 2027."),
    ],
)
def test_a_licence_is_good_for_the_whole_of_its_last_day(expires_on, says):
    found = license_in_words(License("State 12", expires_on), TODAY)
    assert found is not None
    assert ENGLISH(found) == says


def test_a_licence_good_for_long_and_one_without_a_date_are_not_a_worry():
    assert license_in_words(License("State 12", date(2027, 1, 23)), TODAY) is None
    assert license_in_words(License("State 12"), TODAY) is None
    assert license_in_words(None, TODAY) is None


def test_a_licence_run_out_is_told_with_the_match():
    place = Place("1 Elm", "", "Millbrook", "MT", "59442")
    service = Service(name="", license=License("State 12", date(2026, 11, 1)))
    listing = ServiceListing("a", Organization("a", "Elm House"), service, place)
    now = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
    [match] = rank(Wish(), [listing], {}, now=now)
    assert "License expired on 1 Nov 2026." in [ENGLISH(says) for says in match.doubts]
