"""Words to be said later, in some language: the domain never chooses one.

`Say` and `Plural` hold an English sentence that stands in the catalogue
(resources/i18n); `Given` holds words that somebody wrote in several languages
(a program's texts). A plain `str` is a person's own text and is never translated.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol


class Say:
    """One sentence of the catalogue with its named values, e.g. `Say("{n} left", n=2)`."""

    __slots__ = ("text", "values")

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values = tuple(sorted(values.items()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Say):
            return NotImplemented
        return (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash((self.text, self.values))

    def __repr__(self) -> str:
        # Values may be a person's: a repr can end in a log or a traceback, so they stay out.
        return f"Say({self.text!r})"


class Plural:
    """A sentence that counts: `Plural("{n} service", "{n} services", n)`."""

    __slots__ = ("many", "n", "one", "values")

    def __init__(self, one: str, many: str, n: int, /, **values: object) -> None:
        self.one = one
        self.many = many
        self.n = n
        self.values = tuple(sorted({**values, "n": n}.items()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plural):
            return NotImplemented
        return (self.one, self.many, self.values) == (other.one, other.many, other.values)

    def __hash__(self) -> int:
        return hash((self.one, self.many, self.values))

    def __repr__(self) -> str:
        return f"Plural({self.one!r}, {self.n})"


@dataclass(frozen=True, slots=True)
class Given:
    """The same words as somebody wrote them in several languages; English stands in for a gap."""

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Given:
        """Return the texts by language code, empty ones left out."""
        return cls(tuple(sorted((code, text) for code, text in texts.items() if text)))

    def in_language(self, code: str) -> str:
        """Return the words in that language, else in English, else whatever there is."""
        texts = dict(self.by_language)
        return texts.get(code) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things said one after another, e.g. "heroin, cocaine"."""

    items: tuple[Sayable, ...]
    between: str = ", "


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment as people read it, "17 Nov 22:14"; `date_only` leaves the hour out."""

    at: datetime
    date_only: bool = False


Sayable = str | Say | Plural | Given | Listing | Clock


class Catalogue(Protocol):
    """What a language needs to know: the two calls of `gettext.NullTranslations`."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, one: str, many: str, n: int, /) -> str: ...


_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


class Tongue:
    """Says things in one language. Missing words are said in English.

    `doubting` marks every moment with (?): the clock they are read by is in doubt.
    """

    def __init__(
        self, code: str, catalogue: Catalogue | None = None, *, doubting: bool = False
    ) -> None:
        self.code = code
        self.doubting = doubting
        self._catalogue: Catalogue = catalogue or gettext.NullTranslations()

    def in_doubt(self, on: bool) -> Tongue:
        """Return it with every moment marked, or none."""
        return self if on is self.doubting else Tongue(self.code, self._catalogue, doubting=on)

    def __call__(self, what: Sayable) -> str:
        """Return the words; a person's own text comes back unchanged."""
        if isinstance(what, str):
            return what
        if isinstance(what, Say):
            return self._fill(self._catalogue.gettext(what.text), what.values)
        if isinstance(what, Plural):
            text = self._catalogue.ngettext(what.one, what.many, what.n)
            return self._fill(text, what.values)
        if isinstance(what, Given):
            return what.in_language(self.code)
        if isinstance(what, Clock):
            return self._moment(what)
        return what.between.join(self(item) for item in what.items)

    def _fill(self, text: str, values: Iterable[tuple[str, object]]) -> str:
        return text.format(**{name: self._value(value) for name, value in values})

    def _value(self, value: object) -> object:
        if isinstance(value, Say | Plural | Given | Listing | Clock):
            return self(value)
        if isinstance(value, datetime):
            return self._moment(Clock(value))
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, Decimal):
            return f"{value:f}"
        return value

    def _day(self, day: date) -> str:
        months = _MONTHS.get(self.code, _MONTHS["en"])
        return f"{day.day} {months[day.month - 1]} {day.year}"

    def _moment(self, clock: Clock) -> str:
        months = _MONTHS.get(self.code, _MONTHS["en"])
        day = f"{clock.at.day} {months[clock.at.month - 1]}"
        mark = " (?)" if self.doubting else ""
        if clock.date_only:
            return f"{day} {clock.at.year}{mark}"
        return f"{day} {clock.at:%H:%M}{mark}"


ENGLISH = Tongue("en")
