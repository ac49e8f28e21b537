"""A referral is logged, its packet saved and counted, from a terminal."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess

import pytest

from tests.cli.conftest import write_answers

NUMBER = "TRC-K7-26-000001"


def enrolled_number(ran):
    """Return the number: before enrolment its code is four letters of the writer's id."""
    number = ran.json["referral"]
    assert number.startswith("TRC-")
    assert number.endswith("-26-000001")
    return number


def test_a_referral_gets_its_number_and_the_rules_reasons(sample, answers):
    ran = sample.here("refer", "--answers", answers, by="officer")

    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].endswith("is logged on this computer.")
    assert lines[1].startswith("Eligible")
    assert any("finds this out" in line for line in lines)


def test_a_coordinator_may_not_refer_and_nothing_is_kept(sample, answers):
    assert "role" in sample.here("refer", "--answers", answers, by="coordinator").complaint[0]
    assert sample.here("report", "--period", "2026", "--json", by="supervisor").json[
        "referrals"
    ] == 0  # fmt: skip


def test_a_spoken_yes_needs_a_witness(sample, answers):
    spoken = ["refer", "--answers", answers, "--consent", "lead-contact", "--how", "verbal"]
    assert "witness" in sample.here(*spoken, by="officer").complaint[0]
    assert sample.here(*spoken, "--witness", "Ofc. Thistle", by="officer").code == 0


def test_a_packet_is_saved_sheet_by_sheet_each_for_its_reader(sample, answers, tmp_path):
    consents = ["--consent", "lead-contact", "--consent", "lead-needs"]
    number = enrolled_number(
        sample.here("refer", "--answers", answers, *consents, "--json", by="officer")
    )
    out = tmp_path / "packet"

    saved = sample.here("packet", number, "--out", out, "--json", by="officer").json

    names = sorted(path.name for path in out.iterdir())
    assert [path.split("/")[-1] for path in sorted(saved["files"])] == names
    assert f"{number}-card-en.pdf" in names
    assert f"{number}-card-es.pdf" in names
    assert f"{number}-referral-form-en.pdf" in names
    assert not [one for one in names if "Imaginary" in one]
    if shutil.which("pdftotext"):
        texts = {
            kind: subprocess.run(
                ["pdftotext", out / f"{number}-{kind}-en.pdf", "-"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for kind in ("card", "referral-form")
        }
        assert "Imaginary" not in texts["card"]
        assert "Imaginary" in texts["referral-form"]


def test_without_consent_the_lead_agencys_form_is_not_made_and_says_why(sample, answers, tmp_path):
    number = enrolled_number(sample.here("refer", "--answers", answers, "--json", by="officer"))

    everything = sample.here("packet", number, "--out", tmp_path / "out", by="officer")
    reason, remedy = sample.here(
        "packet", number, "--out", tmp_path / "lead", "--audience", "lead_outside", by="officer"
    ).complaint

    assert everything.code == 0
    assert "Not made: Referral form. Consent is missing" in everything.out
    assert "Consent is missing" in reason
    assert "Ask the person" in remedy
    assert not (tmp_path / "lead").exists()


def test_a_cover_and_a_narrative_are_asked_for_by_name(sample, answers, tmp_path):
    consents = ["--consent", "lead-contact", "--consent", "lead-needs"]
    number = enrolled_number(
        sample.here("refer", "--answers", answers, *consents, "--json", by="officer")
    )
    asked = ["--sheet", "fax-cover", "--sheet", "referral-form", "--sheet", "narrative"]
    assert sample.here("packet", number, "--out", tmp_path, *asked, by="officer").code == 0

    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        f"{number}-{kind}-en.pdf" for kind in ("fax-cover", "narrative", "referral-form")
    ]


def test_a_rules_card_and_a_form_to_fill_in_need_no_referral(sample, tmp_path):
    assert sample.here("paper", "--out", tmp_path / "both", by="officer").code == 0
    assert sorted(path.name for path in (tmp_path / "both").iterdir()) == [
        f"three-rivers-{kind}-{code}.pdf"
        for kind in ("paper-form", "rules-card")
        for code in ("en", "es")
    ]
    one = tmp_path / "by-hand"
    made = ("paper", "--out", one, "--sheet", "paper-form", "--pathway", "NAL+")
    assert sample.here(*made, by="officer").code == 0
    assert sorted(path.name for path in one.iterdir()) == [
        f"three-rivers-paper-form-nal-plus-{code}.pdf" for code in ("en", "es")
    ]


def test_a_second_copy_says_why_it_is_made(sample, answers, tmp_path):
    number = enrolled_number(sample.here("refer", "--answers", answers, "--json", by="officer"))
    card = ["packet", number, "--out", tmp_path, "--audience", "person"]
    assert sample.here(*card, by="officer").code == 0

    _, remedy = sample.here(*card, by="officer").complaint

    assert "--why" in remedy
    assert sample.here(*card, "--why", "lost", by="officer").code == 0


@pytest.mark.parametrize("number", ["TRC-K7-26-999999", "", "../../etc/passwd"])
def test_a_number_nobody_knows_is_refused(sample, tmp_path, number):
    reason, _ = sample.here("packet", number, "--out", tmp_path / "out", by="officer").complaint
    assert "No referral" in reason
    assert not (tmp_path / "out").exists()


def test_a_report_is_printed_and_written_without_a_fact_about_anybody(sample, tmp_path):
    for n in range(2):
        answers = write_answers(tmp_path / f"a{n}.json", **{"health.note": "Quartzite Canary"})
        assert sample.here("refer", "--answers", answers, by="officer").code == 0
    table, sheet = tmp_path / "r.csv", tmp_path / "r.pdf"

    printed = sample.here("report", "--period", "2026-Q4", by="supervisor")
    told = sample.here("report", "--period", "2026-Q4", "--json", by="supervisor").json
    written = sample.here(
        "report", "--period", "2026-Q4", "--csv", table, "--pdf", sheet, by="supervisor"
    )

    assert printed.code == written.code == 0
    assert "     <11  Referrals logged" in printed.out
    assert "A longer one tells more" in printed.out
    assert told["referrals"] == "<11"
    assert told["tables"][0]["counts"]["pathway/INT"] == "<11"
    assert told["tables"][0]["counts"]["pathway/REF"] == 0
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert ["By pathway", "A charge is held", "<11"] in rows
    assert sheet.read_bytes().startswith(b"%PDF-")
    for said in (printed.out, json.dumps(told), table.read_text(encoding="utf-8-sig")):
        assert "Quartzite" not in said
        assert "Imaginary" not in said
    assert sample.here("report", "--period", "2027", "--json", by="supervisor").json[
        "referrals"
    ] == 0  # fmt: skip


def test_an_officer_makes_no_report_and_a_period_is_a_period(sample):
    assert "role" in sample.here("report", "--period", "2026", by="officer").complaint[0]
    reason, remedy = sample.here("report", "--period", "soon", by="supervisor").complaint
    assert "period" in reason
    assert "2026-Q4" in remedy


def test_a_paper_form_keeps_its_writer(sample, answers):
    paper = ["refer", "--answers", answers, "--written-by", "Ofc. Thistle", "--json"]
    assert sample.here(*paper, by="officer").json["referral"].startswith("TRC-")


def test_an_offer_is_kept_with_its_reason_and_no_other_word(sample):
    kept = sample.here("offer", "--declined", "not_ready", "--json", by="officer").json
    assert (kept["made"], kept["reason"]) == (True, "not_ready")
    assert "Use one of" in sample.here("offer", "--declined", "Kit", by="officer").complaint[1]
    assert sample.here("offer", by="officer").code == 2


def test_two_referrals_of_one_person_are_linked_at_the_lead_agencys_terminal_alone(sample, answers):
    made = [
        sample.here("refer", "--answers", answers, "--json", by="officer").json["referral"]
        for _ in range(2)
    ]

    for words in (("list", made[0]), ("link", *made), ("apart", *made), ("undecide", *made)):
        assert sample.here("same-person", *words, by="officer").code == 2
