"""A made-up import for pictures and tests, in each of its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop.domain.column_matching import guess_columns
from desktop.domain.directory import Organization, Phone
from desktop.domain.refresh import Edition, ImportReport, UnreadRow
from desktop.domain.words import Say
from desktop.viewmodels.directory_import import (
    KIND_WORDS,
    Happens,
    ImportStep,
    ImportView,
    columns_of,
    kept_in_words,
    past_imports,
    preview_items,
    told_of,
)
from desktop.viewmodels.marks import Trouble
from tests.viewmodels.made_up import NOW, services

LONG = "The Very Long-Named Center for Recovery, Renewal and Returning Home of the Three Counties"
MARKUP = '<b>=cmd|"/C calc"!A0</b> & <img src=x onerror=alert(1)>'
EDITION = Edition(2, "agencies", "2026-11-23", NOW, 12_176, 41, 310, 12)
PAST = past_imports(
    [
        Edition(1, "three-rivers", "sample", NOW - timedelta(days=40), 8, 8, 0, 0),
        replace(EDITION, taken_at=NOW - timedelta(days=3)),
    ]
)
CHOOSE = ImportView(past=PAST, can_take_back=True)
FIRST = ImportView()
REFUSED = replace(
    CHOOSE,
    trouble=Trouble(
        Say("This workbook is damaged or was cut short."), Say("Download or copy it again.")
    ),
)
LOOKING = ImportView(ImportStep.LOOKING, file="agencies 2026.xlsx")
HEADER = ("Agency", "Where", "City", "", "Phone", "Beds open", MARKUP)
CELLS = (
    ("Harbor House", "12 Elm St", "Havre", "x", "406-555-0101", "3", MARKUP),
    (LONG, "9 Main St", "Malta", "", "406-555-0102", "", ""),
)
_COLUMNS, _MISSING = columns_of(guess_columns(HEADER), CELLS)
COLUMNS = ImportView(
    ImportStep.COLUMNS,
    file="agencies 2026.xlsx",
    kind=KIND_WORDS["plain"],
    columns=_COLUMNS,
    missing=_MISSING,
)
STILL_NEEDED = replace(
    COLUMNS, missing=columns_of(guess_columns(("Wer", "Wo")), CELLS)[1], remembered=False
)
READING = replace(COLUMNS, step=ImportStep.READING, kind=KIND_WORDS["samhsa"], rows=4_250)
_OLD = services()[0]
_NEW = replace(
    _OLD,
    organization=Organization("o", LONG),
    phones=(Phone("406-555-0199", "406-555-0199"),),
)
_ITEMS = preview_items(
    new=[services()[1], replace(services()[2], organization=Organization("m", MARKUP))],
    changed=[(_OLD, _NEW)],
    gone=[services()[3]],
    unread=[
        UnreadRow(14, Say("More cells than columns.")),
        UnreadRow(2_071, Say("Not a number: {column}.", column="lat, lon"), "services.csv"),
    ],
)
PREVIEW = replace(
    READING,
    step=ImportStep.PREVIEW,
    items=_ITEMS,
    counts=((Happens.NEW, 2), (Happens.CHANGED, 1), (Happens.GONE, 1), (Happens.UNREAD, 2)),
    told=told_of(
        ImportReport(rows=12_178, no_phone=3, unknown_codes=("ZZ",), unknown_zips=("00000",)),
        4,
        12_170,
        1,
    ),
)
NOTHING_NEW = replace(PREVIEW, items=(), counts=(), told=told_of(ImportReport(rows=8), 0, 8, 0))
KEEPING = replace(PREVIEW, step=ImportStep.KEEPING)
DONE = ImportView(ImportStep.DONE, kept=kept_in_words(EDITION), can_take_back=True, past=PAST)

STATES = {
    "choose": CHOOSE,
    "choose-first": FIRST,
    "refused": REFUSED,
    "looking": LOOKING,
    "columns": COLUMNS,
    "columns-missing": STILL_NEEDED,
    "reading": READING,
    "preview": PREVIEW,
    "preview-same": NOTHING_NEW,
    "keeping": KEEPING,
    "done": DONE,
}
