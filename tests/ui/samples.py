"""Made-up view-models for pictures and tests. No name here can be taken for a real person's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop.domain.terms import Resolver, Role, Travel
from desktop.domain.words import Plural, Say
from desktop.viewmodels.asked import STEP_WORDS
from desktop.viewmodels.asked import Step as EncounterStep
from desktop.viewmodels.first_start import Answers, RecoverySheet, Start
from desktop.viewmodels.home import (
    CONTACT_MADE,
    ENROLLED,
    HomeView,
    LastReferral,
    draft_line,
    duration_words,
    greeting,
    referral_line,
)
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.queue import queue_line
from desktop.viewmodels.settings import SettingsView, UserLine
from desktop.viewmodels.signin import Person, SignInView

NOW = datetime(2026, 11, 17, 22, 14, tzinfo=UTC)

PEOPLE = (
    Person(
        "u1",
        "Ofc. Larkspur",
        Say("Officer"),
        Say("Locked {time}, drafts kept", time="22:08"),
        locked=True,
        waits=Plural("{n} referral not yet sent", "{n} referrals not yet sent", 2),
    ),
    Person(
        "u2",
        "Ofc. Thistle",
        Say("Officer"),
        Say("Signed in here {day}", day="16 Nov"),
        waits=Plural("{n} phone result not yet sent", "{n} phone results not yet sent", 1),
    ),
    Person("u3", "Clover", Say("Desk"), Say("Signed in here {day}", day="13 Nov")),
    Person("u4", "Sgt. Bramble", Say("Supervisor"), Say("Signed in here {day}", day="2 Nov")),
)
SIGN_IN = SignInView(
    program="Three Rivers Deflection Program",
    people=PEOPLE,
    chosen="u1",
    notice=Say(
        "Property of the Three Rivers Sheriff's Office, for authorized work only. Use is logged "
        "and may be reviewed. Signing in means that you agree."
    ),
    network=Say("Offline since {time} today", time="14:02"),
    network_detail=Say("You can sign in, refer and print without a network."),
    versions=Say("Rules of {rules} · Services of {services}", rules="1 Nov", services="14 Nov"),
)

HOME_EMPTY = HomeView(
    greeting("Ofc. Larkspur", now=NOW), Say("Tuesday 17 November 2026"), can_practice=True
)
HOME = HomeView(
    greeting=greeting("Ofc. Larkspur", now=NOW),
    context=Say("Tuesday 17 November 2026 · {machine}", machine="K7"),
    drafts=(
        draft_line(
            "d1",
            person="Robin Sample",
            detail=Say("3 answers · {call}", call="24-018832"),
            touched=NOW - timedelta(minutes=6),
            now=NOW,
        ),
        draft_line(
            "d2",
            person="",
            detail=Say("1 answer · no call number yet"),
            touched=NOW - timedelta(days=2),
            now=NOW,
        ),
    ),
    referrals=tuple(
        referral_line(
            str(at),
            person=person,
            number=f"TRC-K7-26-000{number}",
            service=service,
            travel=travel,
            since=NOW - ago,
            now=NOW,
            released=released,
        )
        for at, (person, number, service, travel, ago, released) in enumerate(
            [
                ("Kit Imaginary", 121, "Harbor Peer Drop-in", Travel.SAVED, timedelta(0), None),
                (
                    "Jo Placeholder",
                    119,
                    "Hilltop Outpatient",
                    Travel.BUNDLED,
                    timedelta(hours=3),
                    None,
                ),
                (
                    "Lee Madeup",
                    118,
                    "Mesa Women & Children",
                    Travel.LEFT,
                    timedelta(hours=8),
                    None,
                ),
                (
                    "Sam Fictional",
                    113,
                    "Prairie Ridge Detox",
                    Travel.RECEIVED,
                    timedelta(days=1),
                    None,
                ),
                (
                    "Alex Example",
                    104,
                    "Three Forks OTP",
                    Travel.ACTED_ON,
                    timedelta(days=5),
                    CONTACT_MADE,
                ),
                (
                    "Dana Testcase",
                    97,
                    "Prairie Ridge Detox",
                    Travel.ACTED_ON,
                    timedelta(days=11),
                    ENROLLED,
                ),
                (
                    "Pat Pretend",
                    91,
                    "Tribal Wellness Center",
                    Travel.ACTED_ON,
                    timedelta(days=14),
                    None,
                ),
            ]
        )
    ),
    last=LastReferral("Kit Imaginary", duration_words(161), 38, 86),
)

USERS = (
    UserLine("u4", "Sgt. Bramble", Role.ADMIN, is_you=True, last_seen=Say("signed in now")),
    UserLine("u1", "Ofc. Larkspur", Role.OFFICER, last_seen=Say("last here {day}", day="16 Nov")),
    UserLine("u2", "Ofc. Thistle", Role.OFFICER, last_seen=Say("last here {day}", day="2 Nov")),
    UserLine("u5", "Ofc. Yarrow", Role.OFFICER, disabled=True, last_seen=Say("never here")),
)
LANGUAGES = (Choice("en", "English"), Choice("es", "Español"))
SETTINGS = SettingsView(
    language="en",
    languages=LANGUAGES,
    theme="light",
    text_scale=1.0,
    computer=(
        (Say("Agency"), "Three Rivers Sheriff's Office (TRC)"),
        (Say("This computer"), Say("Patrol laptop, code {code}", code="K7")),
        (Say("Program"), "Three Rivers Deflection Program, 2026-a"),
        (Say("Services"), Say("List of {day}", day="14 Nov 2026")),
    ),
    users=USERS,
)
SHEET = RecoverySheet(
    title=Say("{agency}, computer {code}", agency="Three Rivers Sheriff's Office", code="K7"),
    made=Say("Made {day} for the first administrator", day="17 November 2026"),
    words=(
        *("lantern", "oak", "four", "river", "copper", "window"),
        *("meadow", "basket", "ladder", "pepper", "harbor", "violin"),
    ),
)
ANSWERS = Answers(
    start=Start.NEW,
    agency_name="Three Rivers Sheriff's Office",
    agency_code="TRC",
    machine_code="K7",
    name="Sgt. Bramble",
)


HOME_FULL = replace(
    HOME,
    can_practice=True,
    can_hand_over=True,
    waiting=(
        queue_line(
            "w1",
            person="Lee Madeup",
            number="TRC-K7-26-000118",
            says="Warrant check: what did dispatch say?",
            resolver=Resolver.DISPATCH,
            due=NOW - timedelta(minutes=20),
            now=NOW,
            mine=True,
        ),
        queue_line(
            "w2",
            person="Sam Fictional",
            number="TRC-K7-26-000113",
            says="Ask for the consent again: it was not possible then",
            resolver=Resolver.OFFICER,
            due=None,
            now=NOW,
            mine=True,
        ),
    ),
    drafts=(
        *HOME.drafts,
        draft_line(
            "d3",
            person="Jo Placeholder",
            detail="24-018990",
            touched=NOW - timedelta(hours=3),
            now=NOW,
            handed_by="Ofc. Thistle",
            outdated=True,
        ),
    ),
    away=(draft_line("d4", person="", detail="", touched=NOW - timedelta(days=9), now=NOW),),
    last=LastReferral(
        "Kit Imaginary",
        duration_words(161),
        38,
        86,
        (
            (STEP_WORDS[EncounterStep.SCREENING], duration_words(74)),
            (STEP_WORDS[EncounterStep.PERSON], duration_words(87)),
        ),
    ),
)
