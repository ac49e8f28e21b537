"""Reported room in HSDS 3.1: `service_capacity` and `unit`, as capacity reports.

A figure that cannot be, or that cannot be said of one service and one kind of place, is refused
with all its reasons; nobody drives to a bed that does not exist.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime

from desktop.domain.capacity import (
    MOST,
    CapacityReport,
    CapacityUnit,
    ReportSource,
    find_problems,
    from_record,
)
from desktop.domain.facts import Record
from desktop.domain.refresh import UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.hsds_listing import ListingReader
from desktop.formats.hsds_tables import TABLES, Entry, Package, uid
from desktop.formats.hsds_values import Fault, moment, whole_number

# What units are called, the most telling first.
_UNITS = (
    (CapacityUnit.DETOX_BED, re.compile(r"detox|withdrawal")),
    (CapacityUnit.SHELTER_BED, re.compile(r"shelter")),
    (CapacityUnit.OTP_NEW_PATIENT, re.compile(r"\botp\b|opioid treatment|methadone")),
    (CapacityUnit.PEER_ON_CALL, re.compile(r"\bpeer")),
    (CapacityUnit.INTAKE_SLOT, re.compile(r"intake|slot|appointment|opening|admission")),
    (CapacityUnit.BED, re.compile(r"\bbeds?\b")),
)


def read_capacity(
    package: Package, reader: ListingReader
) -> tuple[tuple[CapacityReport, ...], tuple[UnreadRow, ...]]:
    """Return the reports of the services read, and the figures refused with their reasons."""
    ours = _our_reports(reader)
    reports = {(one.service_id, one.field): one for one in ours.values()}
    unread: list[UnreadRow] = []
    for entry in package["service_capacity"]:
        made = _report(entry, reader)
        if not isinstance(made, CapacityReport):
            unread.append(UnreadRow(entry.line, made, TABLES["service_capacity"].file))
            continue
        told = ours.get(entry["id"])
        if told is not None:
            # Left alone it says no more than we did; a newer figure in our export counts.
            if made.reported_at <= told.reported_at:
                continue
            made = replace(made, for_group=told.for_group)
        reports[made.service_id, made.field] = made
    return tuple(reports.values()), tuple(unread)


def _our_reports(reader: ListingReader) -> dict[str, CapacityReport]:
    """Return the reports Offramp wrote in full, by the id of the plain figure beside each."""
    found: dict[str, CapacityReport] = {}
    for service_id, places in reader.of_service.items():
        for name, value in reader.reading.own(service_id).items():
            if name.startswith("report/"):
                try:
                    record = Record.of(**json.loads(value))
                    report = from_record(reader.listings[places[0]].id, record)
                except (ValueError, TypeError, Refused):
                    continue  # somebody edited it; the plain figure beside it is still read
                found[uid("service_capacity", service_id, report.field)] = report
    return found


def _report(entry: Entry, reader: ListingReader) -> CapacityReport | Sayable:
    """Return a figure as a report, or every reason why it cannot be one."""
    why: list[Sayable] = []
    places = reader.of_service.get(entry["service_id"], [])
    if not places:
        why.append(Say("No service has this id."))
    elif len(places) > 1:
        why.append(
            Plural(
                "It counts {n} place together, so it says nothing of one.",
                "It counts {n} places together, so it says nothing of one.",
                len(places),
            )
        )
    unit = _unit(reader.reading.links.one("unit", entry["unit_id"]), why)
    free = _figure(entry, "available", why)
    most = _figure(entry, "maximum", why)
    told_at: datetime | None = None
    try:
        told_at = moment(entry, "updated")
    except Fault as fault:
        why.append(fault.why)
    if free is not None and most is not None and free > most:
        why.append(Say("{free} free of at most {most} cannot be. Ask again.", free=free, most=most))
    if free is None and not entry["available"]:
        why.append(Say("Empty: {columns}.", columns="available"))
    if why or unit is None or free is None or told_at is None:
        return Listing(tuple(why), between=" ")
    listing = reader.listings[places[0]]
    report = CapacityReport(
        service_id=listing.id,
        unit=unit,
        status=CapacityStatus.CAPACITY if free else CapacityStatus.NO_CAPACITY,
        reported_at=told_at,
        reported_by=listing.organization.name,
        source=ReportSource.EXPORT,
        available=free,
        maximum=most,
        note=entry["description"],
    )
    problems = find_problems(report)
    return problems[0].says if problems else report


def _unit(entry: Entry, why: list[Sayable]) -> CapacityUnit | None:
    if not entry.cells:
        why.append(Say("Its unit is not in the list of units."))
        return None
    if entry["scheme"] == "Offramp" and entry["identifier"] in tuple(CapacityUnit):
        return CapacityUnit(entry["identifier"])
    for unit, words in _UNITS:
        if words.search(entry["name"].lower()):
            return unit
    why.append(Say('"{unit}" is no unit of beds or places.', unit=entry["name"][:40]))
    return None


def _figure(entry: Entry, column: str, why: list[Sayable]) -> int | None:
    try:
        return whole_number(entry, column, most=MOST)
    except Fault as fault:
        why.append(fault.why)
        return None
