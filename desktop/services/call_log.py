"""Every call made to a service, as it was recorded; and a call recorded by a slip, taken back."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.capacity import CapacityReport, from_record, to_record
from desktop.domain.change import ChangeId, Entry, Setting, Subject
from desktop.domain.facts import FactValue, Known, Record, Unknown
from desktop.domain.refused import Refused
from desktop.domain.terms import SubjectKind, Tag
from desktop.domain.words import Say
from desktop.services.workspace import Workspace, audit


def calls(workspace: Workspace, service_id: str) -> list[CapacityReport]:
    """Return the calls made to a service, newest first; those taken back are left out."""
    standing: dict[ChangeId, tuple[str, CapacityReport]] = {}
    for kept in workspace.store.changes(_subject(service_id)):
        change = kept.change
        for setting in change.sets:
            report = _report(service_id, setting.value)
            for seen in setting.based_on:
                path, before = standing.get(seen, ("", None))
                if before is not None and path == setting.path and _takes_back(report, before):
                    del standing[seen]
            if report is not None:
                standing[change.id] = (setting.path, report)
    made = dict.fromkeys(one for _, one in standing.values() if one.heard is not None)
    return sorted(made, key=lambda one: one.reported_at, reverse=True)


def take_back_call(workspace: Workspace, call: CapacityReport, *, now: datetime) -> None:
    """Put back what was known before a call was recorded here; refuses one already built upon."""
    subject = _subject(call.service_id)
    state = workspace.store.state(subject)
    register = state.registers.get(call.field) if state else None
    heads = register.heads if register else ()
    if [head.value for head in heads] != [Known(to_record(call))]:
        raise Refused(
            Say("Somebody has told of this service since."),
            remedy=Say("Record what the phone said as it is now."),
        )
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=frozenset({Tag.NONE}),
                sets=(Setting(call.field, _before(workspace, call), (heads[0].id,)),),
            )
        ]
    )
    audit(workspace, "call.taken-back", call.service_id, now=now)


def _before(workspace: Workspace, call: CapacityReport) -> FactValue:
    """Return what the call was built upon: the one value there was, else nothing."""
    values: dict[ChangeId, FactValue] = {}
    seen: tuple[ChangeId, ...] = ()
    for kept in workspace.store.changes(_subject(call.service_id)):
        for setting in kept.change.sets:
            if setting.path == call.field:
                values[kept.change.id] = setting.value
                if setting.value == Known(to_record(call)):
                    seen = setting.based_on
    before = [values[one] for one in seen if one in values]
    return before[0] if len(before) == 1 else Unknown.NOT_ASKED


def _takes_back(report: CapacityReport | None, before: CapacityReport) -> bool:
    # News is never older than what it replaces: only an undone call puts something older back.
    return report is None or report.reported_at < before.reported_at


def _report(service_id: str, value: FactValue) -> CapacityReport | None:
    if not (isinstance(value, Known) and isinstance(value.value, Record)):
        return None
    try:
        return from_record(service_id, value.value)
    except Refused:
        return None  # another version wrote it differently


def _subject(service_id: str) -> Subject:
    return Subject(SubjectKind.CAPACITY, service_id)
