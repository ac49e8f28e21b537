"""A lock on a shared laptop: nothing of a person stays on the screen, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role
from desktop.services import capture
from desktop.store.vault import sign_in, users
from desktop.ui.card_screen import CardScreen
from desktop.viewmodels.asked import Step
from desktop.wiring.refer import ReferWires, begin, resume
from desktop.wiring.referrals import ReferralsWires, show_referral
from desktop.wiring.shell import Shell
from tests.stories.machines import NIGHT, night_encounter
from tests.wiring.conftest import PASSWORD, County

pytestmark = pytest.mark.slow  # makes a whole workspace


@pytest.fixture
def shell(county: County) -> Shell:
    made = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    made.window.activateWindow()
    assert QTest.qWaitForWindowActive(made.window)
    return made


def over_all(shell: Shell) -> list[object]:
    """Return what lies over the page: dialogs, the card, the words of what just happened."""
    found = [*shell.window.findChildren(QDialog), *shell.window.findChildren(CardScreen)]
    return [one for one in (*found, shell.window.toast_box) if one.isVisible()]


def wires_of(shell: Shell) -> ReferWires:
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    return wires


def test_no_dialog_card_or_undo_outlives_its_person(shell: Shell) -> None:
    show_referral(shell, "ref0")
    referrals = shell.wires("my_referrals")
    assert isinstance(referrals, ReferralsWires)
    pane = referrals.page.pane
    assert pane.detail is not None

    def ask_again() -> None:
        pane.ask_again(pane.detail.consents[0])

    def card() -> None:
        begin(shell)
        wires_of(shell).page.card_requested.emit()

    def undo() -> None:
        shell.window.toast("TRC-1", lambda: pytest.fail("undone after the lock"))

    for opens in (pane.complete, ask_again, undo, card):
        opens()
        assert over_all(shell), opens
    shell.lock()

    assert over_all(shell) == []
    shell.window.toast_box.undo_button.click()


def test_a_word_cut_off_by_the_lock_is_there_again_and_for_nobody_else(shell: Shell) -> None:
    begin(shell)
    wires = wires_of(shell)
    wires.open(night_encounter("mine", begun_at=NIGHT))
    wires.page.show_step(Step.PERSON)
    field = wires.page.person.fields["person.birth_date"]
    field.setFocus()
    field.field.entry.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(QApplication.focusWidget(), "3/14/")
    people = {one.role: one.id for one in users(shell.folder)}

    shell.lock()
    shell.signed_in(sign_in(shell.folder, people[Role.SUPERVISOR], PASSWORD, now=NIGHT))
    with pytest.raises(Refused):
        capture.resume(shell.workspace, "mine")
    shell.lock()
    shell.signed_in(sign_in(shell.folder, people[Role.OFFICER], PASSWORD, now=NIGHT))
    resume(shell, "mine")

    again = wires_of(shell).page
    again.show_step(Step.PERSON)
    assert again.person.fields["person.birth_date"].field.text() == "3/14/"  # type: ignore[attr-defined]
