"""Issue a packet: which sheets a referral can have, made through release, and saved.

Every sheet is made from what its own reader may see, whoever makes it (architecture.md, idea 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from re import sub

from desktop.domain.change import ChangeId, Head, Register, SubjectState
from desktop.domain.consent import Consents
from desktop.domain.encounter import Encounter
from desktop.domain.referral import Referral, encounter_subject, referral_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    SheetKind,
)
from desktop.domain.words import Say, Sayable, Tongue
from desktop.packet.blocks import Paragraph, Sheet, Size
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import count_pages, render, render_many
from desktop.packet.sheets import PLANS
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.narrative import narrative_text
from desktop.services.codes import code_for_sheet
from desktop.services.papers_back import finder_of

# One door for whoever makes packets: what was printed is asked here, too.
from desktop.services.prints import PrintLine as PrintLine
from desktop.services.prints import log_print as log_print
from desktop.services.prints import next_copy as next_copy
from desktop.services.prints import print_log as print_log
from desktop.services.sheet_facts import MAKERS, gather, referral_of
from desktop.services.sheet_offers import SheetOffer as SheetOffer
from desktop.services.sheet_offers import can_have, missing_in
from desktop.services.sheet_offers import offers as offers
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors
from desktop.store.replacing import replace_file

PRACTICE = Say("PRACTICE. A made-up person: not a referral.")


@dataclass(frozen=True)
class Wanted:
    """One sheet somebody asked for: in which language, and as which copy."""

    kind: SheetKind
    tongue: Tongue
    copy: int = 1


def make_sheet(
    workspace: Workspace,
    referral_id: str,
    kind: SheetKind,
    tongue: Tongue,
    *,
    now: datetime,
    copy: int = 1,
    enclosed: tuple[tuple[Sayable, int], ...] = (),
) -> Sheet:
    """Return a sheet as its reader may see it; refuses, naming it, while a consent is missing."""
    referral = referral_of(workspace, referral_id)
    _must_have(workspace, referral, kind, now=now)
    facts = replace(
        gather(workspace, referral, kind, tongue, now=now, copy=copy), enclosed=enclosed
    )
    missing = missing_in(facts, kind)
    if missing is not None:
        raise Refused(
            missing, remedy=Say("Ask the person, record the answer, then make the sheet again.")
        )
    facts = _with_code(workspace, referral, kind, facts, now=now)
    return _marked(workspace, PLANS[kind].make(facts), tongue)


def _marked(workspace: Workspace, sheet: Sheet, tongue: Tongue) -> Sheet:
    """Return the sheet; one of practice says so in its title, its header and its first line."""
    if not workspace.practice:
        return sheet
    words = tongue(PRACTICE)
    return replace(
        sheet,
        title=tongue(Say("PRACTICE: {title}", title=sheet.title)),
        header=words,
        blocks=(Paragraph(words, Size.LARGE, strong=True), *sheet.blocks),
    )


def make_sheets(
    workspace: Workspace,
    referral_id: str,
    wanted: Sequence[Wanted],
    fonts: FontLibrary,
    *,
    now: datetime,
) -> list[Sheet]:
    """Return the sheets of one packet; a fax cover among them counts what goes with it.

    What goes with it is what the lead agency reads, in the cover's language. Refuses as make_sheet.
    """
    sheets = [
        make_sheet(workspace, referral_id, one.kind, one.tongue, now=now, copy=one.copy)
        for one in wanted
    ]
    pages = [
        (one.tongue.code, (PLANS[one.kind].name, count_pages(sheet, fonts)))
        for one, sheet in zip(wanted, sheets, strict=True)
        if one.kind is SheetKind.REFERRAL_FORM
    ]
    for place, one in enumerate(wanted):
        if one.kind is SheetKind.FAX_COVER and pages:
            mine = [each for code, each in pages if code == one.tongue.code]
            sheets[place] = make_sheet(
                workspace,
                referral_id,
                one.kind,
                one.tongue,
                now=now,
                copy=one.copy,
                enclosed=tuple(mine or (each for _, each in pages)),
            )
    return sheets


def narrative_of(workspace: Workspace, referral_id: str, tongue: Tongue, *, now: datetime) -> str:
    """Return the officer's narrative as plain text to paste; refuses as make_sheet."""
    referral = referral_of(workspace, referral_id)
    _must_have(workspace, referral, SheetKind.NARRATIVE, now=now)
    facts = gather(workspace, referral, SheetKind.NARRATIVE, tongue, now=now)
    audit(workspace, "narrative.copied", referral.number, now=now)
    text = narrative_text(facts)
    return f"{tongue(PRACTICE)}\n\n{text}" if workspace.practice else text


def _with_code(
    workspace: Workspace, referral: Referral, kind: SheetKind, facts: SheetFacts, *, now: datetime
) -> SheetFacts:
    """Return the facts with the code that belongs on a sheet of this kind."""
    match kind:
        case SheetKind.REFERRAL_FORM:
            return replace(facts, code=code_for_sheet(workspace, referral, now=now))
        case SheetKind.CONSENT:
            return replace(facts, finds=finder_of(referral))
    return facts


def make_draft_card(
    workspace: Workspace, encounter: Encounter, tongue: Tongue, *, now: datetime
) -> Sheet:
    """Return the contact card of an encounter that is still being taken down.

    Whoever declined gets one too: it needs no name, no number and no consent.
    """
    workspace.may(*MAKERS[SheetKind.CARD])
    author, tags_of = workspace.author, workspace.tags_of
    registers = {
        path: Register((Head(ChangeId(1, "draft"), value, now, author, tags_of(path)),))
        for path, value in encounter.facts.items()
    }
    draft = Referral(
        id="",
        encounter_id=encounter.id,
        encounter=SubjectState(encounter_subject(encounter.id), registers),
        own=SubjectState(referral_subject(""), {}, opened_by=author, opened_at=now),
        case=None,
        consents=Consents(),
    )
    facts = gather(workspace, draft, SheetKind.CARD, tongue, now=now)
    audit(workspace, "card.made", encounter.id, now=now)
    return _marked(workspace, PLANS[SheetKind.CARD].make(facts), tongue)


def make_pdf(
    workspace: Workspace,
    referral_id: str,
    wanted: Sequence[Wanted],
    fonts: FontLibrary,
    *,
    now: datetime,
) -> bytes:
    """Return these sheets in one PDF file, titled with the number alone; refuses as make_sheet."""
    sheets = make_sheets(workspace, referral_id, wanted, fonts, now=now)
    number = referral_of(workspace, referral_id).number
    title = wanted[0].tongue(Say("Packet {number}", number=number)) if wanted else number
    return render_many(sheets, fonts, title=title)


def save_packet(
    workspace: Workspace,
    referral_id: str,
    wanted: Sequence[Wanted],
    fonts: FontLibrary,
    folder: Path,
    *,
    now: datetime,
) -> list[Path]:
    """Save each sheet as a PDF of its own in a folder, and return where; all of them or none new.

    A name is the referral's number, the sheet and its language. Refuses as make_sheet, and when
    the disk is full or the folder may not be written.
    """
    number = referral_of(workspace, referral_id).number
    sheets = make_sheets(workspace, referral_id, wanted, fonts, now=now)
    made = {
        folder / file_name(number, one): render(sheet, fonts)
        for one, sheet in zip(wanted, sheets, strict=True)
    }
    new: list[Path] = []
    try:
        with storage_errors():
            folder.mkdir(parents=True, exist_ok=True)
            for path, data in made.items():
                if not path.exists():
                    new.append(path)
                replace_file(path, data)
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    audit(workspace, "packet.saved", number, now=now)
    return list(made)


def file_name(number: str, wanted: Wanted) -> str:
    """Return a sheet's file name; a number from elsewhere may hold anything, so it is cut down."""
    safe = sub(r"[^A-Za-z0-9-]+", "-", number).strip("-")[:60] or "referral"
    return f"{safe}-{wanted.kind.value}-{wanted.tongue.code}.pdf"


def _must_have(workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime) -> None:
    if not can_have(workspace, referral, kind, now=now):
        raise Refused(
            Say("This sheet cannot be made of this referral on this computer."),
            remedy=Say("Choose one of the sheets that are listed."),
        )
