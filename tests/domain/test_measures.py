"""Reports count, and what they print lets nobody count further."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.domain.measures import (
    NO_ANSWER,
    NOT_MADE,
    Counted,
    may_be_counted,
    measure,
    read_period,
)
from desktop.domain.refused import Refused
from desktop.domain.small_cells import Family, Mark, bounds, suppress
from desktop.domain.terms import CaseStatus, Tag
from desktop.formats.facts_file import read_dictionary
from tests.conftest import PROJECT

DICTIONARY = read_dictionary(PROJECT / "resources" / "facts.csv")
YEAR = read_period("2026")
ALL_STEPS = list(CaseStatus)[:-1]


def test_small_counts_and_what_would_give_them_away_are_hidden():
    counts = {"all": 60, "a": 40, "b": 17, "c": 3, "d": 0}

    shown = suppress(counts, [Family("all", ("a", "b", "c", "d"))])

    # b goes, for it is the smallest that keeps c from being 60 - 40 - 17; zero may be shown.
    assert shown == {"all": 60, "a": 40, "b": Mark.HIDDEN, "c": Mark.SMALL, "d": 0}


def test_two_small_counts_whose_sum_is_known_too_well_hide_a_third():
    # Two from 1 to 10 that add up to 19 can only be 9 and 10 (pages.md 10).
    counts = {"all": 39, "a": 20, "b": 9, "c": 10}

    shown = suppress(counts, [Family("all", ("a", "b", "c"))])

    assert shown["a"] is Mark.HIDDEN


def test_a_count_hidden_in_one_table_is_not_given_away_by_another():
    families = [Family("all", ("a", "b")), Family("all", ("x", "y")), Family("x", ("x1", "x2"))]
    counts = {"all": 30, "a": 26, "b": 4, "x": 30, "y": 0, "x1": 18, "x2": 12}

    shown = suppress(counts, families)

    assert shown["b"] is Mark.SMALL
    assert shown["a"] is Mark.HIDDEN
    assert shown["x1"] == 18


def test_where_nothing_is_left_to_hide_the_report_is_refused():
    parts = tuple(f"a{place}" for place in range(10))
    with pytest.raises(Refused, match="point at one"):
        suppress({"all": 10, **dict.fromkeys(parts, 1)}, [Family("all", parts)])


def test_families_that_do_not_add_up_or_stand_in_a_ring_are_a_bug():
    with pytest.raises(ValueError, match="sum"):
        suppress({"all": 3, "a": 1, "b": 1}, [Family("all", ("a", "b"))])
    ring = [Family("all", ("a", "b")), Family("all", ("a", "c"))]
    with pytest.raises(ValueError, match="ring"):
        suppress({"all": 3, "a": 1, "b": 2, "c": 2}, ring)


HIGH = 30  # beyond it nobody in these tests counts


def possible(shown, families):
    """Return every number each cell of families under one whole can be, by trying them all."""
    tries = {Mark.SMALL: range(1, 11), Mark.HIDDEN: range(11, HIGH)}
    whole = families[0].whole
    totals = set(tries.get(shown[whole], [shown[whole]]))
    ways = []
    for family in families:
        options = [tries.get(shown[part], [shown[part]]) for part in family.parts]
        ways.append([numbers for numbers in product(*options) if sum(numbers) in totals])
        totals &= {sum(numbers) for numbers in ways[-1]}
    found = {whole: totals}
    for family, numbers in zip(families, ways, strict=True):
        fitting = [one for one in numbers if sum(one) in totals]
        for place, part in enumerate(family.parts):
            found[part] = {one[place] for one in fitting}
    return found


PART = st.integers(0, 14)


@settings(max_examples=60)
@given(st.tuples(PART, PART), st.integers(0, 28))
def test_every_hidden_count_can_still_be_three_numbers(parts, split):
    total = sum(parts)
    inner = min(split, total)
    counts = {"all": total, "a": parts[0], "b": parts[1], "x": inner, "y": total - inner}
    families = [Family("all", ("a", "b")), Family("all", ("x", "y"))]

    shown = suppress(counts, families)

    can_be = possible(shown, families)
    for cell, mark in shown.items():
        assert counts[cell] in can_be[cell]
        if isinstance(mark, Mark):
            assert len(can_be[cell]) >= 3, (shown, cell)
        else:
            assert mark == 0 or mark >= 11


@given(st.lists(st.sampled_from([0, 1, 2, 9, 10, 11, 12]), min_size=2, max_size=3), st.booleans())
def test_the_limits_found_are_those_that_trying_everything_finds(parts, whole_shown):
    names = tuple(f"part{place}" for place in range(len(parts)))
    families = [Family("all", names)]
    marks = {
        name: count if count in (0, 12) else Mark.SMALL if count < 11 else Mark.HIDDEN
        for name, count in zip(names, parts, strict=True)
    }
    shown = {**marks, "all": sum(parts)}
    assume(whole_shown or sum(parts) <= 10)
    if not whole_shown:
        shown["all"] = Mark.SMALL

    can_be = possible(shown, families)

    assume(all(can_be.values()))
    limits = bounds(shown, families)
    assert {cell: (min(can), max(can)) for cell, can in can_be.items()} == limits


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month(text, first, last):
    period = read_period(text)
    assert (period.first, period.last) == (first, last)
    assert first in period
    assert last + timedelta(days=1) not in period


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-13", "26", "2026-Q", "last week", "1999"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Refused, match="no period"):
        read_period(text)


def people(n, **facts):
    return [Counted(agency="TRC", **facts) for _ in range(n)]


def counts_of(report):
    return {line.key: line.shown for table in report.tables for line in table.lines}


def test_a_report_counts_pathways_results_offers_and_what_followed():
    counted = [
        *people(20, pathway="INT", outcome="eligible", offer="accepted",
                reached=frozenset(ALL_STEPS[:2]), contact=timedelta(hours=30),
                form=timedelta(minutes=14)),
        *people(12, pathway="REF", outcome="eligible_verify", offer=NOT_MADE,
                form=timedelta(minutes=20)),
    ]  # fmt: skip

    report = measure(counted, YEAR, DICTIONARY, cases_known=True)

    counts = counts_of(report)
    assert report.referrals == 32
    assert counts["pathway/INT"] == 20
    assert counts["outcome/eligible_verify"] == 12
    assert (counts["offer/accepted"], counts["offer/not_made"], counts["offer/no_answer"]) == (
        20, 12, 0,
    )  # fmt: skip
    assert counts["agency/TRC"] == 32
    assert (counts["case/contact_made"], counts["case/not_accepted"]) == (20, 12)
    assert (counts["contact/day"], counts["contact/three_days"]) == (0, 20)
    assert {one.key: one.value for one in report.middles} == {
        "form_minutes": 14,
        "contact_hours": 30,
    }


def test_a_few_people_leave_no_number_but_zero():
    counted = people(3, pathway="INT", outcome="eligible", offer=NO_ANSWER)

    report = measure(counted, YEAR, DICTIONARY, cases_known=True)

    assert report.referrals is Mark.SMALL
    assert {one for one in counts_of(report).values() if one} == {Mark.SMALL}
    assert all(one.value is None for one in report.middles)


def test_a_median_of_contacts_is_not_shown_where_a_band_of_them_is_hidden():
    waits = [timedelta(hours=5)] * 25 + [timedelta(hours=90)] * 2
    counted = [Counted("TRC", reached=frozenset(ALL_STEPS[:2]), contact=wait) for wait in waits]

    report = measure(counted, YEAR, DICTIONARY, cases_known=True)

    assert counts_of(report)["contact/later"] is Mark.SMALL
    assert next(one for one in report.middles if one.key == "contact_hours").value is None


def test_away_from_the_lead_agency_nothing_is_said_of_cases():
    report = measure(people(40, pathway="INT"), YEAR, DICTIONARY, cases_known=False)

    assert not [key for key in counts_of(report) if key.startswith(("case/", "contact/"))]
    assert [one.key for one in report.middles] == ["form_minutes"]


def test_only_what_anybody_may_see_may_be_counted():
    assert may_be_counted(frozenset({Tag.NONE}))
    for tag in set(Tag) - {Tag.NONE}:
        assert not may_be_counted(frozenset({tag}))
        assert not may_be_counted(frozenset({tag, Tag.NONE}))


@given(
    st.lists(
        st.builds(
            Counted,
            agency=st.sampled_from(["TRC", "SFE"]),
            pathway=st.sampled_from(["INT", "REF", ""]),
            outcome=st.sampled_from(["eligible", "not_eligible"]),
            offer=st.sampled_from(["accepted", "declined", ""]),
            reached=st.integers(0, 4).map(lambda n: frozenset(ALL_STEPS[:n])),
            contact=st.one_of(st.none(), st.integers(1, 200).map(lambda n: timedelta(hours=n))),
        ),
        max_size=60,
    )
)
def test_no_report_prints_a_small_number(counted):
    report = measure(counted, YEAR, DICTIONARY, cases_known=True)

    for shown in (report.referrals, *counts_of(report).values()):
        assert isinstance(shown, Mark) or shown == 0 or shown >= 11
