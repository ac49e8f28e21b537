"""What can still change the answer, held against trying everything."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import facts_in
from desktop.domain.eligibility import decide, weigh
from desktop.domain.facts import NEVER, Known, PartialDate, Range, Unknown
from desktop.domain.program import LEVELS
from desktop.domain.questions import look_ahead
from desktop.domain.terms import Effect, IfUnknown, Outcome, Pathway, Resolver, Strength
from tests.domain.rules_kit import answers, dictionary, rule, shipped

SHIPPED = (
    "three-rivers", "lead-santa-fe", "chicago-nadp-2019", "chicago-nadp-2022", "pueblo",
    "pueblo-as-published", "california-1001-85", "tucson",
)  # fmt: skip
NOT_KNOWN = (Unknown.DECLINED, Unknown.CANNOT_KNOW)
VALUES = {
    "person.agrees": [Known(True), Known(False)],
    "pending.case": [Known(True), Known(False)],
    "drug_sale": [Known("none"), Known("subsistence"), Known("profit")],
    "person.age": [Known(Decimal(n)) for n in (0, 16, 17, 18, 19, 20, 21, 22, 60)],
    "history.violent_conviction": [
        Known(NEVER),
        *(Known(PartialDate(*day)) for day in ((2016, 11, 22), (2016, 11, 23), (2026, 11, 1))),
    ],
}
TESTS = {
    "person.agrees": ["person.agrees"],
    "pending.case": ["pending.case", "not pending.case"],
    "drug_sale": ['drug_sale == "profit"', 'drug_sale in ("none", "profit")'],
    "person.age": ["person.age >= 18", "person.age < 21", "18 <= person.age < 21"],
    "history.violent_conviction": [
        "within(history.violent_conviction, years=10)",
        'history.violent_conviction != "never"',
        "history.violent_conviction != 'never' "
        "and not within(history.violent_conviction, years=10)",
    ],
}


@st.composite
def condition_over(draw, facts):
    parts = [draw(st.sampled_from(TESTS[fact])) for fact in facts]
    joined = parts[0]
    for part in parts[1:]:
        joined = f"({joined}) {draw(st.sampled_from(('and', 'or')))} ({part})"
    return joined


@st.composite
def criteria_over(draw, groups):
    criteria = []
    for index, facts in enumerate(groups):
        effect = draw(st.sampled_from(Effect))
        bars = effect in (Effect.REQUIRE, Effect.EXCLUDE)
        presumptive = bars and draw(st.booleans())
        strength = Strength.PRESUMPTIVE if presumptive else Strength.ABSOLUTE
        criteria.append(
            rule(
                f"C{index}",
                draw(condition_over(facts)),
                effect=effect,
                strength=strength if bars else None,
                override_by=Resolver.PROSECUTOR if presumptive else None,
                if_unknown=draw(st.sampled_from(IfUnknown)),
            )
        )
    return criteria


@st.composite
def apart(draw):
    """Criteria of which no two share a fact."""
    facts = draw(st.permutations(sorted(TESTS)))
    sizes = draw(st.sampled_from([(1, 1, 1), (2, 1), (2, 2), (1, 2, 1), (3,)]))
    groups, start = [], 0
    for size in sizes:
        groups.append(facts[start : start + size])
        start += size
    return draw(criteria_over(groups))


@st.composite
def shared(draw):
    """Criteria over three facts, any of them in any."""
    facts = draw(st.permutations(sorted(TESTS)))[:3]
    picks = st.lists(st.sampled_from(facts), min_size=1, max_size=3, unique=True)
    return draw(criteria_over(draw(st.lists(picks, min_size=1, max_size=4))))


@st.composite
def known_so_far(draw):
    facts = {}
    for fact, values in VALUES.items():
        kind = draw(st.integers(0, 3))
        if kind == 0:
            facts[fact] = draw(st.sampled_from(values))
        elif kind == 1:
            facts[fact] = draw(st.sampled_from([Unknown.DECLINED, Unknown.CANNOT_KNOW]))
        elif kind == 2 and fact == "person.age":
            facts[fact] = draw(st.sampled_from([Range(Decimal(16), Decimal(20)),
                                                Range(Decimal(19), None)]))  # fmt: skip
        elif kind == 2 and fact == "history.violent_conviction":
            facts[fact] = Known(PartialDate(2016))
    return facts


def ways(fact, now):
    """Every way one fact can turn out, without asking the code under test."""
    if now is None:
        return [None, *VALUES[fact], Unknown.DECLINED, Unknown.CANNOT_KNOW]
    if isinstance(now, Unknown):
        return [*NOT_KNOWN, *VALUES[fact]]
    if isinstance(now, Range):
        ages = (value.value for value in VALUES[fact])
        high = Decimal(99) if now.high is None else now.high
        return [now, *(Known(age) for age in ages if now.low <= age <= high)]
    if isinstance(now.value, PartialDate) and now.value.day is None:
        days = [value for value in VALUES[fact] if value.value is not NEVER]
        return [now, *(day for day in days if day.value.year == now.value.year)]
    return [now]


def level(criterion, then):
    return LEVELS[weigh(criterion, then, {}).outcome]


def brute(criteria, base):
    """Return which facts matter and whether it is settled, by trying every extension."""
    facts = sorted({fact for one in criteria for fact in TESTS if fact in facts_in(one.hit)})
    spaces = [ways(fact, base.facts.get(fact)) for fact in facts]
    outcomes = {}
    for choice in product(*(range(len(space)) for space in spaces)):
        then = dict(base.facts)
        for fact, space, index in zip(facts, spaces, choice, strict=True):
            then.pop(fact, None)
            if space[index] is not None:
                then[fact] = space[index]
        extended = replace(base, facts=then)
        outcomes[choice] = max(level(one, extended) for one in criteria)
    matter = set()
    for place, fact in enumerate(facts):
        seen = {}
        for choice, found in outcomes.items():
            seen.setdefault(choice[:place] + choice[place + 1 :], set()).add(found)
        if any(len(found) > 1 for found in seen.values()):
            matter.add(fact)
    return matter, len(set(outcomes.values())) == 1


def ahead(criteria, base):
    return look_ahead(criteria, base, dictionary(), level=level)


@settings(max_examples=60)
@given(apart(), known_so_far())
def test_it_is_exact_when_no_fact_stands_in_two_criteria(criteria, facts):
    base = replace(answers("pathway = REF"), facts={"pathway": Known("REF"), **facts})
    matter, settled = brute(criteria, base)
    found = ahead(criteria, base)
    assert found.matter == matter
    assert found.settled == settled


@settings(max_examples=60)
@given(shared(), known_so_far())
def test_it_is_exact_for_shared_facts_too_within_the_step_limit(criteria, facts):
    base = replace(answers("pathway = REF"), facts={"pathway": Known("REF"), **facts})
    matter, settled = brute(criteria, base)
    found = ahead(criteria, base)
    assert found.exact
    assert found.matter == matter
    assert found.settled == settled


@settings(max_examples=60)
@given(shared(), known_so_far())
def test_past_the_step_limit_it_never_misses_a_fact(criteria, facts):
    base = replace(answers("pathway = REF"), facts={"pathway": Known("REF"), **facts})
    matter, settled = brute(criteria, base)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.domain.questions.STEP_LIMIT", 3)
        found = ahead(criteria, base)
    assert found.matter >= matter
    assert settled or not found.settled


DRUG_TESTS = [
    "total(drug.amount_g) > 6",
    "3 < total(drug.amount_g) <= 6",
    'total(drug.amount_g, where=drug.kind != "rx_opioid") > 6',
    'some(drug.kind == "heroin")',
    'every(drug.kind in ("heroin", "rx_opioid"))',
    'some(drug.kind != "rx_opioid") and total(drug.amount_g) > 6',
    'some(drug.kind == "heroin" and drug.amount_g > 2)',
    "count(drug) >= 2",
    'total(drug.amount_g) > 6 or some(drug.kind == "cocaine")',
]
KINDS = [Known(kind) for kind in ("heroin", "rx_opioid", "cocaine")]
GRAMS = [Known(Decimal(text)) for text in ("0", "1.5", "2.5", "3.5", "5", "6", "7")]
FINE = Decimal("0.000001")


@st.composite
def drug_lists(draw):
    items = []
    for index in range(draw(st.integers(0, 2))):
        facts = {}
        if draw(st.booleans()):
            facts["drug.kind"] = draw(st.sampled_from(KINDS))
        grams = draw(st.sampled_from([None, *GRAMS, Range(Decimal(1), Decimal(4))]))
        if grams is not None:
            facts["drug.amount_g"] = grams
        items.append(Item(str(index), facts))
    complete = draw(st.sampled_from([None, Known(True), Unknown.CANNOT_KNOW]))
    return tuple(items), complete


def list_extensions(items, complete):
    """Some of the ways a list of drugs can go on; few values, but chosen without the code."""
    fields = []
    for item in items:
        kind = item.facts.get("drug.kind")
        grams = item.facts.get("drug.amount_g")
        fields.append([kind] if kind else [None, *KINDS])
        if grams is None:
            fields.append([None, *GRAMS])
        elif isinstance(grams, Range):
            fields.append([grams, Known(Decimal(1)), Known(Decimal("2.5")), Known(Decimal(4))])
        else:
            fields.append([grams])
    more = [((), complete)]
    if complete != Known(True):
        kinds = [Item("x", {"drug.kind": k, "drug.amount_g": g}) for k in KINDS for g in GRAMS[::2]]
        more += [((), Known(True))]
        more += [((item,), Known(True)) for item in kinds]
        more += [(pair, Known(True)) for pair in combinations_with_replacement(kinds[::3], 2)]
    return fields, more


@pytest.mark.slow  # tries every way some thousand lists can go on
@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(DRUG_TESTS), st.sampled_from(IfUnknown)), min_size=1, max_size=3
    ),
    drug_lists(),
    st.booleans(),
)
def test_a_list_never_hides_a_fact_that_matters(tests, given_list, needs_sergeant):
    items, complete = given_list
    criteria = [
        rule(f"A{place}", test, if_unknown=if_unknown)
        for place, (test, if_unknown) in enumerate(tests)
    ]
    sergeant = rule("B", "pending.case", effect=Effect.NEEDS_SUPERVISOR, strength=None)
    least = LEVELS[Outcome.NEEDS_APPROVAL] if needs_sergeant else 0
    facts = {"pending.case": Known(needs_sergeant)}
    facts |= {} if complete is None else {"drugs.complete": complete}
    base = Answers(facts, answers().on, {"drugs": items})
    fields, more = list_extensions(items, complete)
    names = [f"drug/{item.id}/{field}" for item in items for field in ("kind", "amount_g")]
    outcomes = {}
    for choice in product(*(range(len(space)) for space in (*fields, more))):
        chosen = [space[index] for space, index in zip(fields, choice[:-1], strict=True)]
        grown = []
        for place, item in enumerate(items):
            kind, grams = chosen[2 * place : 2 * place + 2]
            values = {"drug.kind": kind, "drug.amount_g": grams}
            grown.append(Item(item.id, {k: v for k, v in values.items() if v is not None}))
        extra, whole = more[choice[-1]]
        then = {"pending.case": Known(needs_sergeant)}
        then |= {} if whole is None else {"drugs.complete": whole}
        extended = Answers(then, base.on, {"drugs": (*grown, *extra)})
        outcomes[choice] = max([least, *(level(one, extended) for one in criteria)])
    found = ahead([*criteria, sergeant], base)
    for place, path in enumerate([*names, "drugs.complete"]):
        seen = {}
        for choice, outcome in outcomes.items():
            seen.setdefault(choice[:place] + choice[place + 1 :], set()).add(outcome)
        if any(len(one) > 1 for one in seen.values()):
            assert path in found.matter
    if found.settled:
        assert len(set(outcomes.values())) == 1


CHARGE_TESTS = [
    'every(charge.offense in ("theft", "trespass"))',
    'not every(charge.offense in ("theft", "trespass"))',
    'some(charge.offense == "dui")',
    'every(charge.victim == "none") and not some(charge.offense == "dui")',
    "count(charge) >= 2",
    "count(charge) == 0",
]
CHARGES = [
    Item(f"{offense}-{victim}", {"charge.offense": Known(offense), "charge.victim": Known(victim)})
    for offense in ("theft", "dui")
    for victim in ("none", "identified")
]


@settings(max_examples=60)
@given(
    st.sampled_from(CHARGE_TESTS),
    st.sampled_from(IfUnknown),
    st.sampled_from([(), (CHARGES[0],), (CHARGES[1],)]),
    st.sampled_from([None, Known(True), Unknown.CANNOT_KNOW]),
)
def test_a_held_charge_is_missing_in_an_empty_list(test, if_unknown, items, complete):
    criterion = rule("A", test, if_unknown=if_unknown)
    facts = {"pathway": Known("INT"), "charge.held": Known(True)}
    facts |= {} if complete is None else {"charges.complete": complete}
    base = Answers(facts, answers().on, {"charges": items} if items else {})
    more = [(), *((one,) for one in CHARGES), *combinations_with_replacement(CHARGES, 2)]
    outcomes = {level(criterion, base)}
    if not base.complete("charges"):
        for extra in more:
            grown = tuple(replace(one, id=str(n)) for n, one in enumerate((*items, *extra)))
            whole = {**facts, "charges.complete": Known(True)}
            outcomes.add(level(criterion, Answers(whole, base.on, {"charges": grown})))
    found = ahead([criterion], base)
    assert found.exact
    assert found.settled == (len(outcomes) == 1)
    assert ("charges.complete" in found.matter) == (len(outcomes) > 1)


def test_what_the_officer_can_see_is_asked_before_what_takes_a_radio():
    decision = decide(answers("pathway = INT"), shipped("three-rivers"))
    paths = [one.path for one in decision.ask_next]
    assert paths[0] == "person.age"
    assert paths.index("conduct.trafficking") < paths.index("warrant.status")
    assert "order.no_contact_with_participant" not in paths


def test_grams_are_asked_once_a_drug_is_listed_and_not_when_the_answer_is_settled():
    listed = "pathway = INT; drug/a/kind = heroin"
    paths = [one.path for one in decide(answers(listed), shipped("three-rivers")).ask_next]
    assert "drug/a/amount_g" in paths
    barred = decide(answers(f"{listed}; person.agrees = no"), shipped("three-rivers"))
    assert barred.settled
    assert barred.ask_next == ()


@pytest.mark.parametrize("slug", SHIPPED)
def test_nobody_is_asked_for_grams_without_a_charge(slug):
    chosen = shipped(slug)
    for pathway in set(chosen.pathways) - {Pathway.OFFICER_INTERVENTION}:
        given_text = f"pathway = {pathway.value}; drug/a/kind = heroin; charge/a/level = felony"
        decision = decide(answers(given_text), chosen)
        asked = {*(one.path for one in decision.ask_next), *waiting_for(decision)}
        assert not [path for path in asked if path.startswith(("drug", "charge"))]
    held_no = decide(answers("pathway = INT; charge.held = no; drug/a/kind = heroin"), chosen)
    assert held_no.ask_next == ()


def waiting_for(decision):
    return {path for point in decision.open for path in point.facts}


def test_pills_need_no_scale():
    listed = "pathway = INT; drug/a/kind = rx_opioid; drugs.complete = yes"
    paths = [one.path for one in decide(answers(listed), shipped("three-rivers")).ask_next]
    assert "drug/a/amount_g" not in paths
