"""Hand-off, person and card in words."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.facts import Known, Unknown
from desktop.domain.terms import Pathway
from desktop.domain.words import ENGLISH
from desktop.viewmodels.call_now import call_advice, call_lines
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
    assert ENGLISH(noon[0].name).startswith("Case manager on call")


def names(**which):
    return [ENGLISH(line.name) for line in call_lines(PROGRAM, **which)]


def test_a_prosecutor_is_called_only_where_a_charge_is_held():
    assert "Prosecutor on duty" in names(now=NOW, pathway=Pathway.OFFICER_INTERVENTION)
    for pathway in set(Pathway) - {Pathway.OFFICER_INTERVENTION}:
        assert "Prosecutor on duty" not in names(now=NOW, pathway=pathway)


def test_at_night_the_next_in_line_and_what_to_tell_the_person_are_said():
    by = NOW + timedelta(days=3)
    night = ENGLISH(call_advice(PROGRAM, now=NOW, pathway=Pathway.OFFICER_INTERVENTION, by=by))

    assert "Closed, opens" in night
    assert "Next in line: Sergeant on duty." in night
    assert "Tell the person: Marigold Community Care gets in touch by" in night
    noon = ENGLISH(call_advice(PROGRAM, now=NOW.replace(hour=12), pathway=Pathway.NALOXONE_PLUS))
    assert noon.startswith("Call now: Case manager on call")


def test_danger_brings_the_crisis_line_first_at_any_hour():
    for hour in (3, 12, 22):
        now = NOW.replace(hour=hour)
        assert names(now=now, in_danger=True)[0] == "County crisis line"
        assert "crisis line" in ENGLISH(call_advice(PROGRAM, now=now, in_danger=True))


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
