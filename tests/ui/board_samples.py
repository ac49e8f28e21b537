"""A made-up board of reported room for pictures and tests."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.capacity import CapacityReport, CapacityUnit, ForGroup, ReportSource
from desktop.domain.capacity_board import BoardRow, oldest_first
from desktop.domain.terms import CapacityStatus
from desktop.viewmodels.capacity_board import BoardView, board_view
from tests.ui.import_samples import LONG, MARKUP
from tests.viewmodels.made_up import NOW, capacity, services

_NAMES = {one.id: (one.name, one.place.city) for one in services()}
ROWS = oldest_first(
    [
        *(
            BoardRow(id_, *_NAMES[id_], report.unit, report.for_group, report)
            for id_, reports in capacity().items()
            for report in reports
        ),
        BoardRow("never", LONG, "Sawyer Flat", CapacityUnit.SHELTER_BED, ForGroup.ANY),
        BoardRow(
            "markup",
            MARKUP,
            "Malta",
            CapacityUnit.BED,
            ForGroup.FAMILY,
            CapacityReport(
                "markup",
                CapacityUnit.BED,
                CapacityStatus.CAPACITY,
                NOW - timedelta(hours=26),
                MARKUP,
                ReportSource.PHONE,
                available=3,
                maximum=10,
                for_group=ForGroup.FAMILY,
            ),
            two_answers=True,
        ),
    ],
    NOW,
)
BOARD = board_view(ROWS, now=NOW)
SHORT = board_view(ROWS, now=NOW, shown=4)
EMPTY = BoardView()
DETOX = "detox_bed/any/tr-prairie-ridge"
