"""Least disclosure, proved: what is withheld leaves no trace on a sheet, in text or in bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.change import Author, Register, Subject
from desktop.domain.consent import Scope, provider
from desktop.domain.facts import Fact, FactType, FactValue, Known, PartialDate, Range, Unknown
from desktop.domain.referral import Referral, encounter_subject
from desktop.domain.terms import Role, SheetKind, SubjectKind, Tag
from desktop.domain.words import Given
from desktop.domain.writing import entries
from desktop.packet.fonts import FontLibrary
from desktop.packet.plain import as_text
from desktop.packet.sheets import PLANS
from desktop.services import issue
from desktop.services.issue import Wanted
from desktop.services.sheet_facts import gather
from desktop.services.workspace import Workspace
from tests.packet.conftest import FONTS
from tests.packet.reading import Pdf
from tests.packet.tongues import CODES, tongue
from tests.services.issuing import CONSENT_A, CONSENT_B, NOW, Desk

# What each sheet's reader does not get of a referral with every consent given.
WITHHELD: dict[SheetKind, frozenset[Tag]] = {
    SheetKind.CARD: frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT}),
    SheetKind.CONSENT: frozenset(
        {Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT}
    ),
    SheetKind.REFERRAL_FORM: frozenset({Tag.JUSTICE}),
    SheetKind.PROVIDER: frozenset({Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT}),
    SheetKind.WORKSHEET: frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.SAFETY, Tag.TREATMENT}),
    SheetKind.CHECKLIST: frozenset({Tag.TREATMENT}),
    SheetKind.FAX_COVER: frozenset(
        {Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT}
    ),
    SheetKind.NARRATIVE: frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.SAFETY, Tag.TREATMENT}),
}
IDENTITY = {"person.first_name", "person.middle_name", "person.last_name", "person.birth_date"}
CHOSEN = {"service.first", "service.second", "service.third"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("least") / "D1")
    yield made
    made.close()


@cache
def fonts() -> FontLibrary:
    return FontLibrary(FONTS)


def hidden(kind: SheetKind, fact: Fact) -> bool:
    """Return whether the table of architecture.md keeps a fact from this sheet's reader."""
    if kind in (SheetKind.CARD, SheetKind.CONSENT) and fact.id in CHOSEN:
        return False
    if kind in (SheetKind.WORKSHEET, SheetKind.NARRATIVE) and fact.id in IDENTITY:
        return False
    return bool(fact.tags & WITHHELD[kind])


def another(fact: Fact, old: FactValue, draw: st.DataObject) -> FactValue:
    """Return some other answer to the same question, an unknown now and then."""
    choices = [choice.value for choice in fact.choices]
    by_type: dict[FactType, list[FactValue]] = {
        FactType.YESNO: [Known(True), Known(False)],
        FactType.AMOUNT: [Known(Decimal("1")), Known(Decimal("99")), Range(Decimal("3"), None)],
        FactType.CHOICE: [Known(one) for one in choices],
        FactType.CHOICES: [Known((one,)) for one in choices],
        FactType.DATE: [Known(PartialDate(1961)), Known(PartialDate(2001, 2, 3))],
        FactType.EVENT: [Known(PartialDate(2020))],
        FactType.TEXT: [Known("Quorlith Vexumbra"), Known("555-0999")],
    }
    pool = [*by_type.get(fact.type, []), Unknown.DECLINED, Unknown.CANNOT_KNOW]
    return draw.draw(st.sampled_from([one for one in pool if one != old]), label=fact.id)


def changed(referral: Referral, values: Mapping[str, FactValue]) -> Referral:
    """Return the referral as it would stand here if these values had been written instead."""
    state = referral.encounter
    assert state is not None
    registers = dict(state.registers)
    for path, value in values.items():
        heads = tuple(replace(head, value=value) for head in registers[path].heads)
        registers[path] = Register(heads)
    return replace(referral, encounter=replace(state, registers=registers))


@pytest.fixture(scope="module")
def whole(desk: Desk) -> Referral:
    """Return a referral with every consent, and a word of the lead agency on file."""
    made = desk.refers("whole")
    lead_writes(desk, made, {"person.county": Known("Three Rivers")})
    found = desk.desk.store.referral(made.id)
    assert found is not None
    return found


def lead_writes(desk: Desk, referral: Referral, values: Mapping[str, FactValue]) -> None:
    """Let a word of the lead agency arrive: its tag is T besides the field's own."""
    workspace = desk.desk
    workspace.store.keep(
        entries(
            values,
            subject=encounter_subject(referral.encounter_id),
            seen=referral.encounter,
            by=Author("coordinator-l1", Role.COORDINATOR, "MCC", "mcc-l1"),
            at=NOW,
            tags_of=workspace.tags_of,
            also=frozenset({Tag.TREATMENT}),
        )
    )


@pytest.mark.slow  # each example makes a sheet twice, for eight sheets
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
@pytest.mark.parametrize("kind", PLANS)
def test_withheld_values_do_not_change_a_letter(desk, whole, kind, draw):
    workspace = desk.desk
    assert whole.encounter is not None
    values = {}
    for path, register in whole.encounter.registers.items():
        fact = workspace.dictionary.fact_of(path)
        tags = fact.tags | register.tags
        if (hidden(kind, fact) or tags & WITHHELD[kind] & {Tag.TREATMENT}) and draw.draw(
            st.booleans()
        ):
            values[path] = another(fact, register.heads[-1].value, draw)

    before = gather(workspace, whole, kind, tongue("en"), now=NOW)
    after = gather(workspace, changed(whole, values), kind, tongue("en"), now=NOW)

    assert as_text(PLANS[kind].make(before)) == as_text(PLANS[kind].make(after))


@pytest.mark.slow  # two whole workspaces for each sheet
def test_two_encounters_that_differ_in_what_is_withheld_give_the_same_bytes(tmp_path):
    others: dict[SheetKind, dict[str, FactValue]] = {
        SheetKind.CARD: {
            "person.last_name": Known("Quorlith"),
            "person.phone": Known("555-0999"),
            "health.note": Known("calm"),
            "narrative": Known("asleep in a car"),
            "safety.note": Known("none"),
            "drug/a/amount_g": Known(Decimal("1.5")),
        },
        SheetKind.REFERRAL_FORM: {
            "narrative": Known("asleep in a car"),
            "cad_number": Unknown.CANNOT_KNOW,
            "charge/a/offense": Known("trespass"),
            "drug/a/kind": Known("cocaine"),
            "history.violent_conviction": Unknown.DECLINED,
        },
        SheetKind.WORKSHEET: {
            "person.phone": Known("555-0999"),
            "health.note": Known("calm"),
            "person.language": Unknown.DECLINED,
            "person.age": Known(Decimal("41")),
            "person.intoxicated": Known(False),
        },
        SheetKind.FAX_COVER: {
            "person.last_name": Known("Quorlith"),
            "health.note": Known("calm"),
            "narrative": Known("asleep in a car"),
            "place.address": Known("9 Other Road"),
            "safety.note": Known("none"),
        },
        SheetKind.NARRATIVE: {
            "person.phone": Known("555-0999"),
            "person.best_place": Known("at the ferry"),
            "health.note": Known("calm"),
            "safety.note": Known("none"),
            "person.language": Unknown.DECLINED,
        },
    }
    same_outcome = []
    for number, (kind, values) in enumerate(others.items()):
        made = []
        for name, facts in (("a", {}), ("b", values)):
            desk = Desk(tmp_path / f"{name}{number}" / "D1")
            referral = desk.refers("one", facts=facts)
            same_outcome.append(referral.text("referral.outcome"))
            wanted = [Wanted(kind, tongue(code)) for code in CODES]
            made.append(issue.make_pdf(desk.desk, referral.id, wanted, fonts(), now=NOW))
            desk.close()
        assert made[0] == made[1]
    assert set(same_outcome) == {"eligible_verify"}  # the result is told to everybody


def canaries(desk: Desk) -> dict[str, str]:
    """Return a word of its own for every free fact, by path."""
    texts = [
        fact.path("a") for fact in desk.desk.dictionary
        if fact.type is FactType.TEXT and fact.tags <= frozenset("PHJS")
        and fact.id not in CHOSEN and not fact.id.endswith("*")
    ]  # fmt: skip
    return {path: f"Zq{number:03d}canary" for number, path in enumerate(texts)}


@pytest.mark.parametrize("kind", PLANS)
def test_a_canary_sings_only_where_its_kind_of_fact_may_be_known(desk, kind):
    words = canaries(desk)
    name = f"canary{kind}"
    made = desk.refers(name, facts={path: Known(word) for path, word in words.items()})
    lead_writes(desk, made, {"person.county": Known("Zq999canary")})

    sheets = [issue.make_sheet(desk.desk, made.id, kind, tongue(code), now=NOW) for code in CODES]
    wanted = [Wanted(kind, tongue(code)) for code in CODES]
    data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)
    said = "\n".join([*map(as_text, sheets), *seen_in(data)])

    facts = {path: desk.desk.dictionary.fact_of(path) for path in words}
    leaked = [path for path, word in words.items() if hidden(kind, facts[path]) and word in said]
    assert leaked == []
    assert "decision" not in [path for path, word in words.items() if word in said]
    assert ("Zq999canary" in said) == (kind is SheetKind.REFERRAL_FORM)  # the lead agency's own
    if kind is SheetKind.WORKSHEET:
        assert words["narrative"] in said  # the test would see a leak


def seen_in(data: bytes) -> Iterator[str]:
    """Give what another program finds in a PDF: pages, title and the rest of its data."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.get_textpage().get_text_range().replace("\r\n", " ")
        yield str(document.get_metadata_dict())
    yield data.decode("latin1")
    inside = Pdf(data)  # and unpacked: every object, every stream
    yield str(list(inside.objects.values()))
    yield from (content.decode("latin1") for content in inside.streams.values())


def test_the_title_and_the_file_name_hold_the_number_alone(desk, tmp_path):
    made = desk.refers("title")
    wanted = [Wanted(kind, tongue("en")) for kind in PLANS]

    data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)
    with pypdfium2.PdfDocument(data) as document:
        title = document.get_metadata_dict()["Title"]

    assert title == f"Packet {made.number}"


def test_a_treatment_record_brings_the_notice_onto_every_page(desk):
    made = desk.refers("notice", consents=(*CONSENT_A[:1], *CONSENT_B))
    quiet = issue.make_sheet(desk.desk, made.id, SheetKind.REFERRAL_FORM, tongue("en"), now=NOW)
    assert quiet.footer.notice == ""

    lead_writes(desk, made, {"person.county": Known("Three Rivers")})
    told = issue.make_sheet(desk.desk, made.id, SheetKind.REFERRAL_FORM, tongue("en"), now=NOW)
    wanted = [Wanted(SheetKind.REFERRAL_FORM, tongue("en"))]
    data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)

    assert "protected by Federal confidentiality rules" in as_text(told)
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 1
    assert all("42 CFR part 2 prohibits unauthorized" in page for page in pages)


def test_a_unit_that_may_be_a_part_2_program_sends_the_notice_with_what_it_tells_of_health(desk):
    made = desk.refers("part2")

    with_notice = {
        kind
        for kind in PLANS
        if issue.make_sheet(desk.desk, made.id, kind, tongue("en"), now=NOW).footer.notice
    }

    assert with_notice == {SheetKind.REFERRAL_FORM, SheetKind.PROVIDER}


def test_another_service_does_not_get_the_first_ones_sheet(desk):
    other = ((provider("tr-harbor"), Scope.PERSONAL), (provider("tr-harbor"), Scope.HEALTH))
    made = desk.refers("harbor", consents=other)

    offer = {one.kind: one for one in issue.offers(desk.desk, made.id, now=NOW)}

    assert offer[SheetKind.PROVIDER].missing_consent is not None


def test_a_newer_machines_fact_stays_off_every_sheet(desk):
    made = desk.refers("newer")
    workspace = desk.desk
    workspace.store.keep(
        entries(
            {"future.fact": Known("Zq777canary")},
            subject=Subject(SubjectKind.ENCOUNTER, made.encounter_id),
            seen=None,
            by=workspace.author,
            at=NOW,
            tags_of=lambda _: frozenset({Tag.NONE}),
        )
    )

    for kind in PLANS:
        sheet = issue.make_sheet(workspace, made.id, kind, tongue("en"), now=NOW)
        assert "Zq777canary" not in as_text(sheet)


def test_texts_of_the_program_are_said_in_the_language_they_have(desk):
    from desktop.packet.sheets.parts import language_of

    made = desk.refers("language")
    referral = desk.desk.store.referral(made.id)
    assert referral is not None
    spanish = gather(desk.desk, referral, SheetKind.CONSENT, tongue("es"), now=NOW)

    assert language_of(spanish, Given.of({"en": "Yes", "es": "Sí"})) == ""
    assert language_of(spanish, Given.of({"en": "Yes"})) == "en"


def test_a_desk_of_another_agency_does_not_read_of_health(desk):
    made = desk.refers("elsewhere")
    workspace = desk.desk
    workspace.store.keep(
        entries(
            {"health.note": Known("calm")},
            subject=encounter_subject(made.encounter_id),
            seen=None,
            by=workspace.author,
            at=NOW,
            tags_of=workspace.tags_of,
        )
    )
    foreign = replace(workspace, place=replace(workspace.place, agency="XYZ"))

    def checklist(here: Workspace) -> str:
        sheet = issue.make_sheet(here, made.id, SheetKind.CHECKLIST, tongue("en"), now=NOW)
        return as_text(sheet)

    assert "shaking, last use this morning / calm" in checklist(workspace)
    assert "shaking" not in checklist(foreign)
