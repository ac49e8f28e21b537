"""The coordinator's board: what every service last said of its room, and new figures typed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from desktop.domain.capacity import CapacityReport, ForGroup, newest
from desktop.domain.capacity_board import BoardRow, Typed, likely_unit, oldest_first, typed_report
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.services import services_known
from desktop.services.workspace import Workspace, audit

PINNED = "board/services"  # services that stand on the board though nobody has reported yet


def rows(workspace: Workspace, *, now: datetime) -> list[BoardRow]:
    """Return the board, oldest first: every service that ever reported, and those put there."""
    known = services_known.capacity(workspace)
    found: list[BoardRow] = []
    for service in dict.fromkeys((*known, *pinned(workspace))):
        listing = workspace.store.directory.get(service)
        if listing is None or listing.gone_since:
            continue
        named = (listing.name, listing.place.city)
        told: dict[str, list[CapacityReport]] = defaultdict(list)
        for report in known.get(service, ()):
            if report.tells_room:
                told[report.field].append(report)
        for reports in told.values():
            last = newest(reports)
            if last is not None:
                found.append(
                    BoardRow(service, *named, last.unit, last.for_group, last, len(reports) > 1)
                )
        if not told:
            found.append(BoardRow(service, *named, likely_unit(listing), ForGroup.ANY))
    return oldest_first(found, now)


def tell(workspace: Workspace, row: BoardRow, typed: Typed, *, now: datetime) -> CapacityReport:
    """Keep the figures typed into a row; they travel. Refuses what cannot be, with the reason."""
    workspace.may(Role.COORDINATOR)
    report, problems = typed_report(row, typed, at=now, told_to=workspace.user.name)
    if problems:
        raise Refused(problems[0].says, remedy=Say("Correct the figure, then keep it again."))
    services_known.tell_capacity(workspace, report, now=now, heard_now=True)
    audit(workspace, "capacity.typed", row.service_id, now=now)
    return report


def pinned(workspace: Workspace) -> tuple[str, ...]:
    """Return the services that were put on the board by hand."""
    kept = workspace.store.settings.get(PINNED, [])
    return tuple(str(one) for one in kept) if isinstance(kept, list) else ()


def pin(workspace: Workspace, service_id: str, *, now: datetime) -> None:
    """Put a service on the board; refuses one that is not in the directory."""
    workspace.may(Role.COORDINATOR)
    if workspace.store.directory.get(service_id) is None:
        raise Refused(
            Say("This service is not in the directory of this computer."),
            remedy=Say("Search for it again."),
        )
    kept = dict.fromkeys((*pinned(workspace), service_id))
    workspace.store.settings.set(PINNED, list(kept))
    audit(workspace, "board.pinned", service_id, now=now)
