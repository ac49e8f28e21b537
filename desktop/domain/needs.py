"""What a person needs and what stands in the way, in plain words, and the codes behind them.

Codes: SAMHSA National Directory, Service Code Reference 2022. Which code answers which need is our
judgement (field.md 4.3 and 4.5). Officers never see a code or an ASAM level.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.directory import ServiceListing
from desktop.domain.words import Listing, Say, Sayable


class Need(StrEnum):
    """What a person needs: the choices of the fact `needs`."""

    WITHDRAWAL = "withdrawal"
    MEDICATION = "medication"
    TREATMENT = "treatment"
    PEER = "peer"
    CRISIS = "crisis"
    MEDICAL = "medical"
    SHELTER = "shelter"
    FOOD = "food"
    CLOTHING = "clothing"
    ID = "id"
    SAFETY = "safety"
    FAMILY = "family"
    NOT_SURE = "not_sure"


class Barrier(StrEnum):
    """What stands in the way: the choices of the fact `barriers`, then those of search alone."""

    INSURANCE = "insurance"
    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    PETS = "pets"
    WORK = "work"
    FEAR = "fear"
    PHONE = "phone"
    ID = "id"
    LANGUAGE = "language"
    DISABILITY = "disability"
    SPANISH = "spanish"
    SIGN_LANGUAGE = "sign_language"
    MEDICAID = "medicaid"
    VETERAN = "veteran"
    TRIBAL = "tribal"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a need or barrier is said, and the codes that answer it well or in part."""

    says: Say
    reason: Say
    well: frozenset[str]
    partly: frozenset[str] = frozenset()


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BASICS = Say("Helps with benefits and daily needs.")
NEEDS: dict[Need, Answer] = {
    Need.WITHDRAWAL: Answer(
        Say("Help with withdrawal"),
        Say("Helps people through withdrawal."),
        _codes("DT HID OD RD ADTX BDTX CDTX MDTX ODTX"),
        _codes("MDET DB DM ULC"),
    ),
    Need.MEDICATION: Answer(
        Say("Medication for opioid use"),
        Say("Gives medication for opioid use."),
        _codes("OTP MM MMW BUM BMW UB MU BU OMB"),
        _codes("NU UN RPN MOA"),
    ),
    Need.TREATMENT: Answer(
        Say("Talk about treatment"),
        Say("Treats substance use."),
        _codes("OP ORT OIT ODT RES RL RS HIT"),
        _codes("SA CSAA ICO GCO TELE"),
    ),
    Need.PEER: Answer(
        Say("Talk to a peer"),
        Say("Has people who have been there themselves."),
        _codes("PEER RC"),
        _codes("SHG"),
    ),
    Need.CRISIS: Answer(
        Say("Mental health crisis help"),
        Say("Helps people in a crisis."),
        _codes("SPS PSYH"),
        _codes("MHS SUMH SMHD"),
    ),
    Need.MEDICAL: Answer(
        Say("Medical care"), Say("Gives medical care."), _codes("IPC FQHC GH"), _codes("MHPA HI")
    ),
    Need.SHELTER: Answer(
        Say("A place to sleep"),
        Say("Has a place to sleep."),
        _codes("HH"),
        _codes("HS RES RL RS"),
    ),
    Need.FOOD: Answer(Say("Food"), _BASICS, _codes("AOSS"), _codes("CM")),
    Need.CLOTHING: Answer(Say("Clothing"), _BASICS, _codes("AOSS"), _codes("CM")),
    Need.ID: Answer(Say("ID papers"), _BASICS, _codes("AOSS"), _codes("CM")),
    Need.SAFETY: Answer(
        Say("Safety from violence"),
        Say("Helps people who were hurt by a partner or family."),
        _codes("DVFP DV"),
        _codes("XA TRMA"),
    ),
    Need.FAMILY: Answer(
        Say("Help with family or children"),
        Say("Helps families."),
        _codes("FCO BC CCC PW"),
        _codes("WN MCO"),
    ),
    Need.NOT_SURE: Answer(
        Say("Not sure"),
        Say("Finds out what a person needs."),
        _codes("CSAA OPC ISC"),
        _codes("SSA CMHA SMHD SA CM RC"),
    ),
}

_OTHER_LANGUAGES = _codes(
    "NX FX F4 F17 F19 F25 F28 F30 F31 F35 F36 F37 F42 F43 F47 F66 F67 F70 F81 F92 N24 N40"
)
BARRIERS: dict[Barrier, Answer] = {
    Barrier.INSURANCE: Answer(
        Say("No insurance"),
        Say("Free, or by income."),
        _codes("NP SS"),
        _codes("PA FSA SAMF"),
    ),
    Barrier.TRANSPORT: Answer(
        Say("No ride"), Say("Helps with the ride, or works by video."), _codes("TA"), _codes("TELE")
    ),
    Barrier.CHILDCARE: Answer(
        Say("Child care"), Say("Has room or care for children."), _codes("CCC BC")
    ),
    # No SAMHSA code tells about pets, papers, evening hours or access: a match says to ask.
    Barrier.PETS: Answer(Say("Pets"), Say("Takes pets."), frozenset()),
    Barrier.WORK: Answer(Say("Work hours"), Say("Works by video or phone."), _codes("TELE")),
    Barrier.FEAR: Answer(
        Say("Fear or shame"), Say("Has people who have been there themselves."), _codes("PEER RC")
    ),
    Barrier.PHONE: Answer(Say("No phone"), Say("Goes out to meet people."), _codes("OPC")),
    Barrier.ID: Answer(Say("No ID"), Say("Asks for no papers."), frozenset()),
    Barrier.LANGUAGE: Answer(
        Say("Language"), Say("Speaks other languages."), _codes("SP AH") | _OTHER_LANGUAGES
    ),
    Barrier.DISABILITY: Answer(Say("Disability access"), Say("Has access."), frozenset()),
    Barrier.SPANISH: Answer(Say("Spanish"), Say("Speaks Spanish."), _codes("SP")),
    Barrier.SIGN_LANGUAGE: Answer(
        Say("American Sign Language"), Say("Has sign language."), _codes("AH")
    ),
    Barrier.MEDICAID: Answer(Say("Medicaid"), Say("Takes Medicaid."), _codes("MD")),
    Barrier.VETERAN: Answer(
        Say("Veteran"), Say("Works with veterans."), _codes("VET VAMC"), _codes("MI MF")
    ),
    Barrier.TRIBAL: Answer(
        Say("Tribal member"), Say("Takes tribal health funds."), _codes("ITU IH TBG")
    ),
}

# What a service is, most telling first; the first two that fit are said. A phrase is left out
# where a code of the third column already says more.
_NONE: frozenset[str] = frozenset()
KINDS: tuple[tuple[frozenset[str], Say, frozenset[str]], ...] = (
    (_codes("OTP"), Say("Methadone clinic"), _NONE),
    (_codes("RD HID"), Say("Withdrawal care with a bed"), _NONE),
    (_codes("PSYH"), Say("Psychiatric hospital"), _NONE),
    (_codes("HI HIT"), Say("Hospital treatment"), _codes("PSYH")),
    (_codes("RES RL RS"), Say("Residential treatment"), _NONE),
    (_codes("DT OD ADTX BDTX CDTX MDTX ODTX"), Say("Withdrawal care"), _codes("RD HID")),
    (_codes("MU BU OMB UB BUM BMW"), Say("Medication for opioid use"), _codes("OTP")),
    (_codes("HH"), Say("Sober housing"), _NONE),
    (_codes("OP ORT OIT ODT"), Say("Outpatient treatment"), _NONE),
    (_codes("SPS"), Say("Crisis help"), _codes("SA")),
    (_codes("PEER RC"), Say("Peer support"), _codes("SA")),
    (_codes("MHS SUMH"), Say("Mental health care"), _codes("SA")),
    (_codes("SA"), Say("Substance use treatment"), _codes("OP ORT OIT ODT RES RL RS HI HIT DT HH")),
)
KINDS_SAID = 2

# Words people type that no name contains; found by search, never shown.
SEARCH_WORDS: tuple[tuple[frozenset[str], str], ...] = (
    (NEEDS[Need.WITHDRAWAL].well, "detox withdrawal"),
    (_codes("OTP MM MMW MU METH DM"), "methadone"),
    (_codes("UB BU BUM BMW BWN BWON BERI DB"), "buprenorphine suboxone"),
    (_codes("UN NU RPN NXN VTRL"), "naltrexone vivitrol"),
    (NEEDS[Need.SHELTER].well, "housing sober"),
    (_codes("RES RL RS HH"), "residential beds"),
    (_codes("OP ORT OIT ODT"), "outpatient"),
    (NEEDS[Need.PEER].well, "peer recovery coach"),
    (_codes("NOE"), "naloxone narcan"),
    (_codes("SPS PSYH"), "crisis"),
    (_codes("SP"), "spanish espanol"),
    (_codes("AH"), "deaf sign"),
    (_codes("TELE"), "telehealth"),
    (_codes("VET VAMC"), "veterans va"),
    (_codes("ITU IH TBG NX"), "tribal native"),
    (_codes("WN PW"), "women"),
    (_codes("PW"), "pregnant"),
    (_codes("AD CHLD"), "youth teen"),
    (_codes("CCC BC"), "children childcare"),
    (_codes("TA"), "ride transportation"),
    (_codes("MD"), "medicaid"),
    (_codes("NP SS"), "free sliding"),
)


def kind_in_words(listing: ServiceListing) -> Sayable:
    """Return what a service is, in at most two plain phrases: "Withdrawal care with a bed"."""
    kinds: list[Say] = []
    for codes, says, unless in KINDS:
        if not codes.isdisjoint(listing.codes) and unless.isdisjoint(listing.codes):
            kinds.append(says)
    if not kinds:
        return Say("Kind of service not stated")
    return kinds[0] if len(kinds) == 1 else Listing(tuple(kinds[:KINDS_SAID]), between=", ")


def search_words(codes: frozenset[str]) -> str:
    """Return the words by which people look for a service with these codes."""
    return " ".join(words for wanted, words in SEARCH_WORDS if not wanted.isdisjoint(codes))


def codes_for(needs: frozenset[Need] | tuple[Need, ...]) -> frozenset[str]:
    """Return every code that answers one of the needs, well or in part."""
    return frozenset().union(*(NEEDS[need].well | NEEDS[need].partly for need in needs))
