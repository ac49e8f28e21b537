"""What a condition and a value say in words, in whatever language they are shown."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.answers import Answers
from desktop.domain.condition_grounds import grounds
from desktop.domain.conditions import (
    All,
    Amount,
    Any,
    Compare,
    Condition,
    Count,
    Every,
    Happened,
    Has,
    IsOneOf,
    Not,
    Op,
    Some,
    Total,
    Within,
    YesNo,
)
from desktop.domain.facts import (
    NEVER,
    Dictionary,
    Fact,
    FactType,
    FactValue,
    Known,
    PartialDate,
    Range,
    Unknown,
)
from desktop.domain.words import Given, Listing, Plural, Say, Sayable

LISTS: dict[str, Sayable] = {"charges": Say("charges"), "drugs": Say("drugs")}


def says(condition: Condition) -> Sayable:
    """Return the condition in words, built from the names of its facts."""
    match condition:
        case YesNo(fact):
            return Say("{fact}: yes", fact=fact.label)
        case Not(YesNo(fact)):
            return Say("{fact}: no", fact=fact.label)
        case Not(Happened(fact)):
            return Say("{fact}: never", fact=fact.label)
        case Not(IsOneOf(fact, values)):
            return Say("{fact}: not {words}", fact=fact.label, words=_either(fact, values))
        case Not(part):
            return Say("not ({what})", what=says(part))
        case IsOneOf(fact, values):
            return Say("{fact}: {words}", fact=fact.label, words=_either(fact, values))
        case Has(fact, value):
            return Say("{fact}: {words}", fact=fact.label, words=_choice(fact, value))
        case Happened(fact):
            return Say("{fact}: at any time", fact=fact.label)
        case Within():
            return Say(
                "{fact}: within {period}", fact=condition.fact.label, period=_period(condition)
            )
        case Compare():
            return _comparison(condition)
        case Some(list_name, part):
            return _some(list_name, says(part))
        case Every(list_name, part):
            return _every(list_name, says(part))
        case All(parts):
            whole, *others = _wrapped(parts)
            for other in others:
                whole = Say("{first}, and {second}", first=whole, second=other)
            return whole
        case Any(parts):
            whole, *others = _wrapped(parts)
            for other in others:
                whole = Say("{first}, or {second}", first=whole, second=other)
            return whole


def why(condition: Condition, answers: Answers, dictionary: Dictionary) -> Sayable:
    """Return the facts its truth rests on, each with what is known: "Age: 17 years"."""
    known = answers.by_path()
    return Listing(
        tuple(
            Say("{fact}: {value}", fact=fact.label, value=value_in_words(fact, known.get(path)))
            for path in grounds(condition, answers)
            for fact in (dictionary.fact_of(path),)
        ),
        between="; ",
    )


def value_in_words(fact: Fact, value: FactValue | None) -> Sayable:
    """Return what is known of a fact, in words; None is not asked."""
    match value:
        case None | Unknown.NOT_ASKED:
            return Say("not asked")
        case Unknown.DECLINED:
            return Say("declined to say")
        case Unknown.CANNOT_KNOW:
            return Say("cannot be known in the field")
        case Range():
            return _range(fact, value)
    match value.value:
        case bool(yes):
            return Say("yes") if yes else Say("no")
        case Decimal() as amount:
            return amount_in_words(amount, fact.unit)
        case str(word):
            return _choice(fact, word)
        case tuple(words):
            return Listing(tuple(_choice(fact, word) for word in words))
        case _:
            return _when(value)


def amount_in_words(amount: Decimal, unit: str) -> Sayable:
    """Return an amount with its unit: "6 g", "18 years"."""
    number = f"{amount:f}"
    if amount == 1:
        match unit:
            case "years":
                return Say("1 year")
            case "months":
                return Say("1 month")
            case "doses":
                return Say("1 dose")
    match unit:
        case "years":
            return Say("{n} years", n=number)
        case "months":
            return Say("{n} months", n=number)
        case "doses":
            return Say("{n} doses", n=number)
        case "g":
            return Say("{n} g", n=number)
        case "dollars":
            return Say("${n}", n=number)
    return number


def _range(fact: Fact, value: Range) -> Sayable:
    if value.low is None and value.high is None:
        return Say("not measured")
    if value.low is None or value.high is None:
        limit = amount_in_words(value.low or value.high or Decimal(0), fact.unit)
        if value.high is None:
            return Say("{amount} or more", amount=limit)
        return Say("{amount} or less", amount=limit)
    high = amount_in_words(value.high, fact.unit)
    return Say("{low} to {high}", low=f"{value.low:f}", high=high)


def _when(known: Known) -> Sayable:
    if known.value is NEVER:
        return Say("never")
    if isinstance(known.value, PartialDate):
        return str(known.value)
    return Say("{when}", when=known.value)


def _comparison(condition: Compare) -> Sayable:
    name: Sayable
    unit = ""
    match condition.term:
        case Amount(fact):
            name, unit = fact.label, fact.unit
        case Total(fact, None):
            name, unit = Say("Total of {fact}", fact=fact.label), fact.unit
        case Total(fact, where):
            name = Say("Total of {fact} ({where})", fact=fact.label, where=_where(where))
            unit = fact.unit
        case Count(list_name, None):
            name = Say("Number of {items}", items=_list(list_name))
        case Count(list_name, where):
            name = Say("Number of {items} ({where})", items=_list(list_name), where=_where(where))
    amount = amount_in_words(condition.limit, unit)
    match condition.op:
        case Op.LESS:
            return Say("{name}: less than {amount}", name=name, amount=amount)
        case Op.AT_MOST:
            return Say("{name}: {amount} or less", name=name, amount=amount)
        case Op.MORE:
            return Say("{name}: more than {amount}", name=name, amount=amount)
        case Op.AT_LEAST:
            return Say("{name}: {amount} or more", name=name, amount=amount)
        case Op.EQUAL:
            return Say("{name}: exactly {amount}", name=name, amount=amount)
        case Op.NOT_EQUAL:
            return Say("{name}: not {amount}", name=name, amount=amount)


def _period(within: Within) -> Sayable:
    parts: list[Sayable] = []
    if within.years:
        parts.append(Plural("{n} year", "{n} years", within.years))
    if within.months:
        parts.append(Plural("{n} month", "{n} months", within.months))
    if within.days:
        parts.append(Plural("{n} day", "{n} days", within.days))
    return Listing(tuple(parts))


def _wrapped(parts: tuple[Condition, ...]) -> list[Sayable]:
    """Return the parts in words, in parentheses where and / or would run together."""
    return [
        Say("({what})", what=says(part)) if isinstance(part, All | Any) else says(part)
        for part in parts
    ]


def _either(fact: Fact, values: frozenset[str]) -> Sayable:
    known = [choice.value for choice in fact.choices if choice.value in values]
    words = known + sorted(values - set(known))
    *others, last = (_choice(fact, word) for word in words)
    if not others:
        return last
    return Say("{words} or {last}", words=Listing(tuple(others)), last=last)


def _some(list_name: str, what: Sayable) -> Sayable:
    if list_name == "drugs":
        return Say("one of the drugs: ({what})", what=what)
    return Say("one of the charges: ({what})", what=what)


def _every(list_name: str, what: Sayable) -> Sayable:
    if list_name == "drugs":
        return Say("each of the drugs: ({what})", what=what)
    return Say("each of the charges: ({what})", what=what)


def _choice(fact: Fact, value: str) -> Given | str:
    choice = fact.choice(value) if fact.type in (FactType.CHOICE, FactType.CHOICES) else None
    return choice.label if choice else value


def _where(condition: Condition | None) -> Sayable:
    return says(condition) if condition else ""


def _list(name: str) -> Sayable:
    return LISTS.get(name, name)
