"""A small directory as plain CSV, and the Three Rivers sample."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.capacity import Freshness
from desktop.domain.hours import DAYS, Day, Opening, opening
from desktop.domain.places import road_miles
from desktop.domain.refused import Refused
from desktop.domain.standing import standing
from desktop.domain.words import ENGLISH
from desktop.formats.directory_files import read_directory
from desktop.formats.hours_text import read_hours
from tests.conftest import PROJECT

AT = datetime.fromisoformat("2026-11-23T22:14:00-07:00")
SAMPLE = PROJECT / "resources" / "directory" / "three-rivers"
DENVER = ZoneInfo("America/Denver")
HEADER = "id,organization,city,state,time_zone,hours,min_age,lat,lon,only_for\n"


def test_three_rivers_is_whole_and_its_capacity_is_as_old_as_it_says():
    found = read_directory(SAMPLE, at=AT)
    assert found.report.unread == found.unread_capacity == ()
    assert found.report.unknown_codes == ()
    assert found.snapshot.source == "three-rivers"
    services = {one.id: one for one in found.snapshot.listings}
    assert len(services) == 8
    said = {one.service_id: standing(one, AT) for one in found.capacity}
    assert {id_: one.freshness for id_, one in said.items()} == {
        "tr-prairie-ridge": Freshness.FRESH,
        "tr-three-forks": Freshness.FRESH,
        "tr-mesa": Freshness.AGING,
        "tr-county-crisis": Freshness.FRESH,
        "tr-hilltop": Freshness.STALE,
        "tr-harbor": Freshness.FRESH,
        "tr-tribal-wellness": Freshness.FRESH,
    }
    assert ENGLISH(said["tr-prairie-ridge"].headline) == "2 of 12 beds reported free."
    open_now = {id_ for id_, one in services.items() if opening(one.schedules, AT) is Opening.OPEN}
    assert open_now == {"tr-prairie-ridge", "tr-mesa", "tr-county-crisis"}
    assert services["tr-county-crisis"].police_phone is not None
    assert services["tr-county-crisis"].service.takes_police_drop_off


def test_three_rivers_lies_within_one_county_and_its_phones_are_nobodys():
    services = read_directory(SAMPLE, at=AT).snapshot.listings
    seat = services[0].place.point
    for one in services:
        assert road_miles(seat, one.place.point) < 70
        assert all(phone.number.startswith("555-01") for phone in one.phones)


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("MO-SA 05:30-11:00", DAYS[:6], time(5, 30), time(11)),
        ("mo,we 9-16", (Day.MONDAY, Day.WEDNESDAY), time(9), time(16)),
        ("FR-MO 22:00-02:00", (*DAYS[4:], Day.MONDAY), time(22), time(2)),
        ("24/7", DAYS, time(0), time(0)),
        ("SU 08:00-24:00", (Day.SUNDAY,), time(8), time(0)),
    ],
)
def test_hours_are_read_as_people_write_them(text, days, opens, closes):
    (schedule,) = read_hours(text, DENVER)
    assert (schedule.days, schedule.opens, schedule.closes) == (frozenset(days), opens, closes)


def test_several_hours_stand_side_by_side():
    assert len(read_hours("MO-FR 08:00-12:00; MO-FR 13:00-17:00;", DENVER)) == 2
    assert read_hours("", DENVER) == ()


@pytest.mark.parametrize("text", ["always", "MO 8", "XX 08:00-09:00", "MO 25:00-26:00", "MO 8:00-"])
def test_words_that_are_no_hours_are_not_guessed(text):
    with pytest.raises(ValueError, match=r".*"):
        read_hours(text, DENVER)


def test_rows_at_fault_are_listed_and_the_others_taken(tmp_path):
    (tmp_path / "services.csv").write_text(
        HEADER
        + "a,Alpha,Millbrook,MT,America/Denver,24/7,18,47.9,-110.6,\n"
        + ",No id,Millbrook,MT,,,,,,\n"
        + "b,Beta,Millbrook,MT,Mars/Olympus,24/7,,,,\n"
        + "c,Gamma,Millbrook,MT,America/Denver,whenever,,,,\n"
        + "d,Delta,Millbrook,MT,,,young,,,\n"
        + "e,Epsilon,Millbrook,MT,,,,nan,-110,\n"
        + "f,Zeta,Millbrook,MT,,,,,,cats\n",
        encoding="utf-8",
    )
    (tmp_path / "capacity.csv").write_text(
        "service,unit,status,hours_before,source,available,maximum\n"
        "a,bed,capacity,3,phone,12,10\n"
        "z,bed,capacity,3,phone,1,10\n"
        "a,bed,capacity,soon,phone,1,10\n"
        "a,bed,capacity,1.5,phone,1,10\n",
        encoding="utf-8",
    )
    found = read_directory(tmp_path, at=AT, source="own")
    assert [one.id for one in found.snapshot.listings] == ["a"]
    assert [(one.line, ENGLISH(one.why)) for one in found.report.unread] == [
        (3, "Empty: id."),
        (4, "The time zone is not known."),
        (5, "These are no hours: hours. Write MO-FR 08:00-17:00."),
        (6, "Not a number: min_age."),
        (7, "No such point on earth: lat, lon."),
        (8, "only_for is none of: female, male."),
    ]
    assert [ENGLISH(one.why) for one in found.unread_capacity] == [
        "12 free of at most 10 cannot be. Ask again.",
        "No service has this id.",
        "Not a number: hours_before.",
    ]
    (report,) = found.capacity
    assert report.reported_at == AT - timedelta(minutes=90)


def test_a_folder_without_a_directory_is_refused(tmp_path):
    with pytest.raises(Refused, match="no such file"):
        read_directory(tmp_path, at=AT)
    (tmp_path / "services.csv").write_text("id,organization\n", encoding="utf-8")
    with pytest.raises(Refused, match="no column city, state"):
        read_directory(tmp_path, at=AT)
    (tmp_path / "services.csv").write_text(HEADER, encoding="utf-8")
    with pytest.raises(Refused, match="No service could be read"):
        read_directory(tmp_path, at=AT)
