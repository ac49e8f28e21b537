"""The names of files on a carrier: a strict alphabet, so that no disk can read one two ways.

Lower-case ASCII only: a stick may not tell upper case from lower, and a mapped drive may
rewrite accents. Whatever does not fit is not ours and is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from desktop.sync.envelope import digest_of

STORE_NAME = "store.json"
RECEIPTS = "receipts"
SHARED_STREAMS = ("lead", "precinct", "all-devices")
PAPER = "paper"  # no folder: what was printed as codes; its receipts name it
SEQUENCE_LIMIT = 999_999  # six digits; at 100 bundles a day that is 27 years
DIGEST_LENGTH = 12  # hex digits of the file's own SHA-256

_ID = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_HEX = rf"[0-9a-f]{{{DIGEST_LENGTH}}}"
_DEVICE = re.compile(_ID)
_BUNDLE = re.compile(rf"({_ID})-([0-9]{{6}})-({_HEX})\.offramp")
_PARCEL = re.compile(rf"({_ID})-({_HEX})-([0-9]{{2}})of([0-9]{{2}})-({_HEX})\.parcel")
_RECEIPT = re.compile(rf"((?:{_BUNDLE.pattern})|(?:{_PARCEL.pattern}))\.({_ID})\.receipt")
# Windows gives these names to hardware, in every folder and with any ending.
_WINDOWS = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


@dataclass(frozen=True, slots=True)
class BundleName:
    """What a bundle's file name says, before anything is opened."""

    device: str
    sequence: int
    digest12: str

    def __str__(self) -> str:
        return f"{self.device}-{self.sequence:06d}-{self.digest12}.offramp"


@dataclass(frozen=True, slots=True)
class ParcelName:
    """What the file name of a parcel's part says, before anything is opened."""

    device: str
    whole12: str  # first digits of the whole parcel's digest
    number: int  # from 1
    parts: int
    digest12: str


def is_device_id(text: str) -> bool:
    """Return whether it may name a device: 1 to 40 of a-z, 0-9 and inner hyphens, none reserved."""
    return bool(
        _DEVICE.fullmatch(text)
        and not _WINDOWS.fullmatch(text)
        and text not in (*SHARED_STREAMS, PAPER)
        and text != RECEIPTS
    )


def is_stream(text: str) -> bool:
    """Return whether it names a stream: one of the shared ones, or a device."""
    return text in (*SHARED_STREAMS, PAPER) or is_device_id(text)


def bundle_name(device: str, sequence: int, data: bytes) -> str:
    """Return the file name of a sealed bundle: `<device>-<seq6>-<digest12>.offramp`."""
    if not is_device_id(device) or not 1 <= sequence <= SEQUENCE_LIMIT:
        raise ValueError("no such device or sequence can stand in a name")
    return str(BundleName(device, sequence, digest_of(data)[:DIGEST_LENGTH]))


def parse_bundle_name(name: str) -> BundleName | None:
    """Return what the bare file name says; None unless it is exactly a bundle's name."""
    found = _BUNDLE.fullmatch(name)
    if not found or not is_device_id(found[1]) or int(found[2]) == 0:
        return None
    return BundleName(found[1], int(found[2]), found[3])


def parse_parcel_name(name: str) -> ParcelName | None:
    """Return what the bare file name says; None unless it is exactly that of a parcel's part."""
    found = _PARCEL.fullmatch(name)
    if not found or not is_device_id(found[1]) or not 1 <= int(found[3]) <= int(found[4]):
        return None
    return ParcelName(found[1], found[2], int(found[3]), int(found[4]), found[5])


def name_fits(name: str, data: bytes) -> bool:
    """Return whether a file's bytes are those its name promises; a torn copy's are not."""
    said = parse_bundle_name(name) or parse_parcel_name(name)
    return said is not None and digest_of(data).startswith(said.digest12)


def parcel_name(device: str, whole_digest: str, part: int, parts: int, data: bytes) -> str:
    """Return the file name of one sealed part of a parcel."""
    name = (
        f"{device}-{whole_digest[:DIGEST_LENGTH]}-{part:02d}of{parts:02d}"
        f"-{digest_of(data)[:DIGEST_LENGTH]}.parcel"
    )
    if not is_parcel_name(name):
        raise ValueError("no such device or part can stand in a name")
    return name


def is_parcel_name(name: str) -> bool:
    """Return whether the bare file name is exactly that of a parcel's part."""
    return parse_parcel_name(name) is not None


def receipt_name(bundle: str, receiver: str) -> str:
    """Return the file name of one device's receipt for one bundle, or for a parcel's part."""
    name = f"{bundle}.{receiver}.receipt"
    if not is_receipt_name(name):
        raise ValueError("no such bundle or device can stand in a name")
    return name


def is_receipt_name(name: str) -> bool:
    """Return whether the bare file name is exactly a receipt's."""
    found = _RECEIPT.fullmatch(name)
    signed_for = found[1] if found else ""
    known = parse_bundle_name(signed_for) or parse_parcel_name(signed_for)
    return bool(found and known and is_device_id(found[found.re.groups]))


def place(stream: str, day: date, name: str) -> str:
    """Return the full name on a carrier: `<stream>/<publish day>/<name>`."""
    full = f"{stream}/{day.isoformat()}/{name}"
    if not is_place(full):
        raise ValueError("nothing of that name may lie on a carrier")
    return full


def is_place(full: str) -> bool:
    """Return whether a bundle, parcel or receipt may lie under this full name."""
    parts = full.split("/")
    if len(parts) != 3:
        return False
    stream, day, name = parts
    if not is_day(day):
        return False
    if stream == RECEIPTS:
        return is_receipt_name(name)
    return is_stream(stream) and (parse_bundle_name(name) is not None or is_parcel_name(name))


def is_day(text: str) -> bool:
    """Return whether it is a day folder, e.g. "2026-11-23"."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
