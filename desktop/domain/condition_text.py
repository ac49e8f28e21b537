"""Reads a condition: a small part of Python's expression syntax, taken apart and never executed.

`person.age >= 18`, `x in ("a", "b")`, and / or / not, `within(history.any_conviction, years=10)`,
`some(charge.offense == "dui")`, `every(...)`, `total(drug.amount_g) > 6`, `count(charge) == 1`.
Source: architecture.md, Eligibility.
"""

from __future__ import annotations

import ast
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from desktop.domain.condition_hints import (
    did_you_mean_choice,
    first_number,
    hint_for,
    number_alone,
    unit_in,
    usage,
)
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
    Term,
    Total,
    Within,
    YesNo,
)
from desktop.domain.facts import Dictionary, Fact, FactType, did_you_mean
from desktop.domain.refused import Refused
from desktop.domain.release import IDENTITY
from desktop.domain.words import Say, Sayable

# Who somebody is opens and shuts no program: race and origin by law (42 U.S.C. 2000d), and a rule
# about a name would be a list of persons.
NEVER_DECIDES = IDENTITY | {"person.race", "person.ethnicity", "person.aka"}
LENGTH_LIMIT = 1_000  # characters; the longest real criterion has under 250
DEPTH_LIMIT = 20  # operators inside one another
LARGEST = Decimal(10) ** 9
PLACES = 6

OPS: dict[type[ast.cmpop], Op] = {
    ast.Lt: Op.LESS,
    ast.LtE: Op.AT_MOST,
    ast.Gt: Op.MORE,
    ast.GtE: Op.AT_LEAST,
    ast.Eq: Op.EQUAL,
    ast.NotEq: Op.NOT_EQUAL,
}
MIRRORED = {Op.LESS: Op.MORE, Op.MORE: Op.LESS, Op.AT_MOST: Op.AT_LEAST, Op.AT_LEAST: Op.AT_MOST}
PERIODS = {"years": 200, "months": 2400, "days": 73_000}  # the longest look-back, 200 years


def parse(text: str, dictionary: Dictionary, *, inside: str = "") -> Condition:
    """Return the condition; refuses all but the subset, with the words at fault and a suggestion.

    `inside` names a list when the condition is about one of its items.
    """
    if len(text) > LENGTH_LIMIT or "\\" in text or "\x00" in text:
        _refuse(Say("This condition is too long or holds a backslash."), Say("Write it shorter."))
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
        _refuse(
            Say('"{text}" cannot be read.', text=_short(text)),
            hint_for(text, unit_in(text, dictionary)),
        )
    return _Reader(text.strip(), dictionary).condition(tree, inside, 0)


class _Reader:
    def __init__(self, text: str, dictionary: Dictionary) -> None:
        self.text = text
        self.dictionary = dictionary

    def condition(self, node: ast.expr, inside: str, depth: int) -> Condition:
        if depth > DEPTH_LIMIT:
            _refuse(Say("This condition is nested too deep."), Say("Split it into two criteria."))
        match node:
            case ast.BoolOp(op, values):
                parts = tuple(self.condition(value, inside, depth + 1) for value in values)
                return All(parts) if isinstance(op, ast.And) else Any(parts)
            case ast.UnaryOp(ast.Not(), operand):
                return negated(self.condition(operand, inside, depth + 1))
            case ast.Compare(left, ops, rights):
                return self.comparison(left, ops, rights, inside, depth)
            case ast.Call(ast.Name(name), arguments, keywords):
                return self.call(node, name, arguments, keywords, inside, depth)
            case ast.Name() | ast.Attribute():
                return self.yes(self.fact(node, inside))
        return self.refuse(node, Say("Write a comparison, or a fact that is yes or no."))

    def comparison(
        self,
        left: ast.expr,
        ops: list[ast.cmpop],
        rights: list[ast.expr],
        inside: str,
        depth: int,
    ) -> Condition:
        parts: list[Condition] = []
        for op, right in zip(ops, rights, strict=True):
            parts.append(self.pair(left, op, right, inside, depth))
            left = right
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def pair(
        self, left: ast.expr, op: ast.cmpop, right: ast.expr, inside: str, depth: int
    ) -> Condition:
        if isinstance(op, ast.In | ast.NotIn):
            found = self.membership(left, right, inside)
            return found if isinstance(op, ast.In) else negated(found)
        if type(op) not in OPS:
            self.refuse(left, Say("Use == or != instead of is."))
        how = OPS[type(op)]
        if _is_constant(left):
            left, right, how = right, left, MIRRORED.get(how, how)
        if isinstance(left, ast.Call):
            term = self.term(left, depth)
            of = term.fact if isinstance(term, Total) else None
            return Compare(term, how, self.number(right, of))
        fact = self.fact(left, inside)
        if fact.type is FactType.AMOUNT:
            return Compare(Amount(fact), how, self.number(right, fact))
        if how not in (Op.EQUAL, Op.NOT_EQUAL):
            self.refuse(left, Say("Only amounts are more or less than another."))
        same = self.equal(fact, right)
        return same if how is Op.EQUAL else negated(same)

    def equal(self, fact: Fact, right: ast.expr) -> Condition:
        if fact.type is FactType.YESNO:
            if isinstance(right, ast.Constant) and isinstance(right.value, bool):
                return YesNo(fact) if right.value else Not(YesNo(fact))
            self.refuse(right, Say("Compare a yes/no fact with True or False, or write it alone."))
        if fact.type is FactType.EVENT:
            if isinstance(right, ast.Constant) and right.value == "never":
                return Not(Happened(fact))
            self.refuse(right, Say('Compare it with "never", or use within(...).'))
        if fact.type not in (FactType.CHOICE, FactType.TEXT):
            self.refuse(right, Say('With several choices, write "word" in the fact.'))
        return IsOneOf(fact, frozenset({self.word(right, fact)}))

    def membership(self, left: ast.expr, right: ast.expr, inside: str) -> Condition:
        if _is_constant(left):
            fact = self.fact(right, inside)
            if fact.type is not FactType.CHOICES:
                self.refuse(right, Say("Only a fact with several choices can hold a word."))
            return Has(fact, self.word(left, fact))
        fact = self.fact(left, inside)
        if not isinstance(right, ast.Tuple | ast.List | ast.Set) or not right.elts:
            self.refuse(right, Say('Write the words in parentheses: in ("a", "b").'))
        if fact.type not in (FactType.CHOICE, FactType.TEXT):
            self.refuse(left, Say("Only a choice can be one of several words."))
        return IsOneOf(fact, frozenset(self.word(one, fact) for one in right.elts))

    def call(
        self,
        node: ast.expr,
        name: str,
        arguments: list[ast.expr],
        keywords: list[ast.keyword],
        inside: str,
        depth: int,
    ) -> Condition:
        if name == "within" and len(arguments) == 1:
            return self.within(arguments[0], keywords, inside)
        if name in ("some", "every") and len(arguments) == 1 and not keywords and not inside:
            list_name = self.list_in(arguments[0])
            part = self.condition(arguments[0], list_name, depth + 1)
            return Some(list_name, part) if name == "some" else Every(list_name, part)
        if name in ("total", "count"):
            self.refuse(node, Say("Compare it with a number."))
        return self.refuse(node, usage(name))

    def within(self, what: ast.expr, keywords: list[ast.keyword], inside: str) -> Within:
        fact = self.fact(what, inside)
        if fact.type is not FactType.EVENT:
            self.refuse(what, Say("Only something that happened has a date."))
        periods: dict[str, int] = {}
        for keyword in keywords:
            name, node = keyword.arg or "", keyword.value
            if name not in PERIODS or name in periods:
                self.refuse(what, Say("Say how long: years=10, months=6 or days=30."))
            number = node.value if isinstance(node, ast.Constant) else None
            if type(number) is not int or not 0 < number <= PERIODS[name]:
                self.refuse(node, Say("Write a whole number."))
            periods[name] = number
        if not periods:
            self.refuse(what, Say("Say how long: years=10, months=6 or days=30."))
        return Within(fact, **periods)

    def term(self, node: ast.Call, depth: int) -> Term:
        match node:
            case ast.Call(ast.Name("total"), [what], keywords):
                fact = self.fact(what, self.list_in(what))
                if fact.type is not FactType.AMOUNT:
                    self.refuse(what, Say("Only amounts have a total."))
                return Total(fact, self.where(keywords, fact.list, depth))
            case ast.Call(ast.Name("count"), [ast.Name(prefix)], keywords):
                list_name = self.dictionary.list_of_prefix(prefix)
                if list_name is None:
                    self.refuse(node, did_you_mean(prefix, ("charge", "drug")))
                return Count(list_name, self.where(keywords, list_name, depth))
        if isinstance(node.func, ast.Name) and node.func.id in ("total", "count"):
            self.refuse(node, usage(node.func.id))
        return self.refuse(node, Say("Use total(...) or count(...) here."))

    def where(self, keywords: list[ast.keyword], list_name: str, depth: int) -> Condition | None:
        if not keywords:
            return None
        if len(keywords) != 1 or keywords[0].arg != "where":
            self.refuse(keywords[0].value, Say("Only where=... can stand here."))
        return self.condition(keywords[0].value, list_name, depth + 1)

    def list_in(self, node: ast.expr) -> str:
        """Return the one list whose items the expression speaks of."""
        lists: dict[str, None] = {}
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and (name := _dotted(part)):
                fact = self.dictionary.find(name)
                if fact is None:
                    self.unknown(part, name)
                if fact.in_item:
                    lists[fact.list] = None
        if len(lists) != 1:
            self.refuse(node, Say("Speak of the items of one list here: charge... or drug..."))
        return next(iter(lists))

    def fact(self, node: ast.expr, inside: str) -> Fact:
        name = _dotted(node)
        if name is None:
            self.refuse(node, Say("The name of a fact is needed here."))
        fact = self.dictionary.find(name)
        if fact is None:
            self.unknown(node, name)
        if fact.in_item and fact.list != inside:
            self.refuse(
                node, Say("Each item has its own: write some(...), every(...) or total(...).")
            )
        never = fact.id in NEVER_DECIDES or fact.free_text
        if never or fact.type in (FactType.STEP, FactType.RECORD, FactType.TIME):
            self.refuse(node, Say("This fact cannot decide anything."))
        return fact

    def yes(self, fact: Fact) -> YesNo:
        if fact.type is not FactType.YESNO:
            _refuse(
                Say('"{name}" is not a yes/no fact.', name=fact.id),
                Say("Compare it with something."),
            )
        return YesNo(fact)

    def word(self, node: ast.expr, fact: Fact) -> str:
        value = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(value, str) or fact.type is FactType.DATE:
            bare = _dotted(node) or ""
            if fact.choice(bare):
                self.refuse(node, Say('Write it in quotation marks: "{word}".', word=bare))
            self.refuse(node, Say("Write a word in quotation marks."))
        if fact.choices and fact.choice(value) is None:
            _refuse(
                Say('"{word}" is not a choice of {name}.', word=_short(value), name=fact.id),
                did_you_mean_choice(value, fact),
            )
        return value

    def number(self, node: ast.expr, fact: Fact | None = None) -> Decimal:
        digits = ast.get_source_segment(self.text, node) if isinstance(node, ast.Constant) else None
        try:
            amount = Decimal(digits or "")
        except InvalidOperation:
            written = node.value if isinstance(node, ast.Constant) else ""
            number = first_number(written) if isinstance(written, str) else ""
            self.refuse(node, number_alone(number, fact.unit if fact else ""))
        return checked_amount(amount)

    def unknown(self, node: ast.expr, name: str) -> NoReturn:
        _refuse(
            Say('There is no fact named "{name}".', name=_short(name)),
            did_you_mean(name, [fact.id for fact in self.dictionary]),
        )

    def refuse(self, node: ast.expr, remedy: Sayable) -> NoReturn:
        words = ast.get_source_segment(self.text, node) or self.text
        _refuse(Say('"{text}" cannot stand here.', text=_short(words.strip("'\""))), remedy)


def checked_amount(amount: Decimal) -> Decimal:
    """Return the amount; refuses all but 0 to under 10^9 with at most 6 places."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= amount < LARGEST or exponent < -PLACES:
        _refuse(
            Say("An amount is out of bounds."),
            Say("Use 0 to under 1,000,000,000, with at most 6 decimal places."),
        )
    return amount


def negated(condition: Condition) -> Condition:
    """Return the opposite, without saying "not" twice."""
    return condition.part if isinstance(condition, Not) else Not(condition)


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else None
    return None


def _refuse(what: Sayable, remedy: Sayable) -> NoReturn:
    raise Refused(what, remedy=remedy)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
