"""The laws of changes: a state is a function of the set of changes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.change import (
    CASE_STATUS,
    Change,
    ChangeId,
    Entry,
    Kept,
    Setting,
    Subject,
    SubjectState,
    replay,
)
from desktop.domain.facts import Known, Step
from desktop.domain.terms import Role, SubjectKind, Tag
from tests.domain.worlds import COORDINATOR, OFFICER, START, histories, kept

ENCOUNTER = Subject(SubjectKind.ENCOUNTER, "e1")
CASE = Subject(SubjectKind.CASE, "r1")
P = frozenset({Tag.PERSONAL})


def phone(number: int, writer: str, value: str, *seen: ChangeId, opens: bool = False) -> Change:
    """Return one officer's word about a phone number."""
    sets = (Setting("person.phone", Known(value), seen),)
    return Entry(START, OFFICER, ENCOUNTER, P, sets, opens).numbered(writer, number)


def step(
    number: int, saw: str | None, to: str, *seen: ChangeId, role: Role | None = None
) -> Change:
    """Return one step of the case."""
    by = replace(COORDINATOR, role=role) if role else COORDINATOR
    sets = (Setting(CASE_STATUS, Known(Step(saw, to)), seen),)
    return Entry(START, by, CASE, frozenset({Tag.TREATMENT}), sets).numbered("lead", number)


def state_of(subject: Subject, *changes: Change) -> SubjectState:
    """Return what these changes say of the subject."""
    return replay(kept(change) for change in changes).subjects[subject]


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_state(
    history: list[Kept], dice: random.Random
) -> None:
    shuffled = history * 2
    dice.shuffle(shuffled)

    assert replay(shuffled) == replay(history)


@given(histories(forks=False), st.integers(-90, 90))
def test_a_wrong_clock_changes_nothing_but_what_people_read(history: list[Kept], days: int) -> None:
    late = [kept(replace(one.change, at=one.change.at + timedelta(days=days))) for one in history]

    def without_times(all_kept: list[Kept]) -> object:
        return {
            subject: (
                {path: [(h.id, h.value) for h in r.heads] for path, r in state.registers.items()},
                state.waiting,
                state.set_aside,
            )
            for subject, state in replay(all_kept).subjects.items()
        }

    assert without_times(late) == without_times(history)


def test_two_machines_that_edit_one_field_show_a_dispute_not_a_winner() -> None:
    first = phone(1, "aaaa", "555-0100", opens=True)
    here = phone(2, "aaaa", "555-0101", first.id)
    there = phone(2, "bbbb", "555-0102", first.id)

    register = state_of(ENCOUNTER, first, here, there).registers["person.phone"]

    assert register.disputed
    assert register.value is None
    assert [head.value for head in register.heads] == [Known("555-0101"), Known("555-0102")]


def test_a_decision_based_on_both_answers_ends_the_dispute() -> None:
    first = phone(1, "aaaa", "555-0100", opens=True)
    here = phone(2, "aaaa", "555-0101", first.id)
    there = phone(2, "bbbb", "555-0102", first.id)
    decided = phone(3, "aaaa", "555-0102", here.id, there.id)

    register = state_of(ENCOUNTER, first, here, there, decided).registers["person.phone"]

    assert register.value == Known("555-0102")


def test_the_same_amount_written_twice_is_no_dispute() -> None:
    def grams(writer: str, amount: str) -> Change:
        sets = (Setting("drug/a/amount_g", Known(Decimal(amount))),)
        entry = Entry(START, OFFICER, ENCOUNTER, frozenset({Tag.JUSTICE}), sets, opens=True)
        return entry.numbered(writer, 1)

    register = state_of(ENCOUNTER, grams("aaaa", "2.0"), grams("bbbb", "2.00")).registers

    assert not register["drug/a/amount_g"].disputed


def test_a_step_is_judged_against_what_its_author_saw() -> None:
    accepted = step(1, None, "accepted")
    reached = step(2, "accepted", "contact_made", accepted.id)
    by_officer = step(3, "contact_made", "enrolled", reached.id, role=Role.OFFICER)

    state = state_of(CASE, accepted, reached, by_officer)

    assert state.value(CASE_STATUS) == Known(Step("accepted", "contact_made"))
    assert [(one.id, one.reason) for one in state.set_aside] == [(by_officer.id, "wrong-role")]


def test_two_concurrent_steps_are_a_dispute_and_none_is_set_aside() -> None:
    accepted = step(1, None, "accepted")
    reached = step(2, "accepted", "contact_made", accepted.id)
    closed = replace(step(2, "accepted", "closed", accepted.id), id=ChangeId(2, "lead2"))

    state = state_of(CASE, accepted, reached, closed)

    assert state.disputes == (CASE_STATUS,)
    assert state.set_aside == ()


def test_a_fork_puts_both_contents_out_of_the_state() -> None:
    first = phone(1, "aaaa", "555-0100", opens=True)
    one = phone(2, "aaaa", "555-0101", first.id)
    other = phone(2, "aaaa", "555-0199", first.id)

    state = replay([kept(first), kept(one), kept(other)])

    assert state.forks == {one.id}
    assert state.subjects[ENCOUNTER].value("person.phone") == Known("555-0100")


def test_changes_wait_for_the_one_that_opens_their_subject() -> None:
    later = phone(2, "aaaa", "555-0101")

    assert state_of(ENCOUNTER, later).waiting
    assert not state_of(ENCOUNTER, later, phone(1, "aaaa", "555-0100", opens=True)).waiting


def test_two_changes_that_name_each_other_do_not_make_a_field_vanish() -> None:
    one = phone(4, "aaaa", "555-0101", ChangeId(5, "bbbb"), opens=True)
    other = phone(5, "bbbb", "555-0102", ChangeId(4, "aaaa"))

    assert state_of(ENCOUNTER, one, other).value("person.phone") == Known("555-0102")


def test_an_erasure_takes_what_comes_after_it_too() -> None:
    sets = (
        Setting("target.id", Known("e1")),
        Setting("target.kind", Known("encounter")),
        Setting("target.tags", Known(("P",))),
    )
    order = Entry(
        START, OFFICER, Subject(SubjectKind.ERASURE, "x"), frozenset({Tag.NONE}), sets
    ).numbered("desk", 1)
    late = phone(9, "bbbb", "555-0102", opens=True)

    state = replay([kept(order), kept(late)])

    assert ENCOUNTER not in state.subjects
