"""What a service is, in plain words, and the words by which people look for it."""

from __future__ import annotations

from functools import lru_cache

from desktop.domain.directory import ServiceListing
from desktop.domain.needs import NEEDS, Need, codes
from desktop.domain.words import Listing, Say, Sayable

# What a service is, most telling first; the first two that fit are said. A phrase is left out
# where a code of the third column already says more.
_NONE: frozenset[str] = frozenset()
KINDS: tuple[tuple[frozenset[str], Say, frozenset[str]], ...] = (
    (codes("OTP"), Say("Methadone clinic"), _NONE),
    (codes("RD HID"), Say("Withdrawal care with a bed"), _NONE),
    (codes("PSYH"), Say("Psychiatric hospital"), _NONE),
    (codes("HI HIT"), Say("Hospital treatment"), codes("PSYH")),
    (codes("RES RL RS"), Say("Residential treatment"), _NONE),
    (codes("DT OD ADTX BDTX CDTX MDTX ODTX"), Say("Withdrawal care"), codes("RD HID")),
    (codes("MU BU OMB UB BUM BMW"), Say("Medication for opioid use"), codes("OTP")),
    (codes("HH"), Say("Sober housing"), _NONE),
    (codes("OP ORT OIT ODT"), Say("Outpatient treatment"), _NONE),
    (codes("SPS"), Say("Crisis help"), codes("SA")),
    (codes("PEER RC"), Say("Peer support"), codes("SA")),
    (codes("MHS SUMH"), Say("Mental health care"), codes("SA")),
    (codes("SA"), Say("Substance use treatment"), codes("OP ORT OIT ODT RES RL RS HI HIT DT HH")),
)
KINDS_SAID = 2

# Words people type that no name contains; found by search, never shown.
SEARCH_WORDS: tuple[tuple[frozenset[str], str], ...] = (
    (NEEDS[Need.WITHDRAWAL].well, "detox withdrawal"),
    (codes("OTP MM MMW MU METH DM"), "methadone"),
    (codes("UB BU BUM BMW BWN BWON BERI DB"), "buprenorphine suboxone"),
    (codes("UN NU RPN NXN VTRL"), "naltrexone vivitrol"),
    (NEEDS[Need.SHELTER].well, "housing sober"),
    (codes("RES RL RS HH"), "residential beds"),
    (codes("OP ORT OIT ODT"), "outpatient"),
    (NEEDS[Need.PEER].well, "peer recovery coach"),
    (codes("NOE"), "naloxone narcan"),
    (codes("SPS PSYH"), "crisis"),
    (codes("SP"), "spanish espanol"),
    (codes("AH"), "deaf sign"),
    (codes("TELE"), "telehealth"),
    (codes("VET VAMC"), "veterans va"),
    (codes("ITU IH TBG NX"), "tribal native"),
    (codes("WN PW"), "women"),
    (codes("PW"), "pregnant"),
    (codes("AD CHLD"), "youth teen"),
    (codes("CCC BC"), "children childcare"),
    (codes("TA"), "ride transportation"),
    (codes("MD"), "medicaid"),
    (codes("NP SS"), "free sliding"),
)


def kind_in_words(listing: ServiceListing) -> Sayable:
    """Return what a service is, in at most two plain phrases: "Withdrawal care with a bed"."""
    kinds: list[Say] = []
    for some, says, unless in KINDS:
        if not some.isdisjoint(listing.codes) and unless.isdisjoint(listing.codes):
            kinds.append(says)
    if not kinds:
        return Say("Kind of service not stated")
    return kinds[0] if len(kinds) == 1 else Listing(tuple(kinds[:KINDS_SAID]), between=", ")


def search_words(marks: frozenset[str]) -> str:
    """Return the words by which people look for a service with these codes."""
    return _words_for(marks & _TELLING)


_TELLING = frozenset().union(*(wanted for wanted, _ in SEARCH_WORDS))


@lru_cache(maxsize=4096)
def _words_for(marks: frozenset[str]) -> str:
    return " ".join(words for wanted, words in SEARCH_WORDS if not wanted.isdisjoint(marks))
