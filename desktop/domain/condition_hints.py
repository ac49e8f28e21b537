"""What to write instead of a condition that cannot be read: the slips people make most."""

from __future__ import annotations

import re

from desktop.domain.facts import Dictionary, Fact, did_you_mean
from desktop.domain.words import Say, Sayable

USAGE = {
    "within": "within(history.any_conviction, years=10)",
    "some": 'some(charge.offense == "dui")',
    "every": 'every(charge.offense == "theft")',
    "total": 'total(drug.amount_g, where=drug.kind == "heroin") > 6',
    "count": 'count(charge, where=charge.offense == "dui") > 1',
}
FUNCTIONS = ("within", "some", "every", "total", "count")

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NUMBER_AND_UNIT = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?!(?:and|or|in|not|AND|OR)\b)([A-Za-z]+)"
)
_SAYS: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(r"=>|=<"), Say("Write >= for at least, <= for at most.")),
    (re.compile(r"&&|\bAND\b"), Say('Write "and" in small letters.')),
    (re.compile(r"\|\||\bOR\b"), Say('Write "or" in small letters.')),
    (re.compile(r"!(?!=)|\bNOT\b"), Say('Write "not" in small letters.')),
    (re.compile(r";"), Say('Join two conditions with "and".')),
    (re.compile(r"\b(?:and|or|not)\s*$"), Say("Something is missing at the end.")),
    # Inside of a call "years=10" is right; there the rest of the line is at fault.
    (re.compile(r"^[^(]*[^=<>!]=(?!=)"), Say("Write == to compare.")),
)


def hint_for(text: str, unit: str = "") -> Sayable:
    """Return what is likely wrong with a text that is no condition."""
    bare = _QUOTED.sub("", text)
    if '"' in bare or "'" in bare:
        return Say("A quotation mark is missing.")
    if bare.count("(") != bare.count(")"):
        return Say("A parenthesis is missing.")
    if amount := _NUMBER_AND_UNIT.search(bare):
        return number_alone(amount[1], unit)
    for pattern, says in _SAYS:
        if pattern.search(bare):
            return says
    return Say("Look for a missing quotation mark or parenthesis.")


def number_alone(number: str = "", unit: str = "") -> Sayable:
    """Return how an amount is written: without a unit, in the dictionary's."""
    if not unit:
        return Say("Write a number here.") if not number else Say("Write {n} alone.", n=number)
    if not number:
        return Say("Write a number alone; it counts in {unit}.", unit=unit)
    return Say("Write {n} alone; it counts in {unit}.", n=number, unit=unit)


def usage(name: str) -> Sayable:
    """Return how a function is written, or which one may have been meant."""
    if name in USAGE:
        return Say("Write it as {usage}.", usage=USAGE[name])
    close = did_you_mean(name, FUNCTIONS)
    if close == did_you_mean("", ()):
        return Say("There are {names}.", names=", ".join(FUNCTIONS))
    return close


def unit_in(text: str, dictionary: Dictionary) -> str:
    """Return the unit of the amounts a text speaks of, "" where that is not one."""
    names = re.findall(r"[a-z_]+\.[a-z_0-9]+", text)
    units = {fact.unit for name in names if (fact := dictionary.find(name)) and fact.unit}
    return next(iter(units)) if len(units) == 1 else ""


def did_you_mean_choice(word: str, fact: Fact) -> Sayable:
    """Return the closest choice of a fact, or all of them."""
    values = [choice.value for choice in fact.choices]
    close = did_you_mean(word, values)
    if close == did_you_mean("", ()):
        return Say("Use one of: {words}.", words=", ".join(values))
    return close


def first_number(text: str) -> str:
    """Return the number in "6 oz", "" where there is none."""
    found = re.match(r"\d+(?:\.\d+)?", text.strip())
    return found[0] if found else ""
