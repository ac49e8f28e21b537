"""The desk's print queue: sheets in order, printed page by page, resumed where they stopped.

A sheet is made when its turn comes, through release like every other, and kept as made until its
last page is out: pages of two makings never mix. What the printer has taken is noted with the
print log in one transaction. A program killed in the middle begins again after the last page it
knows of; what it was just handing over is in doubt, and a person says whether it came out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.terms import PrintHow, PrintWhy, SheetKind
from desktop.domain.words import Tongue
from desktop.formats.pages import page_count
from desktop.packet.blocks import Sheet
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render
from desktop.services import issue
from desktop.services.approvals import latest
from desktop.services.issue import Wanted
from desktop.services.printers import Printer
from desktop.services.prints import log_print, next_copy
from desktop.services.sheet_facts import referral_of
from desktop.services.workspace import Workspace, audit
from desktop.store.print_jobs import JobState, PrintJob


@dataclass(frozen=True)
class PageOut:
    """How far a run is: this page of this sheet; counts are of the whole run."""

    job: PrintJob
    page: int
    sheet: int  # from 1
    sheets: int


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    sheets: int  # wholly printed
    pages: int
    held: int
    stopped: bool = False


def run(
    workspace: Workspace,
    printer: Printer,
    fonts: FontLibrary,
    *,
    tongue: Callable[[str], Tongue],
    now: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[PageOut], object] = lambda _: None,
    only: Sequence[str] = (),
    pages: range | None = None,
    language: str = "en",
) -> Ran:
    """Print what waits, in order, until it is through or `stop` says so after a page.

    `only` names the sheets of this run; `pages` are those of the run to print, counted from 1
    through all of it: the rest is passed over as if printed. What cannot be made is held with its
    reason, in this language, and does not stop the others. Refuses where the printer refuses; what
    it took until then is noted.
    """
    jobs = workspace.store.print_jobs
    todo = [
        one
        for one in jobs.all()
        if one.state is JobState.WAITING and not one.in_doubt and (not only or one.id in only)
    ]
    sheets = out = held = passed = 0
    for at, waiting in enumerate(todo, 1):
        job = jobs.get(waiting.id)
        if job is None or job.state is not JobState.WAITING:
            continue  # taken out of the queue meanwhile
        if stop():
            return Ran(sheets, out, held, stopped=True)
        try:
            job = _made(workspace, job, fonts, tongue=tongue, now=now())
        except Refused as refused:
            jobs.hold(job.id, tongue(language)(refused.reason))
            held += 1
            continue
        wanted = [
            number
            for number in range(job.done + 1, job.pages + 1)
            if pages is None or passed + number - job.done in pages
        ]
        passed += job.pages - job.done
        done = _pages_out(workspace, job, wanted, printer, stop, told, at, len(todo), now=now)
        out += done
        if done < len(wanted):
            return Ran(sheets, out, held, stopped=True)
        if pages is not None and wanted != list(range(job.done + 1, job.pages + 1)):
            jobs.handed(job.id, job.pages)  # what was not asked for is not owed
        sheets += 1
    return Ran(sheets, out, held)


def _pages_out(
    workspace: Workspace,
    job: PrintJob,
    wanted: Sequence[int],
    printer: Printer,
    stop: Callable[[], bool],
    told: Callable[[PageOut], object],
    at: int,
    total: int,
    *,
    now: Callable[[], datetime],
) -> int:
    """Print these pages of a sheet and return how many the printer took."""
    jobs = workspace.store.print_jobs
    if not wanted:
        return 0
    painted = 0
    printer.begin(job, jobs.pdf(job.id), _spool_name(workspace, job))
    try:
        for number in wanted:
            if painted and stop():
                break
            printer.page(number)
            painted += 1
            told(PageOut(job, number, at, total))
    except BaseException:
        printer.abort()
        raise
    last = wanted[painted - 1]
    jobs.handing(job.id, last)
    try:
        printer.end()
    except Refused:
        jobs.handing(job.id, job.done)  # it said no: nothing is in doubt
        raise
    with workspace.store.transaction():
        jobs.handed(job.id, last)
        log_print(
            workspace,
            job.referral,
            SheetKind(job.sheet),
            language=job.language,
            how=printer.how,
            why=_why(job),
            copy=job.copy,
            pages=(wanted[0], last, job.pages),
            now=now(),
        )
    return painted


def say_came_out(workspace: Workspace, job_id: str, *, page: int, now: datetime) -> None:
    """Take a person's word for the last page of a sheet that came out whole, 0 for none.

    After a crash, a jam or a smear: the sheet goes on after that page. Pages that were in doubt and
    did come out are logged now.
    """
    jobs = workspace.store.print_jobs
    job = jobs.get(job_id)
    if job is None:
        return
    page = max(0, min(page, job.pages))
    with workspace.store.transaction():
        if job.in_doubt and page > job.done:
            log_print(
                workspace,
                job.referral,
                SheetKind(job.sheet),
                language=job.language,
                how=PrintHow.PRINTER,
                why=_why(job),
                copy=job.copy,
                pages=(job.done + 1, page, job.pages),
                now=now,
            )
        if page >= job.pages:
            jobs.handed(job_id, page)
        else:
            jobs.back_to(job_id, page)
        audit(workspace, "print.resumed", f"{job.sheet} {page}/{job.pages}", now=now)


def _made(
    workspace: Workspace,
    job: PrintJob,
    fonts: FontLibrary,
    *,
    tongue: Callable[[str], Tongue],
    now: datetime,
) -> PrintJob:
    """Return the job with its sheet made; one begun is made anew only if its facts changed.

    Release is asked in any case: a consent taken back stops a sheet at its second page, too.
    """
    kind = SheetKind(job.sheet)
    referral = referral_of(workspace, job.referral)
    copy = job.copy or next_copy(workspace, job.referral, kind, job.language)
    sheet = _sheet(workspace, job, Wanted(kind, tongue(job.language), copy), fonts, now=now)
    basis = _basis(workspace, referral)
    jobs = workspace.store.print_jobs
    if not job.done or job.basis != basis:
        if job.done:  # half of it lies there already: the whole one is another copy
            copy = next_copy(workspace, job.referral, kind, job.language)
            wanted = Wanted(kind, tongue(job.language), copy)
            sheet = _sheet(workspace, job, wanted, fonts, now=now)
        pdf = render(sheet, fonts)
        jobs.made(job.id, pdf=pdf, pages=page_count(pdf), copy=copy, basis=basis)
    return jobs.get(job.id) or job


def _sheet(
    workspace: Workspace, job: PrintJob, wanted: Wanted, fonts: FontLibrary, *, now: datetime
) -> Sheet:
    """Return the sheet; a fax cover counts the pages that go with it."""
    together = [wanted]
    if wanted.kind is SheetKind.FAX_COVER:
        together.append(Wanted(SheetKind.REFERRAL_FORM, wanted.tongue))
    return issue.make_sheets(workspace, job.referral, together, fonts, now=now)[0]


def _basis(workspace: Workspace, referral: Referral) -> str:
    """Return what differs as soon as anything of a referral does."""
    states = (referral.encounter, referral.own, referral.case)
    words = [str(state.last) if state else "" for state in states]
    words += [str(one) for one in latest(workspace, referral)]
    words.append(repr(referral.consents))
    return sha256("\x1f".join(words).encode()).hexdigest()[:16]


def _why(job: PrintJob) -> PrintWhy:
    """Return the reason the log holds; a further copy nobody gave a reason for took newer facts."""
    why = PrintWhy(job.why)
    return PrintWhy.FACTS_CHANGED if why is PrintWhy.FIRST and job.copy > 1 else why


def _spool_name(workspace: Workspace, job: PrintJob) -> str:
    number = referral_of(workspace, job.referral).number
    return f"{number} {job.sheet}"
