"""A sheet as plain text says the same as its print, and its digest tells prints apart."""

from dataclasses import replace

from desktop.packet.blocks import (
    Bullets,
    Callout,
    Checkboxes,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Signatures,
    Space,
    Table,
)
from desktop.packet.pdf import render
from desktop.packet.plain import as_text, digest
from tests.packet.reading import heard
from tests.packet.samples import FOOTER, one_fact, referral_form

TEXT = """\
Laramie County Sheriff
COPY
For the lead agency
Referral
========

Call by: Tuesday
early

## Person

Name: Amina Nasser
Telephone: 307-555-0100
    not before 10:00

Statute | Class
35-7-1031 | Misdemeanor

Found asleep.

[x] Warrant check
[ ] Victim contacted

[Notice]
This record is protected.

- An identification

1. First
2. Second

Officer: ____________

--
Referral K7-000123
Rules 2026.1, texts 3
42 CFR part 2 prohibits unauthorized use or disclosure of these records.
"""


def test_a_sheet_is_told_line_by_line():
    sheet = replace(
        one_fact("", ""),
        title="Referral",
        audience="For the lead agency",
        header="Laramie County Sheriff",
        footer=FOOTER,
        blocks=(
            Callout("Call by", "Tuesday", "early"),
            Heading("Person"),
            Facts((("Name", "Amina Nasser"), ("Telephone", "307-555-0100\nnot before 10:00"))),
            Table(("Statute", "Class"), (("35-7-1031", "Misdemeanor"),)),
            Space(),
            Paragraph("Found asleep."),
            Checkboxes((("Warrant check", True), ("Victim contacted", False))),
            Note("Notice", ("This record is protected.",)),
            Bullets(("An identification",)),
            Numbered(("First", "Second")),
            Signatures(("Officer",)),
        ),
    )

    assert as_text(sheet) == TEXT
    assert as_text(replace(sheet, blocks=(*sheet.blocks, PageBreak()))) == TEXT.replace(
        "\n\n--", "\n\n\n--"
    )


def test_the_print_says_all_that_the_text_says(fonts):
    sheet = referral_form()
    text = " ".join(as_text(sheet).split())

    for _, said in heard(render(sheet, fonts)):
        assert said in text or said in "•☑☐"


def test_a_line_break_in_a_value_cannot_pass_for_another_fact():
    one = one_fact("Name", "Amina\nWarrant: none")
    two = replace(one, blocks=(Facts((("Name", "Amina"), ("Warrant", "none"))),))

    assert as_text(one) != as_text(two)
    assert "\nWarrant" not in as_text(one)


def test_any_change_of_a_word_changes_the_digest_and_letters_that_are_not_printed_do_not():
    sheet = one_fact("Name", "Amina")

    assert len(digest(sheet)) == 12
    assert digest(one_fact("Name", "Amira")) != digest(sheet)
    assert digest(one_fact("Name", "Ami\u202ena")) == digest(sheet)
