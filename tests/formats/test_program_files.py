"""Programs as plain files: what is read, what travels, and what a slip of the pen is told."""

from __future__ import annotations

import os
import shutil

import pytest

from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.formats.program_files import (
    digest_of,
    program_files,
    read_program,
    read_program_folder,
)
from desktop.formats.program_head import holidays_of
from tests.domain.rules_kit import RESOURCES, dictionary

FOLDER = RESOURCES / "programs" / "three-rivers"


def files(name="", old="", new=""):
    found = program_files(FOLDER)
    if name:
        assert old.encode() in found[name]
        found[name] = found[name].replace(old.encode(), new.encode(), 1)
    return found


def refusal(name, old, new):
    with pytest.raises(Refused) as refused:
        read_program(files(name, old, new), dictionary())
    return str(refused.value), ENGLISH(refused.value.remedy)


def test_a_folder_and_its_files_by_name_are_the_same_program():
    assert read_program(files(), dictionary()) == read_program_folder(FOLDER, dictionary())


def test_the_digest_is_of_the_words_not_of_the_line_ends():
    found = files()
    windows = {
        name: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for name, content in found.items()
    }
    assert digest_of(windows) == digest_of(found)
    again = read_program(windows, dictionary())
    assert again == read_program(found, dictionary())


def test_one_changed_letter_changes_the_digest():
    before = read_program(files(), dictionary()).digest
    after = read_program(files("texts/es/card.md", "Usted", "usted"), dictionary()).digest
    assert before != after
    assert len(before) == 64


def test_what_editors_leave_about_does_not_belong_to_a_program(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(FOLDER, copy)
    for name in ("~$criteria.xlsx", ".DS_Store", "texts/en/.card.md.swp", "notes.txt"):
        (copy / name).write_text("x", encoding="utf-8")
    (copy / "training").mkdir()
    (copy / "training" / "one.md").write_text("A card", encoding="utf-8")
    assert set(program_files(copy)) == {*program_files(FOLDER), "training/one.md"}


def test_a_folder_without_a_program_says_which_to_choose(tmp_path):
    with pytest.raises(Refused) as refused:
        read_program_folder(tmp_path, dictionary())
    assert "program.toml" in ENGLISH(refused.value.remedy)


def test_a_missing_table_is_named():
    found = files()
    del found["clocks.csv"]
    with pytest.raises(Refused) as refused:
        read_program(found, dictionary())
    assert "clocks.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "remedy"),
    [
        ("criteria.csv", "person.age >= 18", "person.agee >= 18",
         "criteria.csv, row 2, column test", 'Did you mean "person.age"?'),
        ("criteria.csv", "TR-02,all", "TR-02,IMT", "criteria.csv, row 3, column pathways",
         'Did you mean "INT"?'),
        ("criteria.csv", "absolute,,ask,desk", "absolut,,ask,desk",
         "criteria.csv, row 2, column strength", 'Did you mean "absolute"?'),
        ("criteria.csv", "absolute,,ask,desk", "absolute,,asking,desk",
         "criteria.csv, row 2, column if_unknown", 'Did you mean "ask"?'),
        ("criteria.csv", "TR-02,", "TR-01,", "criteria.csv, row 3, column id",
         "Correct this cell and try again."),
        ("criteria.csv", "if_unknown", "if_unknwon", "criteria.csv has no column if_unknown",
         'Did you mean "if_unknwon"?'),
        ("form.csv", "person.agrees,", "person.agree,", "form.csv",
         'Did you mean "person.agrees"?'),
        ("form.csv", ",offer.made\n", ",offer.mad\n", "column relevant",
         'Did you mean "offer.made"?'),
        ("clocks.csv", "72,business_hours", "72,buisness_hours",
         "clocks.csv, row 3, column unit", 'Did you mean "business_hours"?'),
        ("clocks.csv", "72,business_hours", "0,business_hours",
         "clocks.csv, row 3, column amount", "Correct this cell and try again."),
        ("contacts.csv", "Mon-Fri 07:00-19:00", "Mon-Fri 7-19",
         "contacts.csv, row 2, column hours", "Write always, or Mon-Fri 07:00-19:00; "
         "Sat 08:00-12:00."),
        ("cases.csv", "person.age = 17", "person.agge = 17", "column given",
         'Did you mean "person.age"?'),
        ("cases.csv", "person.age = 17", "person.age 17", "column given",
         "Write fact = value; fact = value."),
        ("cases.csv", "person.age = 17", "person.age = 17.5", "column given",
         "Write a whole number."),
        ("cases.csv", "needs_answer,TR-01,", "needs_answer,TR-001,", "column because",
         'Did you mean "TR-01"?'),
        ("cases.csv", "TR-04 prosecutor", "TR-04 prosecuter", "column approvals",
         "Write the criterion and who: TR-04 prosecutor."),
        ("program.toml", 'otherwise = "REF"', 'otherwise = "REFF"', "pathways",
         'Did you mean "REF"?'),
        ("program.toml", "spoken_consent", "spoken_concent", "spoken_concent",
         'Did you mean "spoken_consent"?'),
        ("program.toml", "America/Denver", "America/Dever", "time_zone",
         'Write it as "America/Denver".'),
        ("program.toml", 'holidays = "US"', 'holidays = "XX"', "holidays",
         "Write US, or a state such as US-NM."),
        ("program.toml", "inside_boundary = false", 'inside_boundary = "no"', "inside_boundary",
         "Write true or false."),
        ("program.toml", 'slug = "three-rivers"', 'slug = "../evil"', "slug",
         "Use small letters, digits and -."),
        ("program.toml", 'slug = "three-rivers"', 'slug = "three', "program.toml, row 2, column",
         "Look for a missing quotation mark or bracket there."),
        ("program.toml", "2026-01-01", '"soon"', "effective_from",
         "Write days as 2026-12-24, without quotation marks."),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_file_row_and_column_with_a_suggestion(name, old, new, place, remedy):
    reason, cure = refusal(name, old, new)
    assert place in reason
    assert cure == remedy


def test_a_torn_row_is_refused_with_its_row():
    reason, _ = refusal("cases.csv", "eligible,,,18 is old enough", "eligible")
    assert reason.startswith("cases.csv, row 3, column ")


def test_holidays_come_from_the_calendar_of_the_place():
    found = holidays_of("US")
    assert {day.isoformat() for day in found} >= {"2026-11-26", "2026-01-19", "2045-12-25"}
    assert "2026-11-27" not in {day.isoformat() for day in found}


@pytest.mark.parametrize(
    "place", ["country_holidays", "HolidayBase", "utils", "__class__", "US-XX"]
)
def test_only_a_place_has_holidays(place):
    with pytest.raises(Refused):
        holidays_of(place)


@pytest.mark.parametrize("hours", ["17:00-08:00", "08:00+02:00-17:00", "08:00-08:00", "08:00", ""])
def test_an_office_closes_after_it_opens(hours):
    _, remedy = refusal("program.toml", '"08:00-17:00"', f'"{hours}"')
    assert remedy == 'Write "08:00-17:00".'


def test_a_huge_file_is_refused_before_it_is_read_and_a_link_out_is_left_out(tmp_path):
    whole = program_files(FOLDER)
    for name, content in whole.items():
        place = tmp_path / "rules" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    secret = tmp_path / "secret.txt"
    secret.write_text("not the program's")
    training = tmp_path / "rules" / "training"
    training.mkdir(exist_ok=True)
    (training / "link.txt").symlink_to(secret)
    assert program_files(tmp_path / "rules") == whole

    huge = tmp_path / "rules" / "policy.md"
    huge.touch()
    os.truncate(huge, 10**11)  # of holes: it takes no room
    with pytest.raises(Refused):
        program_files(tmp_path / "rules")


def test_hostile_names_in_a_parcel_are_left_out():
    found = files()
    for name in ("../evil.py", "texts/en/../../x.md", "/etc/passwd", "training/../x", "a/b"):
        found[name] = b"x"
    assert read_program(found, dictionary()) == read_program(files(), dictionary())
