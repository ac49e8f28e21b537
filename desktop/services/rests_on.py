"""What an approval rests on: the changes of the values its author saw, by path, never the values.

An order that takes those values takes them from everywhere: the names tell nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from desktop.domain.answers import CHARGE_HELD
from desktop.domain.change import Register, comparable
from desktop.domain.facts import FactValue, Known, Unknown
from desktop.store.store import Store
from desktop.wire.words import Unreadable

Saw = tuple[tuple[str, FactValue | None], ...]
BY_PATHWAY = "pathway"  # nobody wrote it: the pathway says it


def names_of(saw: Saw, registers: Mapping[str, Register]) -> str:
    """Return the changes whose values were seen, by path, as an approval keeps them."""
    found: dict[str, list[str]] = {}
    for path, value in saw:
        register = registers.get(path)
        ids = [str(head.id) for head in register.heads] if register else []
        found[path] = ids if ids or value is None else [BY_PATHWAY]
    return json.dumps(found, sort_keys=True)


def values_named(store: Store, names: str) -> Saw:
    """Return the values that were seen; raises `Unreadable` where one of them is gone."""
    try:
        found = json.loads(names)
    except ValueError as trouble:
        raise Unreadable("what an approval rests on") from trouble
    if not isinstance(found, dict) or not all(_are_names(one) for one in found.values()):
        raise Unreadable("what an approval rests on")
    return tuple((path, _value(store, path, ids)) for path, ids in sorted(found.items()))


def _are_names(ids: object) -> bool:
    return isinstance(ids, list) and all(isinstance(one, str) for one in ids)


def _value(store: Store, path: str, ids: list[str]) -> FactValue | None:
    if ids == [BY_PATHWAY] and path == CHARGE_HELD:
        return Known(True)
    values = [_written(store, path, id_) for id_ in ids]
    if len({comparable(one) for one in values}) > 1:
        return Unknown.CANNOT_KNOW  # it was disputed, as `known_values` has it
    return values[-1] if values else None


def _written(store: Store, path: str, id_: str) -> FactValue:
    """Return what one change says of a path; of an erased or forked one nothing can be said."""
    kept = store.by_ids([id_])
    values = [one.value for each in kept for one in each.change.sets if one.path == path]
    if len(values) != 1:
        raise Unreadable("a value an approval rests on")
    return values[0]
