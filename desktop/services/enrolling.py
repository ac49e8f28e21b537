"""How a machine joins: invited by the lead agency, trusting it, asking, and being enrolled.

Invitations and requests are files people carry; each side compares the words of the other's key
by voice.
"""

from __future__ import annotations

from datetime import datetime

from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.services.listing import list_all_again
from desktop.services.roster_records import member_to
from desktop.services.trust import ANCHOR, MEMBER, own_keys, trust_book
from desktop.services.workspace import Workspace, audit
from desktop.sync.enrolment import (
    Enrolment,
    Invitation,
    make_enrolment,
    make_invitation,
    read_enrolment,
    read_invitation,
)
from desktop.sync.keys import DeviceKeys
from desktop.sync.names import is_device_id
from desktop.sync.roster import Member, Writer


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
        keep_member(workspace, _own_member(workspace, keys), now=now)


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
            member_to(
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
    if known is not None and not known.is_revoked and known.verify != request.verify:
        raise Refused(
            Say("Another machine of that name is enrolled already."),
            remedy=Say("Give the new machine another name, or revoke the old one first."),
        )
    writers = known.writers if known else ()
    if request.writer not in {one.id for one in writers}:
        writers = (*writers, Writer(request.writer, code))
    keep_member(
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
    # What it sent before, and what was kept out while it was revoked, is looked at again.
    workspace.store.inbox.forget_out(("foreign", "revoked"), device=request.device)
    list_all_again(workspace)
    audit(workspace, "device.enrolled", request.device, now=now)
    return request


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


def keep_member(workspace: Workspace, member: Member, *, now: datetime) -> None:
    """Write what the roster says of a device from now on, in the caller's transaction if any."""
    subject = Subject(SubjectKind.ROSTER, member.device)
    state = workspace.store.state(subject)
    register = state.registers.get(MEMBER) if state else None
    value = Known(member_to(member))
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
