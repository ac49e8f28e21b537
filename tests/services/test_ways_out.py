"""Every kind of place is one way out: set up once, remembered without its secret, and swept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.refused import Refused
from desktop.services import exchange, rounds, ways_out
from desktop.services.keeping import keep_waiting
from desktop.sync.carrier import CarrierMissing
from desktop.sync.opening import CarrierKind, CarrierPlace
from tests.stories.machines import County, refers
from tests.sync.servers.grounds import Grounds, all_grounds

pytestmark = pytest.mark.slow  # real servers are started


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """Return three machines."""
    made = County(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def grounds() -> Iterator[Grounds]:
    """Return servers, each started at its first use."""
    with all_grounds() as made:
        yield made


@pytest.mark.parametrize("kind", [CarrierKind.SFTP, CarrierKind.S3, CarrierKind.WEBDAV])
def test_a_referral_goes_out_over_a_server_and_its_receipt_comes_back(
    county: County, grounds: Grounds, kind: CarrierKind
) -> None:
    spot = grounds.spot(kind)
    lead, officer, now = county.coordinator, county.officer, county.clock.now
    exchange.make_mailbox_at(lead, spot.place, now=now, secret=spot.secret)
    exchange.add_place(officer, spot.place, now=now, secret=spot.secret)
    (here,) = [one for one in ways_out.places(officer) if one.kind is kind]
    (there,) = [one for one in ways_out.places(lead) if one.kind is kind]
    refers(officer, now=now)

    sent = exchange.exchange_over(officer, here, now=county.clock.pass_(minutes=1)).sent
    came = exchange.exchange_over(lead, there, now=county.clock.pass_(minutes=1)).came
    names = [one.name for one in came.waiting]
    keep_waiting(lead, None, names, now=county.clock.now)
    exchange.exchange_over(lead, there, now=county.clock.pass_(minutes=1))
    back = exchange.exchange_over(officer, here, now=county.clock.pass_(minutes=1)).came

    assert sent.bundles > 0
    assert len(lead.store.referrals()) == 1
    assert back.receipts == len(names)


def test_a_place_is_remembered_without_its_secret_and_forgotten_with_it(county: County) -> None:
    officer, now = county.officer, county.clock.now
    place = CarrierPlace(CarrierKind.SFTP, "sftp://server/srv", "k7", host_key="ssh-ed25519 AAAA")

    added = ways_out.add(officer, place, now=now, secret="pass word")

    assert officer.store.settings.text(added.secret) == "pass word"
    assert "pass word" not in str(officer.store.settings.get(ways_out.PLACES))
    assert ways_out.named(officer, "sftp://server/srv") == added
    ways_out.add(officer, replace(place, user="k8"), now=now, secret="other")
    assert [one.user for one in ways_out.places(officer) if one.user] == ["k8"]
    ways_out.forget(officer, ways_out.places(officer)[-1], now=now)
    assert ways_out.named(officer, "sftp://server/srv") is None
    assert added.secret not in officer.store.settings.names()


def test_a_place_that_does_not_answer_is_not_remembered(county: County, tmp_path: Path) -> None:
    before = ways_out.places(county.officer)
    with pytest.raises(CarrierMissing):
        exchange.add_place(
            county.officer, ways_out.place_of(str(tmp_path / "nowhere")), now=county.clock.now
        )
    assert ways_out.places(county.officer) == before


def test_a_place_that_does_not_answer_does_not_hold_up_the_others(
    county: County, tmp_path: Path
) -> None:
    officer, now = county.officer, county.clock.now
    places = [ways_out.place_of(str(one)) for one in (tmp_path / "gone", county.folder)]
    for place in places:
        ways_out.add(officer, place, now=now)
    refers(officer, now=now)

    gone, there = rounds.go_round(officer, now=county.clock.pass_(minutes=1))

    assert isinstance(gone.trouble, CarrierMissing)
    assert not gone.answered
    assert there.answered
    assert officer.store.outbox.count_waiting() == 0
    answers = ways_out.last_answers(officer)
    assert [answers[one.url].answer for one in places] == ["missing", "good"]
    assert [answers[one.url].good_at for one in places] == [None, county.clock.now]
    assert exchange.last_exchange(officer) == county.clock.now


def test_a_place_of_another_program_is_one_refused_place(county: County, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    other = County(tmp_path / "far")
    other.close()
    officer, now = county.officer, county.clock.now
    for folder in (other.folder, county.folder):
        ways_out.add(officer, ways_out.place_of(str(folder)), now=now)
    refers(officer, now=now)

    foreign, own = rounds.go_round(officer, now=county.clock.pass_(minutes=1))

    assert isinstance(foreign.trouble, exchange.AnotherProgram)
    assert own.done is not None
    assert own.done.sent.bundles > 0
    assert ways_out.last_answers(officer)[str(other.folder)].answer == "refused"
    assert not (other.folder / "lead").exists()


def test_folders_named_before_there_were_servers_stay_ways_out(county: County) -> None:
    settings = county.officer.store.settings
    settings.set(ways_out.FOLDERS, [str(county.folder)])

    assert exchange.folders(county.officer) == [county.folder]
    exchange.add_folder(county.officer, county.folder / "other", now=county.clock.now)
    assert exchange.folders(county.officer) == [county.folder, county.folder / "other"]
    assert ways_out.FOLDERS not in settings.names()


@pytest.mark.parametrize(
    ("address", "kind", "url"),
    [
        ("/media/stick", CarrierKind.FOLDER, "/media/stick"),
        ("C:\\share", CarrierKind.FOLDER, "C:\\share"),
        ("sftp://server:22/srv", CarrierKind.SFTP, "sftp://server:22/srv"),
        ("https://server/dav", CarrierKind.WEBDAV, "https://server/dav"),
        ("s3+https://server/bucket/p", CarrierKind.S3, "https://server/bucket/p"),
    ],
)
def test_an_address_means_one_place_and_the_place_says_it(
    address: str, kind: CarrierKind, url: str
) -> None:
    place = ways_out.place_of(address)

    assert (place.kind, place.url) == (kind, url)
    assert ways_out.address_of(place) == address


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused, match="ftp"):
        ways_out.place_of("ftp://server/folder")


def test_what_a_crash_left_is_swept_once_a_day(county: County) -> None:
    officer = county.officer
    place = ways_out.place_of(str(county.folder))
    exchange.exchange_over(officer, place, now=county.clock.now)
    left = county.folder / f".tmp-{officer.place.device}" / "half.part"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    old = (county.clock.now - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))

    exchange.exchange_over(officer, place, now=county.clock.pass_(minutes=1))
    assert left.exists()
    exchange.exchange_over(officer, place, now=county.clock.pass_(days=1))
    assert not left.exists()
