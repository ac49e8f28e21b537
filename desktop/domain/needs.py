"""What a person needs and what stands in the way, in plain words, and the codes behind them.

Codes: SAMHSA National Directory, Service Code Reference 2022. Which code answers which need is our
judgement (field.md 4.3 and 4.5). Officers never see a code or an ASAM level.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.words import Say


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
    MEDICARE = "medicare"
    PRIVATE_INSURANCE = "private_insurance"
    MILITARY_INSURANCE = "military_insurance"
    CASH = "cash"
    PREGNANT = "pregnant"
    YOUTH = "youth"
    SENIOR = "senior"
    JUSTICE = "justice"
    LGBTQ = "lgbtq"
    MENTAL_HEALTH = "mental_health"
    TRAUMA = "trauma"
    HIV = "hiv"
    NATIVE_LANGUAGE = "native_language"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a need or barrier is said, and the codes that answer it well or in part."""

    says: Say
    reason: Say
    well: frozenset[str]
    partly: frozenset[str] = frozenset()


ACCESS = "+access"  # not a code of SAMHSA's: the listing tells of disability access


def codes(text: str) -> frozenset[str]:
    """Return the codes of a text, parted by blanks."""
    return frozenset(text.split())


_BASICS = Say("Helps with benefits and daily needs.")
NEEDS: dict[Need, Answer] = {
    Need.WITHDRAWAL: Answer(
        Say("Help with withdrawal"),
        Say("Helps people through withdrawal."),
        codes("DT HID OD RD ADTX BDTX CDTX MDTX ODTX"),
        codes("MDET DB DM ULC"),
    ),
    Need.MEDICATION: Answer(
        Say("Medication for opioid use"),
        Say("Gives medication for opioid use."),
        codes("OTP MM MMW BUM BMW UB MU BU OMB"),
        codes("NU UN RPN MOA"),
    ),
    Need.TREATMENT: Answer(
        Say("Talk about treatment"),
        Say("Treats substance use."),
        codes("OP ORT OIT ODT RES RL RS HIT"),
        codes("SA CSAA ICO GCO TELE"),
    ),
    Need.PEER: Answer(
        Say("Talk to a peer"),
        Say("Has people who have been there themselves."),
        codes("PEER RC"),
        codes("SHG"),
    ),
    Need.CRISIS: Answer(
        Say("Mental health crisis help"),
        Say("Helps people in a crisis."),
        codes("SPS PSYH"),
        codes("MHS SUMH SMHD"),
    ),
    Need.MEDICAL: Answer(
        Say("Medical care"), Say("Gives medical care."), codes("IPC FQHC GH"), codes("MHPA HI")
    ),
    Need.SHELTER: Answer(
        Say("A place to sleep"),
        Say("Has a place to sleep."),
        codes("HH"),
        codes("HS RES RL RS"),
    ),
    Need.FOOD: Answer(Say("Food"), _BASICS, codes("AOSS"), codes("CM")),
    Need.CLOTHING: Answer(Say("Clothing"), _BASICS, codes("AOSS"), codes("CM")),
    Need.ID: Answer(Say("ID papers"), _BASICS, codes("AOSS"), codes("CM")),
    Need.SAFETY: Answer(
        Say("Safety from violence"),
        Say("Helps people who were hurt by a partner or family."),
        codes("DVFP DV"),
        codes("XA TRMA"),
    ),
    Need.FAMILY: Answer(
        Say("Help with family or children"),
        Say("Helps families."),
        codes("FCO BC CCC PW"),
        codes("WN MCO"),
    ),
    Need.NOT_SURE: Answer(
        Say("Not sure"),
        Say("Finds out what a person needs."),
        codes("CSAA OPC ISC"),
        codes("SSA CMHA SMHD SA CM RC"),
    ),
}

_OTHER_LANGUAGES = codes(
    "NX FX F4 F17 F19 F25 F28 F30 F31 F35 F36 F37 F42 F43 F47 F66 F67 F70 F81 F92 N24 N40"
)
BARRIERS: dict[Barrier, Answer] = {
    Barrier.INSURANCE: Answer(
        Say("No insurance"),
        Say("Free, or by income."),
        codes("NP SS"),
        codes("PA FSA SAMF"),
    ),
    Barrier.TRANSPORT: Answer(
        Say("No ride"), Say("Helps with the ride, or works by video."), codes("TA"), codes("TELE")
    ),
    Barrier.CHILDCARE: Answer(
        Say("Child care"), Say("Has room or care for children."), codes("CCC BC")
    ),
    # No SAMHSA code tells about pets, papers or evening hours: a match says to ask.
    Barrier.PETS: Answer(Say("Pets"), Say("Takes pets."), frozenset()),
    Barrier.WORK: Answer(Say("Work hours"), Say("Works by video or phone."), codes("TELE")),
    Barrier.FEAR: Answer(
        Say("Fear or shame"), Say("Has people who have been there themselves."), codes("PEER RC")
    ),
    Barrier.PHONE: Answer(Say("No phone"), Say("Goes out to meet people."), codes("OPC")),
    Barrier.ID: Answer(Say("No ID"), Say("Asks for no papers."), frozenset()),
    Barrier.LANGUAGE: Answer(
        Say("Language"), Say("Speaks other languages."), codes("SP AH") | _OTHER_LANGUAGES
    ),
    Barrier.DISABILITY: Answer(
        Say("Disability access"), Say("Says how people with a disability get in."), codes(ACCESS)
    ),
    Barrier.SPANISH: Answer(Say("Spanish"), Say("Speaks Spanish."), codes("SP")),
    Barrier.SIGN_LANGUAGE: Answer(
        Say("American Sign Language"), Say("Has sign language."), codes("AH")
    ),
    Barrier.MEDICAID: Answer(Say("Medicaid"), Say("Takes Medicaid."), codes("MD")),
    Barrier.VETERAN: Answer(
        Say("Veteran"), Say("Works with veterans."), codes("VET VAMC"), codes("MI MF")
    ),
    Barrier.TRIBAL: Answer(
        Say("Tribal member"), Say("Takes tribal health funds."), codes("ITU IH TBG")
    ),
    Barrier.MEDICARE: Answer(Say("Medicare"), Say("Takes Medicare."), codes("MC")),
    Barrier.PRIVATE_INSURANCE: Answer(
        Say("Private insurance"), Say("Takes private insurance."), codes("PI")
    ),
    Barrier.MILITARY_INSURANCE: Answer(
        Say("Military insurance"), Say("Takes military insurance."), codes("MI")
    ),
    Barrier.CASH: Answer(Say("Pays cash"), Say("Takes cash."), codes("SF")),
    Barrier.PREGNANT: Answer(
        Say("Pregnant"), Say("Has a program for pregnant women and new mothers."), codes("PW")
    ),
    Barrier.YOUTH: Answer(
        Say("Under 18"), Say("Has a program for young people."), codes("AD"), codes("CHLD")
    ),
    Barrier.SENIOR: Answer(
        Say("65 or older"), Say("Has a program for older people."), codes("SE"), codes("SNR")
    ),
    Barrier.JUSTICE: Answer(
        Say("Court or probation"),
        Say("Has a program for people with a court case."),
        codes("CJ"),
    ),
    Barrier.LGBTQ: Answer(Say("LGBTQ"), Say("Has a program for LGBTQ people."), codes("GL")),
    Barrier.MENTAL_HEALTH: Answer(
        Say("Mental health too"),
        Say("Treats mental health and substance use together."),
        codes("CO COPSU SUMH"),
        codes("MHS"),
    ),
    Barrier.TRAUMA: Answer(
        Say("Trauma or violence"),
        Say("Has a program for people who were hurt."),
        codes("TRMA DV XA"),
        codes("TRC DVFP"),
    ),
    Barrier.HIV: Answer(Say("HIV"), Say("Has a program for people with HIV."), codes("HV")),
    Barrier.NATIVE_LANGUAGE: Answer(
        Say("Native language"),
        Say("Speaks an American Indian or Alaska Native language."),
        codes("NX N24 N40"),
    ),
}

# By what a list of services can be narrowed, as people look for it; each is a barrier a service
# deals with.
FILTER_GROUPS: tuple[tuple[Say, tuple[Barrier, ...]], ...] = (
    (
        Say("Payment"),
        (
            Barrier.INSURANCE,
            Barrier.MEDICAID,
            Barrier.MEDICARE,
            Barrier.PRIVATE_INSURANCE,
            Barrier.MILITARY_INSURANCE,
            Barrier.CASH,
            Barrier.TRIBAL,
        ),
    ),
    (
        Say("Who it is for"),
        (
            Barrier.PREGNANT,
            Barrier.YOUTH,
            Barrier.SENIOR,
            Barrier.VETERAN,
            Barrier.JUSTICE,
            Barrier.LGBTQ,
            Barrier.MENTAL_HEALTH,
            Barrier.TRAUMA,
            Barrier.HIV,
        ),
    ),
    (
        Say("Language"),
        (
            Barrier.SPANISH,
            Barrier.SIGN_LANGUAGE,
            Barrier.NATIVE_LANGUAGE,
            Barrier.LANGUAGE,
        ),
    ),
    (
        Say("Getting in and there"),
        (Barrier.DISABILITY, Barrier.TRANSPORT, Barrier.CHILDCARE, Barrier.PHONE),
    ),
)


def codes_for(needs: frozenset[Need] | tuple[Need, ...]) -> frozenset[str]:
    """Return every code that answers one of the needs, well or in part."""
    return frozenset().union(*(NEEDS[need].well | NEEDS[need].partly for need in needs))
