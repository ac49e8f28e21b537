"""JSON read the strict way: however wrong a stranger's bytes are, the one answer is a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn

from desktop.domain.words import Say
from desktop.sync.refusals import BundleRefused, RefusalKind

DEPTH_LIMIT = 32  # levels of brackets; our own deepest paper has 5
NUMBER_LIMIT = 2**53  # the last integer every JSON reader keeps exact (RFC 8259, 6)
NUMBER_LENGTH_LIMIT = 32  # characters
TEXT_LIMIT = 4096  # characters of one text in a manifest or paper

# Possessive, and the closing quote optional: a broken line is crossed once, never twice.
_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
# A number stands where a value may: only there can a reader meet one that is too big. All that
# comes before a value counts as ":", all that a number is written with as "0" (2**53 has 16).
_SHAPE = bytes.maketrans(b"123456789.+-E,[ \t\r\n", b"000000000000e::::::")
_BIG = re.compile(rb":0(?:0*+e|0{15})")
_NUMBERS = re.compile(rb"-?[0-9][0-9.eE+-]*+")
# Control characters, line and direction marks that make a name look like another, half characters.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BRACKETS = re.compile(rb"[\[\]{}]")


def canonical_json(value: object) -> bytes:
    """Return the one way to write it: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def find_hazard(line: bytes) -> Say | None:
    """Return why the line may not be shown to any JSON reader; None when it may.

    Looks at depth and numbers only. A line that is no JSON at all passes: its reader sets it
    aside alone, and the rest of the bundle stays good.
    """
    if not may_be_deep(line) and not may_hold_a_big_number(line):
        return None  # nearly every line: a bundle has hundreds, and the long look takes 40 us each
    bare = _STRINGS.sub(b"", line)
    depth = 0
    for bracket in _BRACKETS.finditer(bare):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > DEPTH_LIMIT:
            return Say("It is nested too deeply.")
    if any(_is_too_big(number.group()) for number in _NUMBERS.finditer(bare)):
        return Say("It holds a number that is too large.")
    return None


def may_be_deep(line: bytes) -> bool:
    """Return whether brackets may be nested beyond the limit."""
    return line.count(b"{") + line.count(b"[") > DEPTH_LIMIT


def may_hold_a_big_number(text: bytes) -> bool:
    """Return whether a number beyond the limit may stand in JSON text, or several lines of it."""
    return _BIG.search(b":" + text.translate(_SHAPE)) is not None


def _is_too_big(number: bytes) -> bool:
    if len(number) > NUMBER_LENGTH_LIMIT:
        return True
    try:
        value = float(number) if set(number) & set(b".eE") else int(number)
    except ValueError:
        return False  # "1-2" is no number, so the line is no JSON: not a hazard
    return abs(value) > NUMBER_LIMIT


def parse_object(data: bytes, broken: RefusalKind) -> dict[str, Any]:
    """Return the JSON object in it. Refuses anything else, and every hazard, as `broken`."""
    hazard = find_hazard(data)
    if hazard is not None:
        raise BundleRefused(broken, hazard)
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_doubles, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BundleRefused(broken, Say("It is not readable."))
    return value


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class Fields:
    """The named values of one object, each taken once; `done` refuses what is left."""

    def __init__(self, values: dict[str, Any], *, limit: int = TEXT_LIMIT) -> None:
        self._left = dict(values)
        self._limit = limit

    def text(self, name: str, pattern: re.Pattern[str] | None = None) -> str:
        """Return a text, at most the limit long, without control characters."""
        value = self._take(name)
        if not isinstance(value, str) or len(value) > self._limit or _UNSAFE.search(value):
            raise wrong_field(name)
        if pattern is not None and not pattern.fullmatch(value):
            raise wrong_field(name)
        return value

    def whole(self, name: str, *, low: int = 0, high: int = NUMBER_LIMIT) -> int:
        """Return an integer between the two limits, both included."""
        value = self._take(name)
        if type(value) is not int or not low <= value <= high:
            raise wrong_field(name)
        return value

    def whole_or_none(self, name: str, *, low: int, high: int) -> int | None:
        """Return an integer, or None where null stands."""
        if self._left.get(name, 0) is None:
            self._take(name)
            return None
        return self.whole(name, low=low, high=high)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._take(name)
        if type(value) is not bool:
            raise wrong_field(name)
        return value

    def moment(self, name: str) -> datetime:
        """Return an aware time in whole seconds, its offset kept."""
        text = self.text(name)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise wrong_field(name) from None
        # A year near either end overflows as soon as somebody changes its offset.
        if at.tzinfo is None or at.isoformat() != text or not 1900 <= at.year <= 2999:
            raise wrong_field(name)
        if at.microsecond:
            raise wrong_field(name)
        return at

    def object(self, name: str) -> dict[str, Any]:
        """Return an object."""
        value = self._take(name)
        if not isinstance(value, dict):
            raise wrong_field(name)
        return value

    def object_or_none(self, name: str) -> dict[str, Any] | None:
        """Return an object, or None where null stands."""
        if self._left.get(name, 0) is None:
            self._take(name)
            return None
        return self.object(name)

    def objects(self, name: str) -> list[dict[str, Any]]:
        """Return a list of objects."""
        value = self._take(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise wrong_field(name)
        return value

    def done(self) -> None:
        """Refuse what nobody asked for: an unknown word may change the meaning of the rest."""
        if self._left:
            raise BundleRefused(
                RefusalKind.BAD_CONTENT, Say("It holds something this version does not know.")
            )

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise wrong_field(name)
        return self._left.pop(name)


def wrong_field(name: str) -> BundleRefused:
    """Return the refusal for one field; the name is ours, never the sender's."""
    return BundleRefused(
        RefusalKind.BAD_CONTENT, Say("Its field {field} is missing or wrong.", field=name)
    )


def whole_seconds(at: datetime) -> str:
    """Return the time as written in papers. Raises ValueError on a naive time or on fractions."""
    if at.tzinfo is None or at.microsecond:
        raise ValueError("times on the wire are aware and in whole seconds")
    return at.isoformat()


def all_distinct(items: Iterable[object]) -> bool:
    """Return whether nothing stands there twice."""
    listed = list(items)
    return len(set(listed)) == len(listed)
