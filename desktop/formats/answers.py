"""The answers file and the decision as JSON (architecture.md, "From a terminal").

A list given as an array is the whole list; `{"items": [...], "complete": false}` says that it may
go on. A fact left out is not asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from desktop.domain.answers import Answers, answers_from
from desktop.domain.eligibility import Decision, seen
from desktop.domain.facts import (
    NEVER,
    Dictionary,
    Fact,
    FactType,
    FactValue,
    Known,
    Range,
    Unknown,
    complete_path,
    did_you_mean,
)
from desktop.domain.program import Approval, Program
from desktop.domain.refused import Refused
from desktop.domain.terms import Resolver
from desktop.domain.words import Say, Sayable, Tongue
from desktop.formats.fact_values import (
    amount,
    amount_range,
    checked_choice,
    checked_text,
    moment,
    partial_date,
    refuse,
)

SIZE_LIMIT = 1_000_000  # bytes; one encounter is under 10,000
APPROVAL_KEYS = ("criterion", "by", "who", "at", "granted", "how", "reason")
APPROVERS = (Resolver.SUPERVISOR, Resolver.PROSECUTOR, Resolver.LEAD)


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What an answers file holds: the answers, and approvals that saw just these."""

    answers: Answers
    approvals: tuple[Mapping[str, Any], ...]

    def approvals_for(self, program: Program) -> tuple[Approval, ...]:
        """Return the approvals, each having seen the values of the file; refuses a foreign one."""
        return tuple(_approval(one, self.answers, program) for one in self.approvals)


def read_answers(content: bytes, dictionary: Dictionary, *, now: datetime) -> AnswersFile:
    """Return the answers in a file; `now` (aware) stands in where it does not say when.

    Refuses an unknown fact, a wrong unit or choice, and what is no JSON, with a suggestion.
    """
    found = _load(content)
    lists = dictionary.lists()
    _only_known(found, ("pathway", "on", "facts", "approvals", *lists))
    values: dict[str, FactValue] = {}
    if (pathway := found.get("pathway")) is not None:
        _put(values, "pathway", pathway, dictionary)
    facts = found.get("facts", {})
    if not isinstance(facts, dict):
        _refuse(Say('"facts" must be an object.'))
    for path, value in facts.items():
        _put(values, path, value, dictionary)
    for name in lists:
        if name in found:
            _read_list(name, found[name], values, dictionary)
    approvals = found.get("approvals", [])
    if not isinstance(approvals, list) or not all(isinstance(one, dict) for one in approvals):
        _refuse(Say('"approvals" must be an array of objects.'))
    answers = answers_from(values, dictionary, on=_on(found.get("on"), now))
    return AnswersFile(answers, tuple(approvals))


def decision_to_json(decision: Decision, tongue: Tongue) -> dict[str, Any]:
    """Return the decision as `decide --json` prints it, its words in that language."""
    return {
        "program": decision.program,
        "version": decision.version,
        "digest": decision.digest,
        "pathway": decision.pathway,
        "on": decision.on.isoformat(),
        "outcome": decision.outcome.value,
        "settled": decision.settled,
        "otherwise": decision.otherwise.value if decision.otherwise else None,
        "entries": [
            {
                "criterion": entry.criterion,
                "hit": entry.hit,
                "effect": entry.effect.value,
                "outcome": entry.outcome.value,
                "says": tongue(entry.says),
                "facts": list(entry.facts),
                "policy_ref": entry.policy_ref,
                "source": entry.source,
                "approver": entry.approver.value if entry.approver else None,
                "due": _stamp(entry.due),
            }
            for entry in decision.entries
        ],
        "open": [
            {
                "criterion": point.criterion,
                "facts": list(point.facts),
                "resolver": point.resolver.value,
                "due": _stamp(point.due),
                "says": tongue(point.says),
            }
            for point in decision.open
        ],
        "flags": [
            {"criterion": flag.criterion, "facts": list(flag.facts), "says": tongue(flag.says)}
            for flag in decision.flags
        ],
        "approved": [
            {"criterion": one.criterion, "by": one.by.value, "who": one.who, "at": _stamp(one.at)}
            for one in decision.approved
        ],
        "ask_next": [
            {
                "fact": asked.path,
                "question": tongue(asked.fact.question),
                "measure": asked.measure,
            }
            for asked in decision.ask_next
        ],
    }


def _load(content: bytes) -> dict[str, Any]:
    if len(content) > SIZE_LIMIT:
        _refuse(Say("The answers file is too large."))
    try:
        found = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twice,
        )
    except (ValueError, RecursionError):
        raise Refused(
            Say("The answers file is not JSON in UTF-8."),
            remedy=Say("Compare it with the example in the README."),
        ) from None
    if not isinstance(found, dict):
        _refuse(Say("The answers file must hold one object."))
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse(Say("The answers file says one thing twice."))
    return found


def _only_known(found: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            raise Refused(
                Say('The answers file has "{name}", which is not known.', name=key[:40]),
                remedy=did_you_mean(key, known),
            )


def _read_list(name: str, given: Any, values: dict[str, FactValue], dictionary: Dictionary) -> None:
    whole = True
    if isinstance(given, dict):
        _only_known(given, ("items", "complete"))
        whole = given.get("complete", True)
        given = given.get("items", [])
    if not isinstance(given, list) or not isinstance(whole, bool):
        _refuse(Say('"{name}" must be an array.', name=name))
    fields = {fact.id.partition(".")[2]: fact for fact in dictionary.of_list(name)}
    for number, one in enumerate(given, start=1):
        if not isinstance(one, dict):
            _refuse(Say('Each of the "{name}" must be an object.', name=name))
        item = str(one.get("id", number))
        if "/" in item or not item:
            _refuse(Say('The "id" of one of the "{name}" cannot be used.', name=name))
        for field, value in one.items():
            if field == "id":
                continue
            if field not in fields:
                raise Refused(
                    Say(
                        '"{name}", item {n}: there is no "{field}".',
                        name=name,
                        n=number,
                        field=field[:40],
                    ),
                    remedy=did_you_mean(field, fields),
                )
            _put(values, fields[field].path(item), value, dictionary)
    values.setdefault(complete_path(name), Known(whole))


def _put(values: dict[str, FactValue], path: str, given: Any, dictionary: Dictionary) -> None:
    fact = dictionary.fact_of(path)
    if fact.in_item and "/" not in path:
        refuse(fact, Say('Write it in the list "{name}".', name=fact.list))
    value = _value(fact, given)
    if value is not None:
        values[path] = value


def _value(fact: Fact, given: Any) -> FactValue | None:
    if isinstance(given, dict):
        return _unknown_or_range(fact, given)
    match fact.type:
        case FactType.YESNO if isinstance(given, bool):
            return Known(given)
        case FactType.AMOUNT:
            return Known(_amount(fact, given))
        case FactType.CHOICE if isinstance(given, str):
            return Known(checked_choice(fact, given))
        case FactType.CHOICES if isinstance(given, list):
            return Known(tuple(sorted({checked_choice(fact, str(word)) for word in given})))
        case FactType.EVENT if given == "never":
            return Known(NEVER)
        case FactType.EVENT | FactType.DATE if isinstance(given, str | int):
            return Known(partial_date(fact, str(given)))
        case FactType.TIME if isinstance(given, str):
            return Known(moment(fact, given))
        case FactType.TEXT if isinstance(given, str):
            return Known(checked_text(fact, given))
    refuse(fact, _expected(fact))


def _unknown_or_range(fact: Fact, given: Mapping[str, Any]) -> FactValue | None:
    keys = set(given)
    if keys == {"unknown"}:
        match given["unknown"]:
            case "declined":
                return Unknown.DECLINED
            case "cannot_know":
                return Unknown.CANNOT_KNOW
            case "not_asked":
                return None
        refuse(fact, Say('Write "declined", "cannot_know" or "not_asked".'))
    if keys and keys <= {"from", "to"} and fact.type is FactType.AMOUNT:
        limits = (given.get("from"), given.get("to"))
        low, high = (None if one is None else _amount(fact, one) for one in limits)
        found: Range = amount_range(fact, low, high)
        return found
    refuse(fact, _expected(fact))


def _amount(fact: Fact, given: Any) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        refuse(fact, _expected(fact))
    return amount(fact, str(given))


def _expected(fact: Fact) -> Sayable:
    match fact.type:
        case FactType.YESNO:
            return Say("Write true or false.")
        case FactType.AMOUNT:
            return Say('Write a number, or {{"from": 1, "to": 2}}.')
        case FactType.CHOICES:
            return Say("Write an array of words.")
        case FactType.EVENT:
            return Say('Write "never", or a year, a month or a day.')
    return Say("Write it in quotation marks.")


def _on(given: Any, now: datetime) -> datetime:
    if given is None:
        return now
    try:
        at = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        at = None
    if at is None or at.utcoffset() is None:
        raise Refused(
            Say('"on" is not a time with its offset.'),
            remedy=Say("Write the time as 2026-11-23T22:14:00-07:00."),
        )
    return at


def _approval(given: Mapping[str, Any], answers: Answers, program: Program) -> Approval:
    _only_known(given, APPROVAL_KEYS)
    criterion = program.criterion(str(given.get("criterion", "")))
    if criterion is None:
        raise Refused(
            Say("An approval names a criterion the program does not have."),
            remedy=did_you_mean(
                str(given.get("criterion", "")), [one.id for one in program.criteria]
            ),
        )
    by = next((one for one in APPROVERS if one == given.get("by")), None)
    granted = given.get("granted", True)
    if by is None or not isinstance(granted, bool):
        raise Refused(
            Say("An approval does not say who approved."),
            remedy=Say("Use one of: {words}.", words=", ".join(APPROVERS)),
        )
    return Approval(
        criterion=criterion.id,
        by=by,
        who=str(given.get("who", "")),
        at=_on(given.get("at"), answers.on),
        saw=seen(criterion, answers),
        granted=granted,
        how=str(given.get("how", "")),
        reason=str(given.get("reason", "")),
    )


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _refuse(what: Sayable) -> NoReturn:
    raise Refused(what, remedy=Say("Compare it with the example in the README."))
