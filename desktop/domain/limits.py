"""Who may not go where: hard limits of a person, each said in words.

A person on methadone is never sent to a site that uses no medication (SAMHSA codes NMOA, NOOP).
Age groups of the SAMHSA reference: CHLD to 17 years, YAD 18 to 25, ADLT 26 to 64, SNR from 65; the
years are of the N-SUMHSS questionnaire as we know it, so only "under 18" is hard, the rest a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.directory import ADULT, ServiceListing, ServiceStatus, Sex
from desktop.domain.words import Listing, Say, Sayable

NO_MEDICATION = frozenset({"NMOA", "NOOP"})
TAKES_MEDICATION = frozenset(
    {"OTP", "MM", "MMW", "MU", "OMB", "MOA", "BU", "BUM", "BMW", "UB", "DM", "METH"}
)
CHILD_CODE = "CHLD"
OLDEST = 150  # years
GROWN_CODES = frozenset({"YAD", "ADLT", "SNR"})
AGE_GROUPS: tuple[tuple[str, int, int], ...] = (
    ("CHLD", 0, 17),
    ("YAD", 18, 25),
    ("ADLT", 26, 64),
    ("SNR", 65, OLDEST),
)
SEX_CODES = {Sex.FEMALE: "FEM", Sex.MALE: "MALE"}
ONLY_SEX_WORDS = {
    Sex.FEMALE: Say("Takes women only."),
    Sex.MALE: Say("Takes men only."),
}
ONLY_FOR: tuple[tuple[str, Say], ...] = (
    ("DUO", Say("Only for people after drunk driving.")),
    ("AUDO", Say("Only for alcohol use.")),
    ("OUDO", Say("Only for opioid use.")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """What matching may know of a person; None is not known. Age is a range in years.

    `on_methadone` is the fact "takes methadone or buprenorphine now".
    """

    age_from: int | None = None
    age_to: int | None = None
    sex: Sex | None = None
    pregnant: bool = False
    on_methadone: bool = False

    @classmethod
    def aged(cls, years: int, *, sex: Sex | None = None, on_methadone: bool = False) -> Person:
        """Return a person of exactly that age."""
        return cls(years, years, sex=sex, on_methadone=on_methadone)


class Limit(StrEnum):
    """Why a service is out of the question for a person."""

    CLOSED = "closed"
    GONE = "gone"
    METHADONE = "methadone"
    AGE = "age"
    SEX = "sex"
    ADMISSION = "admission"


LIMIT_WORDS: dict[Limit, Say] = {
    Limit.CLOSED: Say("Closed for now."),
    Limit.GONE: Say("No longer in the list it came from."),
    Limit.METHADONE: Say("Uses no medication for opioid use; this person takes it."),
    Limit.AGE: Say("Does not take people of this age."),
    Limit.SEX: Say("Does not take people of this sex."),
    Limit.ADMISSION: Say("Its own rules of admission keep this person out."),
}


def bar(listing: ServiceListing, person: Person) -> Limit | None:
    """Return why this person cannot go there, or None."""
    if listing.service.status is not ServiceStatus.ACTIVE:
        return Limit.CLOSED
    if listing.gone_since:
        return Limit.GONE
    if person.on_methadone and not NO_MEDICATION.isdisjoint(listing.codes):
        return Limit.METHADONE
    if _too_young_or_old(listing, person):
        return Limit.AGE
    if person.sex is not None and not takes_sex(listing, person.sex):
        return Limit.SEX
    return None


def ages_taken(listing: ServiceListing) -> tuple[int, int]:
    """Return the lowest and highest age taken, in years; the service's own word beats a code."""
    low, high = listing.service.min_age, listing.service.max_age
    takes_child = CHILD_CODE in listing.codes
    takes_grown = not GROWN_CODES.isdisjoint(listing.codes)
    lowest, highest = low or 0, OLDEST if high is None else high
    if takes_grown and not takes_child and low is None:
        lowest = ADULT
    if takes_child and not takes_grown and high is None:
        highest = ADULT - 1
    return lowest, highest


def _too_young_or_old(listing: ServiceListing, person: Person) -> bool:
    lowest, highest = ages_taken(listing)
    too_young = person.age_to is not None and person.age_to < lowest
    return too_young or (person.age_from is not None and person.age_from > highest)


def takes_sex(listing: ServiceListing, sex: Sex) -> bool:
    """Return whether people of this sex are taken; where nothing is stated, both are."""
    if listing.service.only_for is not None:
        return listing.service.only_for is sex
    stated = {one for one, code in SEX_CODES.items() if code in listing.codes}
    return not stated or sex in stated


def doubts_about(listing: ServiceListing, person: Person) -> list[Sayable]:
    """Return what the listing leaves open about this person, as things to ask."""
    found: list[Sayable] = [says for code, says in ONLY_FOR if code in listing.codes]
    if person.on_methadone:
        if not NO_MEDICATION.isdisjoint(listing.codes):
            found.append(LIMIT_WORDS[Limit.METHADONE])
        elif TAKES_MEDICATION.isdisjoint(listing.codes):
            found.append(Say("Does not say whether people on methadone may come. Ask."))
    if _age_is_open(listing, person):
        found.append(Say("May not take this age. Ask."))
    if person.sex is None and (only := _one_sex(listing)):
        found.append(ONLY_SEX_WORDS[only])
    if person.pregnant and "PW" not in listing.codes:
        found.append(Say("Does not say that it has a program for pregnant women. Ask."))
    if listing.service.who_may_come:
        found.append(Listing((Say("Who may come:"), listing.service.who_may_come), between=" "))
    return found


def _one_sex(listing: ServiceListing) -> Sex | None:
    if listing.service.only_for is not None:
        return listing.service.only_for
    stated = [sex for sex, code in SEX_CODES.items() if code in listing.codes]
    return stated[0] if len(stated) == 1 else None


def _age_is_open(listing: ServiceListing, person: Person) -> bool:
    low, high = listing.service.min_age, listing.service.max_age
    stated = [group for group in AGE_GROUPS if group[0] in listing.codes]
    if low is None and high is None and not stated:
        return person.age_from is None or person.age_from < ADULT
    if person.age_from is None or person.age_to is None:
        return True
    if low is not None or high is not None:
        return not ((low or 0) <= person.age_from and person.age_to <= (high or OLDEST))
    return not all(
        any(first <= years <= last for _, first, last in stated)
        for years in (person.age_from, person.age_to)
    )
