"""On which facts it rests that a condition is true, false or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.domain.answers import Answers, Item
from desktop.domain.conditions import All, Amount, Any, Compare, Condition, Count, Every, Not, Some
from desktop.domain.facts import Known, complete_path


def grounds(condition: Condition, answers: Answers, item: Item | None = None) -> tuple[str, ...]:
    """Return the paths of the facts its truth rests on, each once.

    While it is unknown these are the facts that keep it so: what is masked by another fact
    (`a and b` with b false) is not among them.
    """
    return tuple(dict.fromkeys(_grounds(condition, answers, item)))


def _grounds(condition: Condition, answers: Answers, item: Item | None) -> Iterator[str]:
    match condition:
        case Not(part):
            yield from _grounds(part, answers, item)
        case All(parts):
            yield from _of_parts(parts, answers, item, decisive=False)
        case Any(parts):
            yield from _of_parts(parts, answers, item, decisive=True)
        case Some(list_name, part):
            yield from _of_items(list_name, part, answers)
        case Every(list_name, part):
            yield from _of_items(list_name, Not(part), answers)
        case Compare(Amount(fact)):
            yield fact.path(item.id if item else "")
        case Compare():
            yield from _of_sum(condition, answers)
        case _:
            yield condition.fact.path(item.id if item else "")


def _of_parts(
    parts: Iterable[Condition], answers: Answers, item: Item | None, *, decisive: bool
) -> Iterator[str]:
    """Yield from those parts that make the whole what it is; one `decisive` part settles it."""
    truths = [(part, part.truth(answers, item)) for part in parts]
    found = {truth for _, truth in truths}
    wanted = decisive if decisive in found else None if None in found else not decisive
    for part, truth in truths:
        if truth is wanted:
            yield from _grounds(part, answers, item)


def _of_items(list_name: str, part: Condition, answers: Answers) -> Iterator[str]:
    truths = [(one, part.truth(answers, one)) for one in answers.items(list_name)]
    witness = next((one for one, truth in truths if truth), None)
    if witness:
        yield from _grounds(part, answers, witness)
        return
    unknown = any(truth is None for _, truth in truths) or not answers.complete(list_name)
    for one, truth in truths:
        if truth is None or not unknown:
            yield from _grounds(part, answers, one)
    if not (unknown and answers.complete(list_name)):
        yield complete_path(list_name)


def _of_sum(condition: Compare, answers: Answers) -> Iterator[str]:
    term = condition.term
    if isinstance(term, Amount):
        return
    list_name = term.list if isinstance(term, Count) else term.fact.list
    unknown = condition.truth(answers) is None
    for one in answers.items(list_name):
        counts = term.where.truth(answers, one) if term.where else True
        if term.where and (counts is None or not unknown):
            yield from _grounds(term.where, answers, one)
        if isinstance(term, Count) or counts is False:
            continue
        exact = isinstance(answers.value(term.fact, one), Known)
        if not (unknown and exact):
            yield term.fact.path(one.id)
    if not (unknown and answers.complete(list_name)):
        yield complete_path(list_name)
