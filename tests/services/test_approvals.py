"""Approvals: who may give one, what it saw, when it lapses, where it travels, what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.eligibility import Decision
from desktop.domain.facts import Known
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.release import Reader
from desktop.domain.terms import (
    Audience,
    Outcome,
    Resolver,
    Role,
    SheetKind,
    SubjectKind,
    Tag,
)
from desktop.domain.words import ENGLISH
from desktop.packet.plain import as_text
from desktop.services import approvals, issue, refer
from desktop.services.assess import decision_for
from desktop.services.gates import gate_for, reader_here
from desktop.services.rights import fault_of
from desktop.services.trust import trust_book
from desktop.services.workspace import Workspace
from tests.services.issuing import CONSENT_A, NOW, Desk
from tests.stories.machines import County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own

PAROLE = {"supervision.status": Known("parole")}  # TR-10: the sergeant decides
SEVEN_GRAMS = {"drug/a/amount_g": Known(Decimal("7"))}  # TR-04: presumptive, the prosecutor


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("approvals") / "D1")
    yield made
    made.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = County(tmp_path)
    yield made
    made.close()


def sergeant(desk: Desk) -> Workspace:
    return desk.user(Role.SUPERVISOR, "Sgt. Thistle")


def decided(workspace: Workspace, referral: Referral) -> Decision:
    """Return the decision as this person sees it."""
    gate = gate_for(workspace, referral, reader_here(workspace), now=NOW)
    seen = gate.sees(referral.encounter.subject, referral.encounter.registers)
    given = approvals.approvals_of(workspace, referral, gate)
    return decision_for(workspace, referral, seen, given)


def waiting(workspace: Workspace, referral: Referral) -> list[tuple[str, bool]]:
    """Return the rules of this referral in the queue, and whether an answer lapsed."""
    found = approvals.queue(workspace, NOW)
    return [(one.criterion.id, one.lapsed) for one in found if one.referral.id == referral.id]


def prosecutor_says_yes(workspace: Workspace, referral: Referral, **words: object) -> None:
    given = {
        "granted": True, "who": "A. Placeholder", "how": "phone", "said_at": NOW, "now": NOW,
        "reason": "first time",
    }  # fmt: skip
    approvals.log_prosecutor(workspace, referral.id, "TR-04", **{**given, **words})


def test_what_needs_a_supervisor_waits_with_its_deadline_until_the_supervisor_approves(desk):
    referral = desk.refers("waits", facts=PAROLE)
    one = next(
        one for one in approvals.queue(sergeant(desk), NOW) if one.referral.id == referral.id
    )
    assert (one.approver, one.due is not None) == (Resolver.SUPERVISOR, True)
    assert ("supervision.status", Known("parole")) in one.saw
    before = decided(sergeant(desk), referral).outcome

    approvals.approve(sergeant(desk), referral.id, "TR-10", reason="it fits", now=NOW)

    assert before is Outcome.NEEDS_APPROVAL
    assert decided(sergeant(desk), referral).outcome is Outcome.ELIGIBLE_VERIFY
    assert waiting(sergeant(desk), referral) == []


def test_an_answer_is_seen_and_changed_and_both_words_stay_in_the_history(desk):
    referral = desk.refers("changes", facts=PAROLE)
    approvals.approve(sergeant(desk), referral.id, "TR-10", reason="it fits", now=NOW)

    def said():
        found = approvals.answered(sergeant(desk), NOW)
        return [(one.word.granted, one.word.reason, one.rule.approver)
                for one in found if one.rule.referral.id == referral.id]  # fmt: skip

    assert said() == [(True, "it fits", Resolver.SUPERVISOR)]
    with pytest.raises(Refused, match="The reason is missing"):
        approvals.decline(sergeant(desk), referral.id, "TR-10", reason=" ", now=NOW)

    approvals.decline(sergeant(desk), referral.id, "TR-10", reason="the PO called", now=NOW)

    assert said() == [(False, "the PO called", Resolver.SUPERVISOR)]
    assert decided(sergeant(desk), referral).outcome is Outcome.NOT_ELIGIBLE
    subject = approvals.approval_subject(referral.id, "TR-10")
    assert len(sergeant(desk).store.changes(subject)) == 2
    with pytest.raises(Refused):
        approvals.answered(desk.user(Role.OFFICER, "Ofc. Larkspur"), NOW)


def test_a_no_with_its_reason_closes_the_pathway_and_one_without_is_refused(desk):
    referral = desk.refers("no", facts=PAROLE)
    with pytest.raises(Refused, match="The reason is missing"):
        approvals.decline(sergeant(desk), referral.id, "TR-10", reason=" ", now=NOW)

    approvals.decline(sergeant(desk), referral.id, "TR-10", reason="probation said no", now=NOW)

    decision = decided(sergeant(desk), referral)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert [one.approval.reason for one in decision.entries if one.approval] == [
        "probation said no"
    ]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DESK, Role.ADMIN])
def test_nobody_but_a_supervisor_approves_or_sees_the_queue(desk, role):
    referral = desk.refers(f"role-{role}", facts=PAROLE)
    other = desk.user(role, f"Somebody {role}")

    with pytest.raises(Refused, match="Your role"):
        approvals.approve(other, referral.id, "TR-10", reason="it fits", now=NOW)
    with pytest.raises(Refused, match="Your role"):
        approvals.queue(other, NOW)

    assert waiting(sergeant(desk), referral) == [("TR-10", False)]


def test_an_approval_lapses_when_a_value_it_saw_changes_and_not_when_another_does(desk):
    referral = desk.refers("lapse", facts=SEVEN_GRAMS)
    prosecutor_says_yes(sergeant(desk), referral)
    other = refer.amend(desk.officer, referral.id, {"narrative": Known("a lamp")}, now=NOW)
    assert decided(sergeant(desk), other).outcome is Outcome.ELIGIBLE_VERIFY

    changed = refer.amend(
        desk.officer, referral.id, {"drug/a/amount_g": Known(Decimal("8"))}, now=NOW
    )

    assert decided(sergeant(desk), changed).outcome is Outcome.NEEDS_APPROVAL
    assert waiting(sergeant(desk), changed) == [("TR-04", True)]


def test_the_prosecutors_word_is_logged_with_name_way_and_time(desk):
    referral = desk.refers("word", facts=SEVEN_GRAMS)
    said_at = NOW - timedelta(minutes=12)
    with pytest.raises(Refused, match="not the supervisor's to decide"):
        approvals.approve(sergeant(desk), referral.id, "TR-04", reason="it fits", now=NOW)
    with pytest.raises(Refused, match="name is missing"):
        prosecutor_says_yes(sergeant(desk), referral, who=" ")
    with pytest.raises(Refused, match="still to come"):
        prosecutor_says_yes(sergeant(desk), referral, said_at=NOW + timedelta(minutes=5))

    prosecutor_says_yes(sergeant(desk), referral, said_at=said_at)

    (word,) = decided(sergeant(desk), referral).approved
    assert (word.by, word.who, word.how) == (Resolver.PROSECUTOR, "A. Placeholder", "phone")
    assert word.at == said_at
    assert ("drug/a/amount_g", Known(Decimal("7"))) in word.saw


def test_no_word_is_kept_without_its_reason(desk):
    referral = desk.refers("no-reason", facts={**PAROLE, **SEVEN_GRAMS})

    with pytest.raises(Refused, match="The reason is missing"):
        approvals.approve(sergeant(desk), referral.id, "TR-10", reason=" ", now=NOW)
    with pytest.raises(Refused, match="The reason is missing"):
        prosecutor_says_yes(sergeant(desk), referral, reason="")

    assert {one for one, _ in waiting(sergeant(desk), referral)} == {"TR-04", "TR-10"}


def test_when_what_it_saw_is_erased_nothing_of_it_stays_in_the_approval(desk):
    weight = "7.31"
    referral = desk.refers("erased", facts={"drug/a/amount_g": Known(Decimal(weight))})
    prosecutor_says_yes(sergeant(desk), referral)
    store = sergeant(desk).store
    assert waiting(sergeant(desk), referral) == []
    target = referral.encounter.subject
    order = Subject(SubjectKind.ERASURE, "order-j")
    sets = (
        Setting("target.id", Known(target.id)),
        Setting("target.kind", Known(target.kind.value)),
        Setting("target.tags", Known(("J",))),
    )

    store.keep([Entry(NOW, sergeant(desk).author, order, frozenset({Tag.NONE}), sets)])

    lines = [row[0] for row in store.database.execute("select bytes from changes").fetchall()]
    heads = [row[0] for row in store.database.execute("select heads from current").fetchall()]
    assert not [one for one in lines if weight.encode() in one]
    assert not [one for one in heads if weight in one]
    assert store.state(approvals.approval_subject(referral.id, "TR-04")) is not None
    left = store.referral(referral.id)
    assert decided(sergeant(desk), left).approved == ()


def test_what_does_not_wait_cannot_be_approved(desk):
    referral = desk.refers("clear")

    with pytest.raises(Refused, match="waits for no approval"):
        approvals.approve(sergeant(desk), referral.id, "TR-10", reason="it fits", now=NOW)


def test_supervisors_who_contradict_each_other_make_no_approval(desk):
    referral = desk.refers("two", facts=PAROLE)
    approvals.decline(sergeant(desk), referral.id, "TR-10", reason="no", now=NOW)
    subject = approvals.approval_subject(referral.id, "TR-10")
    said = sergeant(desk).store.changes(subject)[0].change
    record = dict(said.sets[0].value.value.items) | {"granted": "yes"}
    value = Known(type(said.sets[0].value.value)(tuple(sorted(record.items()))))
    unseen = replace(said.sets[0], value=value, based_on=())
    sergeant(desk).store.keep([Entry(NOW, said.by, subject, said.tags, (unseen, said.sets[1]))])

    assert decided(sergeant(desk), referral).outcome is Outcome.NEEDS_APPROVAL
    assert waiting(sergeant(desk), referral) == [("TR-10", True)]

    approvals.approve(sergeant(desk), referral.id, "TR-10", reason="it fits", now=NOW)
    assert waiting(sergeant(desk), referral) == []


def test_the_lead_agency_outside_learns_nothing_not_even_that_there_is_one(desk):
    referral = desk.refers("outside", facts=PAROLE)
    approvals.approve(sergeant(desk), referral.id, "TR-10", reason="it fits", now=NOW)
    subject = approvals.approval_subject(referral.id, "TR-10")
    (kept,) = sergeant(desk).store.changes(subject)
    reader = Reader(Audience.LEAD_OUTSIDE, agency="MCC")

    gate = gate_for(sergeant(desk), referral, reader, now=NOW)

    assert kept.change.tags == {Tag.JUSTICE}
    assert not gate.lets(kept.change)
    assert gate.sees(subject, sergeant(desk).store.state(subject).registers) == {}


def test_an_approval_in_anybodys_hand_but_a_supervisors_is_kept_out(county):
    referral = refers(county.officer, now=county.clock.now, facts=PAROLE)
    boss = county.computers["K7"].user("Sgt. Thistle", Role.SUPERVISOR)
    approvals.decline(boss, referral.id, "TR-10", reason="no", now=county.clock.now)
    change = boss.store.changes(approvals.approval_subject(referral.id, "TR-10"))[0].change
    by_officer = replace(change, by=county.officer.author)
    writer = change.id.writer
    county.exchange("D1")
    book = trust_book(county.desk)
    told = {"writer": writer, "sender": book.member(change.by.device), "book": book}

    assert fault_of(county.desk, change, **told) == ""
    assert fault_of(county.desk, by_officer, **told) == "not-its-right"


def test_the_approval_travels_to_the_officers_laptop_and_counts_there(county):
    referral = refers(
        county.officer,
        now=county.clock.now,
        facts={**PAROLE, "drug/a/amount_g": Known(Decimal("1"))},
        consents=CONSENT_A,
    )
    county.exchange("K7")
    county.exchange("D1")
    boss = county.computers["D1"].user("Sgt. Thistle", Role.SUPERVISOR)
    before = decided(county.officer, referral).outcome

    approvals.approve(boss, referral.id, "TR-10", now=county.clock.now, reason="PO agrees")
    county.exchange("D1")
    county.exchange("K7")
    county.exchange("L1")

    assert before is Outcome.NEEDS_APPROVAL
    decision = decided(county.officer, referral)
    assert decision.outcome is Outcome.ELIGIBLE_VERIFY
    assert [(one.who, one.reason) for one in decision.approved] == [("Sgt. Thistle", "PO agrees")]
    assert county.coordinator.store.states(SubjectKind.APPROVAL) == []


def test_the_worksheet_says_who_approved_when_and_how_instead_of_boxes(desk):
    referral = desk.refers("sheet", facts=SEVEN_GRAMS)

    def sheet() -> str:
        made = issue.make_sheet(desk.desk, referral.id, SheetKind.WORKSHEET, ENGLISH, now=NOW)
        return as_text(made)

    before = sheet()
    prosecutor_says_yes(sergeant(desk), referral, reason="first contact")
    after = sheet()

    assert "Not approved" in before
    assert "Not approved" not in after
    assert "A. Placeholder, Prosecutor, by phone; logged by the supervisor" in after
    assert "first contact" in after
