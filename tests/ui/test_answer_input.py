"""An open fact is answered with the input its type asks for, an unknown one included."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QComboBox, QRadioButton

from desktop.domain.facts import NEVER, Known, PartialDate, Range, Unknown
from desktop.ui.referral.answer_input import AnswerInput
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.fields import TextArea, TextField
from tests.ui.acts import assert_fits, words_on
from tests.ui.referral_samples import DICTIONARY, NOW

EVERY = sorted(
    {
        fact.type: fact.id for fact in DICTIONARY if fact.type.value not in ("step", "record")
    }.values()
)


def made(look, path):
    return AnswerInput(look, DICTIONARY.fact_of(path), near=NOW)


def press_named(widget, words):
    for button in widget.findChildren(QRadioButton):
        if button.accessibleName() == words:
            button.click()


@pytest.mark.parametrize("path", EVERY)
def test_every_type_of_fact_has_its_input_and_says_what_is_missing(any_look, shown, qtbot, path):
    asked = made(any_look, path)
    shown(asked, 560, 520)
    asked.focus_first()

    assert asked.value() is None
    assert_fits(qtbot, asked)
    assert len(words_on(asked)) > 0
    asked.kind.choose(Unknown.CANNOT_KNOW)
    assert asked.value() is Unknown.CANNOT_KNOW


def test_yes_and_no_are_pressed(look):
    asked = made(look, "safety.animals")

    press_named(asked.input, "No")

    assert asked.value() == Known(False)


def test_one_of_a_few_is_pressed_and_one_of_many_is_picked(look):
    few = made(look, "supervision.status")
    press_named(few.input, "Parole")
    many = made(look, "person.residence_state")
    assert isinstance(many.input, QComboBox)
    many.input.setCurrentIndex(many.input.findData("NM"))

    assert (few.value(), many.value()) == (Known("parole"), Known("NM"))


def test_several_are_ticked(look):
    asked = made(look, "needs")
    boxes = asked.findChildren(TickBox)

    boxes[0].click()
    boxes[3].click()

    assert asked.value() == Known(("withdrawal", "peer"))


def test_amounts_may_be_ranges_and_nonsense_is_refused(look):
    asked = made(look, "drug/d1/amount_g")
    assert isinstance(asked.input, TextField)

    asked.input.show_text("1.8 to 2.2")
    assert asked.value() == Range(Decimal("1.8"), Decimal("2.2"))
    asked.input.show_text("a lot")
    assert asked.value() is None
    assert "This is not an amount." in asked.input.below.text()


def test_an_event_is_never_or_a_day(look):
    asked = made(look, "history.any_conviction")
    press_named(asked.input, "Never")
    assert asked.value() == Known(NEVER)

    press_named(asked.input, "It happened")
    assert asked.value() is None
    for field in asked.findChildren(TextField):
        field.show_text("3/2016")

    assert asked.value() == Known(PartialDate(2016, 3))


def test_a_time_is_near_to_now_and_text_is_kept_as_typed(look):
    time = made(look, "handoff.called_at")
    assert isinstance(time.input, TextField)
    time.input.show_text("22:14")
    note = made(look, "narrative")
    assert isinstance(note.input, TextArea)
    note.input.show_text("  <b>as typed</b> ")

    assert time.value() == Known(NOW.replace(hour=22, minute=14))
    assert note.value() == Known("<b>as typed</b>")
