"""An officer's screening by keys alone, in the real window, from the pathway to the verdict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Outcome, Role
from desktop.services import assess
from desktop.viewmodels.asks import Ask, AskKind
from desktop.wiring.refer import ReferWires, begin
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # a real window over a real store

NOTHING = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Officer:
    """Somebody at the keyboard."""

    def __init__(self, county: County, qtbot: QtBot) -> None:
        shell = county.window(DeviceKind.PATROL, Role.OFFICER)
        begin(shell)
        wires = shell.wires("refer")
        assert isinstance(wires, ReferWires)
        self.wires = wires
        shell.window.show()
        shell.window.activateWindow()
        qtbot.waitUntil(shell.window.isActiveWindow)

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.wires.page, key, modifier)

    def types(self, words: str) -> None:
        for letter in words:
            QTest.keyClick(QApplication.focusWidget() or self.wires.page, letter)

    @property
    def asked(self) -> Ask | None:
        return self.wires.page.screening.panel.ask

    @property
    def facts(self) -> frozenset[str]:
        encounter = self.wires.encounter
        return frozenset(encounter.facts) if encounter else frozenset()

    @property
    def outcome(self) -> Outcome:
        encounter = self.wires.encounter
        assert encounter is not None
        return assess.assess(self.wires.workspace, encounter, now=NIGHT).outcome

    def answers(self, ask: Ask) -> None:
        match ask.kind:
            case AskKind.YESNO:
                self.types("y" if ask.path == "person.agrees" else "n")
            case AskKind.CHOICE:
                self.types(ask.options[0].key)
            case AskKind.ITEMS:
                self.types(f"{ask.options[0].key}n")
            case AskKind.EVENT:
                self.types("n")
            case _:
                self.types("2" if "amount" in ask.path else "30")
                self.presses(Qt.Key.Key_Return)


def test_a_screening_goes_by_keys_alone(county: County, qtbot: QtBot) -> None:
    officer = Officer(county, qtbot)

    asked = []
    while (ask := officer.asked) is not None and ask.matters:
        assert ask.path not in asked  # each answer brings the next question
        asked.append(ask.path)
        officer.answers(ask)

    assert asked[:2] == ["pathway", "person.age"]
    assert officer.outcome is Outcome.ELIGIBLE_VERIFY


def test_a_field_with_nothing_typed_leaves_ctrl_z_to_the_answer_before(
    county: County, qtbot: QtBot
) -> None:
    officer = Officer(county, qtbot)
    officer.types("1")
    assert officer.asked is not None
    assert officer.asked.path == "person.age"  # a field, with the cursor in it

    officer.presses(Qt.Key.Key_Z, CONTROL)

    assert "pathway" not in officer.facts


@pytest.mark.parametrize("leave", ["lock", "close"])
def test_what_stands_in_a_field_is_kept_when_the_computer_is_locked(
    county: County, qtbot: QtBot, leave: str
) -> None:
    officer = Officer(county, qtbot)
    officer.types("1")
    officer.types("30")  # and no Enter
    shell, encounter = officer.wires.shell, officer.wires.encounter
    assert encounter is not None

    getattr(shell, leave)()  # nothing is said of a fault: the store is closed after the field

    kept = officer.wires.encounter
    assert kept is not None
    assert kept.facts["person.age"] == Known(Decimal(30))


def test_a_question_that_decides_nothing_is_skipped_out_of_a_field(
    county: County, qtbot: QtBot
) -> None:
    officer = Officer(county, qtbot)
    while (ask := officer.asked) is not None and ask.matters:
        officer.answers(ask)
    assert ask is not None
    assert ask.kind is AskKind.TIME

    officer.presses(Qt.Key.Key_F6)

    assert officer.asked is not None
    assert officer.asked.path != ask.path
