"""To do through the real window: counted on the rail, opened where it is done, completed there."""

from __future__ import annotations

import pytest

from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.facts import Known, Unknown
from desktop.domain.terms import ConsentState, DeviceKind, Role
from desktop.services import refer, todo
from desktop.ui.referral.consent_dialog import ConsentDialog
from desktop.ui.referral.dialogs import AnswerDialog, FactsDialog
from desktop.ui.tasks import InlineTasks
from desktop.wiring import waiting
from desktop.wiring.queue import QueueWires
from desktop.wiring.referrals import ReferralsWires, show_referral
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes whole workspaces


def test_the_desk_starts_at_what_waits_and_completes_a_fact(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.DESK, referrals=1)
    assert shell.frame is not None
    assert shell.frame.current() == "queue"
    wires = shell.wires("queue")
    assert isinstance(wires, QueueWires)
    waiting = len(wires.page.list.lines())
    assert waiting > 1
    button = next(one for one in shell.frame.entries() if one.page == "queue")
    assert str(waiting) in button.accessibleName()

    wires.page.list.opened.emit(wires.page.list.lines()[0].key)
    assert shell.frame.current() == "referrals"
    referrals = shell.wires("referrals")
    assert isinstance(referrals, ReferralsWires)
    assert referrals.current == "ref0"
    referrals.page.pane.complete()
    (dialog,) = shell.window.findChildren(FactsDialog)
    dialog.search.entry.setText("email")
    dialog.search.edited.emit("email")
    (line,) = [one for one in dialog.list.lines() if one.key == "person.email"]
    dialog.list.opened.emit(line.key)
    (asked,) = shell.window.findChildren(AnswerDialog)
    asked.answer.input.entry.setText("kit@example.org")  # type: ignore[attr-defined]
    asked.keep_button.click()

    referral = shell.workspace.store.referral("ref0")
    assert referral is not None
    assert referral.value("person.email") == Known("kit@example.org")


def test_the_desk_fills_in_what_nobody_asked_of_a_drug(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.DESK, referrals=1)
    before = facts_to_complete(shell)
    referral = shell.workspace.store.referral("ref0")
    assert referral is not None
    drug = next(path for path in referral.registers if path.endswith("/kind"))
    path = drug.replace("/kind", "/form")
    assert path not in referral.registers
    show_referral(shell, "ref0")
    referrals = shell.wires("referrals")
    assert isinstance(referrals, ReferralsWires)

    referrals.page.pane.complete()
    (dialog,) = shell.window.findChildren(FactsDialog)
    lines = dialog.list.lines()
    known = [one.key in referral.registers for one in lines]
    assert known == sorted(known), "what nobody asked stands first"
    dialog.list.opened.emit(path)
    (asked,) = shell.window.findChildren(AnswerDialog)
    asked.answer.kind.chosen.emit("cannot_know")
    asked.answer.kind.choose("cannot_know")
    asked.keep_button.click()

    again = shell.workspace.store.referral("ref0")
    assert again is not None
    assert again.value(path) is Unknown.CANNOT_KNOW
    assert facts_to_complete(shell) != before


def facts_to_complete(shell) -> str:
    """Return the line that says how many facts of the desk are missing."""
    waits = todo.todo(shell.workspace, now=NIGHT)
    return shell.look.say(next(one.says for one in waits if one.kind is todo.TodoKind.FACTS))


def test_home_says_what_waits_for_the_officer(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    later = Consent("", LEAD, Scope.PERSONAL, ConsentState.ASK_LATER)
    refer.take_consent(shell.workspace, "ref0", later, now=NIGHT)
    shell.refresh()
    page = shell.page("home")
    lines = page.waiting.lines()  # type: ignore[attr-defined]
    assert lines
    page.waiting.opened.emit(lines[0].key)  # type: ignore[attr-defined]
    assert shell.frame is not None
    assert shell.frame.current() == "my_referrals"


def test_much_that_waits_is_worked_out_beside_the_window(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 0)
    shell = county.window(DeviceKind.DESK, Role.DESK, referrals=1)
    late = LateTasks()
    monkeypatch.setattr(shell, "tasks", late)
    before = shell.waiting.of(shell)
    refer.amend(shell.workspace, "ref0", {"incident_number": Known("26-1")}, now=NIGHT)

    assert before.known
    assert shell.waiting.of(shell) is before, "the last known stands meanwhile"
    assert shell.waiting.of(shell) is before
    assert len(late.works) == 1, "it is worked out once"
    late.finish()
    assert len(shell.waiting.of(shell).todo) == len(before.todo) - 1
    wires = shell.wires("queue")
    assert isinstance(wires, QueueWires)
    assert len(wires.page.list.lines()) == len(before.todo) - 1


class LateTasks(InlineTasks):
    """Works only when it is told to."""

    def __init__(self) -> None:
        self.works: list = []

    def run(self, work, *, done, failed) -> None:
        self.works.append((work, done, failed))

    def finish(self) -> None:
        for work, done, failed in self.works:
            super().run(work, done=done, failed=failed)
        self.works = []


def test_a_consent_that_was_not_possible_is_asked_again_and_counts(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.DESK, referrals=1)
    workspace = shell.workspace
    later = Consent("", LEAD, Scope.PERSONAL, ConsentState.ASK_LATER)
    refer.take_consent(workspace, "ref0", later, now=NIGHT)
    show_referral(shell, "ref0")
    wires = shell.wires("referrals")
    assert isinstance(wires, ReferralsWires)
    pane = wires.page.pane
    assert pane.detail is not None
    row = next(one for one in pane.detail.consents if one.can_ask)

    pane.ask_again(row)
    (dialog,) = shell.window.findChildren(ConsentDialog)
    dialog.keep_button.click()
    assert dialog.isVisible()  # nothing was preselected
    dialog.answer.choose("granted")
    dialog.how.choose("verbal")
    dialog._fit()
    dialog.keep_button.click()
    assert dialog.isVisible()  # a spoken yes needs a witness
    dialog.witness.entry.setText("Ofc. Thistle")
    dialog.keep_button.click()

    referral = workspace.store.referral("ref0")
    assert referral is not None
    said = referral.consents.get(LEAD, Scope.PERSONAL)
    assert said is not None
    assert (said.state, said.witness) == (ConsentState.GRANTED, "Ofc. Thistle")
    assert said.until is not None
