"""Whom this machine trusts: its own keys, the lead agency it joined, and the roster.

The roster is one register per device, written by the lead agency alone. Invitations and
enrolments are files people carry; each side compares the words of the other's key by voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.facts import Known, Record
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.services.workspace import Workspace, audit
from desktop.store.settings import Settings
from desktop.sync.enrolment import (
    Enrolment,
    Invitation,
    make_enrolment,
    make_invitation,
    read_enrolment,
    read_invitation,
)
from desktop.sync.keys import (
    DeviceKeys,
    PublicKey,
    Use,
    export_private,
    generate_device_keys,
    import_private,
    words_of,
)
from desktop.sync.names import is_device_id
from desktop.sync.roster import Member, Roster, Writer

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
            one for one in self.roster.members if one.revoked_after is None and one.device != beside
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
        record = state.known(MEMBER)
        if isinstance(record, Record):
            try:
                member = _member_from(record)
            except ValueError:
                continue  # of a newer kind than this machine knows: nobody to it, until updated
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


def found_mailbox(workspace: Workspace, *, now: datetime) -> None:
    """Make this lead machine the first member of its own roster; once."""
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    if not workspace.place.is_lead:
        raise Refused(
            Say("Only the lead agency's machine can invite others."),
            remedy=Say("Ask the lead agency for an invitation file."),
        )
    if workspace.store.state(Subject(SubjectKind.ROSTER, workspace.place.device)) is None:
        keys = own_keys(workspace.store.settings)
        _keep_member(workspace, _own_member(workspace, keys), now=now)


def invite(workspace: Workspace, *, carrier: str, now: datetime) -> bytes:
    """Return an invitation file of this lead agency."""
    found_mailbox(workspace, now=now)
    place = workspace.place
    paper = make_invitation(
        own_keys(workspace.store.settings),
        program=workspace.program.slug,
        program_name=workspace.program.slug,
        agency=place.agency,
        carrier=carrier,
        inside_boundary=workspace.program.lead.inside,
        extra={"device": place.device, "program_digest": workspace.program.digest},
    )
    audit(workspace, "device.invited", workspace.program.slug, now=now)
    return paper


def accept_invitation(workspace: Workspace, data: bytes, *, now: datetime) -> Invitation:
    """Trust the lead agency of an invitation whose words people have compared."""
    workspace.may(Role.ADMIN, Role.COORDINATOR, Role.DESK, Role.OFFICER, Role.SUPERVISOR)
    invitation = read_invitation(data)
    if invitation.program != workspace.program.slug:
        raise Refused(
            Say("This invitation belongs to another program."),
            remedy=Say("Ask the lead agency of your own program for one."),
        )
    device = dict(invitation.extra).get("device", "")
    if not is_device_id(device):
        raise Refused(
            Say("This invitation does not say which machine it comes from."),
            remedy=Say("Ask the lead agency for a new one."),
        )
    workspace.store.settings.set(
        ANCHOR,
        dict(
            _member_to(
                Member(
                    device=device,
                    agency=invitation.agency,
                    machine=device,
                    kind=DeviceKind.LEAD,
                    unit="",
                    verify=invitation.verify,
                    open=invitation.open,
                    writers=(),
                )
            ).items
        ),
    )
    audit(workspace, "lead.trusted", invitation.program, now=now)
    return invitation


def request_enrolment(workspace: Workspace) -> bytes:
    """Return the file that asks the lead agency to enrol this machine."""
    place = workspace.place
    return make_enrolment(
        own_keys(workspace.store.settings),
        program=workspace.program.slug,
        device=place.device,
        writer=workspace.store.writer,
        agency=place.agency,
        machine=place.machine,
        kind=place.kind,
    )


def enrol(workspace: Workspace, data: bytes, *, code: str, now: datetime) -> Enrolment:
    """Put a machine into the roster; people have compared the words of its key."""
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    found_mailbox(workspace, now=now)
    request = read_enrolment(data)
    if request.program != workspace.program.slug:
        raise Refused(
            Say("This machine asks to join another program."),
            remedy=Say("Send it an invitation of your own program first."),
        )
    known = trust_book(workspace).member(request.device)
    if known is not None and known.verify != request.verify:
        raise Refused(
            Say("Another machine of that name is enrolled already."),
            remedy=Say("Give the new machine another name, or revoke the old one first."),
        )
    writers = known.writers if known else ()
    if request.writer not in {one.id for one in writers}:
        writers = (*writers, Writer(request.writer, code))
    _keep_member(
        workspace,
        Member(
            device=request.device,
            agency=request.agency,
            machine=request.machine,
            kind=request.kind,
            unit="",
            verify=request.verify,
            open=request.open,
            writers=writers,
        ),
        now=now,
    )
    audit(workspace, "device.enrolled", request.device, now=now)
    return request


def compare_words(fingerprint: str, word_list: Sequence[str]) -> str:
    """Return the words people compare by voice, e.g. "river oak seven ..."."""
    return " ".join(words_of(fingerprint, word_list))


def _own_member(workspace: Workspace, keys: DeviceKeys) -> Member:
    place = workspace.place
    return Member(
        device=place.device,
        agency=place.agency,
        machine=place.machine,
        kind=place.kind,
        unit="",
        verify=keys.sign.public,
        open=keys.open.public,
        writers=(Writer(workspace.store.writer, place.machine.upper()),),
    )


def _keep_member(workspace: Workspace, member: Member, *, now: datetime) -> None:
    subject = Subject(SubjectKind.ROSTER, member.device)
    state = workspace.store.state(subject)
    register = state.registers.get(MEMBER) if state else None
    value = Known(_member_to(member))
    if register is not None and register.value == value:
        return
    workspace.store.keep(
        [
            Entry(
                at=now,
                by=workspace.author,
                subject=subject,
                tags=frozenset({Tag.NONE}),
                sets=(Setting(MEMBER, value, register.based_on if register else ()),),
            )
        ]
    )


def _member_to(member: Member) -> Record:
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


def _member_from(record: Record) -> Member:
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


def _anchor(workspace: Workspace) -> Member | None:
    held = workspace.store.settings.get(ANCHOR)
    if not isinstance(held, Mapping):
        return None
    return _member_from(Record(tuple(sorted((str(k), str(v)) for k, v in held.items()))))
