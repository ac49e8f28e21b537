"""A draft is kept at every keystroke, belongs to its officer, and outlives the window."""

from datetime import timedelta, timezone

import pytest

from desktop.domain.refused import Refused
from desktop.store.drafts import Draft, Drafts
from tests.store.workspaces import MINUTE, NIGHT, opened


@pytest.fixture
def drafts(tmp_path):
    return Drafts(opened(tmp_path))


def keep(drafts, id_="d1", owner="larkspur", body=b"{}", at=NIGHT):
    drafts.keep(id_, owner=owner, body=body, program="p-digest", directory="2022", now=at)


def test_a_draft_comes_back_as_it_was_kept(tmp_path):
    keep(Drafts(opened(tmp_path)), body=b"\x00{typed}")

    found = Drafts(opened(tmp_path)).get("d1")

    assert found == Draft(
        id="d1",
        owner="larkspur",
        body=b"\x00{typed}",
        program="p-digest",
        directory="2022",
        created_at=NIGHT,
        updated_at=NIGHT,
    )


def test_the_last_keystroke_stands_and_the_beginning_is_remembered(drafts):
    keep(drafts, body=b"J")
    keep(drafts, body=b"Jo", at=NIGHT + MINUTE)

    found = drafts.get("d1")

    assert found is not None
    assert (found.body, found.created_at, found.updated_at) == (b"Jo", NIGHT, NIGHT + MINUTE)


def test_the_draft_touched_last_comes_first_whatever_the_offset_of_its_clock(drafts):
    summer = timezone(timedelta(hours=-6))
    keep(drafts, "old", at=NIGHT)
    keep(drafts, "new", at=(NIGHT + MINUTE).astimezone(summer))

    assert [draft.id for draft in drafts.list()] == ["new", "old"]


def test_each_officer_sees_their_own_drafts(drafts):
    keep(drafts, "d1", "larkspur")
    keep(drafts, "d2", "finch")

    assert [draft.id for draft in drafts.list("finch")] == ["d2"]
    assert len(drafts.list()) == 2


def test_nobody_writes_over_another_officers_draft(drafts):
    keep(drafts, body=b"hers")

    with pytest.raises(Refused, match="somebody else"):
        keep(drafts, owner="finch", body=b"his", at=NIGHT + MINUTE)

    found = drafts.get("d1")
    assert found is not None
    assert found.body == b"hers"


def test_a_draft_put_away_is_kept_and_comes_back_when_it_is_touched(drafts):
    keep(drafts)

    drafts.put_away("d1")
    away = drafts.list("larkspur")[0].put_away, drafts.counts()
    keep(drafts, body=b"more")

    assert away == (True, {})
    assert drafts.list("larkspur")[0].put_away is False
    assert drafts.counts() == {"larkspur": 1}


def test_a_sent_draft_is_gone(drafts):
    keep(drafts)

    drafts.delete("d1")

    assert drafts.get("d1") is None
    assert drafts.list() == ()


def test_a_draft_deleted_in_a_step_that_failed_is_still_there(tmp_path):
    db = opened(tmp_path)
    drafts = Drafts(db)
    keep(drafts)

    db.begin()
    drafts.delete("d1")
    db.rollback()

    assert drafts.get("d1") is not None
