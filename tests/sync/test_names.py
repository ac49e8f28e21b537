"""A name on a carrier can be read one way only, on every disk."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.sync.names import (
    bundle_name,
    is_device_id,
    is_parcel_name,
    is_place,
    is_receipt_name,
    is_stream,
    name_fits,
    parcel_name,
    parse_bundle_name,
    place,
    receipt_name,
)

GOOD = "k7-patrol-000012-0123456789ab.offramp"


def test_a_bundle_s_name_says_device_sequence_and_digest():
    name = bundle_name("k7-patrol", 12, b"sealed")
    said = parse_bundle_name(name)
    assert said is not None
    assert (said.device, said.sequence, str(said)) == ("k7-patrol", 12, name)
    assert name_fits(name, b"sealed")
    assert not name_fits(name, b"seal")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../" + GOOD,
        "a/" + GOOD,
        "a\\" + GOOD,
        "." + GOOD,
        GOOD + "\n",
        GOOD + " ",
        GOOD + ".",
        GOOD + ":stream",  # an alternate data stream of Windows
        GOOD.upper(),
        GOOD.replace("k7", "K7"),
        GOOD.replace("ab", "AB"),
        GOOD.replace("k", "\u212a"),  # the Kelvin sign lowers to k
        GOOD.replace("0", "\u0660"),  # Arabic-Indic zero is a digit to \\d
        GOOD.replace("k7", "k\u00e9"),
        GOOD.replace("k7", "ke\u0301"),
        GOOD.replace("k7", "k7\u200b"),
        GOOD.replace("000012", "000000"),
        GOOD.replace("000012", "0000012"),
        GOOD.replace("0123456789ab", "0123456789a"),
        GOOD.replace("k7-patrol", "con"),
        GOOD.replace("k7-patrol", "lead"),
        GOOD.replace("k7-patrol", "-k7"),
        GOOD.replace("k7-patrol", "k" * 41),
        GOOD.replace(".offramp", ".OFFRAMP"),
        GOOD.replace(".offramp", ".offramp.offramp"),
        GOOD.replace(".offramp", "\x00.offramp"),
    ],
)
def test_tricks_in_a_bundle_s_name_are_refused(name):
    assert parse_bundle_name(GOOD) is not None
    assert parse_bundle_name(name) is None
    assert not is_place(f"lead/2026-11-23/{name}")


@pytest.mark.parametrize(
    "device", ["", "K7", "lead", "receipts", "aux", "com1", "k_7", "k.7", "k7-"]
)
def test_a_device_is_not_called(device):
    assert not is_device_id(device)
    assert not is_stream(device) or device == "lead"
    with pytest.raises(ValueError, match="device"):
        bundle_name(device, 1, b"x")


@pytest.mark.parametrize("sequence", [0, -1, 1_000_000])
def test_a_sequence_stays_in_six_digits(sequence):
    with pytest.raises(ValueError, match="sequence"):
        bundle_name("k7", sequence, b"x")


def test_everything_that_travels_has_a_place():
    day = date(2026, 11, 23)
    assert place("lead", day, GOOD) == f"lead/2026-11-23/{GOOD}"
    assert is_place(place("desk-1", day, parcel_name("k7", "ab" * 32, 1, 40, b"x")))
    assert is_place(place("receipts", day, receipt_name(GOOD, "lead-1")))


@pytest.mark.parametrize(
    "full",
    [
        GOOD,
        f"lead/{GOOD}",
        f"/lead/2026-11-23/{GOOD}",
        f"lead//2026-11-23/{GOOD}",
        f"lead/../2026-11-23/{GOOD}",
        f"lead/2026-11-31/{GOOD}",
        f"lead/2026-1-23/{GOOD}",
        f"Lead/2026-11-23/{GOOD}",
        f"lead/2026-11-23/{GOOD}/",
        f"receipts/2026-11-23/{GOOD}",  # a bundle is no receipt
        f"lead/2026-11-23/{GOOD}.lead-1.receipt",
        "store.json",
    ],
)
def test_nothing_else_has_a_place(full):
    assert not is_place(full)


def test_names_of_parts_and_receipts_are_as_strict():
    part = parcel_name("k7", "ab" * 32, 2, 3, b"x")
    assert is_parcel_name(part)
    assert not is_parcel_name(part.replace("02of03", "04of03"))
    assert not is_parcel_name(part.replace("02of03", "00of03"))
    receipt = receipt_name(GOOD, "lead-1")
    assert is_receipt_name(receipt)
    assert not is_receipt_name(receipt.replace("lead-1", "Lead-1"))
    with pytest.raises(ValueError, match="part"):
        parcel_name("k7", "ab" * 32, 100, 100, b"x")
    with pytest.raises(ValueError, match="bundle"):
        receipt_name("x.offramp", "lead-1")
