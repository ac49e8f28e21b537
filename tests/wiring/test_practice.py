"""Practice through the real window: made-up people, visibly so, and nothing of it gets out."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.measures import read_period
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, SheetKind
from desktop.domain.words import ENGLISH
from desktop.packet.blocks import Codes
from desktop.packet.pdf import render
from desktop.packet.plain import as_text
from desktop.services import assess, capture, directory_lists, issue, practice, refer, report
from desktop.services.gates import ledger, stream_gate
from desktop.services.ways_out import places
from desktop.services.workspace import User
from desktop.store.database import storage_errors
from desktop.ui.widgets.practice_band import PracticeBand
from desktop.wiring.shell import Shell
from tests.stories.machines import CONSENT_A, NIGHT, consent, night_encounter
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace


@pytest.fixture
def shell(county: County) -> Shell:
    return county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)


def band(shell: Shell) -> PracticeBand:
    return shell.window.findChildren(PracticeBand)[-1]


def refers(shell: Shell) -> str:
    workspace = shell.workspace
    encounter = night_encounter("made-up", begun_at=NIGHT)
    for recipient, scope in CONSENT_A:
        given = consent(recipient, scope, NIGHT)
        encounter = encounter.consented(replace(given, encounter=encounter.id))
    decision = assess.assess(workspace, encounter, now=NIGHT)
    return refer.log(workspace, encounter, decision, referral_id="p1", now=NIGHT).number


def test_practice_is_seen_on_every_page_and_leaves_what_is_real_untouched(shell: Shell) -> None:
    before = [kept.digest for kept in shell.workspace.store.everything()]
    assert not band(shell).isVisible()

    shell.practice()
    assert band(shell).isVisible()
    assert {draft.encounter.text("person.first_name") for draft in capture.drafts(shell.workspace)}
    assert {one.text("person.last_name") for one in shell.workspace.store.referrals()} == set()
    for entry in shell.frame.entries() if shell.frame else ():
        shell.go(entry.page)
        assert band(shell).isVisible(), entry.page
        assert entry.page not in ("settings", "exchange")
    number = refers(shell)
    assert number.startswith(practice.AGENCY)
    band(shell).end_button.click()

    assert not band(shell).isVisible()
    assert not shell.workspace.practice
    assert [kept.digest for kept in shell.workspace.store.everything()] == before


def test_nothing_of_practice_passes_any_gate(shell: Shell) -> None:
    shell.practice()
    refers(shell)
    workspace = shell.workspace
    kept = workspace.store.everything()
    assert kept
    book = ledger(workspace)
    for stream, kind in (
        ("lead", DeviceKind.LEAD),
        ("precinct", DeviceKind.DESK),
        ("all-devices", None),
        ("k7", DeviceKind.PATROL),
        ("d1", DeviceKind.DESK),
    ):
        for change in kept:
            agency = workspace.place.agency
            subject = change.change.subject
            assert stream_gate(workspace, stream, kind, agency, subject, book, now=NIGHT) is None
    assert not places(workspace)
    with pytest.raises(Refused, match="never sent"):
        shell.exchange_now()
    boss = User("boss", "Sgt.", Role.SUPERVISOR)
    with pytest.raises(Refused, match="never counted"):
        report.make(replace(workspace, user=boss), read_period("2026"), now=NIGHT)


def test_every_sheet_of_practice_says_so(shell: Shell) -> None:
    shell.practice()
    refers(shell)
    tongue = ENGLISH
    for kind in (SheetKind.CARD, SheetKind.CONSENT):
        sheet = issue.make_sheet(shell.workspace, "p1", kind, tongue, now=NIGHT)
        assert sheet.title.startswith("PRACTICE")
        assert as_text(sheet).count("PRACTICE") >= 3
    shell.end_practice()
    sheet = issue.make_sheet(shell.workspace, "ref0", SheetKind.CARD, tongue, now=NIGHT)
    assert "PRACTICE" not in as_text(sheet)


def test_no_sealed_code_stands_on_any_sheet_of_practice(shell: Shell) -> None:
    shell.practice()
    refers(shell)
    made = set()
    for kind in SheetKind:
        for role in (Role.OFFICER, Role.DESK, Role.SUPERVISOR):
            workspace = replace(shell.workspace, user=replace(shell.workspace.user, role=role))
            try:
                sheet = issue.make_sheet(workspace, "p1", kind, ENGLISH, now=NIGHT)
            except (Refused, KeyError):
                continue
            made.add(kind)
            assert not any(isinstance(one, Codes) for one in sheet.blocks), kind
            document = pypdfium2.PdfDocument(render(sheet, shell.tools.fonts))
            for page in document:
                assert "PRACTICE" in page.get_textpage().get_text_range(), kind
            document.close()
    assert {SheetKind.REFERRAL_FORM, SheetKind.CARD, SheetKind.CONSENT} <= made


def test_the_list_of_services_is_the_real_one_and_cannot_be_written(shell: Shell) -> None:
    real = shell.workspace.store.directory.count()
    shell.practice()
    assert shell.workspace.store.directory.count() == real > 0
    with pytest.raises(Refused, match="nothing that is real"):
        directory_lists.take_back_import(shell.workspace, now=NIGHT)
    with pytest.raises(Refused), storage_errors():
        shell.workspace.store.directory.undo_last()
    assert shell.workspace.store.directory.count() == real


def test_a_draft_begun_before_waits_until_practice_ends_and_a_lock_ends_it(shell: Shell) -> None:
    begun = capture.begin(shell.workspace, draft_id="mine", now=NIGHT)
    capture.keep(shell.workspace, begun, now=NIGHT)
    shell.practice()
    assert "mine" not in {one.encounter.id for one in capture.drafts(shell.workspace)}
    shell.end_practice()
    assert [one.encounter.id for one in capture.drafts(shell.workspace)] == ["mine"]
    shell.practice()
    shell.lock()
    assert shell.frame is None


def test_the_key_begins_practice(shell: Shell) -> None:
    shell.window.activateWindow()
    assert QTest.qWaitForWindowActive(shell.window)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shell.window, Qt.Key.Key_P, both)
    assert shell.workspace.practice
