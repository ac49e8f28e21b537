"""A program adds its own fields: any type, relevance, required; never a hole in the gate."""

from __future__ import annotations

import pytest

from desktop.domain.answers import answers_from
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import Tag
from desktop.formats.facts_file import COLUMNS, own_facts
from desktop.formats.program_files import program_files, read_program
from desktop.viewmodels.person import FieldKind, person_view
from tests.domain.rules_kit import MONDAY_NIGHT, RESOURCES, dictionary

ROOM = dict(
    id="own.tribal_member", type="yesno", tag="P", in_field="yes", seconds="5", resolver="desk",
    tier="F", label_en="Tribal member", label_es="Miembro de una tribu",
    question_en="Is the person a member of a tribe?", question_es="¿Es miembro de una tribu?",
)  # fmt: skip
PICK = {"type": "choice", "choices": "a|b", "choices_en": "A|B", "choices_es": "A|B"}
WHICH = {**ROOM, "id": "own.tribe", "type": "text", "label_en": "Tribe", "label_es": "Tribu"}


def fields(*rows, **changed):
    lines = [",".join(COLUMNS)]
    for row in rows or (ROOM,):
        whole = {**dict.fromkeys(COLUMNS, ""), **row, **changed}
        lines.append(",".join(whole.values()))
    return ("\n".join(lines) + "\n").encode()


def with_own(*rows, form=""):
    files = program_files(RESOURCES / "programs" / "three-rivers")
    files["fields.csv"] = fields(*rows)
    files["form.csv"] += form.encode()
    return read_program(files, dictionary())


def test_an_own_field_is_asked_on_the_form_where_it_is_relevant():
    program = with_own(
        ROOM,
        WHICH,
        form="own.tribal_member,all,person,,yes,\nown.tribe,all,person,,,own.tribal_member\n",
    )
    bare = Encounter("e1", MONDAY_NIGHT, {"pathway": Known("REF")})

    def shown(encounter):
        answers = answers_from(encounter.facts, program.dictionary, on=MONDAY_NIGHT)
        view = person_view(encounter, program, answers)
        return {path: view.field(path) for path in ("own.tribal_member", "own.tribe")}

    assert shown(bare)["own.tribal_member"].kind is FieldKind.PICK
    assert shown(bare.answered("own.tribal_member", Known(True)))["own.tribe"].kind is (
        FieldKind.LINE
    )
    assert shown(bare.answered("own.tribal_member", Known(False)))["own.tribe"] is None


def test_the_gate_knows_the_tag_of_an_own_field_only_with_its_program():
    program = with_own(ROOM)
    assert program.dictionary.tags_of("own.tribal_member") == {Tag.PERSONAL}
    assert not dictionary().known("own.tribal_member")


def test_fields_of_its_own_make_another_program():
    plain = read_program(program_files(RESOURCES / "programs" / "three-rivers"), dictionary())
    assert with_own(ROOM).digest != plain.digest


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "person.tribe"},
        {"id": "own.Tribe"},
        {"id": "own."},
        {"tag": "-"},
        {"tag": "T"},
        {"tag": "C"},
        {"tag": ""},
        {"type": "record"},
        {"declassified": "yes"},
        {"list": "charges"},
        {"tier": "A"},
        {"type": "choice"},
        {"choices": "a|b", "choices_en": "A|B", "choices_es": "A|B"},
        {"question_en": ""},
        {"label_en": "\u202eTribe"},
        {"label_en": "Tri\x07be"},
        {"question_en": "x" * 501},
        {"unit": "<b>"},
        {**PICK, "choices": "a|a"},
        {**PICK, "choices": "a|"},
        {**PICK, "choices": "a|<b>"},
        {**PICK, "choices": "a|\x00"},
        {**PICK, "choices_en": "A|"},
        {**PICK, "choices_en": "A|A"},
    ],
    ids=str,
)
def test_a_field_that_could_open_the_gate_or_cannot_be_asked_is_refused(changed):
    with pytest.raises(Refused) as refused:
        own_facts(fields(ROOM, **changed))
    assert str(refused.value).startswith("fields.csv, row 2, column ")


def test_an_own_field_cannot_take_the_place_of_one_everybody_has():
    assert dictionary().find("person.age") is not None
    with pytest.raises(Refused):
        own_facts(fields({**ROOM, "id": "person.age"}))


def test_nobody_is_asked_thousands_of_own_fields():
    many = [{**ROOM, "id": f"own.f{number}"} for number in range(101)]
    assert len(own_facts(fields(*many[:100]))) == 100
    with pytest.raises(Refused, match="own fields"):
        own_facts(fields(*many))


def test_a_choice_of_an_own_field_is_told_apart():
    (fact,) = own_facts(fields({**ROOM, **PICK}))
    assert [one.value for one in fact.choices] == ["a", "b"]
