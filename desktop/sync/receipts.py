"""Receipts: one device says what became of one bundle. No change, and not receipted itself.

A parcel is signed for by its first part, once the whole was taken in or kept out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.sync.envelope import VerifierFor
from desktop.sync.keys import PrivateKey
from desktop.sync.manifest import COUNT_LIMIT, DIGEST_PATTERN, ID_PATTERN
from desktop.sync.names import (
    RECEIPTS,
    SEQUENCE_LIMIT,
    is_stream,
    parse_bundle_name,
    parse_parcel_name,
    place,
    receipt_name,
)
from desktop.sync.papers import make_paper, read_device, read_paper
from desktop.sync.strict import Fields, whole_seconds, wrong_field

RECEIPT_PAPER = "offramp-receipt+1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receiver did with the lines of a bundle, written after they were committed."""

    program: str
    bundle: str  # its file name; of a parcel that of its first part
    digest: str  # SHA-256 of its bytes
    stream: str
    sequence: int  # of a parcel 1
    kept: int
    disputed: int
    set_aside: int
    quarantined: int
    received_at: datetime
    receiver: str  # device id
    receiver_clock: datetime  # that machine's clock when it signed


def make_receipt(receipt: Receipt, signer: PrivateKey) -> bytes:
    """Return the signed receipt. Refuses one that nobody could read."""
    body = {
        "program": receipt.program,
        "bundle": receipt.bundle,
        "digest": receipt.digest,
        "stream": receipt.stream,
        "sequence": receipt.sequence,
        "kept": receipt.kept,
        "disputed": receipt.disputed,
        "set_aside": receipt.set_aside,
        "quarantined": receipt.quarantined,
        "received_at": whole_seconds(receipt.received_at),
        "receiver": receipt.receiver,
        "receiver_clock": whole_seconds(receipt.receiver_clock),
    }
    return make_paper(RECEIPT_PAPER, body, signer, _read_body)


def read_receipt(data: bytes, verifier_for: VerifierFor) -> Receipt:
    """Return the receipt. Whether its signer is its receiver, the caller's roster knows."""
    return read_paper(data, RECEIPT_PAPER, verifier_for, _read_body)


def receipt_place(receipt: Receipt, day: date) -> str:
    """Return its full name on a carrier: `receipts/<day>/<bundle name>.<device>.receipt`."""
    return place(RECEIPTS, day, receipt_name(receipt.bundle, receipt.receiver))


def _read_body(fields: Fields) -> Receipt:
    receipt = Receipt(
        program=fields.text("program", ID_PATTERN),
        bundle=fields.text("bundle"),
        digest=fields.text("digest", DIGEST_PATTERN),
        stream=fields.text("stream"),
        sequence=fields.whole("sequence", low=1, high=SEQUENCE_LIMIT),
        kept=fields.whole("kept", high=COUNT_LIMIT),
        disputed=fields.whole("disputed", high=COUNT_LIMIT),
        set_aside=fields.whole("set_aside", high=COUNT_LIMIT),
        quarantined=fields.whole("quarantined", high=COUNT_LIMIT),
        received_at=fields.moment("received_at"),
        receiver=read_device(fields, "receiver"),
        receiver_clock=fields.moment("receiver_clock"),
    )
    bundle, parcel = parse_bundle_name(receipt.bundle), parse_parcel_name(receipt.bundle)
    number = bundle.sequence if bundle else parcel.number if parcel else 0
    name = bundle or parcel
    # A receipt that contradicts itself would mark another bundle as received.
    if name is None or number != receipt.sequence:
        raise wrong_field("bundle")
    if not receipt.digest.startswith(name.digest12):
        raise wrong_field("digest")
    if not is_stream(receipt.stream):
        raise wrong_field("stream")
    return receipt
