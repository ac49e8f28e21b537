"""Drafts: pinned to the rules they were begun under, handed on, put away and brought back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role
from desktop.formats.program_files import program_files, read_program
from desktop.services import capture
from tests.stories.machines import DICTIONARY, NIGHT, RESOURCES, Clock, Computer

pytestmark = pytest.mark.slow  # makes a workspace


@pytest.fixture
def patrol(tmp_path):
    made = Computer(tmp_path / "K7", DeviceKind.PATROL, "TRC", "K7", Clock())
    yield made
    made.close()


@pytest.fixture
def officer(patrol):
    return patrol.user("Ofc. Larkspur", Role.OFFICER)


def typed(workspace, id_="d1", **facts):
    encounter = Encounter(id_, NIGHT, {"pathway": Known("REF"), **facts})
    capture.keep(workspace, encounter, now=NIGHT)
    return encounter


def open_ids(workspace, **which):
    return [one.encounter.id for one in capture.drafts(workspace, **which)]


def newer(workspace):
    files = program_files(RESOURCES / "programs" / "three-rivers")
    files["program.toml"] = files["program.toml"].replace(b"2026-a", b"2026-b")
    program = read_program(files, DICTIONARY)
    return replace(workspace, program=program, dictionary=program.dictionary)


def test_a_draft_stays_under_the_rules_it_was_begun_under(officer):
    encounter = typed(officer)
    later = newer(officer)
    capture.keep(later, encounter.answered("person.agrees", Known(True)), now=NIGHT)

    (draft,) = capture.drafts(later)
    assert draft.outdated
    assert capture.rules_of(later, "d1") == officer.program.digest
    capture.pin_anew(later, "d1", now=NIGHT)
    assert capture.rules_of(later, "d1") == later.program.digest
    assert not capture.drafts(later)[0].outdated


def test_a_draft_is_handed_to_the_next_shift_with_everything_typed(patrol, officer):
    typed(officer, **{"person.aka": Known("Sparrow")})
    other = patrol.user("Dana Testcase", Role.DESK)

    capture.hand_over(officer, "d1", other.user, now=NIGHT)

    assert open_ids(officer) == []
    (draft,) = capture.drafts(other)
    assert draft.handed_by == officer.user.id
    assert draft.encounter.text("person.aka") == "Sparrow"
    capture.keep(other, draft.encounter.answered("cad_number", Known("C-1")), now=NIGHT)
    with pytest.raises(Refused):
        capture.resume(officer, "d1")


def test_a_draft_goes_to_nobody_whose_role_takes_none_and_only_from_its_owner(patrol, officer):
    typed(officer)
    desk = patrol.user("Dana Testcase", Role.DESK)
    for nobody in (patrol.user("Root", Role.ADMIN), patrol.user("C", Role.COORDINATOR), officer):
        with pytest.raises(Refused):
            capture.hand_over(officer, "d1", nobody.user, now=NIGHT)
    with pytest.raises(Refused):
        capture.hand_over(desk, "d1", patrol.user("Sgt.", Role.SUPERVISOR).user, now=NIGHT)
    assert open_ids(officer) == ["d1"]


def test_what_is_put_away_can_be_brought_back(officer):
    typed(officer)
    typed(officer, "d2")
    capture.put_away(officer, "d1")
    assert (open_ids(officer), open_ids(officer, put_away=True)) == (["d2"], ["d1"])
    capture.put_away(officer, "d1", False)
    assert set(open_ids(officer)) == {"d1", "d2"}
