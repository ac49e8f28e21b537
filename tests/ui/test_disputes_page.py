"""Two answers: side by side, one key decides, and it can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from desktop.domain.change import Subject
from desktop.domain.facts import Known
from desktop.domain.terms import SubjectKind
from desktop.domain.words import ENGLISH, Clock
from desktop.ui.disputes_page import DisputesPage
from desktop.viewmodels.disputes import Answer, Dispute
from desktop.viewmodels.disputes_list import DisputeItem, DisputesView, disputes_context
from desktop.viewmodels.referral_detail import Settled
from tests.ui.acts import CONTROL, Told, assert_fits, press
from tests.ui.referral_samples import LONG_NAME

WHEN = Clock(datetime(2026, 11, 18, 9, 20, tzinfo=UTC))
SIGNALS = ("settled", "undo_requested", "referral_opened")


def item(key: str, unit: str, *values: str) -> DisputeItem:
    subject = Subject(SubjectKind.ENCOUNTER, key)
    who = ("Ofc. Larkspur", "Dana Testcase", LONG_NAME)
    answers = tuple(
        Answer(Known(value), value, who[at], unit, WHEN) for at, value in enumerate(values)
    )
    dispute = Dispute(subject, "person.phone", "Phone", answers)
    return DisputeItem(key, f"ref-{key}", "Kit Imaginary", "TRC-K7-26-000121", unit, dispute)


VIEW = DisputesView(
    (
        item("a", "TRC K7", "555-0107", "555-0122"),
        item("b", "TRC K7", "555-0101", "555-0102", "555-0103"),
        item("c", "TRC D1", "555-0133", "555-0144"),
    ),
    can_take_back=True,
)


@pytest.fixture
def page(look, shown):
    made = DisputesPage(look)
    made.show_disputes(VIEW)
    shown(made, 1440)
    made.focus_first()
    return made


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("view", [VIEW, DisputesView()], ids=["some", "none"])
def test_the_page_fits_in_every_look(any_look, shown, qtbot, view, width):
    page = DisputesPage(any_look)
    page.show_disputes(view)
    shown(page, width)

    assert_fits(qtbot, page)


def test_one_key_decides_once_it_was_looked_at(page):
    told = []
    page.settled.connect(told.append)

    press(Qt.Key.Key_2)
    assert told == []  # typed in the list, it is no decision
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2)

    one = VIEW.items[0]
    assert told == [Settled(one.referral, one.dispute.subject, "person.phone", Known("555-0122"))]


def test_the_last_decision_is_taken_back_with_one_key(page):
    told = Told(page, *SIGNALS)

    press(Qt.Key.Key_Z, CONTROL)
    page.show_disputes(DisputesView(VIEW.items))
    press(Qt.Key.Key_Z, CONTROL)

    assert told.names == ["undo_requested"]


def test_how_many_there_are_is_said_for_each_machine():
    assert ENGLISH(disputes_context(VIEW.items)) == (
        "3 fields with two answers · TRC K7: 2 · TRC D1: 1"
    )
