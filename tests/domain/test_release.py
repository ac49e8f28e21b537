"""The gate: who may see what, under which consent, and that withheld facts leave no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.change import CASE_STATUS, Author, Change, Entry, Setting, Subject, replay
from desktop.domain.consent import (
    FIELD,
    LEAD,
    OFFICER,
    PROSECUTOR,
    Consent,
    Consents,
    Scope,
    consents_of,
    provider,
    to_record,
)
from desktop.domain.facts import FactValue, Known, Step
from desktop.domain.release import Gate, Reader, ReleaseRules, released
from desktop.domain.terms import Audience, ConsentHow, ConsentState, Role, SubjectKind, Tag
from desktop.domain.writing import entries
from desktop.wire import change_to_bytes
from tests.domain.worlds import COORDINATOR, START, kept
from tests.domain.worlds import OFFICER as LARKSPUR

TAGS = {
    "pathway": "-",
    "person.first_name": "P",
    "person.phone": "P",
    "health.note": "H",
    "service.first": "H",
    "charge.held": "J",
    "safety.note": "S",
    CASE_STATUS: "T",
    FIELD: "C",
}
FACTS = {path: Known(f"word of {path}") for path in TAGS if TAGS[path] in "-PHJS"}
ENCOUNTER = Subject(SubjectKind.ENCOUNTER, "e1")


def tags_of(path: str) -> frozenset[Tag]:
    """Return the little dictionary's tag."""
    return frozenset({Tag(TAGS[path])})


def writes(values: dict[str, FactValue], by: Author = LARKSPUR) -> list[Change]:
    """Return the changes of one page saved."""
    made = entries(
        values, subject=ENCOUNTER, seen=None, by=by, at=START, tags_of=tags_of, opens=True
    )
    return [entry.numbered("aaaa", number) for number, entry in enumerate(made, 1)]


def says(*consents: Consent) -> Consents:
    """Return these consents as they come out of their registers."""
    changes = []
    for number, consent in enumerate(consents, 1):
        sets = (Setting(FIELD, Known(to_record(consent))),)
        entry = Entry(START, LARKSPUR, consent.subject, frozenset({Tag.CONSENT}), sets)
        changes.append(kept(entry.numbered("bbbb", number)))
    return consents_of("e1", replay(changes).subjects.values())


def yes(recipient: str, scope: Scope, how: ConsentHow = ConsentHow.SIGNED) -> Consent:
    """Return a signed yes."""
    return Consent("e1", recipient, scope, ConsentState.GRANTED, how, witness="Sgt. Thistle")


def gate(reader: Reader, *consents: Consent, rules: ReleaseRules | None = None) -> Gate:
    """Return the gate for this reader."""
    return Gate(
        reader=reader,
        consents=says(*consents),
        rules=rules or ReleaseRules(),
        tags_of=tags_of,
        now=START,
        home_agency="TRC",
        home_user="u1",
    )


def seen_by(through: Gate, changes: list[Change]) -> set[str]:
    """Return the fields that pass."""
    return {one.path for change in released(changes, through) for one in change.sets}


LEAD_OUT = Reader(Audience.LEAD_OUTSIDE, agency="MCC")
CONSENT_A = (yes(LEAD, Scope.PERSONAL), yes(LEAD, Scope.HEALTH))
EVERYTHING = set(FACTS)


@pytest.mark.parametrize(
    ("reader", "consents", "rules", "expected"),
    [
        (Reader(Audience.PERSON), (), None, {"pathway", "service.first"}),
        (LEAD_OUT, (), None, {"pathway"}),
        (LEAD_OUT, CONSENT_A, None, EVERYTHING - {"charge.held"}),
        (
            LEAD_OUT,
            CONSENT_A[:1],
            None,
            {"pathway", "person.first_name", "person.phone", "safety.note"},
        ),
        (
            LEAD_OUT,
            CONSENT_A,
            ReleaseRules(justice_to_inside_lead=True),
            EVERYTHING - {"charge.held"},
        ),
        (
            Reader(Audience.LEAD_INSIDE, agency="MCC"),
            (),
            ReleaseRules(personal_to_inside_lead=True, justice_to_inside_lead=True),
            EVERYTHING - {"health.note", "service.first"},
        ),
        (Reader(Audience.PROVIDER, service="s1"), CONSENT_A, None, {"pathway"}),
        (
            Reader(Audience.PROVIDER, service="s1"),
            (yes(provider("s1"), Scope.PERSONAL), yes(provider("s1"), Scope.HEALTH)),
            None,
            EVERYTHING - {"charge.held", "safety.note"},
        ),
        (
            Reader(Audience.PROSECUTOR),
            CONSENT_A,
            None,
            {"pathway", "person.first_name", "charge.held"},
        ),
        (Reader(Audience.PRECINCT, agency="TRC"), (), None, EVERYTHING),
        (
            Reader(Audience.PRECINCT, agency="other"),
            (),
            None,
            EVERYTHING - {"health.note", "service.first"},
        ),
        (Reader(Audience.OFFICER, agency="TRC", user="u1"), (), None, EVERYTHING),
        (Reader(Audience.OFFICER, agency="TRC", user="u2"), (), None, {"pathway"}),
        (Reader(Audience.PUBLIC, agency="TRC"), CONSENT_A, None, set()),
    ],
)
def test_each_audience_sees_its_row_of_the_table(
    reader: Reader, consents: tuple[Consent, ...], rules: ReleaseRules | None, expected: set[str]
) -> None:
    assert seen_by(gate(reader, *consents, rules=rules), writes(FACTS)) == expected


@pytest.mark.parametrize("state", [s for s in ConsentState if s is not ConsentState.GRANTED])
def test_only_a_yes_frees_anything(state: ConsentState) -> None:
    refused = replace(yes(LEAD, Scope.PERSONAL), state=state)

    assert seen_by(gate(LEAD_OUT, refused), writes(FACTS)) == {"pathway"}


def test_a_yes_and_a_no_at_the_same_time_free_nothing() -> None:
    both = (
        yes(LEAD, Scope.PERSONAL),
        replace(yes(LEAD, Scope.PERSONAL), state=ConsentState.REFUSED),
    )

    assert seen_by(gate(LEAD_OUT, *both), writes(FACTS)) == {"pathway"}


def test_a_consent_that_ended_frees_nothing_and_neither_does_one_under_a_clock_not_trusted() -> (
    None
):
    ending = replace(yes(LEAD, Scope.PERSONAL), until=START + timedelta(days=1))
    open_gate = gate(LEAD_OUT, ending)

    assert "person.phone" in seen_by(open_gate, writes(FACTS))
    ended = replace(open_gate, now=START + timedelta(days=1))
    assert seen_by(ended, writes(FACTS)) == {"pathway"}
    assert seen_by(replace(open_gate, clock_trusted=False), writes(FACTS)) == {"pathway"}


def test_a_spoken_yes_frees_only_the_officers_own_words_and_only_where_the_program_allows() -> None:
    spoken = (
        yes(LEAD, Scope.PERSONAL, ConsentHow.VERBAL),
        yes(LEAD, Scope.HEALTH, ConsentHow.VERBAL),
    )
    rules = ReleaseRules(spoken_consent=True)
    foreign = Author("x", Role.DESK, "another agency", "d")

    assert seen_by(gate(LEAD_OUT, *spoken), writes(FACTS)) == {"pathway"}
    assert "health.note" in seen_by(gate(LEAD_OUT, *spoken, rules=rules), writes(FACTS))
    assert seen_by(gate(LEAD_OUT, *spoken, rules=rules), writes(FACTS, by=foreign)) == {"pathway"}
    unwitnessed = tuple(replace(one, witness="") for one in spoken)
    assert seen_by(gate(LEAD_OUT, *unwitnessed, rules=rules), writes(FACTS)) == {"pathway"}


def case_step(to: str) -> Change:
    """Return the lead agency's word on the case."""
    sets = (Setting(CASE_STATUS, Known(Step(None, to))),)
    subject = Subject(SubjectKind.CASE, "r1")
    return Entry(START, COORDINATOR, subject, frozenset({Tag.TREATMENT}), sets).numbered("cccc", 1)


@pytest.mark.parametrize(
    ("levels", "heard"),
    [
        ((), set()),
        ((Scope.NEWS_CONTACT,), {"accepted", "contact_made"}),
        (
            (Scope.NEWS_CONTACT, Scope.NEWS_STATUS),
            {"accepted", "contact_made", "enrolled", "completed"},
        ),
    ],
)
def test_the_officer_hears_as_far_as_consent_b_goes_and_never_why_it_closed(
    levels: tuple[Scope, ...], heard: set[str]
) -> None:
    officer = gate(
        Reader(Audience.OFFICER, agency="TRC", user="u1"), *(yes(OFFICER, one) for one in levels)
    )
    steps = ("accepted", "contact_made", "enrolled", "completed", "closed")

    assert {to for to in steps if officer.lets(case_step(to))} == heard


def test_treatment_facts_reach_no_precinct_and_a_prosecutor_only_by_a_signed_consent() -> None:
    spoken = yes(PROSECUTOR, Scope.TREATMENT, ConsentHow.VERBAL)
    rules = ReleaseRules(spoken_consent=True)
    attorney = Reader(Audience.PROSECUTOR)

    assert not gate(Reader(Audience.PRECINCT, agency="TRC")).lets(case_step("accepted"))
    assert not gate(attorney, spoken, rules=rules).lets(case_step("accepted"))
    assert gate(attorney, yes(PROSECUTOR, Scope.TREATMENT)).lets(case_step("accepted"))


def test_a_dictionary_that_grew_stricter_holds_for_what_was_written_before() -> None:
    old = Entry(
        START, LARKSPUR, ENCOUNTER, frozenset({Tag.NONE}), (Setting("charge.held", Known(True)),)
    ).numbered("aaaa", 1)

    assert not gate(LEAD_OUT, *CONSENT_A).lets(old)


READERS = [
    Reader(Audience.PERSON),
    LEAD_OUT,
    Reader(Audience.LEAD_INSIDE, agency="MCC"),
    Reader(Audience.PROVIDER, service="s1"),
    Reader(Audience.PROSECUTOR),
    Reader(Audience.PRECINCT, agency="other"),
    Reader(Audience.OFFICER, agency="TRC", user="u2"),
    Reader(Audience.PUBLIC),
]


@given(
    st.sampled_from(READERS),
    st.sets(st.sampled_from((*CONSENT_A, yes(provider("s1"), Scope.HEALTH)))),
    st.dictionaries(
        st.sampled_from(sorted(FACTS)), st.text(st.characters(exclude_categories=["Cs"]))
    ),
)
def test_withheld_facts_leave_no_trace(
    reader: Reader, consents: set[Consent], other_words: dict[str, str]
) -> None:
    through = gate(reader, *sorted(consents, key=str))
    mine = writes(FACTS)
    visible = seen_by(through, mine)
    changed = {path: Known(word) for path, word in other_words.items() if path not in visible}
    theirs = writes({**FACTS, **changed})

    assert [change_to_bytes(c) for c in released(mine, through)] == [
        change_to_bytes(c) for c in released(theirs, through)
    ]
