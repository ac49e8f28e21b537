"""Issue a packet: which sheets a referral can have, made through release, and saved.

Every sheet is made from what its own reader may see, whoever makes it (architecture.md, idea 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from re import sub

from desktop.domain.change import ChangeId, Head, Register, SubjectState
from desktop.domain.consent import SCOPE_IN_WORDS, Consents, Scope
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.phrases import NARRATIVE
from desktop.domain.referral import Referral, encounter_subject, referral_subject
from desktop.domain.refused import Refused
from desktop.domain.release import CHOSEN_SERVICE, IDENTITY
from desktop.domain.terms import (
    Audience,
    Pathway,
    Role,
    SheetKind,
    Tag,
)
from desktop.domain.words import Listing, Say, Sayable, Tongue
from desktop.packet.blocks import Paragraph, Sheet, Size
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import count_pages, render, render_many
from desktop.packet.sheets import PLANS
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.narrative import narrative_text
from desktop.packet.sheets.parts import tags_carried
from desktop.services.codes import code_for_sheet
from desktop.services.papers_back import finder_of

# One door for whoever makes packets: what was printed is asked here, too.
from desktop.services.prints import PrintLine as PrintLine
from desktop.services.prints import log_print as log_print
from desktop.services.prints import next_copy as next_copy
from desktop.services.prints import print_log as print_log
from desktop.services.sheet_facts import MAKERS, addressee_of, gather, referral_of, seen_here
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors
from desktop.store.replacing import replace_file

PRACTICE = Say("PRACTICE. A made-up person: not a referral.")
_OWN_ONLY = frozenset({Role.OFFICER, Role.ADMIN})
_FOR_PERSON = (SheetKind.CARD, SheetKind.CONSENT)


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """One sheet a referral can have; `missing_consent` is why it cannot be made now."""

    kind: SheetKind
    name: Sayable
    reader: Sayable  # for whom, e.g. "Marigold Community Care"
    audience: Audience
    languages: tuple[str, ...]  # codes, the suggested one first
    shows: frozenset[Tag]
    leaves_out: Sayable
    missing_consent: Sayable | None = None
    usual: bool = True  # of every packet; otherwise somebody has to ask for it


@dataclass(frozen=True)
class Wanted:
    """One sheet somebody asked for: in which language, and as which copy."""

    kind: SheetKind
    tongue: Tongue
    copy: int = 1


def offers(workspace: Workspace, referral_id: str, *, now: datetime) -> list[SheetOffer]:
    """Return the sheets the signed-in user can make of a referral, in the order they are used."""
    referral = referral_of(workspace, referral_id)
    return [
        _offer(workspace, referral, kind, now=now)
        for kind in PLANS
        if _can_have(workspace, referral, kind, now=now)
    ]


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
    missing = _missing(facts, kind)
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
    if not _can_have(workspace, referral, kind, now=now):
        raise Refused(
            Say("This sheet cannot be made of this referral on this computer."),
            remedy=Say("Choose one of the sheets that are listed."),
        )


def _can_have(workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime) -> bool:
    role = workspace.user.role
    if role not in MAKERS.get(kind, frozenset()):
        return False
    if role in _OWN_ONLY and (referral.home is None or referral.home.user != workspace.user.id):
        return False
    if kind is SheetKind.WORKSHEET:  # only where a charge is held is there a prosecutor to ask
        return referral.text("pathway") == Pathway.OFFICER_INTERVENTION
    if kind is SheetKind.NARRATIVE:  # an older program has no phrases for it
        return bool(workspace.program.text(NARRATIVE).by_language)
    if kind is SheetKind.PROVIDER:
        return addressee_of(workspace, referral, now=now) is not None
    return True


def _offer(
    workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime
) -> SheetOffer:
    facts = gather(workspace, referral, kind, Tongue("en"), now=now)
    wanted = PLANS[kind].wants_of(workspace.program)
    wants = [id_ for id_ in wanted if id_ not in facts.held]
    tags = {tag for id_ in wants for tag in facts.dictionary.fact_of(id_).tags}
    return SheetOffer(
        kind=kind,
        name=PLANS[kind].name,
        reader=_reader(facts, kind),
        audience=facts.audience,
        languages=_languages(workspace, referral, kind, now=now),
        shows=frozenset(tags | tags_carried(facts, wanted)) - {Tag.NONE},
        leaves_out=_leaves_out(facts, wants),
        missing_consent=_missing(facts, kind),
        usual=PLANS[kind].usual,
    )


def _reader(facts: SheetFacts, kind: SheetKind) -> Sayable:
    if kind in (SheetKind.REFERRAL_FORM, SheetKind.FAX_COVER):
        return facts.program.lead.name
    if kind is SheetKind.PROVIDER:
        return facts.addressee.name if facts.addressee else Say("The service chosen")
    return _READERS[kind]


_READERS: dict[SheetKind, Sayable] = {
    SheetKind.CARD: Say("the person"),
    SheetKind.CONSENT: Say("the person"),
    SheetKind.WORKSHEET: Say("the prosecutor and the supervisor"),
    SheetKind.CHECKLIST: Say("the precinct desk"),
    SheetKind.NARRATIVE: Say("the officer's own report"),
}


def _languages(
    workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime
) -> tuple[str, ...]:
    """Return the languages the program writes to people in, the person's first on their sheets."""
    known = {"en", *(code for code, _ in workspace.program.text("card").by_language)}
    register = seen_here(workspace, referral, now=now).get("person.language")
    said = register.value if register else None
    mine = said.value if isinstance(said, Known) and kind in _FOR_PERSON else "en"
    return tuple(sorted(known, key=lambda code: (code != mine, code != "en", code)))


def _missing(facts: SheetFacts, kind: SheetKind) -> Sayable | None:
    """Return the consent without which a sheet is not made, in words, or None."""
    if kind not in (SheetKind.REFERRAL_FORM, SheetKind.PROVIDER):
        return None
    if not IDENTITY & facts.held:
        return None
    return Say(
        "Consent is missing: {what}, for {who}.",
        what=SCOPE_IN_WORDS[Scope.PERSONAL],
        who=_reader(facts, kind),
    )


def _leaves_out(facts: SheetFacts, shown: Iterable[str]) -> Sayable:
    """Return what kinds of fact the sheet does not have, in words; "" when it has all."""
    groups = {_group(facts, id_) for id_ in shown}
    if facts.addressee is not None:
        groups.add("service")  # it is the one that reads
    elif "service" in groups and Tag.HEALTH.value not in groups:
        # The service is a fact of health itself: the shield beside these words says so.
        groups.add(Tag.HEALTH.value)
        left = [words for name, words in _GROUPS.items() if name not in groups]
        return Listing((_HEALTH_BESIDES, *left))
    return Listing(tuple(words for name, words in _GROUPS.items() if name not in groups))


_GROUPS: dict[str, Sayable] = {
    "identity": Say("name and birth date"),
    "person": Say("how to reach the person"),
    "service": Say("the service chosen"),
    Tag.HEALTH.value: Say("needs and health"),
    Tag.JUSTICE.value: Say("what the charge is, and history"),
    Tag.SAFETY.value: Say("safety notes"),
    Tag.TREATMENT.value: Say("treatment record"),
}


_HEALTH_BESIDES = Say("needs, and health beyond the service chosen")


def _group(facts: SheetFacts, id_: str) -> str:
    tags = facts.dictionary.fact_of(id_).tags
    if id_ in IDENTITY:
        return "identity"
    if id_ in CHOSEN_SERVICE:
        return "service"
    if Tag.PERSONAL in tags:
        return "person"
    return next((tag.value for tag in sorted(tags)), "")
