"""Hours, times and reading ease as the sheets say them."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.hours import Day, Schedule
from desktop.domain.words import ENGLISH
from desktop.formats.hours_text import read_hours
from desktop.packet.sheets.saying import hours, plain_time
from tests.packet.grade import (
    english_syllables,
    fernandez_huerta,
    flesch_kincaid,
    spanish_syllables,
)
from tests.packet.tongues import tongue

ZONE = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0, 0), "12 am"),
        (time(7, 0), "7 am"),
        (time(12, 0), "12 pm"),
        (time(12, 30), "12:30 pm"),
        (time(22, 14), "10:14 pm"),
    ],
)
def test_a_time_is_said_on_a_clock_of_twelve_hours(at, said):
    assert plain_time(at) == said


@pytest.mark.parametrize(
    ("written", "said", "plainly"),
    [
        ("24/7", "Day and night", "Day and night"),
        ("MO-FR 07:00-19:00", "Mon to Fri 07:00 to 19:00", "Mon to Fri 7 am to 7 pm"),
        (
            "SA 08:00-12:00; MO-FR 05:30-11:00",
            "Mon to Fri 05:30 to 11:00; Sat 08:00 to 12:00",
            "Mon to Fri 5:30 am to 11 am; Sat 8 am to 12 pm",
        ),
        ("MO,WE,FR 20:00-00:00", "Mon, Wed, Fri 20:00 to 00:00", "Mon, Wed, Fri 8 pm to midnight"),
        ("SA,SU 00:00-00:00", "Sat, Sun all day", "Sat, Sun all day"),
        ("", "", ""),
    ],
)
def test_weekly_hours_are_said_day_by_day(written, said, plainly):
    schedules = read_hours(written, ZONE)

    assert ENGLISH(hours(schedules)) == said
    assert ENGLISH(hours(schedules, plain=True)) == plainly


def test_days_in_a_row_are_joined_and_others_named():
    odd = frozenset({Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.FRIDAY})
    schedule = Schedule(odd, time(9), time(17), ZONE)

    assert ENGLISH(hours((schedule,))) == "Mon to Wed, Fri 09:00 to 17:00"
    assert tongue("es")(hours((schedule,))) == "lun a mié, vie 09:00 a 17:00"


def test_syllables_are_counted_as_they_are_spoken():
    english = {"help": 1, "insurance": 3, "medicine": 3, "suicide": 3, "people": 2, "called": 1}
    spanish = {"ayuda": 3, "aquí": 2, "día": 2, "identificación": 6, "peligro": 3, "seguro": 3}

    assert {word: english_syllables(word) for word in english} == english
    assert {word: spanish_syllables(word) for word in spanish} == spanish


def test_the_measures_tell_easy_from_hard():
    easy, hard = (
        "Call us. We can help you. It is free.",
        "Confidentiality regulations prohibit use.",
    )
    facil = "Llame. Le ayudamos. Es gratis. No cuesta nada."
    dificil = "Las reglamentaciones de confidencialidad prohíben la divulgación no autorizada."

    assert flesch_kincaid(easy) < 3 < 12 < flesch_kincaid(hard)
    assert fernandez_huerta(dificil) < 40 < 90 < fernandez_huerta(facil)
