"""Parts that several sheets share: sections of facts, consents, services, the notice, the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from desktop.domain.consent import SCOPE_IN_WORDS
from desktop.domain.facts import Fact, Known, complete_path
from desktop.domain.terms import Audience, Tag
from desktop.domain.words import Clock, Given, Listing, Say, Sayable
from desktop.packet.blocks import (
    Block,
    Bullets,
    Facts,
    Footer,
    Heading,
    Note,
    Paragraph,
    Shape,
    Sheet,
    Size,
    Table,
)
from desktop.packet.sheets import saying
from desktop.packet.sheets.facts import Agreement, RuleState, SheetFacts

NOTICE, NOTICE_SHORT = "notice_42cfr2", "notice_42cfr2_short"

WHO = ("agency", "officer.name", "officer.badge", "officer.phone")
PERSON = (
    "person.first_name", "person.middle_name", "person.last_name", "person.suffix", "person.aka",
    "person.birth_date", "person.age", "person.sex", "person.gender", "person.pronoun",
    "person.language", "person.interpreter_needed", "person.access_needs",
)  # fmt: skip
# For the lead agency's figures: who is offered help, and who takes it (field.md 7.2).
COUNTED = (
    "person.race", "person.ethnicity", "person.described_by", "person.residence_state",
    "person.residence_county", "person.residence_months",
)  # fmt: skip
REACH = (
    "person.best_place", "person.best_times", "person.phone", "person.phone_ok_to_call",
    "person.phone_ok_to_text", "person.voicemail_ok", "person.phone_2", "person.phone_2_ok",
    "person.email", "person.alternate_contact", "person.alternate_relation",
    "person.alternate_ok", "person.housing", "person.county",
)  # fmt: skip
NEEDS = (
    "health.medical_urgent", "needs", "barriers", "health.presenting_need",
    "person.wants_services", "health.withdrawal_signs", "health.suicide_risk",
    "health.mental_health_concern", "health.methadone_patient", "health.pregnant",
    "health.substance_use_problem", "health.substances", "contact.overdose_today",
    "contact.naloxone_given", "contact.naloxone_doses", "contact.naloxone_by",
    "contact.transported", "person.intoxicated", "person.danger_to_self",
    "person.children_in_care", "health.note",
)  # fmt: skip
SAFETY = (
    "person.violent_now", "safety.aggression", "safety.animals", "safety.weapons", "safety.note",
)  # fmt: skip
PLACE = ("place.address", "place.location", "cad_number", "incident_number", "narrative")
# What desk staff may add, or nobody: not named where it was not asked.
QUIET = frozenset(
    {
        "person.suffix", "person.sex", "person.gender", "person.pronoun", "person.phone_2",
        "person.phone_2_ok", "person.email", "person.best_times", "person.alternate_relation",
        "person.access_needs", "person.wants_services", "health.substance_use_problem",
        *COUNTED,
    }
)  # fmt: skip
SERVICE = ("service.first", "service.second", "service.third")


def a_sheet(
    facts: SheetFacts,
    *,
    title: Sayable,
    reader: Sayable,
    header: Sayable,
    blocks: Iterable[Block],
    carries: Iterable[str] = (),
    shape: Shape = Shape.PAGE,
) -> Sheet:
    """Return a sheet with its foot; the notice stands on it where the law wants one.

    `carries` names the facts it prints.
    """
    say = facts.say
    notice = notice_blocks(facts, carries)
    return Sheet(
        title=say(title),
        language=facts.tongue.code,
        audience=say(reader),
        header=say(header),
        blocks=(*blocks, *notice),
        footer=_footer(facts, notice=bool(notice)),
        shape=shape,
    )


def _footer(facts: SheetFacts, *, notice: bool) -> Footer:
    program = facts.program
    versions: list[Sayable] = [
        Say("Rules {name} {version}", name=program.slug, version=program.version),
        Say("texts {digest}", digest=program.digest[:8]),
    ]
    if facts.directory:
        versions.append(Say("services {edition}", edition=facts.directory))
    wording = program.text_versions.get(NOTICE) if notice else None
    if wording:
        versions.append(Say("notice {version}", version=wording))
    versions.append(Say("as of {moment}", moment=Clock(facts.local(facts.now))))
    kept = program.settings.paper_days
    if kept and facts.number and facts.audience is Audience.PRECINCT:
        last = Clock(facts.local(facts.now) + timedelta(days=kept), date_only=True)
        versions.append(Say("shred by {day}", day=last))
    if facts.clock_in_doubt:
        versions.append(Say("check all dates: a computer's clock may be wrong"))
    say = facts.say
    return Footer(
        referral=say(Say("Referral {number}", number=facts.number)) if facts.number else "",
        versions=say(Listing(tuple(versions))),
        notice=say(facts.program.text(NOTICE_SHORT)) if notice else "",
        copy=say(Say("COPY {n}", n=facts.copy)) if facts.copy > 1 else "",
        page=say(Say("Page {page} of {pages}", page="{page}", pages="{pages}")),
        digest=say(Say("Digest {digest}", digest="{digest}")),
    )


def tags_carried(facts: SheetFacts, wants: Iterable[str]) -> frozenset[Tag]:
    """Return what kinds of fact stand on a sheet that wants these, as far as they are there."""
    wanted = frozenset(wants)
    found: set[Tag] = set()
    for path, register in facts.registers.items():
        fact = facts.dictionary.fact_of(path)
        if fact.id in wanted:
            found |= register.tags | fact.tags
    return frozenset(found)


def notice_blocks(facts: SheetFacts, carries: Iterable[str]) -> list[Block]:
    """Return the notice of 42 CFR part 2, nothing where no such record is disclosed.

    It goes with every treatment record; and, where the program treats its own unit as a Part 2
    program, with what such a unit tells others about the person. Source: field.md 5.2, 5.3.
    """
    if facts.audience in (Audience.PERSON, Audience.PRECINCT):
        return []
    tags = tags_carried(facts, carries)
    told = facts.program.settings.unit_is_part2 and Tag.HEALTH in tags
    if Tag.TREATMENT not in tags and not told:
        return []
    title = Say("Notice: federal law protects this record")
    return [text_note(facts, title, facts.program.text(NOTICE))]


def text_note(facts: SheetFacts, title: Sayable, text: Given) -> Note:
    """Return a text of the program in a box, in the sheet's language where it has one."""
    language = language_of(facts, text)
    paragraphs = tuple(part.strip() for part in facts.say(text).split("\n\n") if part.strip())
    return Note(facts.say(title), paragraphs, Size.SMALL, language)


def language_of(facts: SheetFacts, text: Given) -> str:
    """Return the language a text of the program comes in, "" when it is the sheet's own."""
    written = {code for code, _ in text.by_language}
    return "" if facts.tongue.code in written or "en" not in written else "en"


def text_blocks(facts: SheetFacts, name: str, size: Size = Size.NORMAL) -> list[Block]:
    """Return a text of the program as paragraphs and lists; it knows no other markup."""
    given = facts.program.text(name)
    language = language_of(facts, given)
    blocks: list[Block] = []
    for part in facts.say(given).split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append(Bullets(tuple(line[2:] for line in lines), size))
        elif lines:
            blocks.append(Paragraph(" ".join(lines), size, language=language))
    return blocks


def section(
    facts: SheetFacts, title: Sayable, ids: Sequence[str], *, quiet: Iterable[str] = ()
) -> list[Block]:
    """Return a heading and what is known of these facts.

    What nobody asked is named in one line at the end, if the form asks for it at all and it is not
    `quiet`; what is held back is said to be, in part or as a whole.
    """
    quiet = QUIET.union(quiet)
    heading = Heading(facts.say(title))
    if all(id_ in facts.held for id_ in ids) and not any(id_ in facts.registers for id_ in ids):
        text = Say("Held back: the person has not agreed that this reader gets it.")
        return [heading, Paragraph(facts.say(text))]
    found = rows(facts, ids, quiet=quiet)
    if not found:
        return []
    blocks: list[Block] = [heading, Facts(found)]
    if any(id_ in facts.held for id_ in ids):
        text = Say("More is held back: the person has not agreed that this reader gets it.")
        blocks.append(Paragraph(facts.say(text)))
    return blocks


def rows(
    facts: SheetFacts, ids: Sequence[str], *, quiet: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Return label and answer of each fact that was asked, then what was not asked, in one row."""
    say = facts.say
    asked = [id_ for id_ in ids if id_ in facts.registers]
    missing = [id_ for id_ in ids if id_ not in asked and id_ not in facts.held]
    wanted = {row.fact.id for row in facts.program.form_for(facts.answers) if not row.fact.in_item}
    wanted -= set(quiet)
    not_asked = [id_ for id_ in missing if id_ in wanted]
    found = [
        (say(facts.dictionary.fact_of(id_).label), say(saying.answer(facts, id_))) for id_ in asked
    ]
    if not_asked:
        found.append((say(saying.NOT_ASKED), say(saying.labels(facts, not_asked))))
    return tuple(found)


def items(facts: SheetFacts, list_name: str) -> tuple[str, ...]:
    """Return the ids of a list's items, those taken off it left out."""
    fields = facts.dictionary.of_list(list_name)
    prefix = fields[0].item_prefix if fields else ""
    ids = {path.split("/")[1] for path in facts.registers if path.startswith(f"{prefix}/")}
    return tuple(id_ for id_ in sorted(ids) if facts.known(f"{prefix}/{id_}/removed") is not True)


def item_table(
    facts: SheetFacts, list_name: str, ids: Sequence[str], more: Sequence[str] = ()
) -> list[Block]:
    """Return a list of charges or drugs as a table, and a word if it may not be whole.

    `more` stands in a second table, as far as anybody said it of any of them.
    """
    say = facts.say
    columns: list[Fact] = [facts.dictionary.fact_of(id_) for id_ in ids]
    found = items(facts, list_name)
    blocks: list[Block] = []
    if found:
        header = tuple(say(fact.label) for fact in columns)
        cells = tuple(
            tuple(say(saying.answer(facts, fact.path(item))) for fact in columns) for item in found
        )
        blocks.append(Table(header, cells))
        blocks += _details(facts, columns[0], found, more)
    register = facts.registers.get(complete_path(list_name))
    whole = register is not None and register.value == Known(True)
    if not whole:
        words = Say("The list may go on: nobody said that it is complete.")
        return [*blocks, Paragraph(say(words))]
    return blocks or [Paragraph(say(Say("None.")))]


def _details(
    facts: SheetFacts, name: Fact, found: Sequence[str], ids: Sequence[str]
) -> list[Block]:
    say = facts.say
    every = [facts.dictionary.fact_of(id_) for id_ in ids]
    said = [fact for fact in every if any(fact.path(item) in facts.registers for item in found)]
    if not said:
        return []
    columns = [name, *said]
    cells = tuple(
        tuple(say(saying.answer(facts, fact.path(item))) for fact in columns) for item in found
    )
    return [Table(tuple(say(fact.label) for fact in columns), cells, row_heads=True)]


def consent_table(facts: SheetFacts, agreements: Sequence[Agreement]) -> list[Block]:
    """Return who may get what, and what the person said."""
    say = facts.say
    if not agreements:
        return [Paragraph(say(Say("No consent is recorded.")))]
    header = (Say("Who"), Say("Gets what"), Say("What was said"), Say("How given"), Say("Until"))
    # Scopes that one word settled stand in one row.
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for one in agreements:
        key = (
            say(saying.recipient(facts, one.recipient)),
            say(saying.agreement(facts, one)),
            say(saying.how_given(facts, one)),
            say(saying.until(facts, one)),
        )
        grouped.setdefault(key, []).append(say(SCOPE_IN_WORDS[one.scope]))
    rows = tuple(
        (who, "\n".join(scopes), said, how, until)
        for (who, said, how, until), scopes in grouped.items()
    )
    return [Table(tuple(say(one) for one in header), rows, widths=(24, 34, 15, 22, 15))]


def services_table(facts: SheetFacts) -> list[Block]:
    """Return the services chosen, with where they are and whom to call."""
    say = facts.say
    if not facts.services:
        return []
    header = (Say("Service"), Say("Where"), Say("Phone"), Say("Takes people in"))
    return [
        Heading(say(Say("Services chosen, first choice first"))),
        Table(
            tuple(say(one) for one in header),
            tuple(
                (
                    one.name,
                    one.place.one_line,
                    say(saying.phone(one)),
                    say(saying.hours(one.arrival_hours) or Say("Hours not known: call")),
                )
                for one in facts.services
            ),
            widths=(24, 34, 20, 22),
            row_heads=True,
        ),
    ]


def flags(facts: SheetFacts) -> list[Block]:
    """Return what was let through though nobody knows it; such flags are printed, never hidden."""
    say = facts.say
    found = [one for one in facts.rules if one.state is RuleState.FLAGGED]
    if not found:
        return []
    return [
        Heading(say(Say("Let through though not known"))),
        Bullets(
            tuple(
                say(
                    Say(
                        "{rule} ({facts}: not known)",
                        rule=one.criterion.text,
                        facts=saying.labels(facts, one.paths),
                    )
                )
                for one in found
            )
        ),
    ]
