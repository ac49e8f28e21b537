"""New referral: what is held back names the question that would free it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from desktop.domain.consent import LEAD, Scope
from desktop.domain.terms import DeviceKind, Role, Tag
from desktop.domain.words import Say
from desktop.services.assess import Leaving
from desktop.ui.card_screen import CardScreen
from desktop.ui.encounter.handoff import LeaveCard
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.asked import Step
from desktop.viewmodels.consents import ConsentWanted
from desktop.wiring.refer import ReferWires, leave_line
from tests.stories.machines import NIGHT, night_encounter
from tests.wiring.conftest import County

NAMES = ConsentWanted(LEAD, (Scope.PERSONAL,), Say("name"), Say("what"), Say("question"))
HEALTH = ConsentWanted(LEAD, (Scope.HEALTH,), Say("health"), Say("what"), Say("question"))


def test_only_a_held_name_asks_and_it_asks_its_own_question() -> None:
    held = Leaving(LEAD, 3, frozenset({Tag.PERSONAL, Tag.JUSTICE}))
    goes = Leaving(LEAD, 9, frozenset({Tag.JUSTICE}))
    elsewhere = Leaving("provider:x", 1, frozenset({Tag.PERSONAL}))

    assert leave_line("them", held, (HEALTH, NAMES)).asks == NAMES.key
    assert leave_line("them", goes, (HEALTH, NAMES)).asks == ""
    assert leave_line("them", elsewhere, (HEALTH, NAMES)).asks == ""


@pytest.mark.slow  # makes a whole workspace
def test_ask_beside_what_is_held_goes_to_that_question(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    shell.go("refer")
    wires.open(night_encounter("enc", begun_at=NIGHT), step=Step.SEND)

    leave = wires.page.send.findChild(LeaveCard)
    assert leave is not None
    leave.findChildren(Button)[0].click()

    assert wires.page.step is Step.CONSENT


@pytest.mark.slow  # makes a whole workspace
def test_the_card_of_a_draft_is_printed_in_the_language_shown_and_names_nobody(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    shell.go("refer")
    wires.open(night_encounter("enc", begun_at=NIGHT))
    paper = tmp_path / "card.pdf"
    # No printer here: the system's own dialog asks where the PDF goes.
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: []))
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(paper), ""))
    )

    wires.page.card_requested.emit()
    screen = shell.window.findChild(CardScreen)
    assert screen is not None
    screen.print_requested.emit("es")

    document = pypdfium2.PdfDocument(paper)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    lead = shell.workspace.program.lead.name
    assert lead in words
    assert "Llame" in words or "llame" in words
    for canary in ("Kit", "Imaginary", "heroin", "behind the feed store"):
        assert canary not in words
