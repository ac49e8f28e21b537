"""Signed papers: what is made can be read, and nothing else can."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind
from desktop.sync.enrolment import (
    make_enrolment,
    make_invitation,
    make_store_paper,
    read_enrolment,
    read_invitation,
    read_store_paper,
)
from desktop.sync.envelope import decode_segment, digest_of, encode_segment
from desktop.sync.keys import generate_device_keys
from desktop.sync.papers import PAPER_LIMIT
from desktop.sync.receipts import Receipt, make_receipt, read_receipt, receipt_place
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.roster import Member, Roster, Writer, make_roster, read_roster
from tests.sync.people import NIGHT, Machine, bundle_of, desk, everybody, lead, nobody, patrol


def an_invitation(**changes: object) -> bytes:
    words = {
        "program": "three-rivers",
        "program_name": "Three Rivers Deflection",
        "agency": "Three Rivers Care \u2013 Ñandú",
        "carrier": "//server/offramp",
        "inside_boundary": False,
        "extra": {"phone": "555-0100"},
    }
    return make_invitation(lead().keys, **{**words, **changes})


def an_enrolment() -> bytes:
    return make_enrolment(
        patrol().keys,
        program="three-rivers",
        device="k7-patrol",
        writer="w-81af",
        agency="Sheriff",
        machine="Car 7",
        kind=DeviceKind.PATROL,
    )


def member(machine: Machine, kind: DeviceKind, code: str) -> Member:
    public = machine.keys
    return Member(
        device=machine.device,
        agency="Sheriff",
        machine="Car 7",
        kind=kind,
        unit="",
        verify=public.sign.public,
        open=public.open.public,
        writers=(Writer(f"w-{code.lower()}", code),),
    )


def a_roster() -> Roster:
    return Roster(
        "three-rivers",
        4,
        NIGHT,
        (
            member(patrol(), DeviceKind.PATROL, "K7"),
            member(desk(), DeviceKind.DESK, "D1"),
            member(lead(), DeviceKind.LEAD, "L1"),
        ),
    )


def a_receipt() -> Receipt:
    sealed = bundle_of()
    return Receipt(
        program="three-rivers",
        bundle=sealed.name,
        digest=sealed.digest,
        stream="lead",
        sequence=1,
        kept=3,
        disputed=0,
        set_aside=0,
        quarantined=0,
        received_at=NIGHT.astimezone(timezone(timedelta(hours=-7))),
        receiver="lead-1",
        receiver_clock=NIGHT,
    )


def rewritten(paper: bytes, **changes: object) -> bytes:
    """Change what a paper says and keep its signature."""
    whole = json.loads(paper)
    body = {**json.loads(decode_segment(whole["payload"])), **changes}
    return json.dumps({**whole, "payload": encode_segment(json.dumps(body).encode())}).encode()


def test_a_mailbox_says_whose_it_is():
    data = make_store_paper("three-rivers", "mail-1", lead().keys)
    paper = read_store_paper(data, [lead().keys.sign.public])
    assert (paper.program, paper.mailbox, paper.open) == (
        "three-rivers",
        "mail-1",
        lead().keys.open.public,
    )


def test_a_stranger_s_mailbox_is_foreign():
    data = make_store_paper("three-rivers", "mail-1", generate_device_keys())
    with pytest.raises(BundleRefused) as refused:
        read_store_paper(data, [lead().keys.sign.public])
    assert refused.value.kind is RefusalKind.FOREIGN


def test_an_invitation_carries_the_lead_agency():
    invitation = read_invitation(an_invitation())
    assert invitation.agency == "Three Rivers Care \u2013 Ñandú"
    assert invitation.inside_boundary is False
    assert dict(invitation.extra) == {"phone": "555-0100"}
    assert invitation.fingerprint == lead().keys.fingerprint


def test_a_request_for_enrolment_carries_the_device():
    enrolment = read_enrolment(an_enrolment())
    assert (enrolment.device, enrolment.machine, enrolment.kind) == (
        "k7-patrol",
        "Car 7",
        DeviceKind.PATROL,
    )
    assert enrolment.fingerprint == patrol().keys.fingerprint


@pytest.mark.parametrize(
    "changes", [{"agency": "Another"}, {"inside_boundary": True}, {"carrier": "//thief"}]
)
def test_a_rewritten_invitation_is_a_bad_signature(changes):
    with pytest.raises(BundleRefused) as refused:
        read_invitation(rewritten(an_invitation(), **changes))
    assert refused.value.kind is RefusalKind.BAD_SIGNATURE


def test_a_thief_s_key_in_an_invitation_is_a_bad_signature():
    thief = generate_device_keys()
    with pytest.raises(BundleRefused) as refused:
        read_invitation(rewritten(an_invitation(), verify=thief.sign.public.jwk()))
    assert refused.value.kind is RefusalKind.BAD_SIGNATURE
    # Exchanging the open key alone would let the thief read everything.
    with pytest.raises(BundleRefused) as refused:
        read_invitation(rewritten(an_invitation(), open=thief.open.public.jwk()))
    assert refused.value.kind is RefusalKind.BAD_SIGNATURE


def test_one_paper_is_not_taken_for_another():
    with pytest.raises(BundleRefused) as refused:
        read_invitation(an_enrolment())
    assert refused.value.kind is RefusalKind.BAD_CONTENT


def test_a_newer_paper_says_update():
    whole = json.loads(an_invitation())
    header = {**json.loads(decode_segment(whole["protected"])), "typ": "offramp-invite+2"}
    whole["protected"] = encode_segment(json.dumps(header).encode())
    with pytest.raises(BundleRefused) as refused:
        read_invitation(json.dumps(whole).encode())
    assert refused.value.kind is RefusalKind.TOO_NEW


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_paper_signed_with_a_weak_algorithm_is_refused(algorithm):
    whole = json.loads(an_invitation())
    header = {**json.loads(decode_segment(whole["protected"])), "alg": algorithm}
    whole["protected"] = encode_segment(json.dumps(header).encode())
    with pytest.raises(BundleRefused) as refused:
        read_invitation(json.dumps(whole).encode())
    assert refused.value.kind is RefusalKind.BAD_SIGNATURE


def test_a_huge_paper_is_refused():
    with pytest.raises(BundleRefused) as refused:
        read_invitation(b" " * (PAPER_LIMIT + 1))
    assert refused.value.kind is RefusalKind.TOO_LARGE


@pytest.mark.parametrize(
    "changes",
    [
        {"agency": "two\nlines"},
        {"agency": "safe\u202etpircs"},
        {"agency": ""},
        {"agency": "x" * 201},
        {"program": "three rivers"},
        {"extra": {"a b": "c"}},
        {"extra": {str(number): "x" for number in range(33)}},
    ],
)
def test_a_name_that_could_mislead_is_refused_when_it_is_made(changes):
    with pytest.raises(Refused) as refused:
        an_invitation(**changes)
    assert not isinstance(refused.value, BundleRefused)


def test_the_roster_comes_back_and_knows_its_signers():
    roster = a_roster()
    read = read_roster(make_roster(roster, lead().keys.sign), [lead().keys.sign.public])
    assert read == roster
    assert read.signers()[patrol().keys.sign.public.kid].device == "k7-patrol"
    assert read.verifiers()(desk().keys.sign.public.kid) == desk().keys.sign.public
    assert read.verifiers()("stranger") is None
    assert read.openers([DeviceKind.DESK]) == [desk().keys.open.public]


def test_a_roster_by_anybody_else_is_foreign():
    with pytest.raises(BundleRefused) as refused:
        read_roster(make_roster(a_roster(), patrol().keys.sign), [lead().keys.sign.public])
    assert refused.value.kind is RefusalKind.FOREIGN


def test_a_revoked_device_is_heard_up_to_its_last_sequence_and_reads_no_more():
    stolen, *others = a_roster().members
    roster = replace(
        a_roster(), members=(replace(stolen, revoked_after=(("w1/lead", 12),)), *others)
    )
    read = read_roster(make_roster(roster, lead().keys.sign), [lead().keys.sign.public])
    revoked = read.members[0]
    assert revoked.may_send("w1", "lead", 12)
    assert not revoked.may_send("w1", "lead", 13)
    assert not revoked.may_send("w2", "lead", 1)
    assert not revoked.may_send("w1", "precinct", 1)
    assert read.members[1].may_send("w1", "precinct", 999_999)
    assert read.openers([DeviceKind.PATROL]) == []
    # What it sent before is still verified.
    assert read.verifiers()(revoked.verify.kid) == revoked.verify


@pytest.mark.parametrize(
    "twin",
    [
        {"device": "k7-patrol"},
        {"verify": patrol().keys.sign.public},
        {"open": patrol().keys.open.public},
        {"writers": (Writer("w-k7", "D1"),)},
        {"writers": (Writer("w-d1", "K7"),)},
    ],
)
def test_two_devices_share_no_name_key_writer_or_code(twin):
    first, second, third = a_roster().members
    roster = replace(a_roster(), members=(first, replace(second, **twin), third))
    with pytest.raises(Refused):
        make_roster(roster, lead().keys.sign)


def test_a_receipt_names_its_bundle():
    receipt = a_receipt()
    assert read_receipt(make_receipt(receipt, lead().keys.sign), everybody()) == receipt
    assert receipt_place(receipt, date(2026, 11, 24)) == (
        f"receipts/2026-11-24/{receipt.bundle}.lead-1.receipt"
    )


def test_a_stranger_s_receipt_is_foreign():
    with pytest.raises(BundleRefused) as refused:
        read_receipt(make_receipt(a_receipt(), lead().keys.sign), nobody)
    assert refused.value.kind is RefusalKind.FOREIGN


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": digest_of(b"another")},
        {"sequence": 2},
        {"bundle": "../x.offramp"},
        {"kept": -1},
        {"stream": "nowhere/else"},
        {"receiver": "Lead 1"},
    ],
)
def test_a_receipt_that_contradicts_itself_is_refused(changes):
    with pytest.raises(Refused):
        make_receipt(replace(a_receipt(), **changes), lead().keys.sign)
