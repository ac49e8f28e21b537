"""A device of the roster as the words that travel in its register, and back."""

from __future__ import annotations

from desktop.domain.facts import Record
from desktop.domain.terms import DeviceKind
from desktop.sync.keys import PublicKey, Use
from desktop.sync.roster import Member, Writer


def member_to(member: Member) -> Record:
    """Return the device as the words that travel."""
    revoked = member.revoked_after
    return Record.of(
        device=member.device,
        agency=member.agency,
        machine=member.machine,
        kind=member.kind.value,
        unit=member.unit,
        verify_x=member.verify.x,
        verify_y=member.verify.y,
        open_x=member.open.x,
        open_y=member.open.y,
        writers=" ".join(f"{one.id}:{one.code}" for one in member.writers),
        revoked=None if revoked is None else " ".join(f"{s}:{n}" for s, n in revoked) or "-",
    )


def member_from(record: Record) -> Member:
    """Return the device the words hold; ValueError when they are of a newer kind."""
    revoked = record.get("revoked")
    pairs = [pair.rpartition(":") for pair in revoked.split() if pair != "-"]
    return Member(
        device=record.get("device"),
        agency=record.get("agency"),
        machine=record.get("machine"),
        kind=DeviceKind(record.get("kind")),
        unit=record.get("unit"),
        verify=PublicKey(Use.SIGN, record.get("verify_x"), record.get("verify_y")),
        open=PublicKey(Use.OPEN, record.get("open_x"), record.get("open_y")),
        writers=tuple(
            Writer(*pair.split(":", 1)) for pair in record.get("writers").split() if ":" in pair
        ),
        revoked_after=tuple((s, int(n)) for s, _, n in pairs) if revoked else None,
    )
