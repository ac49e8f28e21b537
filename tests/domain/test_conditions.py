"""Conditions: three values, ranges, lists, what they say, and what is refused."""

from __future__ import annotations

import re
import sqlite3
from decimal import Decimal
from itertools import product

import pytest
from fhirpathpy import evaluate
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.condition_grounds import grounds
from desktop.domain.condition_words import says, why
from desktop.domain.conditions import All, Any, Not, facts_in
from desktop.domain.facts import Known, Range
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH, Tongue
from tests.domain.rules_kit import answers, condition, dictionary
from tests.packet.tongues import tongue

SPANISH = tongue("es")
YES_NO = ("person.agrees", "person.intoxicated", "pending.case")


def truth(text, given=""):
    return condition(text).truth(answers(given))


@st.composite
def formulas(draw, depth=3):
    """A formula over three yes/no facts, and the same in SQL."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        index = draw(st.integers(0, 2))
        return condition(YES_NO[index]), f"f{index}"
    kind = draw(st.sampled_from(("and", "or", "not")))
    left, left_sql = draw(formulas(depth=depth - 1))
    if kind == "not":
        return Not(left), f"(NOT {left_sql})"
    right, right_sql = draw(formulas(depth=depth - 1))
    return (All if kind == "and" else Any)((left, right)), f"({left_sql} {kind} {right_sql})"


@given(formulas(), st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3))
def test_and_or_not_agree_with_the_three_values_of_sqlite(formula, values):
    ours, sql = formula
    stated = "; ".join(
        f"{fact} = {'yes' if value else 'no'}"
        for fact, value in zip(YES_NO, values, strict=True)
        if value is not None
    )
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(f"? AS f{i}" for i in range(3))
    (theirs,) = connection.execute(
        f"SELECT {sql} FROM (SELECT {columns})", values
    ).fetchone()  # fmt: skip
    connection.close()
    assert ours.truth(answers(stated)) == (None if theirs is None else bool(theirs))


@st.composite
def formulas_in_fhirpath(draw, depth=3):
    """A formula over three yes/no facts, and the same in FHIRPath."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        index = draw(st.integers(0, 2))
        return condition(YES_NO[index]), f"f{index}"
    kind = draw(st.sampled_from(("and", "or", "not")))
    left, theirs = draw(formulas_in_fhirpath(depth=depth - 1))
    if kind == "not":
        return Not(left), f"({theirs}).not()"
    right, other = draw(formulas_in_fhirpath(depth=depth - 1))
    return (All if kind == "and" else Any)((left, right)), f"({theirs} {kind} {other})"


@settings(max_examples=60, deadline=None)
@given(
    formulas_in_fhirpath(),
    st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3),
)
def test_and_or_not_agree_with_the_empty_collections_of_fhirpath(formula, values):
    ours, path = formula
    stated = "; ".join(
        f"{fact} = {'yes' if value else 'no'}"
        for fact, value in zip(YES_NO, values, strict=True)
        if value is not None
    )
    known = {f"f{index}": value for index, value in enumerate(values) if value is not None}
    found = evaluate(known, path, {})
    assert ours.truth(answers(stated)) == (found[0] if found else None)


@pytest.mark.parametrize("op", [">", ">=", "<", "<=", "==", "!="])
@pytest.mark.parametrize("age", [None, 17, 18, 19])
def test_an_amount_compares_as_sqlite_and_fhirpath_compare_it(op, age):
    stated = "" if age is None else f"person.age = {age}"
    ours = truth(f"person.age {op} 18", stated)
    connection = sqlite3.connect(":memory:")
    (sql,) = connection.execute(f"SELECT ? {op} 18", [age]).fetchone()
    connection.close()
    assert ours == (None if sql is None else bool(sql))
    sign = {"==": "=", "!=": "!="}.get(op, op)
    path = evaluate({} if age is None else {"age": age}, f"age {sign} 18", {})
    assert ours == (path[0] if path else None)


@pytest.mark.parametrize("offenses", list(product((True, False, None), repeat=2)))
def test_some_and_every_are_the_or_and_the_and_of_a_whole_list(offenses):
    words = {True: "dui", False: "theft"}
    stated = "charges.complete = yes"
    for place, offense in enumerate(offenses):
        what = f"offense = {words[offense]}" if offense is not None else "level = felony"
        stated += f"; charge/{place}/{what}"
    connection = sqlite3.connect(":memory:")
    either, both = connection.execute("SELECT ? OR ?, ? AND ?", [*offenses, *offenses]).fetchone()
    connection.close()
    some = truth('some(charge.offense == "dui")', stated)
    every = truth('every(charge.offense == "dui")', stated)
    assert some == (None if either is None else bool(either))
    assert every == (None if both is None else bool(both))


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("person.age >= 18", "person.age = 18", True),
        ("person.age >= 18", "person.age = 17", False),
        ("person.age >= 18", "", None),
        ("person.age >= 18", "person.age = declined", None),
        ("person.age >= 18", "person.age = 16..20", None),
        ("person.age >= 18", "person.age = 18..20", True),
        ("person.age >= 18", "person.age = ..17", False),
        ("person.age < 18", "person.age = ..18", None),
        ("18 <= person.age < 21", "person.age = 20", True),
        ("18 <= person.age < 21", "person.age = 21", False),
        ("18 > person.age", "person.age = 17", True),
        ("person.age >= 0", "", True),
        ("person.age == 18", "person.age = 17..19", None),
        ("person.age != 18", "person.age = 19..", True),
        ('drug_sale == "profit"', "drug_sale = profit", True),
        ('drug_sale != "profit"', "drug_sale = none", True),
        ('drug_sale in ("profit", "none")', "drug_sale = subsistence", False),
        ('drug_sale not in ("profit", "none")', "", None),
        ('"shelter" in needs', "needs = shelter+food", True),
        ('"shelter" in needs', "needs = none", False),
        ('"shelter" not in needs', "", None),
        ("person.agrees == False", "person.agrees = no", True),
        ('history.sex_offense != "never"', "history.sex_offense = 1999", True),
        ('history.sex_offense == "never"', "history.sex_offense = never", True),
    ],
)
def test_a_comparison_holds_for_the_whole_range_or_is_unknown(text, given, expected):
    assert truth(text, given) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-11-23", True),  # ten years ago to the day
        ("2016-11-22", False),
        ("2016-11", None),
        ("2016-12", True),
        ("2016", None),
        ("2015", False),
        ("never", False),
        ("cannot know", None),
    ],
)
def test_within_ten_years_counts_the_very_day_and_leaves_a_year_open(when, expected):
    text = "within(history.violent_conviction, years=10)"
    assert truth(text, f"history.violent_conviction = {when}") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("drug/1/amount_g = 4; drug/2/amount_g = 3", True),  # more can only add to it
        ("drug/1/amount_g = 4; drug/2/amount_g = 2; drugs.complete = yes", False),
        ("drug/1/amount_g = 4; drug/2/amount_g = 2", None),
        ("drug/1/amount_g = 4; drug/2/kind = heroin; drugs.complete = yes", None),
        ("drug/1/amount_g = 7; drug/2/kind = heroin", True),
        ("drug/1/amount_g = 2.5..3.5; drug/2/amount_g = 3; drugs.complete = yes", None),
        ("drug/1/amount_g = 2.5..3; drug/2/amount_g = 3; drugs.complete = yes", False),
        ("drugs.complete = yes", False),
        ("", None),
    ],
)
def test_the_total_of_a_list_counts_a_missing_amount_as_zero_or_more(given, expected):
    assert truth("total(drug.amount_g) > 6", given) is expected


def test_total_weight_and_each_weight_are_different_rules():
    two = "drug/1/amount_g = 2; drug/2/amount_g = 2; drugs.complete = yes"
    assert truth("total(drug.amount_g) > 3", two) is True
    assert truth("some(drug.amount_g > 3)", two) is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("drug/1/kind = heroin; drug/1/amount_g = 5; drug/2/kind = cocaine; drug/2/amount_g = 9; "
         "drugs.complete = yes", False),
        ("drug/1/kind = heroin; drug/1/amount_g = 7", True),
        ("drug/1/amount_g = 7; drugs.complete = yes", None),
    ],
)  # fmt: skip
def test_a_total_can_be_of_some_items_only(given, expected):
    assert truth('total(drug.amount_g, where=drug.kind == "heroin") > 6', given) is expected


@pytest.mark.parametrize(
    ("given", "some", "every"),
    [
        ("", None, None),
        ("charges.complete = yes", False, True),
        ("charge/1/offense = dui", True, None),
        ("charge/1/offense = theft", None, False),
        ("charge/1/offense = theft; charges.complete = yes", False, False),
        ("charge/1/offense = dui; charges.complete = yes", True, True),
        ("charge/1/offense = dui; charge/2/level = felony; charges.complete = yes", True, None),
    ],
)
def test_a_list_not_marked_complete_leaves_some_and_every_open(given, some, every):
    assert truth('some(charge.offense == "dui")', given) is some
    assert truth('every(charge.offense == "dui")', given) is every


def test_a_count_is_open_upwards_until_the_list_is_complete():
    assert truth("count(charge) <= 1", "charge/1/offense = dui") is None
    assert truth("count(charge) <= 1", "charge/1/offense = dui; charges.complete = yes") is True
    two = "charge/1/offense = dui; charge/2/offense = theft"
    assert truth("count(charge) <= 1", two) is False
    assert truth('count(charge, where=charge.offense == "dui") >= 2', two) is None


@given(
    st.decimals(0, 20, places=2),
    st.decimals(0, 20, places=2),
    st.decimals(0, 20, places=2),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
)
def test_whatever_a_range_narrows_to_a_known_answer_stays(low, high, limit, op):
    low, high = sorted((low, high))
    rule = condition(f"person.age {op} {limit}")
    base = answers()
    said = rule.truth(replaced(base, Range(low, high)))
    for value in (low, (low + high) / 2, high):
        found = rule.truth(replaced(base, Known(value)))
        assert found is not None
        assert said in (None, found)


def replaced(base, value):
    return type(base)({**base.facts, "person.age": value}, base.on, base.lists)


def test_what_is_masked_is_not_among_the_grounds():
    rule = condition("(person.agrees and pending.case) or person.intoxicated")
    assert grounds(rule, answers("person.agrees = no")) == ("person.intoxicated",)
    assert grounds(rule, answers("person.intoxicated = yes")) == ("person.intoxicated",)
    assert set(grounds(rule, answers())) == {"person.agrees", "pending.case", "person.intoxicated"}


def test_the_grounds_of_a_total_are_what_is_missing_in_it():
    rule = condition("total(drug.amount_g) > 6")
    given = answers("drug/1/amount_g = 2; drug/2/kind = heroin")
    assert grounds(rule, given) == ("drug/2/amount_g", "drugs.complete")


def test_the_facts_of_a_condition_include_whether_its_list_is_complete():
    rule = condition('total(drug.amount_g) > 6 and some(charge.offense == "dui")')
    assert facts_in(rule) == {
        "drug.amount_g", "drugs.complete", "charge.offense", "charges.complete",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("person.age >= 18", "Age: 18 years or more"),
        ("not person.agrees", "Person agrees to take part: no"),
        ('every(charge.offense in ("theft", "dui"))',
         "each of the charges: (Offense: Theft or Driving under the influence)"),
        ("total(drug.amount_g) > 6", "Total of Weight: more than 6 g"),
        ("within(history.violent_conviction, years=10)",
         "Violent crime conviction: within 10 years"),
        ("person.agrees and (pending.case or person.intoxicated)",
         "Person agrees to take part: yes, and (Pending case: yes, or Intoxicated now: yes)"),
    ],
)  # fmt: skip
def test_a_condition_says_itself(text, words):
    assert ENGLISH(says(condition(text))) == words


SAID = (
    "person.age < 18", "person.age <= 18", "person.age > 18", "person.age == 18",
    "person.age != 18", "not person.agrees", 'history.sex_offense != "never"',
    'history.sex_offense == "never"', "within(history.sex_offense, years=1, months=6, days=2)",
    'drug_sale in ("none", "profit")', 'drug_sale not in ("none", "profit")', '"shelter" in needs',
    'some(charge.offense == "dui")', 'some(drug.kind == "heroin")',
    'every(charge.offense == "dui")', 'every(drug.kind == "heroin")', "total(drug.amount_g) > 6",
    'total(drug.amount_g, where=drug.kind == "heroin") > 6', "count(charge) == 1",
    'count(drug, where=drug.kind == "heroin") >= 2', "not (person.agrees and pending.case)",
)  # fmt: skip
ENGLISH_WORDS = re.compile(r"\b(?:the|of|or|and|not|within|more|less|than|exactly|years)\b")


@pytest.mark.parametrize("text", SAID)
def test_every_kind_of_condition_says_itself_in_both_languages(text):
    english, spanish = ENGLISH(says(condition(text))), SPANISH(says(condition(text)))
    assert english != spanish
    assert not ENGLISH_WORDS.search(spanish.casefold())


@pytest.mark.parametrize(
    ("given_text", "truth_of_it", "english", "spanish"),
    [
        ("person.age = 20", False, "Age: 20 years", "Edad: 20 años"),
        ("person.age = 17", True, "Age: 17 years", "Edad: 17 años"),
        ("person.age = 16..20", None, "Age: 16 to 20 years", "Edad: 16 a 20 años"),
        ("person.age = declined", None, "Age: declined to say", "Edad: no quiso decirlo"),
        ("person.age = cannot know", None, "Age: cannot be known in the field",
         "Edad: no se puede saber en el lugar"),
        ("", None, "Age: not asked", "Edad: no se preguntó"),
    ],
)  # fmt: skip
def test_why_is_said_for_true_false_and_each_unknown(given_text, truth_of_it, english, spanish):
    rule, given_facts = condition("person.age < 18"), answers(given_text)
    assert rule.truth(given_facts) is truth_of_it
    said = why(rule, given_facts, dictionary())
    assert (ENGLISH(said), SPANISH(said)) == (english, spanish)


def test_a_condition_says_its_facts_in_spanish():
    words = Tongue("es")(says(condition('drug_sale == "profit"')))
    assert words == "Venta: Con fines de lucro"


def test_why_names_the_facts_and_what_is_known_of_them():
    given = answers("person.age = 16..20; warrant.status = cannot know")
    rule = condition('person.age < 18 or warrant.status == "violent_or_dv"')
    assert ENGLISH(why(rule, given, dictionary())) == (
        "Age: 16 to 20 years; Warrant check: cannot be known in the field"
    )


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("person.agee >= 18", 'Did you mean "person.age"?'),
        ('drug_sale == "profits"', 'Did you mean "profit"?'),
        ('person.age > "6 g"', "Write 6 alone; it counts in years."),
        ("total(drug.amount_g) > 6 oz", "Write 6 alone; it counts in g."),
        ("person.age >= eighteen", "Write a number alone; it counts in years."),
        ("person.age = 18", "Write == to compare."),
        ("person.age => 18", "Write >= for at least, <= for at most."),
        ("person.age >= 18 AND person.agrees", 'Write "and" in small letters.'),
        ("person.agrees || pending.case", 'Write "or" in small letters.'),
        ("!person.agrees", 'Write "not" in small letters.'),
        ("person.age >= 18; person.agrees", 'Join two conditions with "and".'),
        ("person.age >= 18 and", "Something is missing at the end."),
        ('drug_sale == "profit', "A quotation mark is missing."),
        ("(person.agrees", "A parenthesis is missing."),
        ("warrant.status == clear", 'Write it in quotation marks: "clear".'),
        ("within(history.any_conviction, 10)",
         "Write it as within(history.any_conviction, years=10)."),
        ("at_least(2, person.agrees)", "There are within, some, every, total, count."),
        ("person.age > -1", "Write a number alone; it counts in years."),
        ("person.age", "Compare it with something."),
        ("drug.amount_g > 6", "Each item has its own: write some(...), every(...) or total(...)."),
        ("total(drug.amount_g)", "Compare it with a number."),
        ("sum(drug.amount_g) > 6", "Use total(...) or count(...) here."),
        ('some(charge.offense == "dui" and drug.kind == "heroin")',
         "Speak of the items of one list here: charge... or drug..."),
        ("warrant.status is None", "Use == or != instead of is."),
        ("within(history.sex_offense)", "Say how long: years=10, months=6 or days=30."),
        ("within(person.age, years=1)", "Only something that happened has a date."),
        ('narrative == "x"', "This fact cannot decide anything."),
        ('"asian" in person.race', "This fact cannot decide anything."),
        ('person.ethnicity == "hispanic"', "This fact cannot decide anything."),
        ('person.last_name == "Imaginary"', "This fact cannot decide anything."),
        ("withim(history.sex_offense, years=1)", 'Did you mean "within"?'),
        ("drug_sale > 1", "Only amounts are more or less than another."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_suggestion(text, remedy):
    with pytest.raises(Refused) as refused:
        condition(text)
    assert ENGLISH(refused.value.remedy) == remedy


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "lambda: 1", "[x for x in ()]", "person.age := 3",
        "f'{person.age}'", "person.age + 1 > 2", "1 if person.agrees else 0", "a.b.c.d == 1", "",
        "person.age > 1e999", "person.age > 1e-9", "person.age > True", "(" * 3000,
        "not " * 100 + "person.agrees", "person.age >", "b'x' in needs", "person.age > nan", "...",
        "some(some(charge.offense == 'dui'))", "count(person) > 1", "await person.agrees",
        "within(history.sex_offense, years=10, years=5)", "within(history.sex_offense, **x)",
        "within(history.sex_offense, years=99999999999)", "'\\d' in needs", "person.agrees\x00",
        "needs == 'food'", "drug_sale in 'profit'", "drug_sale in ()",
        "person.age >= 1_000_000_000",
    ],
)  # fmt: skip
def test_nothing_but_the_small_language_is_read_and_nothing_is_executed(text):
    with pytest.raises(Refused):
        condition(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = condition(text)
    except Refused:
        return
    assert ENGLISH(says(found))


def test_two_point_zero_is_two():
    assert truth("total(drug.amount_g) > 2.0", "drug/1/amount_g = 2; drugs.complete = yes") is False
    assert Known(Decimal("2.0")) == Known(Decimal("2.00"))
