"""What is looked for on the Services page: words, filters, a place; and the wish behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.directory import Sex
from desktop.domain.limits import Person
from desktop.domain.needs import BARRIERS, FILTER_GROUPS, NEEDS, Barrier, Need
from desktop.domain.places import Point
from desktop.domain.wishes import ANYBODY, Wish
from desktop.domain.words import Say, Sayable

OPEN_NOW = "open_now"
METHADONE = "methadone"
NO_MEDICATION_TOO = "no_medication_too"  # drops the methadone limit, which is said
# Filters in the order in which they are shown; all but two are barriers a service removes.
FILTERS: Mapping[str, Sayable] = {
    OPEN_NOW: Say("Open now"),
    Barrier.INSURANCE.value: Say("No insurance needed"),
    METHADONE: Say("Takes people on methadone"),
    Barrier.SPANISH.value: Say("Spanish"),
    Barrier.TRANSPORT.value: Say("Ride offered"),
    Barrier.CHILDCARE.value: Say("Children can stay"),
}
REPORTED_WRONG = "reported_wrong"  # somebody found something wrong with the listing
NEED = "need/"  # before the word of a need among the filters
SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}
OLDEST = 150  # years
_NEEDS: Mapping[str, Sayable] = {f"{NEED}{one.value}": NEEDS[one].says for one in Need}
# All filters by the group under which they are looked for; the quick ones stand here too.
GROUPS: tuple[tuple[Sayable, tuple[str, ...]], ...] = (
    (Say("What is needed"), tuple(_NEEDS)),
    (Say("Hours and medication"), (OPEN_NOW, METHADONE)),
    (Say("Women or men"), tuple(SEXES)),
    *((title, tuple(one.value for one in group)) for title, group in FILTER_GROUPS),
    (Say("The listing"), (REPORTED_WRONG,)),
)
FILTER_WORDS: Mapping[str, Sayable] = {
    **{one.value: answer.says for one, answer in BARRIERS.items()},
    **_NEEDS,
    "female": Say("Women"),
    "male": Say("Men"),
    NO_MEDICATION_TOO: Say("No medication too"),
    REPORTED_WRONG: Say("Reported as wrong"),
    **FILTERS,
}


@dataclass(frozen=True, slots=True)
class Query:
    """What a person looks for: words, filters by code, a ZIP to be near."""

    words: str = ""
    filters: frozenset[str] = frozenset()
    near: str = ""
    age: int | None = None  # years
    at: datetime | None = None  # open then, wherever the clock of the service stands
    code: str = ""  # of SAMHSA's reference

    @property
    def open_now(self) -> bool:
        """Return whether only services open on arrival are wanted."""
        return OPEN_NOW in self.filters

    def toggled(self, code: str, on: bool) -> Query:
        """Return it with one filter on or off."""
        return replace(self, filters=self.filters | {code} if on else self.filters - {code})

    @property
    def needs(self) -> tuple[Need, ...]:
        """Return the needs among the filters."""
        return tuple(one for one in Need if f"{NEED}{one.value}" in self.filters)

    @property
    def narrowed(self) -> int:
        """Return how much it is narrowed beside words and place."""
        return len(self.filters) + sum(map(bool, (self.age is not None, self.at, self.code)))

    def without_all(self) -> Query:
        """Return it with words and place alone."""
        return Query(words=self.words, near=self.near)


def wish_of_query(
    query: Query, *, near: Point | None, person: Person = ANYBODY, base: Wish | None = None
) -> Wish:
    """Return what a query asks of a service; `base` is the wish of the open draft."""
    wish = base or Wish(person=person)
    must = {Barrier(code) for code in query.filters if code in {one.value for one in Barrier}}
    who = replace(wish.person, on_methadone=wish.person.on_methadone or METHADONE in query.filters)
    if query.age is not None:
        who = replace(who, age_from=query.age, age_to=query.age)
    sexes = [sex for code, sex in SEXES.items() if code in query.filters]
    if len(sexes) == 1:
        who = replace(who, sex=sexes[0])
    return replace(
        wish,
        needs=query.needs or wish.needs,
        must=wish.must | must,
        near=near or wish.near,
        person=who,
        open_on_arrival=query.open_now,
        show_no_medication=NO_MEDICATION_TOO in query.filters,
    )
