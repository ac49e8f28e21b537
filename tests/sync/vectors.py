"""Makes the kept examples of every file format; run by hand, once for each new format.

`python -m tests.sync.vectors N` writes tests/data/vectors/N. What lies there is never made anew:
it is what machines in the field have written, and every later version has to read it.
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
from desktop.sync.bundle import seal
from desktop.sync.enrolment import make_enrolment, make_invitation, make_store_paper
from desktop.sync.keys import export_private, generate_device_keys
from desktop.sync.receipts import Receipt, make_receipt
from desktop.wire import change_to_bytes
from tests.sync.people import manifest_of

HERE = Path(__file__).parents[1] / "data" / "vectors"
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
    folder.mkdir(parents=True, exist_ok=False)
    patrol, lead = generate_device_keys(), generate_device_keys()
    lines = [change_to_bytes(a_change())]
    sealed = seal(manifest_of(lines), lines, patrol.sign, [lead.open.public])
    receipt = Receipt(
        program="three-rivers", bundle=sealed.name, digest=sealed.digest, stream="lead",
        sequence=1, kept=1, disputed=0, set_aside=0, quarantined=0, received_at=NIGHT,
        receiver="lead-1", receiver_clock=NIGHT,
    )  # fmt: skip
    files = {
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
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
