"""Hand-off, person and card in words."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.facts import Known, Unknown
from desktop.domain.terms import Pathway
from desktop.domain.words import ENGLISH
from desktop.viewmodels.call_now import call_lines
from desktop.viewmodels.card import card_view
from desktop.viewmodels.handoff import CALLED
from desktop.viewmodels.person import FieldKind, person_name
from tests.viewmodels.made_up import NOW, PROGRAM, TONGUES, encounter, full, page


def handoff(one, *, now=NOW):
    return page(one, now=now).handoff


def test_a_stamp_shows_its_time_and_the_wait_runs():
    one = full().answered(CALLED, Known(NOW))

    view = handoff(one, now=NOW + timedelta(minutes=5))

    called, arrived, _ = view.stamps
    assert called.shown == "22:14"
    assert ENGLISH(arrived.detail) == "Waiting 5 min"
    assert arrived.waiting
    assert [stamp.key for stamp in view.stamps] == ["C", "A", "X"]


def test_after_half_an_hour_another_way_is_offered():
    one = full().answered(CALLED, Known(NOW))

    assert handoff(one, now=NOW + timedelta(minutes=30)).offer == ""
    assert "ride or the card" in ENGLISH(handoff(one, now=NOW + timedelta(minutes=31)).offer)


def test_what_happens_next_is_said_with_its_day():
    lines = handoff(full()).next
    said = {ENGLISH(line.detail): ENGLISH(line.title) for line in lines}

    assert said["First contact with the person"] == "27 Nov 22:14"
    assert any("Prairie Ridge Detox" in words for words in said)


def test_those_who_answer_now_come_first():
    night = [ENGLISH(line.name) for line in call_lines(PROGRAM, now=NOW)]
    noon = call_lines(PROGRAM, now=NOW.replace(hour=12))

    assert night[0] in ("County crisis line", "Sergeant on duty")
    assert ENGLISH(noon[0].name).startswith("Diversion coordinator")


def test_the_fields_of_a_person_are_those_of_the_program():
    view = page(full()).person
    paths = [field.path for group in view.groups for field in group.fields]

    assert paths[:2] == ["person.first_name", "person.last_name"]
    assert "person.middle_name" not in paths  # the desk's
    assert "person.agrees" not in paths  # asked in the screening
    assert view.field("person.best_place").kind is FieldKind.PAPER
    assert view.field("needs").kind is FieldKind.MARK
    assert view.field("person.age").text == "28-32"


def test_would_not_say_is_not_an_empty_field():
    one = full().answered("person.phone", Unknown.DECLINED)
    field = page(one).person.field("person.phone")

    assert field.text == ""
    assert ENGLISH(field.unknown) == "declined to say"


def test_a_person_without_a_name_is_called_by_the_other_name():
    assert person_name(full()) == "Robin Sample"
    assert person_name(encounter("person.aka = Sparrow")) == "Sparrow"
    assert ENGLISH(person_name(encounter())) == "No name yet"


def test_the_card_has_the_phone_and_never_the_name():
    card = card_view(PROGRAM, tongues=TONGUES, language="es", officer="Ofc. Larkspur")

    spanish = card.text_in("es")
    words = " ".join([spanish.title, spanish.sentence, spanish.phone, *spanish.lines])

    assert card.language == "es"
    assert spanish.phone == "555-0142"
    assert "Robin" not in words
    assert "988" in words


def test_the_pathway_of_a_closed_one_is_a_pathway_of_the_program():
    closed = page(encounter("pathway = INT; person.age = 17")).verdict

    assert closed.otherwise.value == Known(Pathway.OFFICER_REFERRAL.value)
