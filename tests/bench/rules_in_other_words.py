"""Our conditions as other rule engines write them, and our encounters as they take them.

Each engine gets the conditions as its own users would write them. None of them knows a list that
may go on or a range, so those stand as what is known so far and as null.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop.domain.conditions import (
    All,
    Compare,
    Condition,
    Every,
    Happened,
    IsOneOf,
    Not,
    Op,
    Some,
    Total,
    Within,
    YesNo,
    facts_in,
)
from desktop.domain.facts import NEVER, FactValue, Known, PartialDate, Unknown
from desktop.domain.program import LEVELS, Case, Program
from desktop.domain.terms import Effect, IfUnknown

ITEM = {"charges": "charge", "drugs": "drug"}
ENGINES = ("zen-engine", "rule-engine", "cel-python", "panzi-json-logic")


def as_facts(case: Case) -> dict[str, Any]:
    """Return the encounter as nested objects; what is not known exactly is null."""
    found: dict[str, Any] = {"charge": [], "drug": []}
    for path, value in case.answers.facts.items():
        if path != "charge.held":  # beside a list of that name; no criterion looks at it
            _put(found, path, _plain(value))
    for name, items in case.answers.lists.items():
        for item in items:
            fields = {id_.partition(".")[2]: _plain(value) for id_, value in item.facts.items()}
            blank = dict.fromkeys(("offense", "victim", "kind", "amount_g"))
            found[ITEM[name]].append(blank | fields)
    return found


def as_rules(program: Program, case: Case) -> dict[str, list[dict[str, Any]]]:
    """Return the program's criteria for each engine, with what follows when hit or unknown."""
    on = case.answers.on.astimezone(program.calendar.zone).date()
    return {
        engine: [
            {
                "id": one.id,
                "test": _WRITERS[engine](one.hit, on),
                "pathways": sorted(one.pathways),
                "hit": 0 if one.effect is Effect.INFO else LEVELS[one.when_hit],
                "unknown": LEVELS[one.when_unknown],
                "asks": one.if_unknown in (IfUnknown.ASK, IfUnknown.ASK_DISPATCH),
                "facts": sorted(facts_in(one.hit)),
            }
            for one in program.criteria
        ]
        for engine in ENGINES
    }


def paths_of(program: Program) -> list[str]:
    """Return the facts the criteria look at: null in an encounter that does not have them."""
    ids = {id_ for one in program.criteria for id_ in facts_in(one.hit)}
    return sorted(id_ for id_ in ids if not id_.startswith(("charge.", "drug.")))


def unaskable(case: Case) -> list[str]:
    """Return the facts that were asked in vain."""
    return sorted(
        id_.split("/")[0] + "." + id_.rsplit("/", 1)[-1] if "/" in id_ else id_
        for id_, value in case.answers.by_path().items()
        if isinstance(value, Unknown)
    )


def put_path(found: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a dotted path unless something stands there."""
    if path not in found:
        _put(found, path, value, over=False)


def _put(found: dict[str, Any], path: str, value: Any, *, over: bool = True) -> None:
    *parents, name = (
        path.replace("charges.complete", "charges_complete")
        .replace("drugs.complete", "drugs_complete")
        .split(".")
    )
    for parent in parents:
        found = found.setdefault(parent, {})
    if over or name not in found:
        found[name] = value


def _plain(value: FactValue) -> Any:
    known = value.value if isinstance(value, Known) else None
    if known is NEVER:
        return "never"
    if isinstance(known, PartialDate):
        return str(known) if known.day else None
    if isinstance(known, Decimal):
        return float(known)
    return known if isinstance(known, bool | str) else None


class _Infix:
    """The parts that zen, rule-engine and CEL write alike."""

    both = " and "
    either = " or "
    no = "not "
    item = ""

    def __call__(self, condition: Condition, on: Any) -> str:
        self.on = on
        return self.write(condition)

    def write(self, condition: Condition) -> str:
        match condition:
            case Not(part):
                return f"{self.no}({self.write(part)})"
            case YesNo(fact):
                return f"{fact.id} == true"
            case IsOneOf(fact, values):
                words = ", ".join(f'"{word}"' for word in sorted(values))
                return f"{self.name(fact)} in [{words}]"
            case Happened(fact):
                return f'{fact.id} != "never"'
            case Within(fact):
                since = condition.since(self.on)
                return f'({fact.id} != "never"{self.both}{fact.id} >= "{since}")'
            case Some(list_name, part):
                return self.some(ITEM[list_name], self.inside(list_name, part))
            case Every(list_name, part):
                return self.every(ITEM[list_name], self.inside(list_name, part))
            case Compare(term, op, limit):
                return f"{self.amount(term)} {op.value} {float(limit)}"
        joined = self.both if isinstance(condition, All) else self.either
        return "(" + joined.join(self.write(part) for part in condition.parts) + ")"

    def inside(self, list_name: str, part: Condition) -> str:
        self.item = self.each
        written = self.write(part)
        self.item = ""
        return written

    def name(self, fact: Any) -> str:
        return f"{self.item}.{fact.id.partition('.')[2]}" if fact.in_item else fact.id

    def amount(self, term: Any) -> str:
        if not isinstance(term, Total):
            return self.name(term.fact)
        where = self.inside(term.fact.list, term.where) if term.where else ""
        return self.total(ITEM[term.fact.list], term.fact.id.partition(".")[2], where)

    each = ""


class _Zen(_Infix):
    each = "#"

    def some(self, items: str, part: str) -> str:
        return f"some({items}, {part})"

    def every(self, items: str, part: str) -> str:
        return f"all({items}, {part})"

    def total(self, items: str, field: str, where: str) -> str:
        chosen = f"filter({items}, {where})" if where else items
        return f"sum(map({chosen}, #.{field}))"


class _RuleEngine(_Infix):
    each = "one"

    def some(self, items: str, part: str) -> str:
        return f"$any([{part} for one in {items}])"

    def every(self, items: str, part: str) -> str:
        return f"$all([{part} for one in {items}])"

    def total(self, items: str, field: str, where: str) -> str:
        return f"$sum([one.{field} for one in {items}{' if ' + where if where else ''}])"


class _Cel(_Infix):
    both = " && "
    either = " || "
    no = "!"
    each = "one"

    def some(self, items: str, part: str) -> str:
        return f"{items}.exists(one, {part})"

    def every(self, items: str, part: str) -> str:
        return f"{items}.all(one, {part})"

    def total(self, items: str, field: str, where: str) -> str:
        chosen = f"{items}.filter(one, {where})" if where else items
        return f"total({chosen}.map(one, one.{field}))"


def _json_logic(condition: Condition, on: Any) -> Any:
    def write(part: Condition) -> Any:
        return _json_logic(part, on)

    match condition:
        case Not(part):
            return {"!": [write(part)]}
        case YesNo(fact):
            return {"==": [{"var": fact.id}, True]}
        case IsOneOf(fact, values):
            return {"in": [_var(fact), sorted(values)]}
        case Happened(fact):
            return {"!=": [{"var": fact.id}, "never"]}
        case Within(fact):
            since = str(condition.since(on))
            return {"and": [{"!=": [{"var": fact.id}, "never"]},
                            {">=": [{"var": fact.id}, since]}]}  # fmt: skip
        case Some(list_name, part):
            return {"some": [{"var": ITEM[list_name]}, write(part)]}
        case Every(list_name, part):
            return {"!": [{"some": [{"var": ITEM[list_name]}, {"!": [write(part)]}]}]}
        case Compare(term, op, limit):
            sign = "==" if op is Op.EQUAL else op.value
            return {sign: [_amount(term, write), float(limit)]}
    joined = "and" if isinstance(condition, All) else "or"
    return {joined: [write(part) for part in condition.parts]}


def _var(fact: Any) -> dict[str, str]:
    return {"var": fact.id.partition(".")[2] if fact.in_item else fact.id}


def _amount(term: Any, write: Any) -> Any:
    if not isinstance(term, Total):
        return _var(term.fact)
    items: Any = {"var": ITEM[term.fact.list]}
    if term.where:
        items = {"filter": [items, write(term.where)]}
    field = term.fact.id.partition(".")[2]
    added = {"+": [{"var": f"current.{field}"}, {"var": "accumulator"}]}
    return {"reduce": [items, added, 0]}


_WRITERS: dict[str, Any] = {
    "zen-engine": _Zen(),
    "rule-engine": _RuleEngine(),
    "cel-python": _Cel(),
    "panzi-json-logic": _json_logic,
}
