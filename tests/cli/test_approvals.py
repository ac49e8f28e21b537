"""From a terminal: what waits for a word, each answer, and an old decision beside today's rules."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import write_answers

pytestmark = pytest.mark.slow  # each command signs in


@pytest.fixture
def number(sample, tmp_path):
    """Return the number of a referral that needs the sergeant."""
    file = write_answers(tmp_path / "parole.json", **{"supervision.status": "parole"})
    return sample.here("refer", "--answers", file, "--json", by="officer").json["referral"]


def test_what_waits_is_listed_and_answered_with_a_reason(sample, number):
    (one,) = sample.here("approvals", "list", "--json", by="supervisor").json
    assert (one["referral"], one["criterion"], one["approver"]) == (number, "TR-10", "supervisor")
    assert one["due"]
    assert "supervision.status" in one["rests_on"]
    said = sample.here("approvals", "list", by="supervisor").out
    assert "the supervisor by" in said
    answer = ["approvals", "answer", number, "TR-10", "--yes"]
    assert (
        sample.here(*answer, "--reason", " ", by="supervisor")
        .complaint[0]
        .startswith("The reason is missing")
    )

    sample.here(*answer, "--reason", "PO agrees", by="supervisor")

    assert sample.here("approvals", "list", "--json", by="supervisor").json == []
    assert "role" in sample.here(*answer, "--reason", "x", by="officer").complaint[0]


def test_an_old_decision_is_shown_beside_todays_rules(sample, number):
    same = sample.here("again", number, "--json", by="officer").json
    assert same["same_rules"]
    assert same["turned"] == []
    assert same["then"]["outcome"] == same["now"]["outcome"]

    assert "not for you to see" in sample.here("again", number, by="coordinator").complaint[0]
    assert "number" in sample.here("again", "TRC-XX-26-000009", by="officer").complaint[0]


def test_whoever_went_on_by_another_pathway_is_counted_as_kept_out(sample, tmp_path):
    went_on = {"pathway": "REF", "pathway.closed": "INT", "drug_sale": "profit"}
    file = write_answers(tmp_path / "closed.json", **went_on)
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, "pathway": "REF"}), encoding="utf-8")
    assert sample.here("refer", "--answers", file, by="officer").code == 0
    sample.later(days=60)  # into the next quarter

    counted = sample.here("program", "kept-out", "--json", by="supervisor").json

    rules = {one["criterion"]: one["people"] for one in counted["rules"]}
    assert rules["TR-05"] == 1


def test_a_pathway_the_rules_close_is_not_logged(sample, tmp_path):
    file = write_answers(tmp_path / "profit.json", **{"drug_sale": "profit"})
    reason, remedy = sample.here("refer", "--answers", file, by="officer").complaint
    assert "close this pathway" in reason
    assert "stays open" in remedy


def test_whoever_is_arrested_without_a_referral_is_counted_all_the_same(sample, tmp_path):
    profit = write_answers(tmp_path / "profit.json", **{"drug_sale": "profit"})
    kept = sample.here("offer", "--kept-out", profit, "--json", by="officer").json
    assert kept == {"kept_out_by": ["TR-05"]}
    sample.later(days=60)

    counted = sample.here("program", "kept-out", "--json", by="supervisor").json
    assert {one["criterion"]: one["people"] for one in counted["rules"]}["TR-05"] == 1

    clear = write_answers(tmp_path / "clear.json")
    reason, _ = sample.here("offer", "--kept-out", clear, by="officer").complaint
    assert "No rule closes" in reason
