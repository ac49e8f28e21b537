"""The queue of packets follows what is true, however little of it is worked out anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.terms import (
    ConsentHow,
    ConsentState,
    DeviceKind,
    PrintHow,
    PrintWhy,
    Role,
    SheetKind,
)
from desktop.formats.pages import page_count
from desktop.services import issue, papers_back, print_waiting, prints, refer, sheet_offers
from desktop.services.issue import Wanted
from desktop.ui.tasks import ThreadTasks
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.packets import PacketState, PacketsView, SheetsAsked, SheetToggled
from desktop.viewmodels.print_queue import PrintAllAsked, ReaderKey
from desktop.wiring import packet_list
from desktop.wiring.packets import PacketsWires
from desktop.wiring.printing import QtPrinter
from tests.stories.machines import NIGHT
from tests.ui.acts import words_on
from tests.wiring.conftest import County


class Desk:
    """The desk's Packets page, with what it was last told to show."""

    def __init__(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shell = county.window(DeviceKind.DESK, Role.DESK, referrals=2)
        wires = self.shell.wires("packets")
        assert isinstance(wires, PacketsWires)
        self.wires = wires
        self.shown: list[PacketsView] = []
        show = wires.page.show_packets
        monkeypatch.setattr(
            wires.page, "show_packets", lambda view: (self.shown.append(view), show(view))
        )

    def states(self) -> dict[str, PacketState]:
        """Return how the queue stands after a refresh."""
        self.wires.refresh()
        return {item.referral: item.state for item in self.shown[-1].queue}


@pytest.mark.slow  # makes a whole workspace and sets every sheet of a packet
def test_the_queue_tells_at_once_what_was_printed_and_which_consent_was_taken_back(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(county, monkeypatch)
    workspace = desk.shell.workspace
    before = desk.states()
    assert set(before) == {"ref0", "ref1"}

    def printed(kind: SheetKind, pages: tuple[int, int, int] = (0, 0, 0)) -> PacketState:
        prints.log_print(
            workspace,
            "ref0",
            kind,
            language="en",
            how=PrintHow.FILE,
            why=PrintWhy.FIRST,
            copy=1,
            pages=pages,
            now=NIGHT,
        )
        states = desk.states()
        assert states == {**before, "ref0": states["ref0"]}
        return states["ref0"]

    # The officer's contact card alone does not make a packet printed, nor half of its last sheet.
    assert printed(SheetKind.CARD) is before["ref0"]
    referral = next(one for one in workspace.store.referrals() if one.id == "ref0")
    ready = sheet_offers.standing(workspace, referral, now=NIGHT).ready
    *most, last = sorted(ready - {SheetKind.CARD})
    for kind in most:
        assert printed(kind) is before["ref0"]
    assert printed(last, (1, 1, 2)) is before["ref0"]
    assert printed(last, (2, 2, 2)) is PacketState.PRINTED

    for scope in (Scope.PERSONAL, Scope.HEALTH):
        back = Consent("", LEAD, scope, ConsentState.REVOKED, ConsentHow.SIGNED, given_at=NIGHT)
        refer.take_consent(workspace, "ref1", back, now=NIGHT)
    offers = issue.offers(workspace, "ref1", now=NIGHT)
    assert any(one.missing_consent is not None for one in offers)
    assert desk.states()["ref1"] is PacketState.HELD


@pytest.mark.slow  # makes a whole workspace and its window
def test_a_long_list_of_packets_is_worked_out_a_few_at_a_time(
    county: County, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk = Desk(county, monkeypatch)
    whole = desk.states()
    monkeypatch.setattr(packet_list, "AT_ONCE", 1)
    desk.wires.list._known.clear()

    first = desk.states()
    assert sorted(first.values(), key=lambda one: one is PacketState.WEIGHED_SOON) == [
        next(one for one in first.values() if one is not PacketState.WEIGHED_SOON),
        PacketState.WEIGHED_SOON,
    ]

    def through() -> bool:
        return {one.referral: one.state for one in desk.shown[-1].queue} == whole

    qtbot.waitUntil(through)


@pytest.mark.slow  # makes a whole workspace
@pytest.mark.parametrize("role", [Role.DESK, Role.OFFICER, Role.SUPERVISOR, Role.ADMIN])
def test_how_a_packet_stands_agrees_with_the_sheets_that_are_offered(
    county: County, role: Role
) -> None:
    workspace = county.window(DeviceKind.DESK, role, referrals=2).workspace
    refused = Consent("", LEAD, Scope.PERSONAL, ConsentState.REVOKED, ConsentHow.SIGNED, NIGHT)
    if role in (Role.DESK, Role.SUPERVISOR):
        refer.take_consent(workspace, "ref1", refused, now=NIGHT)

    for referral in workspace.store.referrals():
        stands = sheet_offers.standing(workspace, referral, now=NIGHT)
        offers = [one for one in issue.offers(workspace, referral.id, now=NIGHT) if one.usual]
        assert stands.ready == {one.kind for one in offers if one.missing_consent is None}
        assert stands.lacking == {one.kind for one in offers if one.missing_consent is not None}


@pytest.mark.slow  # makes a whole workspace and sets every sheet of a packet
def test_taking_a_sheet_out_of_a_packet_sets_no_sheet_anew(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(county, monkeypatch)
    desk.wires.open("ref0")
    made: list[SheetKind] = []
    make = issue.make_sheet
    monkeypatch.setattr(
        issue, "make_sheet", lambda *args, **rest: (made.append(args[2]), make(*args, **rest))[1]
    )

    desk.wires.page.sheet_toggled.emit(SheetToggled("ref0", "card", False))

    assert made == []


def pdf_printer(folder: Path) -> QtPrinter:
    """Return Qt's printer that writes PDF files."""
    folder.mkdir(exist_ok=True)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "tray.pdf"))
    return QtPrinter(printer, dpi=40)


@pytest.mark.slow  # makes a whole workspace, and prints in the worker thread
def test_printing_all_goes_on_beside_the_window_is_stopped_and_resumed(
    county: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = Desk(county, monkeypatch)
    printing, page, shell = desk.wires.printing, desk.wires.page, desk.shell
    shell.go("packets")
    shell.tasks = ThreadTasks()
    tray = tmp_path / "tray"
    monkeypatch.setattr(printing, "ask_printer", lambda: (pdf_printer(tray), None))
    asked = PrintAllAsked(("ref0", "ref1"), (ReaderKey.PERSON, ReaderKey.LEAD), cover=True)

    page.print_all_requested.emit(asked)
    assert page.band.printing  # at once: nothing waits for the printer
    page.stop_requested.emit()
    qtbot.waitUntil(lambda: not page.band.printing)
    before = len(list(tray.iterdir()))
    page.resume_requested.emit()
    qtbot.waitUntil(lambda: not page.band.printing, timeout=20_000)

    store = shell.workspace.store
    if before == 0 and store.print_jobs.all() == []:  # stopped before anything was queued
        page.print_all_requested.emit(asked)
        qtbot.waitUntil(lambda: not page.band.printing, timeout=20_000)
    assert store.print_jobs.all() == []
    once = [prints.print_log(shell.workspace, one) for one in ("ref0", "ref1")]
    for log in once:
        assert prints.printed_whole(log) == {
            SheetKind.CARD, SheetKind.CONSENT, SheetKind.FAX_COVER, SheetKind.REFERRAL_FORM,
        }  # fmt: skip

    page.print_all_requested.emit(asked)  # what is out is not printed twice
    qtbot.waitUntil(lambda: not page.band.printing, timeout=20_000)
    assert [prints.print_log(shell.workspace, one) for one in ("ref0", "ref1")] == once
    assert words_on(shell.window).count("Nothing was left to print") == 1
    sheets = {line.kind for line in prints.print_log(shell.workspace, "ref0")}
    assert sheets == {
        SheetKind.CARD, SheetKind.CONSENT, SheetKind.FAX_COVER, SheetKind.REFERRAL_FORM,
    }  # fmt: skip
    pages = sum(page_count(one.read_bytes()) for one in tray.iterdir())
    lines = [line for id_ in ("ref0", "ref1") for line in prints.print_log(shell.workspace, id_)]
    assert pages == sum(line.pages[1] - line.pages[0] + 1 for line in lines)
    shell.tasks.close()


@pytest.mark.slow  # makes a whole workspace
def test_one_packet_is_printed_with_the_reason_and_the_rest_of_the_queue_waits(
    county: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = Desk(county, monkeypatch)
    printing, page, shell = desk.wires.printing, desk.wires.page, desk.shell
    monkeypatch.setattr(printing, "ask_printer", lambda: (pdf_printer(tmp_path / "tray"), None))
    waits = print_waiting.enqueue(
        shell.workspace,
        "ref1",
        [SheetKind.CARD],
        why=PrintWhy.FIRST,
        new_id=shell.world.new_id,
        now=NIGHT,
    )

    desk.wires.open("ref0")

    page.print_requested.emit(SheetsAsked("ref0", ("card",)))
    page.print_requested.emit(SheetsAsked("ref0", ("card",), "jam"))

    assert [one.id for one in shell.workspace.store.print_jobs.all()] == [waits[0].id]
    log = prints.print_log(shell.workspace, "ref0")
    assert [(line.copy, line.why) for line in log] == [(1, PrintWhy.FIRST), (2, PrintWhy.SPOILED)]
    assert page.packet is not None
    said = [str(shell.look.say(line.detail)) for line in page.packet.log]
    assert said[0] == "Printed, copy 2 · Dana Testcase · the paper was spoiled"
    assert page.band.isVisibleTo(page)


@pytest.mark.slow  # makes a whole workspace, prints a sheet and scans it
def test_a_signed_sheet_dropped_on_the_page_goes_to_its_own_referral(
    county: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = Desk(county, monkeypatch)
    shell, page = desk.shell, desk.wires.page
    desk.wires.open("ref0")
    wanted = [Wanted(SheetKind.CONSENT, shell.world.tongue("en"))]
    pdf = issue.make_pdf(shell.workspace, "ref1", wanted, shell.tools.fonts, now=NIGHT)
    scan, blank = tmp_path / "scan.pdf", tmp_path / "blank.png"
    scan.write_bytes(pdf)
    Image.new("L", (600, 800), 255).save(blank)

    page.papers_dropped.emit((str(scan),))

    assert desk.wires.current == "ref1"  # not the one that was open
    assert page.packet is not None
    assert (page.packet.referral, page.packet.papers) == ("ref1", page_count(pdf))
    page.papers_requested.emit("ref1")
    shown = page.preview.preview()
    assert shown is not None
    assert len(shown.pages) == page_count(pdf)
    assert papers_back.count_papers(shell.workspace, "ref0") == 0

    page.papers_dropped.emit((str(blank),))  # no code: it asks
    (dialog,) = [one for one in shell.window.findChildren(QuestionDialog) if one.isVisible()]
    assert "TRC-" in words_on(dialog)
    dialog.accept()
    assert page.packet.papers == page_count(pdf) + 1
