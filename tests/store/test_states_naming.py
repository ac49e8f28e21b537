"""A referral's consents are found by its encounter's id, whatever characters the id has."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.change import Author, Entry, Setting
from desktop.domain.consent import FIELD, LEAD, Consent, Scope, to_record
from desktop.domain.facts import Known
from desktop.domain.terms import ConsentHow, ConsentState, Role, SubjectKind, Tag
from desktop.store.cache import states_naming
from desktop.store.store import Store
from tests.store.workspaces import NIGHT, opened

OFFICER = Author("larkspur", Role.OFFICER, "TRC", "k7")


@pytest.mark.parametrize("encounter", ["enc1", 'with "quotes" and \\', "señal ✓", "50%_"])
def test_the_consents_of_one_encounter_are_found_among_many(tmp_path: Path, encounter: str) -> None:
    store = Store(opened(tmp_path), writer="mine")
    given = [
        Consent(one, LEAD, Scope.HEALTH, ConsentState.GRANTED, ConsentHow.SIGNED, given_at=NIGHT)
        for one in (encounter, "another", "50 _")
    ]
    store.keep(
        Entry(
            at=NIGHT,
            by=OFFICER,
            subject=one.subject,
            tags=frozenset({Tag.CONSENT}),
            sets=(Setting(FIELD, Known(to_record(one)), ()),),
        )
        for one in given
    )

    found = states_naming(store.database, SubjectKind.CONSENT, encounter)
    store.close()

    assert [state.subject for state in found] == [given[0].subject]
