"""Services in words: a figure never stands without its age, and never as a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.limits import Person
from desktop.domain.listing_parts import License
from desktop.domain.matching import rank
from desktop.domain.places import Point
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.wishes import Wish
from desktop.domain.words import ENGLISH
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.matches import capacity_mark, match_lines, reported
from desktop.viewmodels.service_detail import PHONE_KEYS, as_text, service_detail
from desktop.viewmodels.services import services_view
from desktop.viewmodels.services_misses import drops
from desktop.viewmodels.services_query import NO_MEDICATION_TOO, Query, wish_of_query
from tests.viewmodels.made_up import MILLBROOK, NOW, capacity, full, matches_for, services

DETOX = next(one for one in services() if one.id == "tr-prairie-ridge")
REPORT = capacity()["tr-prairie-ridge"][0]


@pytest.mark.parametrize(
    ("change", "words", "tone"),
    [
        ({}, "2 of 12 beds", Tone.SUCCESS),
        ({"reported_at": NOW - timedelta(hours=20)}, "2 of 12 beds", Tone.WARNING),
        ({"reported_at": NOW - timedelta(hours=25)}, "Unknown: call", Tone.NEUTRAL),
        ({"status": CapacityStatus.NO_CAPACITY, "available": None}, "Full", Tone.ERROR),
        ({"status": CapacityStatus.WAITLIST, "waitlist": 3}, "Waitlist of 3", Tone.WARNING),
        ({"available": None, "maximum": None}, "Accepting", Tone.SUCCESS),
    ],
)
def test_reported_room_in_a_few_words(change, words, tone):
    mark = capacity_mark(replace(REPORT, **change), NOW)

    assert (ENGLISH(mark.words), mark.tone) == (words, tone)


def test_nobody_reported_is_not_full_and_not_free():
    assert ENGLISH(capacity_mark(None, NOW).words) == "Unknown: call"
    assert ENGLISH(reported(None, NOW)) == "nobody reported yet"


def test_the_age_of_a_report_is_always_beside_it():
    old = replace(REPORT, reported_at=NOW - timedelta(days=41))

    assert ENGLISH(reported(REPORT, NOW)) == "reported 3 h ago"
    assert ENGLISH(reported(old, NOW)) == "last word 41 days ago"


def test_no_line_says_available():
    one = full()
    words = []
    for line in match_lines(matches_for(one), now=NOW, chosen=one.services):
        words += [ENGLISH(line.title), ENGLISH(line.detail), ENGLISH(line.mark.words)]
    for listing in services():
        detail = service_detail(
            listing, capacity().get(listing.id, ()), now=NOW, person=Person.aged(30)
        )
        words += [ENGLISH(detail.room), ENGLISH(detail.room_words)]

    assert "available" not in " ".join(words).lower()


def test_a_chosen_service_says_which_choice_it_is():
    one = full()
    lines = {line.key: line for line in match_lines(matches_for(one), now=NOW, chosen=one.services)}

    assert ENGLISH(lines["tr-prairie-ridge"].number) == "1st choice"


def test_the_detail_says_who_reported_to_whom_and_what_to_do():
    detail = service_detail(DETOX, [REPORT], now=NOW, person=Person.aged(30))

    assert ENGLISH(detail.room) == "2 of 12 beds reported free."
    assert ENGLISH(detail.room_words) == (
        "By the front desk, on the phone, to Ofc. Thistle, 3 h ago (19:14). "
        "A bed report counts as fresh for 12 h. Call before you drive."
    )
    assert ENGLISH(detail.phone_note) == "police line"


def test_admission_rules_are_held_against_the_person():
    child = service_detail(DETOX, [], now=NOW, person=Person.aged(15))
    unknown = service_detail(DETOX, [], now=NOW, person=Person())
    grown = service_detail(DETOX, [], now=NOW, person=Person.aged(30))

    assert child.rules[0].met is False
    assert (None, "Ages 18 and older.") in {(r.met, ENGLISH(r.words)) for r in unknown.rules}
    assert (True, "Ages 18 and older.") in {(r.met, ENGLISH(r.words)) for r in grown.rules}


def test_the_last_three_calls_are_shown_newest_first():
    calls = [
        replace(REPORT, heard=result, reported_at=NOW - timedelta(hours=hours), waitlist=2)
        for hours, result in enumerate(
            [PhoneResult.ACCEPTED, PhoneResult.WAITLIST, PhoneResult.FULL, PhoneResult.NO_ANSWER]
        )
    ]

    shown = service_detail(DETOX, calls, now=NOW, person=Person()).calls

    assert [ENGLISH(words) for _, words in shown] == [
        "Accepted, Ofc. Thistle",
        "Waitlist of 2, Ofc. Thistle",
        "Full, Ofc. Thistle",
    ]
    assert ENGLISH(shown[0][0]) == "22:14 today"


def test_every_phone_result_has_one_key():
    assert [key for key, _, _ in PHONE_KEYS] == ["1", "2", "3", "4", "5"]
    assert {result for _, result, _ in PHONE_KEYS} == set(PhoneResult)


def test_an_old_list_is_said_to_be_old():
    old = services_view(Query(), (), now=NOW, total=8, listed_on=date(2026, 3, 20))
    new = services_view(Query(), (), now=NOW, total=8, listed_on=date(2026, 11, 14))

    assert ENGLISH(old.banner) == "This list is 8 months old. Phone numbers may be wrong."
    assert new.banner == ""


def test_a_near_miss_drops_one_wish():
    query = Query("oak", frozenset({"childcare", "open_now"}), age=30)

    dropped = [(smaller.words, set(smaller.filters), smaller.age) for _, smaller in drops(query)]

    assert dropped == [
        ("oak", {"childcare"}, 30),
        ("oak", {"open_now"}, 30),
        ("oak", {"childcare", "open_now"}, None),
        ("", {"childcare", "open_now"}, 30),
    ]


def test_dropping_the_methadone_limit_is_a_filter_of_its_own():
    query = Query(filters=frozenset({"methadone"}))
    wish = wish_of_query(query, near=None)

    assert wish.person.on_methadone
    assert not wish.show_no_medication
    assert wish_of_query(query.toggled(NO_MEDICATION_TOO, True), near=None).show_no_medication


def test_a_filter_is_heard_with_its_count_and_whether_it_is_on():
    view = services_view(
        Query(filters=frozenset({"spanish"})),
        (),
        now=NOW,
        total=8,
        listed_on=None,
        counts={"spanish": 1, "open_now": 4},
    )
    heard = {one.code: ENGLISH(one.spoken) for one in view.filters}

    assert heard["spanish"] == "Spanish, 1 service, on"
    assert heard["open_now"] == "Open now, 4 services, off"
    assert heard["transport"] == "Ride offered, off"


def test_a_licence_that_ran_out_is_said_above_the_rest():
    held = License("MT-104", date(2026, 11, 1))
    listing = replace(DETOX, service=replace(DETOX.service, license=held, licensed_for=12))

    detail = service_detail(listing, [REPORT], now=NOW, person=Person())
    pairs = {ENGLISH(name): ENGLISH(words) for name, words in detail.pairs}

    assert ENGLISH(detail.warning) == "License expired on 1 Nov 2026."
    assert pairs["License"].startswith(
        "MT-104, until 1 Nov 2026, for 12 places, which says nothing"
    )


def test_the_way_there_is_told_with_its_direction():
    listing = replace(DETOX, place=replace(DETOX.place, point=Point(48.55, -110.65)))
    detail = service_detail(listing, [], now=NOW, person=Person(), near=MILLBROOK)
    assert ENGLISH(detail.line).endswith("about 56 mi north")


def test_all_that_is_shown_can_be_copied_as_plain_text():
    detail = service_detail(DETOX, [REPORT], now=NOW, person=Person())
    text = as_text(detail, ENGLISH)
    assert text.startswith("Prairie Ridge Detox\n")
    assert "2 of 12 beds reported free. By the front desk" in text
    assert "555-010-0103 police line" in text


def test_a_match_says_which_way_to_drive():
    north = replace(DETOX, place=replace(DETOX.place, point=Point(48.55, -110.65)))
    [match] = rank(Wish(near=MILLBROOK), [north], {}, now=NOW)

    [line] = match_lines([match], now=NOW)
    [unplaced] = match_lines([replace(match, near=None)], now=NOW)

    assert "about 56 mi north ·" in ENGLISH(line.detail)
    assert "about 56 mi ·" in ENGLISH(unplaced.detail)
