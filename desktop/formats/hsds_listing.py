"""One service of HSDS and all that hangs on it, as listings: one for each of its places."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from desktop.domain.directory import Organization, Phone, Place, Service, ServiceListing
from desktop.domain.hours import Schedule
from desktop.domain.listing_parts import Attribute, Contact
from desktop.domain.words import Say
from desktop.formats.geo import ZipTable
from desktop.formats.hsds_links import NOTHING, is_samhsa, safe_id
from desktop.formats.hsds_reading import Reading
from desktop.formats.hsds_service import read_organization, read_service
from desktop.formats.hsds_tables import OUR_TAXONOMY, Entry, Package
from desktop.formats.hsds_values import phone, point, schedule
from desktop.formats.row_cells import UnreadableRow
from desktop.formats.samhsa_rows import full_zip

_CONTACT = ("name", "title", "department", "email")


class ListingReader:
    """Makes listings of services and keeps what was wrong with them."""

    def __init__(self, package: Package, zips: ZipTable | None) -> None:
        self.reading = Reading(package)
        self.listings: list[ServiceListing] = []
        self.of_service: dict[str, list[int]] = {}  # HSDS id -> places in `listings`
        self.source = self.edition = ""
        self.non_ascii = 0
        self._zips = zips

    def read(self, service: Entry) -> None:
        """Add a service's listings; raises `UnreadableRow` for one that is left out."""
        id_ = service["id"]
        if not id_ or not (service["name"] or self.reading.own(id_)):
            raise UnreadableRow(Say("Empty: {columns}.", columns="id" if not id_ else "name"))
        if id_ in self.of_service:
            raise UnreadableRow(Say("An earlier row has the same id."))
        organization = read_organization(self.reading, service)
        offered = read_service(self.reading, service, organization)
        own = self.reading.own(id_)
        self.source, self.edition = own.get("source", self.source), own.get("edition", self.edition)
        self.non_ascii += not all(map(str.isascii, service.cells.values()))
        places = self.reading.links.on("service_at_location", "service_id", id_) or [NOTHING]
        start = len(self.listings)
        self.listings += [self._listing(service, one, organization, offered) for one in places]
        self.of_service[id_] = list(range(start, len(self.listings)))

    def finished(self, source: str) -> tuple[ServiceListing, ...]:
        """Return all listings under ids that cannot do harm, the same for the same source."""
        for place, one in enumerate(self.listings):
            fit = safe_id(source, one.id)
            copy_of = safe_id(source, one.copy_of) if one.copy_of else ""
            self.listings[place] = replace(one, id=fit, copy_of=copy_of, source=source)
        return tuple(self.listings)

    def _listing(
        self, entry: Entry, at: Entry, organization: Organization, offered: Service
    ) -> ServiceListing:
        own = self.reading.own(entry["id"])
        location = self.reading.links.one("location", at["location_id"])
        place = self._place(location)
        owners = (
            ("service_at_location_id", at["id"]),
            ("service_id", entry["id"]),
            ("location_id", location["id"]),
        )
        zone = self._zips.get(place.zip) if self._zips and place.zip else None
        schedules, note = self._schedules(owners, ZoneInfo(zone.zone) if zone else None)
        contacts = self._hanging("contact", owners)
        codes, attributes = self._codes((entry["id"], at["id"], location["id"]))
        service = offered if self.reading.ours or not note else replace(offered, hours_note=note)
        return ServiceListing(
            id=own.get("id") or at["id"] or entry["id"],
            organization=organization,
            service=service,
            place=place,
            phones=self._phones(owners, contacts, entry["organization_id"]),
            schedules=schedules,
            codes=codes,
            copy_of=own.get("copy_of", ""),
            contacts=self._contacts(contacts),
            attributes=attributes,
        )

    def _place(self, location: Entry) -> Place:
        own = self.reading.own(location["id"])
        addresses = self.reading.links.on("address", "location_id", location["id"])
        physical = [one for one in addresses if one["address_type"] == "physical"]
        address = next(iter(physical or addresses), NOTHING)
        exact = self.reading.attempt(location, "location", point)
        zip_code = self.reading.said(address, "postal_code")
        known = None
        if not self.reading.ours:
            zip_code = full_zip(zip_code)
            known = self._zips.get(zip_code) if self._zips and zip_code else None
        access = self.reading.links.on("accessibility", "location_id", location["id"])
        told = [" ".join(filter(None, (one["description"], one["details"]))) for one in access]
        return Place(
            street=self.reading.said(address, "address_1"),
            street2=self.reading.said(address, "address_2"),
            city=self.reading.said(address, "city"),
            state=self.reading.said(address, "state_province"),
            zip=zip_code,
            point=exact or (known.point if known else None),
            exact="exact" in own if self.reading.ours else exact is not None,
            county_fips=own.get("county_fips", known.county_fips if known else ""),
            transport=self.reading.said(location, "transportation"),
            also_at=own.get("also_at", ""),
            accessibility=tuple(told if self.reading.ours else dict.fromkeys(told)),
        )

    def _hanging(self, table: str, owners: Iterable[tuple[str, str]]) -> list[Entry]:
        """Return the rows that hang on one of the owners, each once."""
        found: dict[int, Entry] = {}
        for column, id_ in owners:
            for one in self.reading.links.on(table, column, id_):
                found.setdefault(id(one), one)
        return list(found.values())

    def _phones(
        self,
        owners: tuple[tuple[str, str], ...],
        contacts: list[Entry],
        organization_id: str,
    ) -> tuple[Phone, ...]:
        more = [("contact_id", one["id"]) for one in contacts]
        entries = self._hanging("phone", (*owners, *more, ("organization_id", organization_id)))
        made = [one for e in entries if (one := phone(e, self.reading.own(e["id"])))]
        if self.reading.ours:
            return tuple(made)
        first: dict[tuple[str, str], Phone] = {}
        for one in made:
            first.setdefault((one.number, one.extension), one)
        return tuple(first.values())

    def _contacts(self, entries: list[Entry]) -> tuple[Contact, ...]:
        said = self.reading.said
        made = [Contact(*(said(one, column) for column in _CONTACT)) for one in entries]
        return tuple(made if self.reading.ours else dict.fromkeys(made))

    def _schedules(
        self, owners: tuple[tuple[str, str], ...], zone: ZoneInfo | None
    ) -> tuple[tuple[Schedule, ...], str]:
        # The hours of a building are those of a service only where it has none of its own.
        by_owner = (self._hanging("schedule", [owner]) for owner in owners)
        entries = next((found for found in by_owner if found), [])
        own, attempt = self.reading.own, self.reading.attempt
        made = [
            attempt(one, "schedule", lambda e: schedule(e, own(e["id"]), zone)) for one in entries
        ]
        notes = [one[column] for one in entries for column in ("description", "notes")]
        kept = [one for one in made if one]
        note = " ".join(dict.fromkeys(filter(None, notes)))
        return tuple(kept if self.reading.ours else dict.fromkeys(kept)), note

    def _codes(self, owners: tuple[str, ...]) -> tuple[frozenset[str], tuple[Attribute, ...]]:
        codes: set[str] = set()
        others = self._our_attributes(owners[0])
        for owner in owners:
            for entry in self.reading.links.on("attribute", "link_id", owner):
                term = self.reading.links.one("taxonomy_term", entry["taxonomy_term_id"])
                if term["taxonomy_id"] == OUR_TAXONOMY:
                    continue
                taxonomy = self._taxonomy(term)
                code = term["code"]
                if is_samhsa(term, taxonomy, code):
                    codes.add(code.upper())
                elif not self.reading.ours:
                    name = term["name"] or entry["label"]
                    others.append(Attribute(taxonomy, code, name, entry["value"]))
        return frozenset(codes), tuple(others if self.reading.ours else dict.fromkeys(others))

    def _our_attributes(self, service_id: str) -> list[Attribute]:
        own = self.reading.own(service_id)
        found: list[Attribute] = []
        while words := own.get(f"attribute/{len(found)}"):
            found.append(Attribute(*json.loads(words)))
        return found

    def _taxonomy(self, term: Entry) -> str:
        return term["taxonomy"] or self.reading.links.one("taxonomy", term["taxonomy_id"])["name"]
