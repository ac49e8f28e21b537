"""A machine of the program that lies: bundles sealed and signed with its own real keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.change import Change, ChangeId, Setting, Subject
from desktop.domain.facts import FactValue, Known
from desktop.domain.terms import SubjectKind, Tag
from desktop.services import exchange
from desktop.services.keeping import keep_waiting
from desktop.services.trust import own_keys, trust_book
from desktop.store.mailbox import Arrival, InBundle
from desktop.sync.bundle import seal
from desktop.sync.manifest import Versions, manifest_for
from desktop.sync.names import place
from desktop.wire import change_to_bytes
from tests.stories.machines import County

PLAIN = frozenset({Tag.NONE})


def says(
    county: County,
    name: str,
    number: int,
    subject: Subject,
    values: dict[str, FactValue],
    *,
    tags: frozenset[Tag] = PLAIN,
    writer: str = "",
    at: datetime | None = None,
    opens: bool = False,
) -> Change:
    """Return a change as this machine would write it, whatever it holds."""
    workspace = county.admin(name)
    return Change(
        id=ChangeId(number, writer or workspace.store.writer),
        at=at or county.clock.now,
        by=workspace.author,
        subject=subject,
        tags=tags,
        sets=tuple(Setting(path, values[path]) for path in sorted(values)),
        opens=opens,
    )


def erases(county: County, name: str, number: int, target: Subject, **limits: str) -> Change:
    """Return an order to take everything on a subject, or all that an agency or device wrote."""
    return says(
        county,
        name,
        number,
        Subject(SubjectKind.ERASURE, f"order-{number}"),
        {
            "target.kind": Known(target.kind.value),
            "target.id": Known(target.id),
            "target.tags": Known(tuple(sorted(tag.value for tag in Tag))),
            **{f"target.{one}": Known(value) for one, value in limits.items()},
        },
    )


def lays_down(
    county: County, name: str, changes: Sequence[Change], *, stream: str, writer: str = ""
) -> str:
    """Seal the changes as this machine's own and lay them on the carrier; return the name."""
    workspace, now = county.admin(name), county.clock.now
    lines = [change_to_bytes(one) for one in changes]
    manifest = manifest_for(
        lines,
        program=workspace.program.slug,
        device=workspace.place.device,
        writer=writer or workspace.store.writer,
        stream=stream,
        sequence=900,
        previous="a" * 64,
        versions=Versions("three-rivers", "", ""),
        device_clock=now,
        skew_seconds=None,
        highest=max(one.id.number for one in changes),
    )
    # It knows everybody, as a machine does that has exchanged once.
    book = trust_book(county.admin("L1"))
    openers = book.openers(stream, agency=workspace.place.agency, beside=workspace.place.device)
    sealed = seal(manifest, lines, own_keys(workspace.store.settings).sign, openers)
    carrier = exchange.open_folder(workspace, county.folder)
    carrier.put_new(place(stream, now.date(), sealed.name), sealed.data)
    return sealed.name


def lead_keeps(county: County) -> dict[str, InBundle]:
    """Let the coordinator fetch and keep everything; return what was kept, by name."""
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    return {one.name: one for one in keep_waiting(lead, None, names, now=county.clock.now)}
