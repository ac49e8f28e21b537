"""From a terminal: what waits for a word, each answer, and an old decision beside today's rules."""

from __future__ import annotations

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
