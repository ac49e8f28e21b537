"""What stands on each sheet, word for word, and what must never stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop.domain.consent import LEAD, Scope, provider
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known, Tier, Unknown
from desktop.domain.refused import Refused
from desktop.domain.release import ReleaseRules
from desktop.domain.terms import ConsentHow, Role, SheetKind, Tag
from desktop.domain.words import ENGLISH
from desktop.formats.program_files import read_program_folder
from desktop.packet.blocks import Callout, Facts, Paragraph, Shape
from desktop.packet.plain import as_text
from desktop.packet.sheets import PLANS
from desktop.services import issue, refer
from tests.architecture.test_respect import PROJECT, said
from tests.packet.grade import fernandez_huerta, flesch_kincaid
from tests.packet.tongues import I18N, tongue
from tests.services.issuing import CONSENT_A, CONSENT_B, FACTS, NOW, SERVICE, Desk
from tests.stories.machines import NIGHT, RESOURCES

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "sheets"
LANGUAGES = ("en", "es")
SHIPPED = sorted(path.name for path in (RESOURCES / "programs").iterdir())

# What must not stand on a sheet, of the facts in issuing.py (the referral has every consent).
FORBIDDEN: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.CARD: (
        "Imaginary", "Kit", "555-0107", "feed store", "eroin", "drug", "harge", "cargo", "shaking",
        "dogs", "lamp", "410 Sample", "C-26-4711", "Sheriff", "TRC ", "Larkspur", "rrest",
        "addict", "olice", "Withdrawal", "abstinencia",
    ),
    SheetKind.CONSENT: (
        "Imaginary", "Kit", "555-0107", "feed store", "eroin", "shaking", "dogs", "lamp",
        "410 Sample", "C-26-4711",
    ),
    SheetKind.REFERRAL_FORM: (
        "eroin", "possession", "Posesión", "lamp", "410 Sample", "C-26-4711", "1.8 ",
        "Misdemeanor", "onviction", "arrant",
    ),
    SheetKind.PROVIDER: (
        "eroin", "possession", "Posesión", "lamp", "410 Sample", "C-26-4711", "dogs", "harge is",
        "Misdemeanor", "onviction", "arrant",
    ),
    SheetKind.WORKSHEET: (
        "555-0107", "feed store", "shaking", "dogs", "sleep", "dormir", "bstinencia",
        "ithdrawal", "Prairie", "No ride", "Spanish", "28 to 32",
    ),
    SheetKind.CHECKLIST: ("Imaginary", "555-0107", "feed store", "shaking", "dogs", "lamp"),
    SheetKind.FAX_COVER: (
        "Imaginary", "Kit", "555-0107", "feed store", "eroin", "drug", "harge", "cargo", "shaking",
        "dogs", "lamp", "410 Sample", "C-26-4711", "rrest", "addict", "Withdrawal", "Prairie",
        "1996", "Pathway", "Eligible",
    ),
    SheetKind.NARRATIVE: (
        "555-0107", "feed store", "shaking", "dogs", "sleep", "dormir", "bstinencia",
        "ithdrawal", "Prairie", "No ride", "Spanish", "28 to 32",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("issue") / "D1")
    yield made
    made.close()


@pytest.fixture(scope="module")
def referral(desk: Desk) -> str:
    return desk.refers("one").id


def text_of(desk: Desk, referral_id: str, kind: SheetKind, language: str = "en") -> str:
    """Return a sheet as text; the digest of the program's texts changes with every comma."""
    sheet = issue.make_sheet(desk.desk, referral_id, kind, tongue(language), now=NOW)
    return as_text(sheet).replace(desk.desk.program.digest[:8], "<digest>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PLANS)
def test_a_sheet_says_what_it_has_always_said(desk, referral, kind, language):
    said = text_of(desk, referral, kind, language)

    assert said == (GOLDEN / f"{kind}-{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PLANS)
def test_a_sheet_never_says_what_its_reader_may_not_know(desk, referral, kind, language):
    said = text_of(desk, referral, kind, language)

    assert [word for word in FORBIDDEN[kind] if word in said] == []


def test_every_sentence_of_a_sheet_has_its_spanish():
    rooms = [*(PROJECT / "desktop" / "packet" / "sheets").glob("*.py")]
    rooms += [
        PROJECT / "desktop" / "services" / name
        for name in ("blanks.py", "issue.py", "prints.py", "sheet_facts.py")
    ]
    with (I18N / "es" / "LC_MESSAGES" / "offramp.po").open("rb") as file:
        told = [one.id for one in read_po(file, locale="es") if one.id and one.string]
    spanish = {words for id_ in told for words in ([id_] if isinstance(id_, str) else id_)}

    assert [text for path in rooms for text in said(path) if text not in spanish] == []


# Asked, and on no sheet that leaves the desk: why.
STAYS = {
    "charge.held": "the pathway says it",
    "person.agrees": "the consents say it",
    "program.counselor_on_duty": "it is about the program",
    "prior.participation": "of the person and of justice: for no reader at once",
    "prior.last": "the same",
    "contact.odmap_sent": "a report to another system",
    "transport.from": "the place is of justice, the ride is not",
}


@pytest.mark.parametrize("slug", SHIPPED)
def test_what_the_form_asks_stands_on_a_sheet(desk, slug):
    program = read_program_folder(RESOURCES / "programs" / slug, desk.desk.dictionary)
    printed = {id_ for kind, plan in PLANS.items() for id_ in plan.wants}

    asked = {row.fact.id for row in program.form if row.tier in (Tier.FIELD, Tier.DESK)}

    whole = {"charges.complete", "drugs.complete"}
    assert asked - printed - whole <= set(STAYS)


def test_the_card_is_half_a_page_in_large_letters_without_a_badge(desk, referral):
    sheet = issue.make_sheet(desk.desk, referral, SheetKind.CARD, tongue("en"), now=NOW)

    assert sheet.shape is Shape.CARD
    assert sheet.header == "Marigold Community Care"
    (call,) = (one for one in sheet.blocks if isinstance(one, Callout))
    assert call.text == "555-0142"
    assert "Call by Fri 27 Nov 2026" in call.detail
    (where,) = (one for one in sheet.blocks if isinstance(one, Facts))
    assert dict(where.rows)["Where to go"].startswith("Prairie Ridge Detox\n210 Depot Street")


def card_words(desk: Desk, language: str) -> str:
    """Return the card's own words: names, numbers and addresses are exempt."""
    encounter = Encounter("draft", NIGHT, FACTS)
    sheet = issue.make_draft_card(desk.officer, encounter, tongue(language), now=NOW)
    words = [sheet.title]
    for block in sheet.blocks:
        if isinstance(block, Paragraph):
            words.append(block.text)
        if isinstance(block, Facts):
            words += [f"{label}." for label, _ in block.rows]
    return "\n".join(words)


def test_a_sixth_grader_reads_the_card(desk):
    assert flesch_kincaid(card_words(desk, "en")) <= 6
    assert fernandez_huerta(card_words(desk, "es")) >= 80


def test_the_police_agency_stands_on_the_card_only_where_the_program_says_so(desk, referral):
    program = desk.desk.program
    told = replace(program, settings=replace(program.settings, agency_on_card=True))

    def head(workspace) -> str:
        card = issue.make_sheet(workspace, referral, SheetKind.CARD, tongue("en"), now=NOW)
        return card.header

    assert head(desk.desk) == "Marigold Community Care"
    assert "Sheriff" in head(replace(desk.desk, program=told))


@pytest.mark.slow  # a workspace of each program
@pytest.mark.parametrize("slug", SHIPPED)
def test_a_sixth_grader_reads_the_card_of_every_program(tmp_path, slug):
    desk = Desk(tmp_path / "D1", program=slug)

    assert flesch_kincaid(card_words(desk, "en")) <= 6
    assert fernandez_huerta(card_words(desk, "es")) >= 80
    desk.close()


def test_the_kinds_of_unknown_differ_in_words(desk):
    referral = desk.refers(
        "unknowns",
        facts={"person.phone": Unknown.DECLINED, "person.housing": Unknown.CANNOT_KNOW},
    )

    said = text_of(desk, referral.id, SheetKind.REFERRAL_FORM)

    assert "Phone: Declined to say" in said
    assert "Housing: Cannot be known in the field" in said
    assert re.search(r"Not asked: .*OK to text", said)


def test_a_disputed_fact_is_printed_as_disputed(desk):
    referral = desk.refers("disputed")
    for number in ("555-0111", "555-0122"):
        conflict(desk, referral.encounter_id, "person.phone", number)

    said = text_of(desk, referral.id, SheetKind.REFERRAL_FORM)
    checklist = text_of(desk, referral.id, SheetKind.CHECKLIST)

    assert "Phone: Two answers, not settled: 555-0107 / 555-0111 / 555-0122" in said
    assert "Phone | Two answers, not settled: 555-0107 / 555-0111 / 555-0122" in checklist


def conflict(desk: Desk, encounter: str, path: str, word: str) -> None:
    """Write a value without having seen the one that stands there."""
    from desktop.domain.referral import encounter_subject
    from desktop.domain.writing import entries

    workspace = desk.officer
    workspace.store.keep(
        entries(
            {path: Known(word)},
            subject=encounter_subject(encounter),
            seen=None,
            by=workspace.author,
            at=NOW,
            tags_of=workspace.tags_of,
        )
    )


def test_a_flag_let_through_is_printed_for_whoever_sees_its_facts(desk, referral):
    flag = "Exploits minors, promotes prostitution, or trafficking. (Trafficking: not known)"

    assert flag in text_of(desk, referral, SheetKind.WORKSHEET)
    assert flag in text_of(desk, referral, SheetKind.CHECKLIST)
    assert "Exploits minors" not in text_of(desk, referral, SheetKind.REFERRAL_FORM)


def test_the_lead_agency_is_asked_what_it_has_to_find_out_until_it_answers(desk):
    referral = desk.refers("asked")
    question = "An order to stay away from someone in the program. | Fri 27 Nov 22:14 | \u2610 Bars"
    assert question in text_of(desk, referral.id, SheetKind.REFERRAL_FORM)

    refer.amend(desk.officer, referral.id, {"answer/TR-12": Known("does_not_bar")}, now=NOW)

    assert "Please find out" not in text_of(desk, referral.id, SheetKind.REFERRAL_FORM)


def test_the_checklist_says_who_finds_out_what_by_when(desk, referral):
    said = text_of(desk, referral, SheetKind.CHECKLIST)

    assert (
        "\u2610 | Warrant check | Cannot be known in the field | Dispatch | Mon 23 Nov 23:14"
    ) in said
    assert "Precinct desk | Fri 27 Nov 17:00" in said


def test_without_a_services_consent_its_sheet_is_refused_and_the_consent_named(desk):
    referral = desk.refers("leadonly", consents=(*CONSENT_A, *CONSENT_B))

    with pytest.raises(Refused) as refused:
        issue.make_sheet(desk.desk, referral.id, SheetKind.PROVIDER, tongue("en"), now=NOW)

    words = "Consent is missing: Name, and how to find this person, for Prairie Ridge Detox."
    assert ENGLISH(refused.value.reason) == words
    offer = next(
        one
        for one in issue.offers(desk.desk, referral.id, now=NOW)
        if one.kind is SheetKind.PROVIDER
    )
    assert offer.missing_consent is not None
    assert ENGLISH(offer.missing_consent) == words


@pytest.mark.parametrize("kind", [SheetKind.REFERRAL_FORM, SheetKind.PROVIDER])
def test_a_consent_taken_back_stops_the_sheet_at_once(desk, kind):
    referral = desk.refers(f"back{kind}")
    to = LEAD if kind is SheetKind.REFERRAL_FORM else provider(SERVICE)
    text_of(desk, referral.id, kind)

    desk.takes_back(referral, to, Scope.PERSONAL)

    with pytest.raises(Refused):
        text_of(desk, referral.id, kind)


def test_a_consent_that_has_ended_frees_nothing(desk):
    referral = desk.refers("ended")
    later = NOW.replace(year=2028)

    with pytest.raises(Refused):
        issue.make_sheet(desk.desk, referral.id, SheetKind.PROVIDER, tongue("en"), now=later)
    said = as_text(
        issue.make_sheet(desk.desk, referral.id, SheetKind.CONSENT, tongue("en"), now=later)
    )
    assert "Yes, but it has ended" in said


def test_a_spoken_consent_counts_where_the_program_allows_it_and_names_the_witness(desk):
    referral = desk.refers("spoken", how=ConsentHow.VERBAL)

    assert "Spoken, heard by Sgt. Thistle" in text_of(desk, referral.id, SheetKind.REFERRAL_FORM)


def test_without_consent_on_needs_the_form_says_that_they_are_held_back(desk):
    referral = desk.refers("needs", consents=((LEAD, Scope.PERSONAL),))

    said = text_of(desk, referral.id, SheetKind.REFERRAL_FORM)

    held = "More is held back: the person has not agreed that this reader gets it."
    assert "What gets in the way: No ride" in said  # what stands in the way is not health
    assert held in said
    assert "shaking" not in said
    assert "Prairie Ridge" not in said
    assert "42 CFR" not in said


def test_the_person_gets_a_sheet_to_say_yes_or_no_on_before_anything_is_asked(desk):
    referral = desk.refers("nothing", consents=())

    said = text_of(desk, referral.id, SheetKind.CONSENT)

    assert said.count("Not asked") == 3
    assert "Your signature: ____" in said


def test_where_no_charge_is_held_there_is_no_worksheet_and_no_clock_of_a_charge(desk):
    referral = desk.refers("nal", facts={"pathway": Known("NAL+")})

    kinds = [one.kind for one in issue.offers(desk.desk, referral.id, now=NOW)]

    assert SheetKind.WORKSHEET not in kinds
    with pytest.raises(Refused):
        issue.make_sheet(desk.desk, referral.id, SheetKind.WORKSHEET, tongue("en"), now=NOW)
    assert "charge is held" not in text_of(desk, referral.id, SheetKind.REFERRAL_FORM)


def test_a_service_that_left_the_list_is_said_not_guessed(desk):
    referral = desk.refers("gone", facts={"service.first": Known("0123456789abcdef")})

    assert SheetKind.PROVIDER not in [
        one.kind for one in issue.offers(desk.desk, referral.id, now=NOW)
    ]
    assert "Where to go" not in text_of(desk, referral.id, SheetKind.CARD)
    assert "not on this computer's list" in text_of(desk, referral.id, SheetKind.CONSENT)


def test_a_lead_agency_inside_the_boundary_reads_what_happened_where_the_program_says_so(desk):
    referral = desk.refers("inside", consents=())
    program = desk.desk.program

    def form(rules: ReleaseRules) -> str:
        inside = replace(
            program,
            lead=replace(program.lead, inside=True),
            settings=replace(program.settings, release=rules),
        )
        here = replace(desk.desk, program=inside)
        sheet = issue.make_sheet(here, referral.id, SheetKind.REFERRAL_FORM, tongue("en"), now=NOW)
        return as_text(sheet)

    told = form(ReleaseRules(personal_to_inside_lead=True, justice_to_inside_lead=True))
    strict = form(ReleaseRules(personal_to_inside_lead=True))

    assert "Narrative: stopped for a broken lamp" in told
    assert "What happened" not in strict
    assert "eroin" not in told  # charges and drugs are on no referral form
    with pytest.raises(Refused):
        form(ReleaseRules())


def test_a_program_without_a_number_leaves_room_to_write_one(tmp_path):
    santa_fe = Desk(tmp_path / "D1", program="lead-santa-fe")
    none = santa_fe.refers("none", facts={"service.first": Unknown.CANNOT_KNOW}, consents=())
    service = santa_fe.refers("service", consents=())

    assert "Ask the officer to write the number here.: ____" in text_of(
        santa_fe, none.id, SheetKind.CARD
    )
    assert "Call: Prairie Ridge Detox: 555-010-0102" in text_of(
        santa_fe, service.id, SheetKind.CARD
    )
    santa_fe.close()


def test_each_sheet_is_offered_with_what_it_shows_and_leaves_out(desk, referral):
    offers = {one.kind: one for one in issue.offers(desk.desk, referral, now=NOW)}

    assert list(offers) == list(PLANS)
    provider_offer = offers[SheetKind.PROVIDER]
    assert provider_offer.shows == {Tag.PERSONAL, Tag.HEALTH}
    assert (
        ENGLISH(provider_offer.leaves_out)
        == "what the charge is, and history, safety notes, treatment record"
    )
    assert ENGLISH(provider_offer.reader) == "Prairie Ridge Detox"
    assert offers[SheetKind.WORKSHEET].shows == {Tag.PERSONAL, Tag.JUSTICE}
    assert offers[SheetKind.CARD].shows == {Tag.HEALTH}  # the chosen service
    # So it may not say beside that mark that all of health is left out.
    assert "needs, and health beyond the service chosen" in ENGLISH(
        offers[SheetKind.CARD].leaves_out
    )
    assert offers[SheetKind.CARD].languages == ("es", "en")  # the person's own language first
    assert offers[SheetKind.CHECKLIST].languages == ("en", "es")


def test_an_officer_makes_the_sheets_of_their_own_referrals_only(desk, referral):
    other = desk.computer.user("Ofc. Thistle", Role.SUPERVISOR)
    assert len(issue.offers(desk.officer, referral, now=NOW)) == len(PLANS)
    assert len(issue.offers(other, referral, now=NOW)) == len(PLANS)

    admin = desk.computer.open()

    assert issue.offers(admin, referral, now=NOW) == []
    with pytest.raises(Refused):
        issue.make_sheet(admin, referral, SheetKind.CARD, tongue("en"), now=NOW)


def test_a_referral_that_is_not_here_is_refused(desk):
    with pytest.raises(Refused):
        issue.offers(desk.desk, "nowhere", now=NOW)


def write_golden() -> None:
    """Write the golden texts anew; look at the difference before it is kept."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "D1")
        made = desk.refers("one")
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for kind in PLANS:
            for language in LANGUAGES:
                said = text_of(desk, made.id, kind, language)
                (GOLDEN / f"{kind}-{language}.txt").write_text(said, encoding="utf-8")
        desk.close()


if __name__ == "__main__":
    write_golden()
