"""What a machine remembers of itself: named JSON values in the encrypted store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

from desktop.store.database import Database, storage_errors

# A set value in JSON's own kinds. Sequences come back as lists, mappings as dicts.
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

_Kind = TypeVar("_Kind", str, int, bool)


class Settings:
    """Named values. A name nobody set gives the default."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str, default: object = None) -> object:
        """Return the value as JSON reads it, or the default."""
        with storage_errors():
            row = self._db.execute("select value from settings where name = ?", [name]).fetchone()
        return default if row is None else json.loads(row[0])

    def text(self, name: str, default: str = "") -> str:
        """Return a text; a value of another kind is a bug and raises TypeError."""
        return self._of(str, name, default)

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number; a value of another kind is a bug and raises TypeError."""
        return self._of(int, name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return yes or no; a value of another kind is a bug and raises TypeError."""
        return self._of(bool, name, default)

    def set(self, name: str, value: Json) -> None:
        """Keep the value under the name, in the caller's transaction if there is one."""
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
        with storage_errors():
            self._db.execute(
                "insert into settings (name, value) values (?, ?)"
                " on conflict (name) do update set value = excluded.value",
                [name, text],
            )

    def forget(self, name: str) -> None:
        """Remove the value, if there is one."""
        with storage_errors():
            self._db.execute("delete from settings where name = ?", [name])

    def names(self) -> tuple[str, ...]:
        """Return the names that have a value."""
        with storage_errors():
            rows = self._db.execute("select name from settings order by name").fetchall()
        return tuple(row[0] for row in rows)

    def _of(self, kind: type[_Kind], name: str, default: _Kind) -> _Kind:
        value = self.get(name, default)
        # Exactly: a bool is an int to isinstance, and never a number here.
        if type(value) is not kind:
            raise TypeError(f"setting {name!r} is not a {kind.__name__}")
        return value
