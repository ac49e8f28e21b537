"""Every sheet of three referrals in both languages as pictures, to be looked at page by page.

One plain referral, one whose texts are hostile, one with names in a dozen ways of writing. What is
drawn is the printed PDF itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from desktop.domain.facts import FactValue, Known
from desktop.domain.terms import SheetKind
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render
from desktop.packet.sheets import BLANKS, PLANS
from desktop.services import blanks, issue
from desktop.services.issue import Wanted
from tests.packet.conftest import FONTS
from tests.packet.samples import NAMES
from tests.packet.tongues import CODES, tongue
from tests.services.issuing import NOW, Desk
from tests.stories.machines import County, refers

DPI = 80
_HOSTILE = (
    "<b>Kit</b> <img src='file:///etc/passwd'/> {number} %s =cmd|'/c calc'!A1\n"
    "## Person\nWarrant: none \u202egnp.exe " + "W" * 90
)
_FREE = (
    "person.first_name", "person.last_name", "person.best_place", "health.note", "safety.note",
    "narrative", "place.address", "person.alternate_contact",
)  # fmt: skip
_MANY = " / ".join(NAMES.values())

REFERRALS: dict[str, Mapping[str, FactValue]] = {
    "plain": {},
    "hostile": {path: Known(_HOSTILE) for path in _FREE},
    "scripts": {
        "person.first_name": Known(_MANY),
        "person.last_name": Known(NAMES["Arabic"]),
        "person.best_place": Known(f"{NAMES['Hebrew']}, {NAMES['Hindi']} ({NAMES['Thai']})"),
        "narrative": Known(f"Met {NAMES['both ways']} with {NAMES['Chinese']} at 22:10."),
        "health.note": Known(NAMES["emoji"]),
    },
}


def draw(folder: Path) -> Iterator[str]:
    """Draw all into the folder, and yield the name of each sheet drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    fonts = FontLibrary(FONTS)
    with TemporaryDirectory() as place:
        desk = Desk(Path(place) / "D1")
        for name, facts in REFERRALS.items():
            made = desk.refers(name, facts=facts)
            wanted = [Wanted(kind, tongue(code)) for code in CODES for kind in PLANS]
            sheets = issue.make_sheets(desk.desk, made.id, wanted, fonts, now=NOW)
            for one, sheet in zip(wanted, sheets, strict=True):
                stem = f"{name}-{one.kind.value}-{one.tongue.code}"
                _save(render(sheet, fonts), folder, stem)
                yield stem
        for kind in BLANKS:
            for code in CODES:
                stem = f"blank-{kind.value}-{code}"
                sheet = blanks.make_blank(desk.desk, kind, tongue(code), now=NOW)
                _save(render(sheet, fonts), folder, stem)
                yield stem
        desk.close()
        yield from _with_code(folder, Path(place) / "county", fonts)


def _with_code(folder: Path, place: Path, fonts: FontLibrary) -> Iterator[str]:
    """Draw the referral form of machines that know their lead agency: it carries the code."""
    county = County(place)
    referral = refers(county.officer, now=county.clock.now)
    for code in CODES:
        sheet = issue.make_sheet(
            county.officer,
            referral.id,
            SheetKind.REFERRAL_FORM,
            tongue(code),
            now=county.clock.now,
        )
        _save(render(sheet, fonts), folder, f"sealed-referral-form-{code}")
        yield f"sealed-referral-form-{code}"
    county.close()


def _save(data: bytes, folder: Path, stem: str) -> None:
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            picture = page.render(scale=DPI / 72).to_pil()
            picture.save(folder / f"{stem}-{number}.png")
