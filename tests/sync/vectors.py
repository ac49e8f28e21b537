"""Makes the kept examples of every file format; run by hand, once for each new format.

`python -m tests.sync.vectors N` writes tests/data/vectors/N. What lies there is never made anew:
it is what machines in the field have written, and every later version has to read it. An example
that the folder lacks is added, under the keys kept there.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from desktop.domain.change import Author, Change, ChangeId, Setting, Subject
from desktop.domain.facts import NEVER, Known, PartialDate, Range, Record, Step, Unknown
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.sync import parcel, sealed_code
from desktop.sync.bundle import seal
from desktop.sync.enrolment import (
    Enrolment,
    make_enrolment,
    make_invitation,
    make_store_paper,
    read_enrolment,
)
from desktop.sync.keys import Use, export_private, generate_device_keys, import_private
from desktop.sync.parcel import ParcelKind
from desktop.sync.receipts import Receipt, make_receipt
from desktop.sync.roster import Member, Roster, Writer, make_roster
from desktop.wire import change_to_bytes
from tests.sync.people import manifest_of

HERE = Path(__file__).parents[1] / "data" / "vectors"
A_SCAN = bytes(range(256)) * 2049  # a little more than one part holds
NIGHT = datetime(2026, 11, 24, 5, 14, tzinfo=UTC)


def a_change() -> Change:
    """Return a change with every kind of value there is."""
    values = {
        "amount": Known(Decimal("2.00")),
        "choice": Known(("cocaine", "heroin")),
        "consent": Known(Record.of(state="granted", scope="P")),
        "date": Known(PartialDate(2016, 3, None)),
        "declined": Unknown.DECLINED,
        "never": Known(NEVER),
        "range": Range(Decimal("28"), Decimal("32")),
        "step": Known(Step(None, "logged")),
        "text": Known("été, <b>plain</b>"),
        "time": Known(NIGHT),
        "yes": Known(True),
    }
    return Change(
        id=ChangeId(7, "k7writer"),
        at=NIGHT,
        by=Author("officer-1", Role.OFFICER, "TRC", "k7-patrol"),
        subject=Subject(SubjectKind.ENCOUNTER, "enc1"),
        tags=frozenset({Tag.PERSONAL}),
        sets=tuple(
            Setting(path, values[path], (ChangeId(3, "d1writer"),)) for path in sorted(values)
        ),
        opens=True,
        versions=(("program", "three-rivers 2026-a"),),
    )


def main(number: str) -> int:
    """Write one example of each format."""
    folder = HERE / number
    folder.mkdir(parents=True, exist_ok=True)
    for make in (first_examples, later_examples):
        for name, data in make(folder).items():
            (folder / name).write_bytes(data)
    return 0


def first_examples(folder: Path) -> dict[str, bytes]:
    """Return a change, a bundle, its receipt and the papers; {} where they lie already."""
    if (folder / "keys.json").exists():
        return {}
    patrol, lead = generate_device_keys(), generate_device_keys()
    lines = [change_to_bytes(a_change())]
    sealed = seal(manifest_of(lines), lines, patrol.sign, [lead.open.public])
    receipt = Receipt(
        program="three-rivers", bundle=sealed.name, digest=sealed.digest, stream="lead",
        sequence=1, kept=1, disputed=0, set_aside=0, quarantined=0, received_at=NIGHT,
        receiver="lead-1", receiver_clock=NIGHT,
    )  # fmt: skip
    return {
        "change.json": lines[0],
        "bundle.offramp": sealed.data,
        "bundle.receipt": make_receipt(receipt, lead.sign),
        "store.json": make_store_paper("three-rivers", "three-rivers-lead-1", lead),
        "joining.offramp-invite": make_invitation(
            lead, program="three-rivers", program_name="Three Rivers", agency="MCC",
            carrier="", inside_boundary=False, extra={"device": "lead-1"},
        ),
        "joining.offramp-enroll": make_enrolment(
            patrol, program="three-rivers", device="k7-patrol", writer="k7writer", agency="TRC",
            machine="K7", kind=DeviceKind.PATROL,
        ),
        "keys.json": json.dumps(
            {
                "name": sealed.name,
                "patrol": export_private(patrol.sign).decode(),
                "lead_sign": export_private(lead.sign).decode(),
                "lead_open": export_private(lead.open).decode(),
            }
        ).encode(),
    }  # fmt: skip


def a_roster(patrol: Enrolment) -> Roster:
    """Return a roster with one device that may write and one whose word has ended."""
    gone = generate_device_keys()
    return Roster(
        "three-rivers",
        2,
        NIGHT,
        (
            Member(
                patrol.device, patrol.agency, patrol.machine, patrol.kind, "Night",
                patrol.verify, patrol.open, (Writer(patrol.writer, "K7"),),
            ),
            Member(
                "k9-patrol", "TRC", "K9", DeviceKind.PATROL, "", gone.sign.public,
                gone.open.public, (Writer("k9writer", "K9"),), (("k9writer/lead", 4),),
            ),
        ),
    )  # fmt: skip


def later_examples(folder: Path) -> dict[str, bytes]:
    """Return the roster, a parcel in two parts and a sealed code, as far as they are missing."""
    held = json.loads((folder / "keys.json").read_text())
    patrol = import_private(held["patrol"].encode(), Use.SIGN)
    lead = import_private(held["lead_sign"].encode(), Use.SIGN)
    mine = import_private(held["lead_open"].encode(), Use.OPEN)
    request = read_enrolment((folder / "joining.offramp-enroll").read_bytes())
    label = parcel.Label("three-rivers", "k7-patrol", "k7writer", "lead", ParcelKind.ATTACHMENT)
    parts = parcel.seal_parcel(label, A_SCAN, patrol, [mine.public])
    lines = [(folder / "change.json").read_bytes()]
    code = sealed_code.Label("three-rivers", "k7-patrol", "k7writer", 1, 7, len(lines))
    files = {
        "roster.json": make_roster(a_roster(request), lead),
        **{f"scan-{at}.parcel": part.data for at, part in enumerate(parts, start=1)},
        "code.bin": sealed_code.seal_code(code, lines, patrol, [mine.public]),
    }
    return {name: data for name, data in files.items() if not (folder / name).exists()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
