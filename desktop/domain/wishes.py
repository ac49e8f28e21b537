"""What is looked for among the services, and what a service that fits looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.domain.admission import Admissions
from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import ServiceListing, Sex
from desktop.domain.facts import FactValue, Known, Range
from desktop.domain.hours import Opening
from desktop.domain.limits import Person
from desktop.domain.needs import BARRIERS, NEEDS, Barrier, Need
from desktop.domain.places import ROAD_SPEED, Point, miles_in_words, way_in_words
from desktop.domain.words import Sayable

ANYBODY = Person()
NOT_MET, PARTLY, WELL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. `must` are barriers a service has to remove, not only better if it does.

    Without needs every service is looked at. `admissions` weighs the services' own rules; without
    it each rule is a thing to ask. `show_no_medication` drops the methadone limit; the
    match then says so.
    """

    needs: tuple[Need, ...] = ()
    barriers: frozenset[Barrier] = frozenset()
    must: frozenset[Barrier] = frozenset()
    person: Person = ANYBODY
    near: Point | None = None
    within_miles: float | None = None
    speed: float = ROAD_SPEED  # miles an hour, by how rural it is there
    open_on_arrival: bool = False
    show_no_medication: bool = False
    admissions: Admissions | None = None

    @property
    def limited(self) -> Person:
        """Return the person whose hard limits count, the methadone limit unless it is dropped."""
        return replace(self.person, on_methadone=False) if self.show_no_medication else self.person


@dataclass(frozen=True, slots=True)
class Fit:
    """How a service stands to a wish; `rank` orders fits, lowest first."""

    listing: ServiceListing
    miles: float | None
    opening: Opening
    report: CapacityReport | None
    rank: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A service that fits, with its reasons and what to ask."""

    listing: ServiceListing
    miles: float | None  # by road, estimated
    opening: Opening  # on arrival
    report: CapacityReport | None
    reasons: tuple[Sayable, ...]
    doubts: tuple[Sayable, ...]
    near: Point | None = None  # from where `miles` counts

    @property
    def way(self) -> Sayable:
        """Return how far and which way, "" where that is not known."""
        there = self.listing.place.point
        if self.near is not None and there is not None:
            return way_in_words(self.near, there)
        return "" if self.miles is None else miles_in_words(self.miles)


def met(codes: frozenset[str], need: Need) -> int:
    """Return whether these codes answer the need: not, partly or well."""
    answer = NEEDS[need]
    if not answer.well.isdisjoint(codes):
        return WELL
    return NOT_MET if answer.partly.isdisjoint(codes) else PARTLY


def removes(codes: frozenset[str], barrier: Barrier) -> bool:
    """Return whether these codes say that the barrier is dealt with, at least in part."""
    answer = BARRIERS[barrier]
    return not (answer.well.isdisjoint(codes) and answer.partly.isdisjoint(codes))


def wish_of(answers: Mapping[str, FactValue], *, near: Point | None = None) -> Wish:
    """Return what these facts of an encounter ask of a service; unknown facts ask nothing."""
    needs = tuple(Need(word) for word in _words(answers, "needs") if word in set(Need))
    barriers = {Barrier(word) for word in _words(answers, "barriers") if word in set(Barrier)}
    language = _LANGUAGES.get(_words(answers, "person.language"))
    if language is not None:
        barriers = (barriers - {Barrier.LANGUAGE}) | {language}
    if _is_yes(answers, "person.children_in_care"):
        barriers.add(Barrier.CHILDCARE)
    low, high = _years(answers.get("person.age"))
    pregnant = _is_yes(answers, "health.pregnant")
    person = Person(
        age_from=low,
        age_to=high,
        sex=Sex.FEMALE if pregnant else None,
        pregnant=pregnant,
        on_methadone=_is_yes(answers, "health.methadone_patient"),
    )
    return Wish(needs=needs, barriers=frozenset(barriers), person=person, near=near)


_LANGUAGES: dict[tuple[str, ...], Barrier] = {
    ("es",): Barrier.SPANISH,
    ("asl",): Barrier.SIGN_LANGUAGE,
}


def _words(answers: Mapping[str, FactValue], fact: str) -> tuple[str, ...]:
    answer = answers.get(fact)
    value = answer.value if isinstance(answer, Known) else ()
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _is_yes(answers: Mapping[str, FactValue], fact: str) -> bool:
    return answers.get(fact) == Known(True)


def _years(age: FactValue | None) -> tuple[int | None, int | None]:
    if isinstance(age, Known) and isinstance(age.value, Decimal):
        return int(age.value), int(age.value)
    if isinstance(age, Range):
        return _whole(age.low), _whole(age.high)
    return None, None


def _whole(years: Decimal | None) -> int | None:
    return None if years is None else int(years)
