"""The roster: which devices belong to a program, with what keys, and until when.

The lead agency signs it and it travels on `all-devices`. Revoking a device names, per line
(a writer's sequence in one stream), the last sequence still accepted from it: a thief can set the
clock, not the sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.terms import DeviceKind
from desktop.sync.enrolment import KINDS
from desktop.sync.envelope import VerifierFor
from desktop.sync.keys import PrivateKey, PublicKey
from desktop.sync.manifest import ID_PATTERN
from desktop.sync.names import SEQUENCE_LIMIT, is_stream
from desktop.sync.papers import (
    NAME_PATTERN,
    make_paper,
    read_device,
    read_key_pair,
    read_paper,
    trusting,
)
from desktop.sync.strict import Fields, all_distinct, whole_seconds, wrong_field

ROSTER_PAPER = "offramp-roster+1"
ROSTER_LIMIT = 8 << 20  # bytes; about 8,000 devices
NUMBER_LIMIT = 2**31  # rosters of a program
_CODE = re.compile(r"[A-Z0-9]{1,8}")
_NAME_OR_NONE = re.compile(rf"(?:{NAME_PATTERN.pattern})?")


@dataclass(frozen=True, slots=True)
class Writer:
    """A writer of a device, and the code in the numbers of its referrals, e.g. "K7"."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Member:
    """One enrolled device."""

    device: str
    agency: str
    machine: str
    kind: DeviceKind
    unit: str  # "" when the agency has none
    verify: PublicKey
    open: PublicKey
    writers: tuple[Writer, ...]
    # Last sequence accepted per line ("writer/stream") once revoked, () accepts none; None: not
    # revoked. By line, since a restored backup gives a thief a new writer that begins at 1.
    revoked_after: tuple[tuple[str, int], ...] | None = None

    @property
    def is_revoked(self) -> bool:
        """Return whether the device's word has ended."""
        return self.revoked_after is not None

    def may_send(self, writer: str, stream: str, sequence: int) -> bool:
        """Return whether this bundle of the device is still accepted."""
        if self.revoked_after is None:
            return True
        return sequence <= dict(self.revoked_after).get(line_name(writer, stream), 0)


def line_name(writer: str, stream: str) -> str:
    """Return the name of one writer's line to one stream."""
    return f"{writer}/{stream}"


@dataclass(frozen=True, slots=True)
class Roster:
    """All devices of a program. A roster with a lower number than the one known is an old one."""

    program: str
    number: int
    issued_at: datetime
    members: tuple[Member, ...]

    def signers(self) -> dict[str, Member]:
        """Return the devices by the name of their verify key, revoked ones too."""
        return {member.verify.kid: member for member in self.members}

    def verifiers(self) -> VerifierFor:
        """Return the look-up `open_sealed` wants. Revoked devices are in it: see `may_send`."""
        return trusting(member.verify for member in self.members)

    def openers(self, kinds: Iterable[DeviceKind]) -> list[PublicKey]:
        """Return the open keys of the unrevoked devices of these kinds."""
        wanted = set(kinds)
        members = [member for member in self.members if member.revoked_after is None]
        return [member.open for member in members if member.kind in wanted]


def make_roster(roster: Roster, signer: PrivateKey) -> bytes:
    """Return the roster signed by the lead agency. Refuses one that nobody could read."""
    body = {
        "program": roster.program,
        "number": roster.number,
        "issued_at": whole_seconds(roster.issued_at),
        "members": [_write_member(member) for member in roster.members],
    }
    return make_paper(ROSTER_PAPER, body, signer, _read_body, ROSTER_LIMIT)


def read_roster(data: bytes, trusted: Iterable[PublicKey]) -> Roster:
    """Return the roster; refuses one that no trusted key signed as FOREIGN."""
    return read_paper(data, ROSTER_PAPER, trusting(trusted), _read_body, ROSTER_LIMIT)


def _write_member(member: Member) -> dict[str, Any]:
    revoked = member.revoked_after
    return {
        "device": member.device,
        "agency": member.agency,
        "machine": member.machine,
        "kind": member.kind.value,
        "unit": member.unit,
        "verify": member.verify.jwk(),
        "open": member.open.jwk(),
        "writers": [{"id": writer.id, "code": writer.code} for writer in member.writers],
        "revoked_after": None if revoked is None else dict(revoked),
    }


def _read_body(fields: Fields) -> Roster:
    roster = Roster(
        program=fields.text("program", ID_PATTERN),
        number=fields.whole("number", low=1, high=NUMBER_LIMIT),
        issued_at=fields.moment("issued_at"),
        members=tuple(_read_member(Fields(item)) for item in fields.objects("members")),
    )
    keys = [key.kid for member in roster.members for key in (member.verify, member.open)]
    writers = [writer for member in roster.members for writer in member.writers]
    # Two devices under one name, key or code would write under each other's.
    if not (
        all_distinct(keys)
        and all_distinct(member.device for member in roster.members)
        and all_distinct(writer.id for writer in writers)
        and all_distinct(_number_space(roster))
    ):
        raise wrong_field("members")
    return roster


def _number_space(roster: Roster) -> list[tuple[str, str]]:
    return [(member.agency, w.code) for member in roster.members for w in member.writers]


def _read_member(fields: Fields) -> Member:
    verify, open_key = read_key_pair(fields)
    member = Member(
        device=read_device(fields, "device"),
        agency=fields.text("agency", NAME_PATTERN),
        machine=fields.text("machine", NAME_PATTERN),
        kind=DeviceKind(fields.text("kind", KINDS)),
        unit=fields.text("unit", _NAME_OR_NONE),
        verify=verify,
        open=open_key,
        writers=tuple(_read_writer(Fields(item)) for item in fields.objects("writers")),
        revoked_after=_read_revoked(fields.object_or_none("revoked_after")),
    )
    fields.done()
    return member


def _read_writer(fields: Fields) -> Writer:
    writer = Writer(fields.text("id", ID_PATTERN), fields.text("code", _CODE))
    fields.done()
    return writer


def _read_revoked(streams: dict[str, Any] | None) -> tuple[tuple[str, int], ...] | None:
    if streams is None:
        return None
    lines = [line.partition("/") for line in streams]
    if not all(ID_PATTERN.fullmatch(writer) and is_stream(to) for writer, _, to in lines):
        raise wrong_field("revoked_after")
    fields = Fields(streams)
    return tuple((name, fields.whole(name, high=SEQUENCE_LIMIT)) for name in sorted(streams))
