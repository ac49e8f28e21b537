"""How machines meet: the mailbox's own paper, the invitation and the request for enrolment.

An invitation and a request are signed with the key they carry: that proves only that their keys
belong together. Whose they are, people find out by comparing the words of the fingerprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.terms import DeviceKind
from desktop.sync.keys import DeviceKeys, PublicKey, fingerprint_of
from desktop.sync.manifest import ID_PATTERN
from desktop.sync.papers import (
    NAME_PATTERN,
    make_paper,
    read_device,
    read_key_pair,
    read_paper,
    read_self_signed,
    trusting,
    write_key_pair,
)
from desktop.sync.strict import Fields, wrong_field

EXTRA_LIMIT = 32  # entries beside what every invitation holds

STORE_PAPER = "offramp-store+1"
INVITATION_PAPER = "offramp-invite+1"
ENROLMENT_PAPER = "offramp-enroll+1"


KINDS = re.compile("|".join(kind.value for kind in DeviceKind))


@dataclass(frozen=True, slots=True)
class StorePaper:
    """`store.json`: whose mailbox a carrier is."""

    program: str
    mailbox: str
    verify: PublicKey
    open: PublicKey


@dataclass(frozen=True, slots=True)
class Invitation:
    """`*.offramp-invite`: what a new device needs to know of the lead agency."""

    program: str
    program_name: str
    agency: str
    verify: PublicKey
    open: PublicKey
    carrier: str  # where the mailbox is; "" when it comes by stick
    inside_boundary: bool  # the lead agency is inside the criminal-justice boundary
    extra: tuple[tuple[str, str], ...]

    @property
    def fingerprint(self) -> str:
        """Return what the words to compare are made of."""
        return fingerprint_of(self.verify, self.open)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """`*.offramp-enroll`: what a device asks to be enrolled as."""

    program: str
    device: str
    writer: str
    agency: str
    machine: str
    kind: DeviceKind
    verify: PublicKey
    open: PublicKey

    @property
    def fingerprint(self) -> str:
        """Return what the words to compare are made of."""
        return fingerprint_of(self.verify, self.open)


def make_store_paper(program: str, mailbox: str, keys: DeviceKeys) -> bytes:
    """Return `store.json`, signed by the lead agency's device."""
    body = {"program": program, "mailbox": mailbox, **write_key_pair(keys)}
    return make_paper(STORE_PAPER, body, keys.sign, _read_store)


def read_store_paper(data: bytes, trusted: Iterable[PublicKey]) -> StorePaper:
    """Return whose mailbox it is; refuses one that no trusted key signed as FOREIGN."""
    return read_paper(data, STORE_PAPER, trusting(trusted), _read_store)


def make_invitation(
    keys: DeviceKeys,
    *,
    program: str,
    program_name: str,
    agency: str,
    carrier: str,
    inside_boundary: bool,
    extra: Mapping[str, str],
) -> bytes:
    """Return an invitation, signed with the key it carries."""
    body = {
        "program": program,
        "program_name": program_name,
        "agency": agency,
        "carrier": carrier,
        "inside_boundary": inside_boundary,
        "extra": dict(extra),
        **write_key_pair(keys),
    }
    return make_paper(INVITATION_PAPER, body, keys.sign, _read_invitation)


def read_invitation(data: bytes) -> Invitation:
    """Return the invitation. Its signature holds; whose it is only the words can tell."""
    return read_self_signed(data, INVITATION_PAPER, _read_invitation, lambda it: it.verify)


def make_enrolment(
    keys: DeviceKeys,
    *,
    program: str,
    device: str,
    writer: str,
    agency: str,
    machine: str,
    kind: DeviceKind,
) -> bytes:
    """Return a request for enrolment, signed with the key it carries."""
    body = {
        "program": program,
        "device": device,
        "writer": writer,
        "agency": agency,
        "machine": machine,
        "kind": kind.value,
        **write_key_pair(keys),
    }
    return make_paper(ENROLMENT_PAPER, body, keys.sign, _read_enrolment)


def read_enrolment(data: bytes) -> Enrolment:
    """Return the request. Its signature holds; whose it is only the words can tell."""
    return read_self_signed(data, ENROLMENT_PAPER, _read_enrolment, lambda it: it.verify)


def _read_store(fields: Fields) -> StorePaper:
    verify, open_key = read_key_pair(fields)
    return StorePaper(
        fields.text("program", ID_PATTERN), fields.text("mailbox", ID_PATTERN), verify, open_key
    )


def _read_invitation(fields: Fields) -> Invitation:
    verify, open_key = read_key_pair(fields)
    return Invitation(
        program=fields.text("program", ID_PATTERN),
        program_name=fields.text("program_name", NAME_PATTERN),
        agency=fields.text("agency", NAME_PATTERN),
        verify=verify,
        open=open_key,
        carrier=fields.text("carrier"),
        inside_boundary=fields.flag("inside_boundary"),
        extra=_read_extra(fields.object("extra")),
    )


def _read_extra(extra: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if len(extra) > EXTRA_LIMIT or not all(ID_PATTERN.fullmatch(name) for name in extra):
        raise wrong_field("extra")
    fields = Fields(extra)
    return tuple((name, fields.text(name)) for name in sorted(extra))


def _read_enrolment(fields: Fields) -> Enrolment:
    verify, open_key = read_key_pair(fields)
    return Enrolment(
        program=fields.text("program", ID_PATTERN),
        device=read_device(fields, "device"),
        writer=fields.text("writer", ID_PATTERN),
        agency=fields.text("agency", NAME_PATTERN),
        machine=fields.text("machine", NAME_PATTERN),
        kind=DeviceKind(fields.text("kind", KINDS)),
        verify=verify,
        open=open_key,
    )
