"""The desk's queue: stopped, jammed, killed or refused, every page comes out once and is logged."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.domain.consent import LEAD, Scope
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import PrintHow, PrintWhy, Role, SheetKind
from desktop.formats.pages import page_count
from desktop.services import issue, print_queue, print_waiting, prints, refer
from desktop.services.printers import FilePrinter
from desktop.store.print_jobs import JobState
from desktop.wiring.printing import QtPrinter
from tests.packet.tongues import tongue
from tests.services.issuing import NOW, Desk
from tests.services.test_issue_least import fonts

pytestmark = pytest.mark.slow  # whole machines, and a printer that draws every page

MODULE = "tests.wiring.print_killed"
CARD, FORM, LIST = SheetKind.CARD, SheetKind.REFERRAL_FORM, SheetKind.CHECKLIST


@pytest.fixture
def desk(tmp_path, qapp):
    made = Desk(tmp_path / "D1")
    yield made
    made.close()


def put(desk, names, *kinds, why=PrintWhy.FIRST):
    """Put these referrals' sheets into the queue."""
    dice = iter(range(10_000))
    for name in names:
        referral = desk.desk.store.referral(f"ref{name}") or desk.refers(name)
        print_waiting.enqueue(
            desk.desk,
            referral.id,
            kinds,
            why=why,
            new_id=lambda name=name: f"{name}-{next(dice)}-{why}",
            now=NOW,
        )


def pdf_printer(folder: Path, kind=QtPrinter):
    """Return Qt's printer that writes PDF files, at few dots an inch."""
    folder.mkdir(exist_ok=True)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "desk.pdf"))
    return kind(printer, dpi=40)


def run(desk, printer, **how):
    """Let the queue print."""
    return print_queue.run(desk.desk, printer, fonts(), tongue=tongue, now=lambda: NOW, **how)


def came_out(folder):
    """Return how many pages lie in the tray."""
    return sum(page_count(one.read_bytes()) for one in folder.glob("*.pdf"))


def logged(desk):
    """Return each page of each sheet as often as the log says it was printed."""
    pages = Counter()
    for referral in desk.desk.store.referrals():
        for line in prints.print_log(desk.desk, referral.id):
            first, last, _ = line.pages
            pages.update((referral.id, line.kind, page) for page in range(first, last + 1))
    return pages


def after(pages):
    """Return a stop that is asked for once that many pages are out."""
    left = [pages]

    def told(_page):
        left[0] -= 1

    return {"stop": lambda: left[0] <= 0, "told": told}


def test_fifty_packets_stopped_in_the_middle_and_resumed_print_each_page_once(desk, tmp_path):
    names = [f"{number:02d}" for number in range(50)]
    put(desk, names, CARD)
    put(desk, names[20:22], FORM)
    printer = pdf_printer(tmp_path / "tray")

    first = run(desk, printer, **after(27))
    assert first.stopped
    assert first.pages == came_out(tmp_path / "tray") == 27
    second = run(desk, printer, **after(24))  # in the middle of a form
    assert second.stopped
    begun = [one for one in desk.desk.store.print_jobs.all() if one.begun]
    assert [(one.sheet, one.done) for one in begun] == [("referral-form", 1)]
    third = run(desk, printer)

    assert not third.stopped
    assert desk.desk.store.print_jobs.all() == []
    pages = logged(desk)
    assert set(pages.values()) == {1}
    assert sum(pages.values()) == came_out(tmp_path / "tray") > 52
    assert {referral for referral, *_ in pages} == {f"ref{name}" for name in names}
    line = prints.print_log(desk.desk, "ref00")[0]
    assert (line.by.role, line.why, line.copy, line.how) == (
        Role.DESK, PrintWhy.FIRST, 1, PrintHow.PRINTER,
    )  # fmt: skip


@pytest.mark.parametrize(("page", "ending"), [(3, "page"), (4, "end")])
def test_killed_in_the_middle_it_goes_on_and_asks_about_what_is_in_doubt(
    tmp_path, qapp, page, ending
):
    desk = Desk(tmp_path / "D1")
    put(desk, ("a", "b", "c"), CARD)
    put(desk, ("c",), LIST)
    desk.close()
    tray = tmp_path / "tray"
    tray.mkdir()

    killed = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.wiring.print_killed",
            tmp_path / "D1",
            tray,
            str(page),
            ending,
        ],
        check=False,
        timeout=60,
    )

    assert killed.returncode == -9
    desk.computer.session = desk.computer.signed_in()
    jobs = desk.desk.store.print_jobs
    doubtful = [one for one in jobs.all() if one.in_doubt]
    if ending == "end":  # the paper lies there, and nothing says so
        (job,) = doubtful
        assert (job.sheet, job.done, job.handing) == ("checklist", 0, job.pages)
        assert run(desk, pdf_printer(tray)).pages == 0  # not twice without a word
        print_queue.say_came_out(desk.desk, job.id, page=job.handing, now=NOW)
    else:  # nothing had been handed over: the torn document is begun again
        assert doubtful == []
    run(desk, pdf_printer(tray))
    pages = logged(desk)
    assert set(pages.values()) == {1}
    assert sum(pages.values()) == came_out(tray)
    assert jobs.all() == []
    desk.close()


def test_after_a_jam_the_pages_that_did_not_come_out_are_printed_again(desk, tmp_path):
    put(desk, ("a",), FORM)
    printer = pdf_printer(tmp_path / "tray")
    run(desk, printer, **after(2))
    (job,) = desk.desk.store.print_jobs.all()
    assert (job.done, job.copy) == (2, 1)

    print_queue.say_came_out(desk.desk, job.id, page=1, now=NOW)
    run(desk, printer)

    lines = prints.print_log(desk.desk, "refa")
    assert [line.pages[:2] for line in lines] == [(1, 2), (2, job.pages)]
    assert {line.copy for line in lines} == {1}


def test_a_consent_taken_back_while_it_waits_stops_the_sheet_and_not_the_others(desk, tmp_path):
    put(desk, ("a", "b"), FORM)
    referral = desk.desk.store.referral("refa")
    desk.takes_back(referral, LEAD, Scope.PERSONAL)
    desk.takes_back(desk.desk.store.referral("refa"), LEAD, Scope.HEALTH)

    ran = run(desk, pdf_printer(tmp_path / "tray"))

    (held,) = desk.desk.store.print_jobs.all()
    assert (held.referral, held.state, ran.held) == ("refa", JobState.HELD, 1)
    assert "Consent is missing" in held.reason
    assert {referral for referral, *_ in logged(desk)} == {"refb"}


def test_pages_of_two_makings_never_mix(desk, tmp_path):
    put(desk, ("a",), FORM)
    printer = pdf_printer(tmp_path / "tray")
    run(desk, printer, **after(1))

    refer.amend(desk.officer, "refa", {"person.phone": Known("555-0199")}, now=NOW)
    run(desk, printer)

    lines = prints.print_log(desk.desk, "refa")
    assert [(line.copy, line.pages[0], line.why) for line in lines] == [
        (1, 1, PrintWhy.FIRST),
        (2, 1, PrintWhy.FACTS_CHANGED),
    ]


def test_the_order_is_the_desks_and_readers_stay_together(desk, tmp_path):
    put(desk, ("a", "b"), CARD, SheetKind.FAX_COVER, FORM)
    jobs = desk.desk.store.print_jobs
    packets = list(dict.fromkeys(one.packet for one in jobs.all()))
    assert len(packets) == 4
    lead = [one.sheet for one in jobs.all() if one.packet == packets[1]]
    assert lead == ["fax-cover", "referral-form"]  # the cover before what it covers

    print_waiting.move(desk.desk, packets[3], -1)
    print_waiting.move(desk.desk, packets[0], 9)
    print_waiting.take_out(desk.desk, packets[2])

    assert list(dict.fromkeys(one.packet for one in jobs.all())) == [
        packets[1], packets[3], packets[0],
    ]  # fmt: skip
    put(desk, ("a", "b"), CARD, FORM)  # what waits is not put in twice
    assert len(jobs.all()) == 6


def test_a_range_of_pages_is_printed_and_the_rest_is_not_owed(desk, tmp_path):
    put(desk, ("a",), CARD, FORM)
    total = sum(page_count(pdf) for pdf in _files(desk, tmp_path))

    put(desk, ("a",), CARD, FORM, why=PrintWhy.ANOTHER_READER)
    ran = run(desk, pdf_printer(tmp_path / "tray"), pages=range(2, 4))

    assert total > 3
    assert ran.pages == came_out(tmp_path / "tray") == 2
    assert desk.desk.store.print_jobs.all() == []


def _files(desk, tmp_path):
    """Save what waits as files, and return them."""
    run(desk, FilePrinter(tmp_path / "files"))
    found = sorted((tmp_path / "files").iterdir())
    assert [one.name.split("-26-")[1] for one in found] == [
        "000001-card-es.pdf", "000001-referral-form-en.pdf",
    ]  # fmt: skip
    return [one.read_bytes() for one in found]


class Broken(QtPrinter):
    """A printer that takes no document."""

    def end(self):
        super().end()
        raise Refused("The printer does not answer.", remedy="Check it.")


def test_a_printer_that_says_no_leaves_the_queue_as_it_was(desk, tmp_path):
    put(desk, ("a",), CARD)

    with pytest.raises(Refused):
        run(desk, pdf_printer(tmp_path / "tray", Broken))

    (job,) = desk.desk.store.print_jobs.all()
    assert (job.state, job.done, job.in_doubt) == (JobState.WAITING, 0, False)
    assert logged(desk) == Counter()
    assert replace(job, pages=0, copy=0, basis="").done == 0


def test_only_who_may_make_a_sheet_prints_it(desk, tmp_path):
    put(desk, ("a",), CARD, LIST)
    workspace = desk.user(Role.COORDINATOR, "Marigold Example")

    ran = print_queue.run(
        workspace, pdf_printer(tmp_path / "tray"), fonts(), tongue=tongue, now=lambda: NOW
    )

    assert (ran.sheets, ran.held) == (1, 1)


def test_what_stays_with_the_precinct_says_until_when_and_what_is_handed_out_does_not(desk):
    desk.refers("a")

    def foot(kind):
        sheet = issue.make_sheet(desk.desk, "refa", kind, tongue("en"), now=NOW)
        return sheet.footer.versions

    assert "shred by 23 Dec" in foot(LIST)
    assert "shred" not in foot(FORM) + foot(CARD)
