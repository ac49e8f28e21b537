"""Paper alone carries a referral: sealed, printed, worn, faxed, scanned, and kept once."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops

from desktop.domain.change import Entry, Setting, Subject
from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    ConsentHow,
    ConsentState,
    PrintWhy,
    SheetKind,
    SubjectKind,
    Tag,
    Travel,
)
from desktop.packet.plain import as_text
from desktop.services import (
    codes,
    dry_run,
    erasing,
    issue,
    keeping,
    papers_back,
    print_waiting,
    refer,
    scans,
    travel,
)
from desktop.services.erasing import Extent, Why
from desktop.services.issue import Wanted
from desktop.services.trust import TrustBook, own_keys, trust_book
from desktop.store.mailbox import Arrival
from desktop.sync.names import PAPER
from desktop.sync.sealed_code import open_code
from tests.packet.tongues import tongue
from tests.services.test_issue_least import fonts
from tests.stories.machines import County, refers

pytestmark = pytest.mark.slow  # three whole machines and pages of paper


@pytest.fixture
def county(tmp_path):
    made = County(tmp_path)
    yield made
    made.close()


def form(workspace, referral, now):
    """Return the referral form as PDF."""
    wanted = [Wanted(SheetKind.REFERRAL_FORM, tongue("en"))]
    return issue.make_pdf(workspace, referral.id, wanted, fonts(), now=now)


def pages(pdf, dpi):
    """Return a PDF's pages as gray pictures."""
    document = pypdfium2.PdfDocument(pdf)
    made = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return made


def photo(page):
    """Return the page as scanned at 150 dots an inch: 3 degrees askew, noisy, JPEG."""
    worn = page.resize((1275, 1650), Image.Resampling.LANCZOS)
    worn = worn.rotate(3, Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.effect_noise(worn.size, 60)
    return ImageChops.add(worn, noise, 1, -128).convert("RGB")


def fax(page):
    """Return the page as a fax of 204 x 196 dots an inch: black or white, with specks."""
    worn = page.resize((1728, 2156), Image.Resampling.LANCZOS)
    worn = worn.rotate(1, Image.Resampling.BICUBIC, fillcolor=255)
    worn = worn.point(lambda level: 255 if level > 128 else 0)
    dice = random.Random(6)
    for _ in range(4000):
        at = dice.randrange(worn.width), dice.randrange(worn.height)
        worn.putpixel(at, dice.choice((0, 255)))
    return worn.convert("1")


def file(picture, kind):
    """Return a picture as a file of that kind."""
    held = BytesIO()
    picture.save(held, kind)
    return held.getvalue()


def test_a_worn_page_gives_back_the_same_changes(county):
    referral = refers(county.officer, now=county.clock.now)
    sheet = pages(form(county.officer, referral, county.clock.now), 300)[-1:]

    scanned = {
        "photo": [file(photo(one), "JPEG") for one in sheet],
        "fax": [file(fax(one), "TIFF") for one in sheet],
        "fax as PNG": [file(fax(one), "PNG") for one in sheet],
        "PDF of photos": [file(photo(one), "PDF") for one in sheet],
    }
    read = {name: scans.read_codes(files) for name, files in scanned.items()}

    (code,) = read["photo"]
    assert all(codes == (code,) for codes in read.values())
    took = scans.take_codes(county.coordinator, [code], now=county.clock.now)
    (bundle,) = took.bundles
    assert bundle.state is Arrival.WAITING
    assert county.coordinator.store.referral(referral.id) is None  # nothing before the yes
    (would,) = dry_run.dry_run(county.coordinator, now=county.clock.now)
    assert would.new > 20
    keeping.keep_waiting(county.coordinator, None, [bundle.name], now=county.clock.now)
    arrived = county.coordinator.store.referral(referral.id)
    assert arrived.number == referral.number
    assert arrived.text("person.last_name") == "Imaginary"
    # Not what release holds back: the place and the narrative stay with the precinct.
    assert arrived.encounter.registers.keys().isdisjoint({"narrative", "place.address"})


def test_paper_and_the_electronic_copy_are_one_and_the_receipt_reaches_the_officer(county):
    referral = refers(county.officer, now=county.clock.now)
    (code,) = scans.read_codes([form(county.officer, referral, county.clock.now)])
    (bundle,) = scans.take_codes(county.coordinator, [code], now=county.clock.now).bundles
    keeping.keep_waiting(county.coordinator, None, [bundle.name], now=county.clock.now)
    assert scans.take_codes(county.coordinator, [code], now=county.clock.now).known == 1
    before = county.coordinator.store.everything()

    county.exchange("L1")  # the receipt goes out
    found = county.officer.store.referral(referral.id)
    assert travel.journey(county.officer, found).state is Travel.SAVED
    county.exchange("K7")  # it comes, and the electronic copy leaves
    assert travel.journey(county.officer, found).state is Travel.RECEIVED

    county.exchange("L1")
    (electronic,) = [
        one for one in county.coordinator.store.inbox.all(Arrival.WAITING) if one.stream == "lead"
    ]
    (would,) = [
        one
        for one in dry_run.dry_run(county.coordinator, now=county.clock.now)
        if one.bundle == electronic
    ]
    assert (would.new, would.disputed) == (0, 0)
    names = [one.name for one in county.coordinator.store.inbox.all(Arrival.WAITING)]
    keeping.keep_waiting(county.coordinator, None, names, now=county.clock.now)
    about = {one.change.id for one in before}
    assert about <= {one.change.id for one in county.coordinator.store.everything()}
    assert len(county.coordinator.store.referrals()) == 1


def test_it_is_sealed_once_and_again_only_when_release_lets_something_else_out(county):
    officer, now = county.officer, county.clock.now
    referral = refers(officer, now=now)
    first = scans.read_codes([form(officer, referral, now)])
    assert scans.read_codes([form(officer, referral, now)]) == first

    refer.amend(officer, referral.id, {"person.phone": Known("555-0199")}, now=now)
    second = scans.read_codes([form(officer, referral, now)])
    assert second != first

    # A consent taken back: what it freed is in no code any more, and the form itself is refused.
    back = Consent("", LEAD, Scope.HEALTH, ConsentState.REVOKED, ConsentHow.SIGNED, given_at=now)
    refer.take_consent(officer, referral.id, back, now=now)
    (third,) = scans.read_codes([form(officer, referral, now)])
    (bundle,) = scans.take_codes(county.coordinator, [third], now=now).bundles
    keeping.keep_waiting(county.coordinator, None, [bundle.name], now=now)
    arrived = county.coordinator.store.referral(referral.id)
    assert not arrived.text("health.note")
    assert arrived.text("person.phone") == "555-0199"


def test_the_desk_prints_the_laptops_code_beside_its_own(county):
    referral = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    desk, now = county.desk, county.clock.now

    alone = scans.read_codes([form(desk, referral, now)])
    assert len(alone) == 1
    refer.amend(desk, referral.id, {"person.phone": Known("555-0123")}, now=now)
    both = scans.read_codes([form(desk, referral, now)])
    assert len(both) == 2
    assert set(alone) < set(both)

    took = scans.take_codes(county.coordinator, both, now=now)
    names = [one.name for one in took.bundles]
    assert {one.device for one in took.bundles} == {"trc-k7", "trc-d1"}
    keeping.keep_waiting(county.coordinator, None, names, now=now)
    assert county.coordinator.store.referral(referral.id).text("person.phone") == "555-0123"


def test_what_does_not_fit_says_so_and_what_to_do_and_is_never_cut(county):
    dice = random.Random(3)
    words = "".join(chr(dice.randrange(0x4E00, 0x9F00)) for _ in range(1900))
    referral = refers(county.officer, now=county.clock.now, facts={"health.note": Known(words)})

    sheet = issue.make_sheet(
        county.officer, referral.id, SheetKind.REFERRAL_FORM, tongue("en"), now=county.clock.now
    )

    text = as_text(sheet)
    assert "does not fit in four codes, so none is printed" in text
    assert "on a stick" in text
    with pytest.raises(Refused, match="No code was found"):
        scans.read_codes([form(county.officer, referral, county.clock.now)])


def test_a_missing_code_is_named_and_nothing_is_taken(county):
    referral = refers(county.officer, now=county.clock.now)
    (page,) = [
        one
        for one in pages(form(county.officer, referral, county.clock.now), 150)
        if _has_codes(file(one, "PNG"))
    ]
    import zxingcpp

    found = zxingcpp.read_barcodes(page)
    spoiled = page.copy()
    corner, far = found[0].position.top_left, found[0].position.bottom_right
    spoiled.paste(255, (corner.x - 4, corner.y - 4, far.x + 4, far.y + 4))

    with pytest.raises(Refused, match=rf"Code \d of {len(found)}") as refused:
        scans.read_codes([file(spoiled, "PNG")])
    assert "all its files together" in str(refused.value.remedy)
    # The page and a better picture of its lost corner make the whole.
    assert len(scans.read_codes([file(spoiled, "PNG"), file(page, "PNG")])) == 1


def _has_codes(data):
    try:
        return bool(scans.read_codes([data]))
    except Refused:
        return False


def test_codes_of_two_referrals_are_taken_whole_or_refused_as_mixed(county):
    now = county.clock.now
    sheets = [
        form(county.officer, refers(county.officer, now=now, name=name), now)
        for name in ("one", "two")
    ]
    both = scans.read_codes(sheets)  # a stack of faxes: each is whole
    assert len(both) == 2

    from desktop.sync.sealed_code import split_code

    parts = [*split_code(both[0])[0], split_code(both[1])[0][0]]
    with pytest.raises(Refused, match="Codes of more than one referral are mixed"):
        scans.read_codes([qr_page(parts)])


def qr_page(parts):
    """Return a page with these codes."""
    import segno

    page = Image.new("L", (1700, 1700), 255)
    for at, part in enumerate(parts):
        held = BytesIO()
        segno.make_qr(part, error="m", boost_error=False).save(held, kind="png", scale=6)
        with Image.open(held) as code:
            page.paste(code.convert("L"), (at % 3 * 560, at // 3 * 560))
    return file(page, "PNG")


# Opens, and says it has a page that is not there.
WITHOUT_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[9 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def test_strangers_paper_is_refused_with_a_reason(county, tmp_path):
    now = county.clock.now
    bomb = Image.new("1", (20000, 20000), 1)
    tiny = Image.new("L", (3, 3), 0)
    for data, says in (
        (b"", "no picture and no PDF"),
        (b"%PDF-1.7 hello", "no picture and no PDF"),
        (WITHOUT_PAGE, "no picture and no PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no picture and no PDF"),
        (b"GIF89a" + bytes(100), "no picture and no PDF"),
        (file(tiny, "PNG"), "no picture and no PDF"),
        (file(bomb, "PNG"), "too large to be a page"),
        (bytes(30_000_001), "too large to be a page"),
        (file(Image.new("L", (800, 800), 255), "PNG"), "No code was found"),
        (qr_page([b"https://example.org/menu"]), "not Offramp's"),
        (qr_page([b"OFFRAMP CONSENT 1 refone"]), "signed consent, not a referral form"),
        (qr_page([b"OP\x01\x11" + bytes(60)]), "do not belong together"),
    ):
        with pytest.raises(Refused, match=says):
            scans.read_codes([data])
    with pytest.raises(Refused, match="sealed to other machines"):
        scans.take_codes(county.coordinator, [b"OC\x01\x01" + bytes(200)], now=now)
    # Another program's lead agency, and a desk, open nothing.
    other = County(tmp_path / "other", lead_agency="XYZ")
    referral = refers(other.officer, now=now)
    found = scans.read_codes([form(other.officer, referral, now)])
    with pytest.raises(Refused, match="sealed to other machines"):
        scans.take_codes(county.coordinator, found, now=now)
    other.close()
    with pytest.raises(Refused, match="opened at the lead agency"):
        scans.take_codes(county.admin("D1"), found, now=now)
    assert county.coordinator.store.inbox.all(Arrival.WAITING) == []


def test_a_revoked_laptops_paper_is_not_taken(county):
    now = county.clock.now
    (code,) = scans.read_codes([form(county.officer, refers(county.officer, now=now), now)])
    roster = trust_book(county.coordinator).roster
    members = tuple(
        replace(one, revoked_after=(("lead", 9),)) if one.device == "trc-k7" else one
        for one in roster.members
    )
    book = TrustBook(replace(roster, members=members))
    with pytest.raises(Refused, match="revoked"):
        keeping.take_code(county.coordinator, code, now=now, book=book)


def test_a_signed_consent_finds_its_referral_by_its_code(county):
    now = county.clock.now
    refers(county.officer, now=now, name="other")
    referral = refers(county.officer, now=now)
    county.exchange("K7")
    county.exchange("D1")
    desk = county.desk
    wanted = [Wanted(SheetKind.CONSENT, tongue("es"))]
    pdf = issue.make_pdf(desk, referral.id, wanted, fonts(), now=now)
    scan = file(photo(pages(pdf, 200)[0]), "JPEG")

    paper = papers_back.read_paper(scan)
    filed = papers_back.file_paper(desk, paper, now=now)

    assert filed.referral.id == referral.id
    assert papers_back.file_paper(desk, paper, now=now).before
    (kept,) = papers_back.papers_of(desk, referral.id)
    assert kept.startswith(b"\x89PNG")
    assert papers_back.papers_of(desk, "refother") == []
    with pytest.raises(Refused, match="belongs to another referral"):
        papers_back.file_paper(desk, paper, now=now, referral_id="refother")
    blank = papers_back.read_paper(file(Image.new("L", (800, 800), 255), "PNG"))
    with pytest.raises(Refused, match="No code was found on this sheet"):
        papers_back.file_paper(desk, blank, now=now)
    assert papers_back.file_paper(desk, blank, now=now, referral_id=referral.id).pages == 1
    several = replace(paper, referrals=("refone", "refother"))
    with pytest.raises(Refused, match="several people"):
        papers_back.file_paper(desk, several, now=now)


def test_what_is_withheld_leaves_no_trace_in_the_code(county):
    """Two referrals that differ in what the lead agency does not get hold the same lines."""
    now = county.clock.now
    withheld = {"narrative": Known("asleep in a car"), "charge/a/offense": Known("trespass")}
    inside = []
    for facts in ({}, withheld):
        referral = refers(county.officer, now=now, name=f"x{len(inside)}", facts=facts)
        (code,) = scans.read_codes([form(county.officer, referral, now)])
        opened = open_code(
            code,
            own_keys(county.coordinator.store.settings).open,
            trust_book(county.coordinator).roster.verifiers(),
            program="three-rivers",
        )
        text = b"\n".join(opened.lines)
        for word in (b"asleep", b"trespass", b"broken lamp", b"410 Sample", b"drug_possession"):
            assert word not in text
        inside.append([json.loads(line)["sets"] for line in opened.lines])
    assert [_facts(sets) for sets in inside[0]] == [_facts(sets) for sets in inside[1]]


def _facts(sets):
    """Return what is said, without the ids and the number in which any two referrals differ."""
    own = ("referral.encounter", "referral.number", "consent")
    return [(one["p"], None if one["p"] in own else one["f"]) for one in sets]


def test_an_erasure_takes_the_sealed_code_and_its_ciphertext_with_it(county):
    now = county.clock.now
    referral, other = (refers(county.officer, now=now, name=name) for name in ("one", "two"))
    for one in (referral, other):
        form(county.officer, one, now)
    admin = county.admin("K7")
    sealed = {one.name: one.data for one in admin.store.outbox.all() if one.stream == PAPER}
    assert len(sealed) == 2
    held = admin.store.states(SubjectKind.ATTACHMENT)

    erasing.erase(admin, referral.id, Extent.PERSON, Why.REQUEST, now=now)

    (left,) = [
        one for one in admin.store.states(SubjectKind.ATTACHMENT) if codes.CODE in one.registers
    ]
    assert left in held
    assert left.text("referral.id") == other.id
    after = [one.data for one in admin.store.outbox.all() if one.stream == PAPER]
    assert b"" in after
    assert set(after) - {b""} < set(sealed.values())


def test_an_erasure_takes_the_scan_of_signed_paper_and_the_sheet_made_for_the_printer(county):
    now = county.clock.now
    referral = refers(county.officer, now=now)
    officer = county.officer
    paper = papers_back.Paper((file(Image.new("L", (99, 99), 255), "PNG"),), (referral.id,))
    papers_back.file_paper(officer, paper, now=now)
    job = print_waiting.enqueue(
        officer, referral.id, [SheetKind.CARD], why=PrintWhy.FIRST, new_id=lambda: "j", now=now
    )[0]
    officer.store.print_jobs.made(job.id, pdf=b"%PDF", pages=2, copy=1, basis="b")

    order = {
        "target.kind": Known("encounter"),
        "target.id": Known(referral.encounter_id),
        "target.tags": Known(("P",)),
    }
    sets = tuple(Setting(path, value, ()) for path, value in sorted(order.items()))
    about = Subject(SubjectKind.ERASURE, "order1")
    officer.store.keep([Entry(now, officer.author, about, frozenset({Tag.NONE}), sets)])

    assert papers_back.papers_of(officer, referral.id) == []
    assert officer.store.print_jobs.pdf(job.id) == b""
