"""The stopwatch keeps each officer's own time by step, and the referral sent last."""

from __future__ import annotations

from desktop.store.stopwatch import Stopwatch
from tests.store.workspaces import MINUTE, NIGHT, opened


def test_time_adds_up_by_step_and_only_what_was_sent_is_last(tmp_path):
    watch = Stopwatch(opened(tmp_path))
    watch.add("e1", "screening", 20, owner="larkspur")
    watch.add("e1", "screening", 5.5, owner="larkspur")
    watch.add("e1", "person", 30, owner="larkspur")
    watch.add("e2", "person", 99, owner="larkspur")
    assert watch.last("larkspur") is None

    watch.sent("e1", at=NIGHT)
    found = watch.last("larkspur")
    assert found is not None
    assert (dict(found.steps), found.seconds) == ({"screening": 25.5, "person": 30.0}, 55.5)
    watch.sent("e2", at=NIGHT + MINUTE)
    assert watch.last("larkspur").encounter == "e2"  # type: ignore[union-attr]


def test_nobody_sees_another_officers_minutes(tmp_path):
    watch = Stopwatch(opened(tmp_path))
    watch.add("e1", "person", 30, owner="larkspur")
    watch.sent("e1", at=NIGHT)
    assert watch.last("thistle") is None
