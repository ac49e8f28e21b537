"""The answers file, and the decision as JSON."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.eligibility import decide
from desktop.domain.facts import NEVER, Known, PartialDate, Range, Unknown
from desktop.domain.refused import Refused
from desktop.domain.terms import Outcome
from desktop.domain.words import ENGLISH, Tongue
from desktop.formats.answers import decision_to_json, read_answers
from tests.domain.rules_kit import MONDAY_NIGHT, dictionary, shipped

EXAMPLE = {
    "pathway": "INT",
    "on": "2026-11-23T22:14:00-07:00",
    "facts": {
        "charge.held": True,
        "person.age": {"from": 28, "to": 32},
        "drug_sale": "none",
        "history.violent_conviction": "never",
        "warrant.status": {"unknown": "cannot_know"},
        "person.residence_months": {"unknown": "declined"},
    },
    "charges": [{"offense": "drug_possession", "level": "felony"}],
    "drugs": [{"kind": "heroin", "amount_g": "2.0"}],
    "approvals": [],
}


def read(found):
    content = found if isinstance(found, bytes) else json.dumps(found).encode()
    return read_answers(content, dictionary(), now=MONDAY_NIGHT)


def facts(**given):
    return read({"facts": given}).answers.facts


def test_the_documented_example_is_read_as_meant():
    answers = read(EXAMPLE).answers
    assert answers.on == MONDAY_NIGHT
    assert answers.facts["person.age"] == Range(Decimal(28), Decimal(32))
    assert answers.facts["history.violent_conviction"] == Known(NEVER)
    assert answers.facts["warrant.status"] is Unknown.CANNOT_KNOW
    assert answers.facts["person.residence_months"] is Unknown.DECLINED
    (drug,) = answers.items("drugs")
    assert drug.facts == {"drug.kind": Known("heroin"), "drug.amount_g": Known(Decimal("2.0"))}
    assert answers.complete("drugs")
    assert answers.complete("charges")


def test_the_decision_has_the_documented_shape():
    program = shipped("lead-santa-fe")
    decision = decide(read(EXAMPLE).answers, program)
    found = json.loads(json.dumps(decision_to_json(decision, ENGLISH)))
    assert found["program"] == "lead-santa-fe"
    assert found["version"] == "2024-a"
    assert found["digest"] == program.digest
    assert (found["outcome"], found["settled"]) == ("eligible_verify", False)
    assert found["otherwise"] == "REF"
    (entry,) = found["entries"]
    assert (entry["criterion"], entry["hit"], entry["effect"]) == ("SF-07", None, "exclude")
    assert entry["says"].startswith("Disqualifying criminal history.")
    assert entry["source"].startswith("https://")
    (point,) = found["open"]
    assert point["facts"] == ["warrant.status"]
    assert (point["resolver"], point["due"]) == ("desk", "2026-11-27T17:00:00-07:00")
    assert found["ask_next"][0] == {
        "fact": "conduct.exploits_minors",
        "question": "Do you suspect the person exploits minors?",
        "measure": False,
    }


def test_the_decision_can_be_said_in_spanish():
    decision = decide(read(EXAMPLE).answers, shipped("lead-santa-fe"))
    found = decision_to_json(decision, Tongue("es"))
    assert found["entries"][0]["says"].startswith("Antecedentes que excluyen.")


@pytest.mark.parametrize(
    ("fact", "given_value", "value"),
    [
        ("person.age", 30, Known(Decimal(30))),
        ("person.age", {"from": 18}, Range(Decimal(18), None)),
        ("person.age", {"to": "18"}, Range(None, Decimal(18))),
        ("history.sex_offense", 2016, Known(PartialDate(2016))),
        ("history.sex_offense", "2016-05-17", Known(PartialDate(2016, 5, 17))),
        ("person.birth_date", "1990-05", Known(PartialDate(1990, 5))),
        ("needs", ["shelter", "food"], Known(("food", "shelter"))),
        ("person.last_name", "Imaginary; = <b>", Known("Imaginary; = <b>")),
        ("person.agrees", False, Known(False)),
    ],
)
def test_a_value_is_read_by_the_kind_of_its_fact(fact, given_value, value):
    assert facts(**{fact: given_value})[fact] == value


def test_an_amount_written_as_a_number_keeps_its_digits():
    content = b'{"drugs": [{"amount_g": 2.10}]}'
    (drug,) = read(content).answers.items("drugs")
    assert str(drug.facts["drug.amount_g"].value) == "2.10"


def test_an_amount_may_say_its_own_unit_and_no_other():
    (drug,) = read({"drugs": [{"amount_g": "2.0 g"}]}).answers.items("drugs")
    assert drug.facts["drug.amount_g"] == Known(Decimal("2.0"))
    with pytest.raises(Refused) as refused:
        read({"drugs": [{"amount_g": "2.0 oz"}]})
    assert ENGLISH(refused.value.remedy) == "Write a number alone; it counts in g."


def test_a_list_can_say_that_it_may_go_on():
    going = {"drugs": {"items": [{"kind": "heroin"}], "complete": False}}
    assert not read(going).answers.complete("drugs")
    assert not read({}).answers.complete("drugs")
    assert read({"drugs": []}).answers.complete("drugs")


def test_what_was_not_asked_is_left_out():
    assert "warrant.status" not in facts(**{"warrant.status": {"unknown": "not_asked"}})


def test_an_approval_saw_the_values_of_its_file():
    found = {
        **EXAMPLE,
        "drugs": [{"kind": "heroin", "amount_g": "7"}],
        "approvals": [{"criterion": "SF-03", "by": "prosecutor", "who": "DA on duty",
                       "how": "phone"}],
    }  # fmt: skip
    program = shipped("lead-santa-fe")
    file = read(found)
    assert decide(file.answers, program).outcome is Outcome.NEEDS_APPROVAL
    decision = decide(file.answers, program, file.approvals_for(program))
    assert decision.outcome is Outcome.ELIGIBLE_VERIFY
    assert decision_to_json(decision, ENGLISH)["approved"][0]["criterion"] == "SF-03"


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        ({"facts": {"person.agee": 3}}, 'Did you mean "person.age"?'),
        ({"facts": {"drug_sale": "profits"}}, 'Did you mean "profit"?'),
        ({"facts": {"person.agrees": "yes"}}, "Write true or false."),
        ({"facts": {"person.age": True}}, 'Write a number, or {"from": 1, "to": 2}.'),
        ({"facts": {"person.age": {"from": 5, "to": 3}}},
         "The first limit must not be the larger one."),
        ({"facts": {"person.age": {}}}, 'Write a number, or {"from": 1, "to": 2}.'),
        ({"facts": {"person.age": 17.5}}, "Write a whole number."),
        ({"facts": {"person.age": -1}},
         "Use 0 to under 1,000,000,000, with at most 6 decimal places."),
        ({"facts": {"person.age": "NaN"}}, "Write a number."),
        ({"facts": {"warrant.status": {"unknown": "maybe"}}},
         'Write "declined", "cannot_know" or "not_asked".'),
        ({"facts": {"history.sex_offense": "long ago"}},
         "Write a year, a month or a day: 2016, 2016-05 or 2016-05-17."),
        ({"facts": {"drug.amount_g": 2}}, 'Write it in the list "drugs".'),
        ({"drugs": [{"amount_oz": 2}]}, 'Did you mean "amount_g"?'),
        ({"drgs": []}, 'Did you mean "drugs"?'),
        ({"on": "2026-11-23T22:14:00"}, "Write the time as 2026-11-23T22:14:00-07:00."),
        ({"pathway": "INTT"}, 'Did you mean "INT"?'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_suggestion(found, remedy):
    with pytest.raises(Refused) as refused:
        read(found)
    assert ENGLISH(refused.value.remedy) == remedy


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b"\xff\xfe", b'{"facts": {"person.age": NaN}}', b'{"facts": 3}',
        b'{"on": 3}', b'{"drugs": 3}', b'{"drugs": [3]}', b'{"approvals": [3]}', b"[" * 100_000,
        b'{"facts": {"person.age": 1, "person.age": 2}}', b'{"drugs": [{"id": "a/b"}]}',
        b'{"facts": {"person.age": ' + b"9" * 5000 + b"}}", b'{"x": "' + b"a" * 2_000_000 + b'"}',
    ],
)  # fmt: skip
def test_what_is_no_answers_file_is_refused(content):
    with pytest.raises(Refused) as refused:
        read(content)
    assert ENGLISH(refused.value.remedy)


def test_a_refusal_never_repeats_what_somebody_typed():
    with pytest.raises(Refused) as refused:
        facts(**{"person.birth_date": "Kit Imaginary"})
    assert "Imaginary" not in str(refused.value) + ENGLISH(refused.value.remedy)


def test_a_foreign_approval_is_refused():
    file = read({"pathway": "INT", "approvals": [{"criterion": "SF-99", "by": "prosecutor"}]})
    with pytest.raises(Refused):
        file.approvals_for(shipped("lead-santa-fe"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)
names = st.sampled_from([fact.id for fact in dictionary()]) | st.text(max_size=12)


@given(st.dictionaries(names, values, max_size=4), values, values)
def test_any_file_is_read_or_refused_and_what_is_read_can_be_decided(given_facts, drugs, charges):
    found = {"pathway": "INT", "facts": given_facts, "drugs": drugs, "charges": charges}
    try:
        file = read(found)
    except Refused:
        return
    assert decide(file.answers, shipped("three-rivers")).outcome in Outcome
