"""Taking back an import: the directory is as it was before, row by row and word by word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.domain.directory import (
    Organization,
    Phone,
    Place,
    Service,
    ServiceListing,
    ServiceStatus,
    Snapshot,
    identity,
)
from desktop.domain.listing_parts import Attribute, Contact, CostOption, License, ServiceArea
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.store.directory import DirectoryShelf
from desktop.store.directory_undo import EDITIONS_KEPT
from tests.store.workspaces import opened

AT = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path):
    db = opened(tmp_path)
    yield DirectoryShelf(db)
    db.close()


def listing(name: str, street: str = "1 Elm", phone: str = "555-010-0100") -> ServiceListing:
    return ServiceListing(
        id=identity(name, "", street, "59442"),
        organization=Organization(name, name),
        service=Service(name=""),
        place=Place(street, "", "Millbrook", "MT", "59442"),
        phones=(Phone(phone, phone),),
        codes=frozenset({"SA"}),
    )


def edition(name: str, *listings: ServiceListing, source: str = "samhsa") -> Snapshot:
    return Snapshot(source, name, listings)


def all_of(shelf: DirectoryShelf) -> list[tuple[object, ...]]:
    tables = ("directory_services", "directory_editions")
    return [tuple(row) for table in tables for row in shelf._db.execute(f"select * from {table}")]


def test_taking_back_an_import_restores_every_row_and_what_search_finds(shelf):
    before = (listing("Elm House"), listing("Oak House", "2 Oak", "555-010-0101"))
    shelf.replace(edition("2025", *before), taken_at=AT)
    was = all_of(shelf)

    renamed = replace(before[0], id="other", organization=Organization("Pine", "Pine House"))
    newcomer = listing("Birch House", "3 Birch", "555-010-0102")
    shelf.replace(edition("2026", renamed, newcomer), taken_at=AT)
    assert [one.name for one in shelf.find("pine")] == ["Pine House"]
    assert shelf.find("oak") == []  # gone

    taken_back = shelf.undo_last()
    assert (taken_back.edition, taken_back.new, taken_back.changed, taken_back.gone) == (
        "2026", 1, 1, 1,
    )  # fmt: skip
    assert all_of(shelf) == was
    assert shelf.version() == "samhsa=2025"
    assert [one.name for one in shelf.find("elm")] == ["Elm House"]
    assert [one.name for one in shelf.find("oak")] == ["Oak House"]
    assert shelf.find("pine") == shelf.find("birch") == []


def test_taking_back_the_first_import_leaves_an_empty_directory(shelf):
    shelf.replace(edition("2025", listing("Elm House")), taken_at=AT)
    shelf.undo_last()
    assert all_of(shelf) == []
    with pytest.raises(Refused) as refusal:
        shelf.undo_last()
    assert ENGLISH(refusal.value.reason) == "There is no import to take back."


def test_only_the_last_few_imports_can_be_taken_back(shelf):
    for number in range(EDITIONS_KEPT + 2):
        name = f"House {number}"
        shelf.replace(edition(str(number), listing(name, str(number), name)), taken_at=AT)
    for _ in range(EDITIONS_KEPT):
        shelf.undo_last()
    with pytest.raises(Refused):
        shelf.undo_last()
    assert [one.name for one in shelf.find("house")] == ["House 1"]


def test_an_import_that_changed_nothing_can_be_taken_back(shelf):
    shelf.replace(edition("2025", listing("Elm House")), taken_at=AT)
    was = all_of(shelf)
    shelf.replace(edition("2025", listing("Elm House")), taken_at=AT)
    shelf.undo_last()
    assert all_of(shelf) == was


def test_two_sources_that_use_one_id_get_two_services(shelf):
    one = listing("Elm House")
    shelf.replace(edition("2025", one), taken_at=AT)
    other = replace(one, organization=Organization("x", "Someone Else"))
    shelf.replace(edition("2025", other, source="county"), taken_at=AT)
    assert sorted(found.name for found in shelf.find("house")) == ["Elm House"]
    assert shelf.get(one.id).name == "Elm House"
    assert shelf.get(f"{one.id}-m2").name == "Someone Else"
    shelf.replace(edition("2026", other, source="county"), taken_at=AT)
    assert shelf.count() == 2  # and a refresh knows it again


def test_a_settled_snapshot_is_known_by_its_ids_and_the_source_still_by_its_own(shelf):
    shelf.replace(edition("2025", listing("Elm House")), taken_at=AT)
    moved = listing("Elm House", "9 Oak")
    shelf.replace(edition("2026", moved), taken_at=AT)
    ours = shelf.snapshot("samhsa")
    assert ours.listings[0].id != moved.id
    same = shelf.preview(ours)
    assert (same.new, same.changed, same.gone) == (frozenset(),) * 3

    louder = replace(ours.listings[0], organization=Organization("e", "ELM HOUSE"))
    shelf.replace(Snapshot("samhsa", "2026", (louder,), settled=True), taken_at=AT)
    assert shelf.kept("samhsa")[0].key == moved.id


def test_everything_a_listing_says_comes_back_from_the_shelf(shelf):
    full = replace(
        listing("Elm House"),
        organization=Organization("e", "Elm House", "https://elm.example", "Since 1950", "a@b.org"),
        service=Service(
            name="Detox",
            status=ServiceStatus.TEMPORARILY_CLOSED,
            min_age=0,
            max_age=17,
            also_known_as="The Elm",
            url="https://elm.example/detox",
            email="detox@elm.example",
            interpretation="By phone",
            wait="A week",
            accreditations="CARF",
            hours_note="Knock twice",
            license=License("State 12", date(2027, 1, 31)),
            licensed_for=12,
            cost_options=(
                CostOption("Adults", Decimal("35.50"), "USD", "a day", date(2026, 1, 1)),
            ),
            areas=(ServiceArea("County", "and around"),),
        ),
        place=Place(
            "1 Elm", "", "Millbrook", "MT", "59442", also_at="2 Elm", accessibility=("Ramp",)
        ),
        contacts=(Contact("Ann", "Nurse", "Intake", "ann@elm.example"),),
        attributes=(Attribute("AIRS", "RX-8450", "Withdrawal care", "yes"),),
    )
    shelf.replace(edition("2025", full), taken_at=AT)
    assert shelf.get(full.id) == replace(full, source="samhsa")
