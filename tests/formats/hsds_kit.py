"""Listings that say everything there is to say, with any words in every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.domain.capacity import CapacityReport, CapacityUnit, ForGroup, ReportSource
from desktop.domain.directory import (
    Organization,
    Phone,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    ServiceStatus,
    Sex,
    Snapshot,
)
from desktop.domain.hours import DAYS, Day, HoursFor, Schedule
from desktop.domain.listing_parts import (
    AdmissionRule,
    Attribute,
    Contact,
    CostOption,
    License,
    ServiceArea,
)
from desktop.domain.places import Point
from desktop.domain.recurrence import Recurrence
from desktop.domain.terms import CapacityStatus
from desktop.formats.directory_files import SmallDirectory
from desktop.formats.hsds_read import read_hsds
from desktop.formats.hsds_write import write_hsds_csv, write_hsds_json

AT = datetime(2026, 11, 23, 22, 14, tzinfo=ZoneInfo("America/Denver"))
DENVER = ZoneInfo("America/Denver")
OUT = {
    "json": ("out.json", write_hsds_json),
    "folder": ("out", write_hsds_csv),
    "zip": ("out.zip", write_hsds_csv),
}


def full(number: int, word: str) -> ServiceListing:
    """Return a listing that says everything, with that word wherever words may stand."""
    return ServiceListing(
        id=f"s{number}",
        organization=Organization(f"o{number}", word, word, word, word),
        service=Service(
            name=word,
            status=ServiceStatus.TEMPORARILY_CLOSED,
            about=word,
            how_to_apply=word,
            cost=word,
            who_may_come=word,
            alert=word,
            min_age=0,
            max_age=17,
            only_for=Sex.FEMALE,
            languages=(word, "Spanish"),
            bring=(word, word),
            admission=(AdmissionRule("person.age >= 18", word), AdmissionRule(word)),
            takes_police_drop_off=True,
            assured_on=date(2026, 5, 1),
            also_known_as=word,
            url=word,
            email=word,
            interpretation=word,
            wait=word,
            accreditations=word,
            hours_note=word,
            license=License(word, date(2027, 1, 31)),
            licensed_for=12,
            cost_options=(
                CostOption(word, Decimal("999999999.123456"), word, word, date(2026, 1, 1)),
                CostOption(about=word),
            ),
            areas=(ServiceArea(word, word),),
        ),
        place=Place(
            street=word,
            street2=word,
            city=word,
            state=word,
            zip=word,
            point=Point(-47.928912345, 110.6517),
            exact=True,
            county_fips="30015",
            transport=word,
            also_at=word,
            accessibility=(word, "Ramp"),
        ),
        phones=(
            Phone(word, word, word, PhoneKind.POLICE),
            Phone("(256) 734-4688 x0042", "256-734-4688", "0042", PhoneKind.INTAKE),
            Phone("256-734-4688", "256-734-4688", "3971"),
        ),
        schedules=(
            Schedule(frozenset(DAYS), time(0), time(0), DENVER),
            Schedule(
                frozenset(),
                time(9),
                time(12),
                DENVER,
                repeats=Recurrence("FREQ=MONTHLY;BYDAY=1TU,-1FR;INTERVAL=2", date(2026, 3, 3)),
            ),
            Schedule(
                frozenset({Day.FRIDAY, Day.MONDAY}),
                time(22, 30),
                time(6),
                ZoneInfo("Asia/Kathmandu"),
                HoursFor.POLICE,
                date(2026, 1, 1),
                date(2027, 1, 1),
            ),
        ),
        codes=frozenset({"SA", "OTP", "ZZNEW"}),
        source="county",
        contacts=(Contact(word, word, word, word), Contact(word)),
        attributes=(
            Attribute(word, word, word, word),
            Attribute("AIRS", "SA", "Not SAMHSA's SA", ""),
            Attribute("Other", "SA", "Nor this one", "yes"),
        ),
    )


def bare(number: int) -> ServiceListing:
    """Return a listing that says nothing but a name."""
    return ServiceListing(
        id=f"b{number}",
        organization=Organization(f"o{number}", "Elm House"),
        service=Service(name=""),
        place=Place("", "", "", "", ""),
        source="county",
    )


def report(listing: ServiceListing, word: str, **more: object) -> CapacityReport:
    """Return a report about a listing, with that word wherever words may stand."""
    made = CapacityReport(
        service_id=listing.id,
        unit=CapacityUnit.DETOX_BED,
        status=CapacityStatus.CAPACITY,
        reported_at=AT - timedelta(hours=3),
        reported_by=word,
        source=ReportSource.PHONE,
        available=2,
        maximum=12,
        for_group=ForGroup.FEMALE,
        note=word,
    )
    return replace(made, **more)


def out_and_back(
    folder: Path, how: str, snapshot: Snapshot, capacity: tuple[CapacityReport, ...] = ()
) -> SmallDirectory:
    """Write a snapshot and read it again."""
    name, write = OUT[how]
    write(folder / name, snapshot, capacity, now=AT)
    return read_hsds(folder / name, at=datetime(2030, 1, 1, tzinfo=UTC))
