"""A program's own cases: cases.csv.

`given` lists facts parted by `;` as `path = value`; `base` names a case above whose facts it
starts from. A value is written as in `fact_values`; "not asked" takes one back, and a path that
ends in `/` takes back all of an item: `drug/1/ = not asked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.answers import Answers, answers_from
from desktop.domain.clocks import Calendar
from desktop.domain.eligibility import seen
from desktop.domain.facts import Dictionary, FactValue
from desktop.domain.program import Approval, Case, Criterion
from desktop.domain.refused import Refused
from desktop.domain.terms import Outcome, Resolver
from desktop.domain.words import Say
from desktop.formats.fact_values import value_from_text
from desktop.formats.tables import Row, closest, read_rows

COLUMNS = (
    "id", "base", "on", "given", "approvals", "outcome", "because", "flags", "about",
)  # fmt: skip
USUAL_TIME = "2026-11-23T22:14"  # a Monday night before a holiday week; cases name another


def read_cases(
    content: bytes, dictionary: Dictionary, criteria: Iterable[Criterion], calendar: Calendar
) -> tuple[Case, ...]:
    """Return the cases; refuses a row that cannot be read."""
    by_id = {one.id: one for one in criteria}
    facts: dict[str, dict[str, FactValue]] = {}
    cases: list[Case] = []
    seen_ids: set[str] = set()
    for row in read_rows("cases.csv", content, COLUMNS):
        row.must("id")
        row.must_be_new("id", seen_ids)
        facts[row["id"]] = _facts(row, facts, dictionary)
        answers = answers_from(facts[row["id"]], dictionary, on=_on(row, calendar))
        cases.append(
            Case(
                id=row["id"],
                about=row["about"],
                answers=answers,
                outcome=row.word("outcome", Outcome),
                because=_criteria(row, "because", by_id),
                flags=_criteria(row, "flags", by_id),
                approvals=_approvals(row, by_id, answers),
            )
        )
    return tuple(cases)


def _facts(
    row: Row, above: Mapping[str, Mapping[str, FactValue]], dictionary: Dictionary
) -> dict[str, FactValue]:
    base = row["base"]
    if base and base not in above:
        row.refuse(
            "base", Say('there is no case "{id}" above', id=base[:40]), closest(base, list(above))
        )
    facts = dict(above[base]) if base else {}
    for pair in filter(None, (part.strip() for part in row["given"].split(";"))):
        path, sign, text = (part.strip() for part in pair.partition("="))
        if not sign:
            row.refuse(
                "given",
                Say('"{words}" has no =', words=pair[:40]),
                Say("Write fact = value; fact = value."),
            )
        try:
            _put(facts, path, text, dictionary)
        except Refused as fault:
            row.refuse_as("given", fault)
    return facts


def _put(facts: dict[str, FactValue], path: str, text: str, dictionary: Dictionary) -> None:
    if path.endswith("/"):
        for one in [one for one in facts if one.startswith(path)]:
            del facts[one]
        return
    value = value_from_text(dictionary.fact_of(path), text)
    if value is None:
        facts.pop(path, None)
    else:
        facts[path] = value


def _on(row: Row, calendar: Calendar) -> datetime:
    try:
        on = datetime.fromisoformat(row["on"] or USUAL_TIME)
    except ValueError:
        row.refuse("on", Say("this is not a time"), Say("Write the time as 2026-11-23T22:14."))
    return on if on.utcoffset() is not None else on.replace(tzinfo=calendar.zone)


def _criteria(row: Row, column: str, by_id: Mapping[str, Criterion]) -> frozenset[str]:
    words = row[column].split()
    for word in words:
        if word not in by_id:
            row.refuse(
                column,
                Say('there is no criterion "{id}"', id=word[:40]),
                closest(word, list(by_id)),
            )
    return frozenset(words)


def _approvals(row: Row, by_id: Mapping[str, Criterion], answers: Answers) -> tuple[Approval, ...]:
    """Return "TR-04 prosecutor; TR-10 supervisor no" as approvals that saw these very facts."""
    found: list[Approval] = []
    for part in filter(None, (part.strip() for part in row["approvals"].split(";"))):
        words = part.split()
        by = next((one for one in Resolver if len(words) > 1 and one == words[1]), None)
        if len(words) not in (2, 3) or words[0] not in by_id or by is None:
            row.refuse(
                "approvals",
                Say("this approval cannot be read"),
                Say("Write the criterion and who: TR-04 prosecutor."),
            )
        saw = seen(by_id[words[0]], answers)
        found.append(Approval(words[0], by, "", answers.on, saw, granted=words[2:] != ["no"]))
    return tuple(found)
