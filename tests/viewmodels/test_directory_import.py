"""The import in words: what changed of a service, what could not be read, what was kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.column_matching import guess_columns
from desktop.domain.directory import Phone
from desktop.domain.refresh import ImportReport, UnreadRow
from desktop.domain.words import ENGLISH, Say
from desktop.viewmodels import directory_import as said
from desktop.viewmodels.directory_import import Happens, ImportView
from desktop.viewmodels.listing_changes import differences
from tests.viewmodels.made_up import services

DETOX = next(one for one in services() if one.id == "tr-prairie-ridge")


def words(pairs) -> list[tuple[str, str]]:
    return [(ENGLISH(name), ENGLISH(text)) for name, text in pairs]


def test_what_changed_is_said_before_and_now():
    came = replace(
        DETOX,
        phones=(Phone("406-555-0199", "406-555-0199"),),
        place=replace(DETOX.place, street="9 New Rd"),
    )

    told = dict(words(differences(DETOX, came)))

    assert set(told) == {"Phone", "Address"}
    assert told["Phone"].endswith("Now: 406-555-0199.")
    assert "9 New Rd" in told["Address"]


def test_a_service_that_comes_back_says_so():
    told = words(differences(replace(DETOX, gone_since="2025"), DETOX))
    assert told == [("Back on the list", "It was marked as gone.")]


def test_unread_rows_come_first_with_their_line_and_reason():
    unread = (UnreadRow(14, Say("More cells than columns."), "services.csv"),)

    items = said.preview_items(new=[DETOX], changed=[(DETOX, DETOX)], gone=[DETOX], unread=unread)

    assert [one.happens for one in items] == [
        Happens.UNREAD,
        Happens.GONE,
        Happens.CHANGED,
        Happens.NEW,
    ]
    assert ENGLISH(items[0].line.title) == "services.csv, line 14"
    assert ENGLISH(items[0].line.detail) == "More cells than columns."
    assert len({one.line.key for one in items}) == 4


def test_a_screen_reader_hears_the_counts_and_that_nothing_is_kept():
    view = ImportView(counts=((Happens.NEW, 12), (Happens.UNREAD, 2)))
    assert ENGLISH(said.summary(view)) == (
        "12 new, 0 changed, 0 gone, 2 not read. Nothing kept yet."
    )


def test_each_column_of_a_sheet_shows_what_it_holds_and_a_few_cells():
    matching = guess_columns(("Agency", "", "Wo", "Phone"))
    rows = [("A", "", "x", "1"), ("B", "", "x", ""), ("C", "", "y", "3"), ("D", "", "", "4")]

    columns, missing = said.columns_of(matching, rows)

    assert [(one.header, one.samples, one.holds) for one in columns] == [
        ("Agency", ("A", "B", "C"), "organization"),
        ("Wo", ("x", "y"), ""),
        ("Phone", ("1", "3", "4"), "phone"),
    ]
    assert missing == ""
    _, missing = said.columns_of(guess_columns(("Wo",)), rows)
    assert "Name of the organization" in ENGLISH(missing)


def test_the_whole_list_is_told_in_sentences():
    report = ImportReport(rows=3, no_phone=1, unknown_codes=("ZZ",), unknown_zips=("00000",))
    told = [ENGLISH(one) for one in said.told_of(report, 2, 1, 1)]
    assert told == [
        "3 rows were read.",
        "1 service stays as it is.",
        "2 reports of free places came with it.",
        "1 report of free places could not be read.",
        "1 service has no phone.",
        "1 code is not known; it is kept.",
        "1 ZIP code is not known: no distance there.",
    ]


@pytest.mark.parametrize(("gone", "known", "asked"), [(6, 20, True), (5, 20, False), (9, 9, False)])
def test_a_list_that_lost_many_services_may_be_cut_short(gone, known, asked):
    told = [
        ENGLISH(one) for one in said.told_of(ImportReport(rows=3), 0, 0, 0, gone=gone, known=known)
    ]
    warning = f"{gone} of {known} services would be marked as gone. Is this the whole list?"
    assert (told[0] == warning) is asked


def test_what_is_odd_about_the_rows_is_told():
    report = ImportReport(rows=12_176, stray_rows=166, odd_phones=1_250, non_ascii_rows=1)
    told = [ENGLISH(one) for one in said.told_of(report, 0, 0, 0)]
    assert told[2:] == [
        "166 rows have stray spaces; they are taken off.",
        "1250 phones are not written as 555-010-0100, or are missing; they are kept as they are.",
        "1 row has letters with accents or signs of other scripts.",
    ]
