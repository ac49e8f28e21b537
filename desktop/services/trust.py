"""Whom this machine trusts: its own keys, the lead agency it joined, and the roster.

The roster is one register per device, written by the lead agency alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import SubjectState
from desktop.domain.facts import Known, Record
from desktop.domain.terms import DeviceKind, SubjectKind
from desktop.services.roster_records import member_from
from desktop.services.workspace import Workspace
from desktop.store.settings import Settings
from desktop.sync.keys import (
    DeviceKeys,
    PublicKey,
    Use,
    export_private,
    generate_device_keys,
    import_private,
    words_of,
)
from desktop.sync.roster import Member, Roster

KEYS = "device.keys"
ANCHOR = "lead.anchor"
MEMBER = "member"


def own_keys(settings: Settings) -> DeviceKeys:
    """Return this device's two key pairs; made at first use, kept in the encrypted store."""
    held = settings.get(KEYS)
    if isinstance(held, Mapping):
        return DeviceKeys(
            import_private(str(held["sign"]).encode(), Use.SIGN),
            import_private(str(held["open"]).encode(), Use.OPEN),
        )
    keys = generate_device_keys()
    settings.set(
        KEYS,
        {"sign": export_private(keys.sign).decode(), "open": export_private(keys.open).decode()},
    )
    return keys


@dataclass(frozen=True)
class TrustBook:
    """The devices this machine knows, the lead agency's own first."""

    roster: Roster

    def member(self, device: str) -> Member | None:
        """Return a device by its name, or None."""
        return next((one for one in self.roster.members if one.device == device), None)

    def leads(self) -> list[Member]:
        """Return the lead agency's machines."""
        return [one for one in self.roster.members if one.kind is DeviceKind.LEAD]

    def readers(self, stream: str, *, agency: str, beside: str) -> list[Member]:
        """Return the machines a stream is sealed to; the sender's own device is left out.

        `precinct` goes to the desk machines of one agency, `lead` to the lead agency's machines,
        `all-devices` to everybody, any other stream to the device of that name.
        """
        members = [
            one for one in self.roster.members if not one.is_revoked and one.device != beside
        ]
        if stream == "lead":
            members = [one for one in members if one.kind is DeviceKind.LEAD]
        elif stream == "precinct":
            members = [
                one for one in members if one.kind is DeviceKind.DESK and one.agency == agency
            ]
        elif stream != "all-devices":
            members = [one for one in members if one.device == stream]
        return members

    def openers(self, stream: str, *, agency: str, beside: str) -> list[PublicKey]:
        """Return the keys of a stream's readers."""
        return [one.open for one in self.readers(stream, agency=agency, beside=beside)]


def trust_book(workspace: Workspace) -> TrustBook:
    """Return everybody this machine knows by the lead agency's word."""
    members: dict[str, Member] = {}
    anchor = _anchor(workspace)
    if anchor is not None:
        members[anchor.device] = anchor
    states = workspace.store.states(SubjectKind.ROSTER)
    for state in states:
        member = _member_of(state)
        if member is not None:
            members[member.device] = member
    now = max(
        (
            head.at
            for state in states
            for register in state.registers.values()
            for head in register.heads
        ),
        default=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    )
    return TrustBook(
        Roster(workspace.program.slug, 1, now, tuple(members[name] for name in sorted(members)))
    )


def compare_words(fingerprint: str, word_list: Sequence[str]) -> str:
    """Return the words people compare by voice, e.g. "river oak seven ..."."""
    return " ".join(words_of(fingerprint, word_list))


def _member_of(state: SubjectState) -> Member | None:
    """Return the device a register is about, or None where nobody can say.

    While two coordinators differ it is nobody, unless one of them revoked it: then it is revoked.
    """
    register = state.registers.get(MEMBER)
    said = []
    for head in register.heads if register else ():
        record = head.value.value if isinstance(head.value, Known) else None
        if isinstance(record, Record):
            with suppress(ValueError):  # of a newer kind than this machine knows
                said.append(member_from(record))
    if register is None or not said:
        return None
    if not register.disputed:
        return said[-1]
    revoked = [one for one in said if one.is_revoked]
    # The one that accepts least: nobody is let in by a mistake.
    return min(revoked, key=_accepted, default=None)


def _accepted(member: Member) -> int:
    return sum(last for _, last in member.revoked_after or ())


def _anchor(workspace: Workspace) -> Member | None:
    held = workspace.store.settings.get(ANCHOR)
    if not isinstance(held, Mapping):
        return None
    return member_from(Record(tuple(sorted((str(k), str(v)) for k, v in held.items()))))
