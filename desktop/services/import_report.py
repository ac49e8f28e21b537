"""What came, bundle by bundle, to be printed or filed: counts and reasons, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable, Tongue
from desktop.formats.plain_cells import write_rows
from desktop.packet.blocks import Block, Footer, Paragraph, Sheet, Table
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render
from desktop.services.dry_run import dry_run
from desktop.services.trust import trust_book
from desktop.services.workspace import Workspace, audit
from desktop.store.keep import Fate
from desktop.store.mailbox import Arrival, InBundle

KEPT_FOR = timedelta(days=31)  # what was kept longer ago is in the log
RULE = Say("Counts are of changes: what one person saved at one time, of one kind.")


class Stands(StrEnum):
    """Where a bundle of the report stands."""

    WAITING = "waiting"  # what keeping it would do
    KEPT = "kept"
    KEPT_OUT = "kept_out"


STANDS_WORDS = {
    Stands.WAITING: Say("Waits"),
    Stands.KEPT: Say("Kept"),
    Stands.KEPT_OUT: Say("Kept out"),
}
HEADER = (
    Say("Bundle"), Say("From"), Say("Came"), Say("State"), Say("New"), Say("Known"),
    Say("Two answers"), Say("Set aside"), Say("Reason"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One bundle. The counts are None where nobody opened it."""

    bundle: str  # its file's name: device, number, digest
    sender: Sayable
    came: datetime
    stands: Stands
    new: int | None = None
    known: int | None = None
    disputed: int | None = None
    set_aside: int | None = None
    reason: str = ""  # a stable word


def lines(workspace: Workspace, *, now: datetime) -> tuple[ReportLine, ...]:
    """Return what waits, what was kept in the last month and what was kept out, newest first.

    Coordinators and administrators only. Nothing is kept by asking.
    """
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    found = [*_waiting(workspace, now), *_kept(workspace, now), *_out(workspace)]
    audit(workspace, "import.reported", str(len(found)), now=now)
    order = list(Stands)
    return tuple(sorted(found, key=lambda one: (order.index(one.stands), -one.came.timestamp())))


def as_csv(found: Iterable[ReportLine], tongue: Tongue, why: Callable[[str], Sayable]) -> bytes:
    """Return the report as CSV, one bundle a row; `why` says a reason in words."""
    return write_rows([tongue(one) for one in HEADER], _rows(found, tongue, why))


def as_pdf(
    workspace: Workspace,
    found: Sequence[ReportLine],
    tongue: Tongue,
    fonts: FontLibrary,
    why: Callable[[str], Sayable],
    *,
    now: datetime,
) -> bytes:
    """Return the report as a tagged PDF."""
    return render(as_sheet(workspace, found, tongue, why, now=now), fonts)


def as_sheet(
    workspace: Workspace,
    found: Sequence[ReportLine],
    tongue: Tongue,
    why: Callable[[str], Sayable],
    *,
    now: datetime,
) -> Sheet:
    """Return the report as it is printed."""
    program = workspace.program
    return Sheet(
        title=tongue(Say("Import report of {day}", day=now.date())),
        language=tongue.code,
        audience=tongue(Say("For the lead agency: counts, and nothing about a person")),
        header=workspace.place.agency_name,
        blocks=tuple(_blocks(found, tongue, why)),
        footer=Footer(
            referral=tongue(program.name),
            versions=tongue(Say("Rules {version}", version=program.version)),
            page=tongue(Say("Page {{page}} of {{pages}}")),
            digest=tongue(Say("Digest {{digest}}")),
        ),
    )


def _blocks(
    found: Sequence[ReportLine], tongue: Tongue, why: Callable[[str], Sayable]
) -> Iterator[Block]:
    yield Paragraph(tongue(RULE))
    if not found:
        yield Paragraph(tongue(Say("Nothing came in the last month.")))
        return
    header = tuple(tongue(one) for one in HEADER[:-1])
    rows = []
    for bundle, *row, reason in _rows(found, tongue, why):
        # On paper its number is enough, and the reason stands beside the state.
        state = tongue(Say("{state}. {why}", state=row[2], why=reason)) if reason else row[2]
        rows.append((bundle.rpartition("-")[0], *row[:2], state, *row[3:]))
    yield Table(
        header, tuple(rows), widths=(3.4, 2.8, 2.6, 3.4, 1.4, 1.9, 2.3, 1.8), row_heads=True
    )


def _rows(
    found: Iterable[ReportLine], tongue: Tongue, why: Callable[[str], Sayable]
) -> Iterator[tuple[str, ...]]:
    for one in found:
        counts = (one.new, one.known, one.disputed, one.set_aside)
        yield (
            one.bundle.removesuffix(".offramp"),
            tongue(one.sender),
            one.came.strftime("%Y-%m-%d %H:%M"),
            tongue(STANDS_WORDS[one.stands]),
            *("" if count is None else str(count) for count in counts),
            tongue(why(one.reason)) if one.reason else "",
        )


def _waiting(workspace: Workspace, now: datetime) -> Iterator[ReportLine]:
    for one in dry_run(workspace, now=now):
        yield ReportLine(
            one.bundle.name, _sender(workspace, one.bundle), one.bundle.received_at,
            Stands.WAITING, one.new_changes, one.known_changes, one.disputed, one.set_aside,
        )  # fmt: skip


def _kept(workspace: Workspace, now: datetime) -> Iterator[ReportLine]:
    for one in workspace.store.inbox.all(Arrival.KEPT):
        if one.received_at < now - KEPT_FOR:
            continue
        counts = dict(one.counts)
        yield ReportLine(
            one.name,
            _sender(workspace, one),
            one.received_at,
            Stands.KEPT,
            counts.get(Fate.NEW.value, 0),
            counts.get(Fate.KNOWN.value, 0),
            counts.get("disputed", 0),
            counts.get("set_aside", 0),
        )


def _out(workspace: Workspace) -> Iterator[ReportLine]:
    for one in workspace.store.inbox.all(Arrival.QUARANTINED):
        yield ReportLine(
            one.name, _sender(workspace, one), one.received_at, Stands.KEPT_OUT, reason=one.reason
        )


def _sender(workspace: Workspace, bundle: InBundle) -> Sayable:
    member = trust_book(workspace).member(bundle.device)
    if member is None:
        return Say("a computer that is not known here")
    return f"{member.agency} {member.machine}"
