"""Reports: what a period's referrals add up to, on screen, as CSV and as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop.domain.change import CASE_STATUS, Register, SubjectState
from desktop.domain.facts import Known, Step
from desktop.domain.measures import (
    LONGEST_FORM,
    NO_ANSWER,
    NOT_MADE,
    Counted,
    Middle,
    Period,
    Report,
    may_be_counted,
    measure,
)
from desktop.domain.referral import OUTCOME, Referral, case_subject
from desktop.domain.refused import Refused
from desktop.domain.small_cells import Mark, Shown
from desktop.domain.terms import CASE_STEPS, CaseStatus, Role
from desktop.domain.words import Say, Sayable, Tongue
from desktop.formats.plain_cells import write_rows
from desktop.packet.blocks import Block, Facts, Footer, Heading, Paragraph, Sheet, Size, Table
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render
from desktop.services import offers
from desktop.services.capture import PAPER
from desktop.services.workspace import Workspace, audit

RULE = Say(
    "Counts from 1 to 10 are shown as <11. Where such a count could be worked out from the others,"
    " another count is hidden too. Zero is shown."
)
FEW = Say("Fewer than 11 people are in this period. A longer one tells more.")
ELSEWHERE = Say("What became of people is counted on the lead agency's computer alone.")
NOT_SHOWN = Say("not shown: too few")
COLUMNS = ("table", "what", "count")


def make(workspace: Workspace, period: Period, *, now: datetime) -> Report:
    """Return the report on the referrals logged in a period, by the program's own calendar.

    Refuses a role that reports are not for, and a period that could point at a person.
    """
    workspace.may(Role.SUPERVISOR, Role.COORDINATOR, Role.ADMIN)
    if workspace.practice:
        raise Refused(
            Say("Practice is never counted."), remedy=Say("End practice to go back to your work.")
        )
    zone = workspace.program.calendar.zone
    referrals = [
        one
        for one in workspace.store.referrals()
        if one.made_at is not None and one.made_at.astimezone(zone).date() in period
    ]
    report = measure(
        [_counted(workspace, one) for one in referrals],
        period,
        workspace.dictionary,
        cases_known=workspace.place.is_lead,
        alone=[
            f"{one.path}/{one.reason}"
            for one in offers.alone(workspace)
            if one.at.astimezone(zone).date() in period
        ],
    )
    audit(workspace, "report.made", period.name, now=now)
    return report


def as_csv(report: Report, tongue: Tongue) -> bytes:
    """Return the report as CSV, one count a row."""
    rows = [["", tongue(Say("Referrals logged")), in_words(report.referrals, tongue)]]
    for table in report.tables:
        title = tongue(table.title)
        rows += [[title, tongue(one.label), in_words(one.shown, tongue)] for one in table.lines]
    rows += [["", tongue(one.label), tongue(middle_in_words(one))] for one in report.middles]
    return write_rows(COLUMNS, rows)


def as_pdf(workspace: Workspace, report: Report, tongue: Tongue, fonts: FontLibrary) -> bytes:
    """Return the report as a PDF of one sheet."""
    return render(as_sheet(workspace, report, tongue), fonts)


def as_sheet(workspace: Workspace, report: Report, tongue: Tongue) -> Sheet:
    """Return the report as it is printed."""
    program = workspace.program
    return Sheet(
        title=tongue(Say("Report on {period}", period=report.period.name)),
        language=tongue.code,
        audience=tongue(Say("For anybody: counts, and nothing about a person")),
        header=workspace.place.agency_name,
        blocks=tuple(_blocks(report, tongue)),
        footer=Footer(
            referral=tongue(program.name),
            versions=tongue(Say("Rules {version}", version=program.version)),
            page=tongue(Say("Page {{page}} of {{pages}}")),
            digest=tongue(Say("Digest {{digest}}")),
        ),
    )


def in_words(shown: Shown, tongue: Tongue) -> str:
    """Return a count, "<11" or "hidden"."""
    return tongue(Say("hidden")) if shown is Mark.HIDDEN else str(shown)


def middle_in_words(middle: Middle) -> Sayable:
    """Return a median with its unit, or that it is not shown."""
    if middle.value is None:
        return NOT_SHOWN
    return Say("{n} {unit}", n=middle.value, unit=middle.unit)


def notes(report: Report) -> list[Sayable]:
    """Return what has to be said beside the counts."""
    found: list[Sayable] = [FEW] if report.referrals is Mark.SMALL else []
    return [*found, RULE] if report.cases_known else [*found, RULE, ELSEWHERE]


def _blocks(report: Report, tongue: Tongue) -> Iterator[Block]:
    days = Say("{first} to {last}", first=report.period.first, last=report.period.last)
    yield Facts(
        (
            (tongue(Say("Referrals logged")), in_words(report.referrals, tongue)),
            (tongue(Say("Days")), tongue(days)),
        ),
        Size.LARGE,
    )
    for note in notes(report):
        yield Paragraph(tongue(note))
    header = (tongue(Say("What")), tongue(Say("Count")))
    for table in report.tables:
        rows = [(tongue(one.label), in_words(one.shown, tongue)) for one in table.lines]
        yield Heading(tongue(table.title))
        yield Table(header, tuple(rows), widths=(3, 1), row_heads=True)
    yield Heading(tongue(Say("Times")))
    yield Facts(tuple((tongue(m.label), tongue(middle_in_words(m))) for m in report.middles))


def _counted(workspace: Workspace, referral: Referral) -> Counted:
    made = referral.made_at
    steps = _steps(workspace, referral) if workspace.place.is_lead else {}
    reached = _along(frozenset(steps))
    contact = steps.get(CaseStatus.CONTACT_MADE)
    wait = contact - made if contact and made else None
    return Counted(
        agency=referral.home.agency if referral.home else "",
        pathway=_word(workspace, referral.encounter, "pathway"),
        outcome=_word(workspace, referral.own, OUTCOME),
        offer=_offer(workspace, referral),
        form=_form_time(workspace, referral),
        reached=reached,
        contact=wait if wait is not None and wait >= timedelta(0) else None,
    )


def _offer(workspace: Workspace, referral: Referral) -> str:
    answer = _word(workspace, referral.encounter, "offer.answer")
    if answer:
        return answer
    made = _known(workspace, referral.encounter, "offer.made")
    return {True: NO_ANSWER, False: NOT_MADE}.get(made, "") if isinstance(made, bool) else ""


def _form_time(workspace: Workspace, referral: Referral) -> timedelta | None:
    met = _known(workspace, referral.encounter, "contact_at")
    if not isinstance(met, datetime) or referral.made_at is None:
        return None
    if _known(workspace, referral.encounter, PAPER) is not None:
        return None  # typed in later: the time says nothing of the form
    took = referral.made_at - met
    return took if timedelta(0) <= took <= LONGEST_FORM else None


def _word(workspace: Workspace, state: SubjectState | None, path: str) -> str:
    value = _known(workspace, state, path)
    return value if isinstance(value, str) else ""


def _known(workspace: Workspace, state: SubjectState | None, path: str) -> object:
    """Return what is known of a fact that anybody may count; of every other nothing."""
    register = state.registers.get(path, Register(())) if state else Register(())
    tags = register.tags | workspace.tags_of(path)
    value = register.value
    return value.value if isinstance(value, Known) and may_be_counted(tags) else None


def _steps(workspace: Workspace, referral: Referral) -> dict[CaseStatus, datetime]:
    """Return when the case first came to each status."""
    aside = {one.id for one in referral.case.set_aside} if referral.case else set()
    found: dict[CaseStatus, datetime] = {}
    for kept in workspace.store.changes(case_subject(referral.id)):
        for one in kept.change.sets:
            step = one.value.value if isinstance(one.value, Known) else None
            if one.path == CASE_STATUS and isinstance(step, Step) and kept.change.id not in aside:
                if step.saw and (step.to or None, CaseStatus(step.saw)) in CASE_STEPS:
                    found.pop(CaseStatus(step.saw), None)  # it was taken back
                elif step.to:
                    found.setdefault(CaseStatus(step.to), kept.change.at)
    return found


def _along(reached: frozenset[CaseStatus]) -> frozenset[CaseStatus]:
    """Return the steps reached, those before them included."""
    way = list(CaseStatus)[:-1]
    furthest = max((way.index(one) for one in reached if one in way), default=-1)
    return frozenset(way[: furthest + 1])
