"""What an order takes is gone from the file itself: from every page of it, free ones included."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.services import capture, erasing
from desktop.store.database import DATABASE
from tests.stories.machines import NIGHT, Clock, Computer, night_encounter, refers

pytestmark = pytest.mark.slow  # makes a workspace

PAGE, RESERVED, SALT, BLOCK = 4096, 80, 16, 16  # of SQLCipher 4: IV and HMAC end each page
# Longer than a page: what overflows goes to pages of its own, which are freed whole.
WORDS = "Zqxcanary, only ever written here. " * 400


@pytest.fixture
def desk(tmp_path):
    made = Computer(tmp_path / "D1", DeviceKind.DESK, "TRC", "D1", Clock())
    yield made
    made.close()


def every_page(computer: Computer) -> bytes:
    """Return the closed file's pages in the clear, as somebody who has the key could read them."""
    key = bytes(computer.session.data_key)
    computer.close()
    (file,) = Path(computer.folder).rglob(DATABASE)
    assert not file.with_name(f"{DATABASE}-wal").exists()
    raw = file.read_bytes()
    plain = []
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        body = page[SALT if start == 0 else 0 : PAGE - RESERVED]
        iv = page[PAGE - RESERVED : PAGE - RESERVED + BLOCK]
        opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        plain.append(opener.update(body) + opener.finalize())
    return b"".join(plain)


def test_what_is_erased_is_in_no_page_of_the_file(desk):
    one = refers(
        desk.user("Ofc. Larkspur", Role.OFFICER), now=NIGHT, facts={"narrative": Known(WORDS)}
    )
    assert b"Zqxcanary" in every_page(desk)

    supervisor = desk.user("Sgt. Ash", Role.SUPERVISOR)
    erasing.erase(
        supervisor, one.id, erasing.Extent.PERSON, erasing.Why.COURT_ORDER, now=NIGHT
    )  # fmt: skip

    left = every_page(desk)
    assert b"Zqxcanary" not in left
    assert b"Imaginary" not in left


def test_a_draft_that_became_a_referral_leaves_no_copy_behind(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    draft = night_encounter("d1", begun_at=NIGHT).answered("narrative", Known(WORDS))
    capture.keep(officer, draft, now=NIGHT)
    assert officer.store.drafts.get("d1") is not None
    officer.store.drafts.delete("d1")

    assert b"Zqxcanary" not in every_page(desk)
