"""One referral in words: who sees what, what is open, what happened, and that nothing leaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.change import CASE_STATUS, Subject
from desktop.domain.consent import LEAD, Scope
from desktop.domain.facts import Known, Step
from desktop.domain.referral import encounter_subject
from desktop.domain.terms import (
    Audience,
    CaseStatus,
    ConsentState,
    Role,
    SubjectKind,
    Tag,
    Travel,
)
from desktop.domain.words import ENGLISH
from desktop.viewmodels.deadlines import due_tone, left_words
from desktop.viewmodels.fact_groups import FactState
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.referrals import Show, listed, news_mark
from tests.ui.referral_samples import (
    CLOVER,
    LARKSPUR,
    LIST,
    MADE,
    MARIGOLD,
    NOW,
    REACHED,
    World,
    detail_of,
    world,
)


def group(detail, tag):
    return next(one for one in detail.groups if one.tag is tag)


def line(detail, path):
    return next(one for each in detail.groups for one in each.lines if one.path == path)


def all_words(detail) -> str:
    """Everything the page says, as one text."""
    parts: list[str] = [ENGLISH(detail.person), ENGLISH(detail.context)]
    for each in detail.groups:
        parts += [ENGLISH(each.who), ENGLISH(each.held)]
        parts += [ENGLISH(part) for one in each.lines for part in (one.label, one.words)]
    for one in detail.moments:
        parts += [ENGLISH(one.words), ENGLISH(one.detail)]
    parts += [ENGLISH(one.says) for one in detail.open]
    parts += [ENGLISH(a.words) for one in detail.disputes for a in one.answers]
    return "\n".join(parts)


def test_the_desk_sees_every_group_and_nothing_is_held_back():
    detail = detail_of(world())

    assert [one.tag for one in detail.groups][:4] == [
        Tag.PERSONAL,
        Tag.HEALTH,
        Tag.JUSTICE,
        Tag.SAFETY,
    ]
    assert all(not one.held for one in detail.groups)


def test_the_unknowns_differ_in_words():
    detail = detail_of(world())

    said = {
        path: (line(detail, path).state, ENGLISH(line(detail, path).words))
        for path in (
            "health.methadone_patient",
            "history.violent_conviction",
            "supervision.status",
            "person.phone",
        )
    }
    assert said == {
        "health.methadone_patient": (FactState.DECLINED, "Declined to say"),
        "history.violent_conviction": (FactState.CANNOT_KNOW, "Cannot be known in the field"),
        "supervision.status": (FactState.NOT_ASKED, "Not asked"),
        "person.phone": (FactState.TWO_ANSWERS, "Two answers, not decided"),
    }


def test_a_charge_and_a_drug_are_told_apart_by_their_kind():
    detail = detail_of(world())

    assert ENGLISH(line(detail, "drug/d1/amount_g").label) == "Weight, Heroin"
    assert ENGLISH(line(detail, "drug/d1/amount_g").words) == "2.0 g"


def test_a_service_is_shown_by_name_and_its_id_never():
    words = all_words(detail_of(world()))

    assert "Prairie Ridge Detox" in words
    assert "\ns1\n" not in words


def test_a_lead_agency_outside_gets_no_justice_fact_whatever_there_is():
    with_facts = detail_of(world(), Audience.LEAD_OUTSIDE, Role.COORDINATOR)
    made = world()
    made.changes = [one for one in made.changes if Tag.JUSTICE not in one.tags]
    without = detail_of(made, Audience.LEAD_OUTSIDE, Role.COORDINATOR)

    assert group(with_facts, Tag.JUSTICE) == group(without, Tag.JUSTICE)
    assert ENGLISH(group(without, Tag.JUSTICE).held) == (
        "Held back. Stays with Three Rivers Sheriff's Office."
    )
    assert all_words(with_facts) == all_words(without)


def test_without_consent_a_lead_agency_is_told_that_health_is_held_back():
    made = world()
    made.consent(LEAD, Scope.HEALTH, ConsentState.REVOKED, by=CLOVER)

    detail = detail_of(made, Audience.LEAD_OUTSIDE, Role.COORDINATOR)

    assert group(detail, Tag.HEALTH).lines == ()
    assert ENGLISH(group(detail, Tag.HEALTH).held).startswith("Held back.")
    assert group(detail, Tag.PERSONAL).held == ""


def test_who_may_see_it_follows_the_consents():
    detail = detail_of(world())

    assert ENGLISH(group(detail, Tag.PERSONAL).who) == (
        "Precinct, Millbrook Community Care, Prairie Ridge Detox"
    )
    assert ENGLISH(group(detail, Tag.HEALTH).who) == "Precinct, Millbrook Community Care"
    assert ENGLISH(group(detail, Tag.JUSTICE).who) == "Precinct, Prosecutor"


def test_a_dispute_shows_both_answers_with_whose_they_are():
    (dispute,) = detail_of(world()).disputes

    assert dispute.subject == encounter_subject("e1")
    assert [
        tuple(ENGLISH(part) for part in (one.words, one.who, one.machine, one.when))
        for one in dispute.answers
    ] == [
        ("(555) 010-0171", "Ofc. Larkspur", "laptop K7", "17 Nov 22:02"),
        ("(555) 010-0117", "Clover", "front desk", "18 Nov 06:02"),
    ]


def test_the_desk_may_answer_its_open_points_and_only_what_is_not_known():
    made = world()
    made.write(encounter_subject("e1"), {"supervision.status": Known("none")}, "J")

    mine, leads = detail_of(made).open

    assert [one.path for one in mine.asks] == ["history.violent_conviction"]
    assert leads.asks == ()
    assert ENGLISH(mine.due) == "by 19 Nov 16:20, 31 h left"


def test_a_coordinator_sees_only_the_points_the_lead_agency_resolves():
    detail = detail_of(world(), Audience.LEAD_OUTSIDE, Role.COORDINATOR)

    assert [one.criterion for one in detail.open] == ["SF-11"]


def test_the_timeline_says_who_when_and_which_fields_but_no_value():
    made = world()
    made.write(
        encounter_subject("e1"),
        {"person.best_place": Known("<i>bridge</i>")},
        "P",
        by=CLOVER,
        at=NOW - timedelta(hours=1),
    )

    first = detail_of(made).moments[0]

    assert ENGLISH(first.words) == "Facts corrected"
    assert ENGLISH(first.detail) == ("Clover, front desk · Best place and time to find the person")
    said = "\n".join(ENGLISH(one.words) + ENGLISH(one.detail) for one in detail_of(made).moments)
    assert "bridge" not in said
    assert "Robin" not in said


def test_what_is_new_stands_first_and_travel_is_part_of_it():
    words = [ENGLISH(one.words) for one in detail_of(world(disputed=False)).moments]

    assert words[:3] == ["Received by the lead agency", "Left this computer", "Sealed in a bundle"]
    assert words[-1] == "Facts taken down"


def test_a_fact_of_a_newer_machine_is_passed_over():
    made = world()
    made.write(encounter_subject("e1"), {"person.starsign": Known("leo")}, "P")

    assert "leo" not in all_words(detail_of(made))


def test_without_a_release_the_line_ends_at_received_and_says_so():
    detail = detail_of(world())

    assert detail.travel is Travel.RECEIVED
    assert ENGLISH(detail.times[-1]) == "none shared"
    acted = detail_of(world(), reached=(*REACHED, (Travel.ACTED_ON, NOW)))
    assert ENGLISH(acted.times[-1]) == "18 Nov 09:20"


def test_a_case_step_is_told_in_the_fields_words():
    made = world()
    made.write(
        Subject(SubjectKind.CASE, "r1"),
        {CASE_STATUS: Known(Step(None, "accepted"))},
        "T",
        by=MARIGOLD,
        at=NOW,
    )

    moments = detail_of(made, Audience.LEAD_OUTSIDE, Role.COORDINATOR).moments

    assert ENGLISH(moments[0].words) == "Accepted by the lead agency"
    precinct = [ENGLISH(one.words) for one in detail_of(made).moments]
    assert "Accepted by the lead agency" not in precinct


def test_each_consent_has_its_word_and_only_a_yes_can_be_revoked():
    rows = {(one.recipient, one.scope): one for one in detail_of(world()).consents}

    assert ENGLISH(rows[(LEAD, Scope.PERSONAL)].mark.words) == "Yes"
    assert ENGLISH(rows[(LEAD, Scope.PERSONAL)].until) == "until 17 Nov 2027"
    assert rows[(LEAD, Scope.PERSONAL)].can_revoke
    refused = rows[("officer", Scope.NEWS_CONTACT)]
    assert (ENGLISH(refused.mark.words), refused.can_revoke) == ("No", False)


def test_no_name_is_said_where_none_is_known():
    made = World()
    made.write(encounter_subject("e1"), {"pathway": Known("REF")}, "-", opens=True)
    base = world()
    base.changes = [one for one in base.changes if Tag.PERSONAL not in one.tags]

    assert ENGLISH(detail_of(base).person) == "No name here"


@pytest.mark.parametrize(
    ("hours", "words", "tone"),
    [
        (-2.5, "2 h late", Tone.ERROR),
        (-0.25, "15 min late", Tone.ERROR),
        (0.5, "30 min left", Tone.WARNING),
        (13, "13 h left", Tone.WARNING),
        (47, "47 h left", Tone.INFO),
        (72, "3 days left", Tone.INFO),
    ],
)
def test_a_deadline_is_said_in_words_that_fit(hours, words, tone):
    due = NOW + timedelta(hours=hours)

    assert ENGLISH(left_words(due, NOW)) == words
    assert due_tone(due, NOW) is tone


def test_the_list_is_filtered_by_what_waits_and_by_words_without_accents():
    def found(show, typed=""):
        return [one.key for one in listed(LIST.rows, show, typed, ENGLISH)]

    assert found(Show.ALL) == ["r1", "r2", "r3", "r4"]
    assert found(Show.HERE) == ["r2", "r4"]
    assert found(Show.ARRIVED) == ["r1"]
    assert found(Show.WAITS) == ["r1"]
    assert found(Show.ALL, "JOSE 26-0001") == ["r4"]
    assert found(Show.ALL, "mesa women") == ["r3"]


def test_the_list_says_none_shared_the_same_way_for_every_reason():
    assert {ENGLISH(row.line.mark.words) for row in LIST.rows if row.line.mark} == {
        "None shared",
        "No news yet",
    }
    assert news_mark(None) is None
    assert news_mark(CaseStatus.CLOSED) is None
    enrolled = news_mark(CaseStatus.ENROLLED)
    assert enrolled is not None
    assert ENGLISH(enrolled.words) == "Enrolled"


def test_a_referral_that_was_withdrawn_says_so_and_cannot_be_withdrawn_again():
    made = world()
    assert detail_of(made).can_withdraw
    made.write(
        Subject(SubjectKind.REFERRAL, "r1"),
        {"referral.status": Known(Step("logged", "withdrawn"))},
        "-",
        by=replace(LARKSPUR, user="u1"),
        at=MADE + timedelta(hours=1),
    )

    detail = detail_of(made)

    assert not detail.can_withdraw
    assert detail.status is not None
    assert ENGLISH(detail.status.words) == "Withdrawn"
