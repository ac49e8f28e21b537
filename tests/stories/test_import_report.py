"""What came is reported bundle by bundle, without a name; what is clear is kept, the rest waits."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.packet.fonts import FontLibrary
from desktop.services import dry_run, import_report, refer
from desktop.services.import_report import Stands
from desktop.services.keeping import keep_waiting
from desktop.store.mailbox import Arrival
from desktop.viewmodels.exchange import why_kept_out
from tests.stories.machines import RESOURCES, County, refers
from tests.stories.test_taken_back import around

pytestmark = pytest.mark.slow  # each makes three machines of its own


def differ(county: County) -> str:
    """Let patrol and desk correct one phone number differently, and another referral be clear."""
    one = refers(county.officer, now=county.clock.now)
    around(county)
    refer.amend(county.officer, one.id, {"person.phone": Known("555-0111")}, now=county.clock.now)
    refer.amend(county.desk, one.id, {"person.phone": Known("555-0122")}, now=county.clock.now)
    for name in ("K7", "D1", "L1"):
        county.exchange(name)
    return one.id


def test_bundles_with_two_answers_wait_while_the_clear_ones_are_kept(county: County) -> None:
    key = differ(county)
    lead, now = county.coordinator, county.clock.now
    would = dry_run.dry_run(lead, now=now)
    assert sorted(one.clear for one in would) == [False, True]

    keep_waiting(lead, None, [one.bundle.name for one in would if one.clear], now=now)

    assert len(lead.store.inbox.all(Arrival.WAITING)) == 1
    assert not lead.store.referral(key).disputes
    (left,) = dry_run.dry_run(lead, now=now)
    assert left.disputed == 1


def test_the_report_tells_each_bundle_and_nobodys_name(county: County) -> None:
    differ(county)
    lead, now = county.coordinator, county.clock.now
    torn = next(county.folder.glob("lead/*/*.offramp"))
    name = torn.name.replace("-000001-", "-000091-").replace("-000002-", "-000092-")
    torn.with_name(name).write_bytes(torn.read_bytes()[:-40])
    county.exchange("L1")

    found = import_report.lines(lead, now=now)

    by_state = {state: [one for one in found if one.stands is state] for state in Stands}
    assert len(by_state[Stands.WAITING]) == 2
    assert {one.disputed for one in by_state[Stands.WAITING]} == {0, 1}
    assert sum(one.new or 0 for one in by_state[Stands.KEPT]) > 5
    (out,) = by_state[Stands.KEPT_OUT]
    assert (out.new, bool(out.reason)) == (None, True)
    data = import_report.as_csv(found, ENGLISH, why_kept_out).decode("utf-8-sig")
    fonts = FontLibrary(RESOURCES / "fonts")
    pdf = import_report.as_pdf(lead, found, ENGLISH, fonts, why_kept_out, now=now)
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as read:
        text = "".join(page.get_textpage().get_text_range() for page in read)
    for words in (data, text):
        assert "TRC K7" in words
        for canary in ("Kit", "Imaginary", "555-01", "Sample Road"):
            assert canary not in words
    assert len(lead.store.inbox.all(Arrival.WAITING)) == 2


def test_nobody_but_the_lead_agencys_people_get_the_report(county: County) -> None:
    assert import_report.lines(county.coordinator, now=county.clock.now) == ()
    with pytest.raises(Refused):
        import_report.lines(county.officer, now=county.clock.now)
