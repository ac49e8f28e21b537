"""Three machines meet and exchange, from terminals alone."""

from __future__ import annotations

import pytest

from desktop.sync.opening import CarrierKind
from tests.cli.conftest import PASSWORD
from tests.cli.test_start import NEW
from tests.sync.servers.grounds import all_grounds

pytestmark = pytest.mark.slow  # commands one after another, each a start of the whole program

MACHINES = {"K7": ("patrol", "TRC"), "L1": ("lead", "MCC")}


@pytest.fixture
def county(make_desk, tmp_path):
    """Return two terminals, and the folder between them."""
    desks = {}
    for name, (kind, agency) in MACHINES.items():
        desks[name] = make_desk(name)
        desks[name].folder.parent.mkdir()
        given = dict(zip(NEW[1::2], NEW[2::2], strict=True))
        given |= {"--kind": kind, "--agency": agency, "--machine": name}
        assert desks[name].here("init", *[one for pair in given.items() for one in pair]).code == 0
    (tmp_path / "stick").mkdir()
    return desks["K7"], desks["L1"], tmp_path / "stick"


def test_a_referral_goes_there_and_its_receipt_comes_back(county, answers, tmp_path, monkeypatch):
    patrol, lead, stick = county
    invitation, request = tmp_path / "x.offramp-invite", tmp_path / "k7.offramp-enroll"

    # The two meet: each file is carried by hand, its words compared by voice.
    assert lead.here("mailbox", stick).code == 0
    invited = lead.here("invite", "--out", invitation, "--json").json
    joined = patrol.here("join", invitation, "--words-agree", "--json").json
    assert joined["words"] == invited["words"]
    assert len(joined["words"].split()) > 4
    assert joined["folder"] == str(stick)
    asks = patrol.here("enroll", "--request", request, "--json").json
    accepted = lead.here("enroll", "--accept", request, "--words-agree", "--json").json
    assert accepted["words"] == asks["words"]
    assert (accepted["device"], accepted["code"]) == ("trc-k7", "K7")
    assert lead.here("sync", "--json").json["sent"]["bundles"] >= 1
    assert patrol.here("sync", "--json").json["kept"]

    # The referral leaves, waits for the coordinator, is kept, and its receipt comes back.
    referred = patrol.here(
        "refer", "--answers", answers, "--consent", "lead-contact", "--json"
    ).json["referral"]
    assert referred == "TRC-K7-26-000001"
    assert patrol.here("export", "--to", stick.as_uri(), "--json").json["bundles"] >= 1
    came = lead.here("import", stick, "--json").json
    assert came["waiting"]
    assert not came["kept"]
    assert "waits" in lead.here("doctor").out
    monkeypatch.setenv("OFFRAMP_NEW_PASSWORD", "easy words of marigold")
    lead.here("user", "add", "Marigold Example", "--role", "coordinator", by="Pat Pretend")
    kept = lead.here("sync", "--keep", "--json", by="Pat Pretend").json
    monkeypatch.setenv("OFFRAMP_PASSWORD", "easy words of marigold")
    assert lead.here("import", "--keep", by="coordinator").code == 0
    monkeypatch.setenv("OFFRAMP_PASSWORD", PASSWORD)
    assert sorted(kept["kept"]) == sorted(came["waiting"])
    assert patrol.here("sync", "--json").json["receipts"] == len(came["waiting"])
    report = lead.here("report", "--period", "2026", "--json", by="Pat Pretend").json
    assert report["referrals"] == "<11"

    # Nothing new: exchanging again does nothing.
    again = patrol.here("sync", "--json").json
    assert (again["kept"], again["sent"]["bundles"]) == ([], 0)

    # The next one goes on paper alone; the same paper twice is one.
    form_of = patrol.here(
        "refer", "--answers", answers, "--consent", "lead-contact", "--json"
    ).json["referral"]
    made = patrol.here("packet", form_of, "--out", tmp_path / "packet", "--json").json["files"]
    (form,) = [one for one in made if "referral-form" in one]
    scanned = lead.here("import", form, "--json", by="Pat Pretend").json
    assert len(scanned["waiting"]) == 1
    assert (
        lead.here("import", form, "--json", by="Pat Pretend").json["waiting"] == scanned["waiting"]
    )
    another = patrol.here(
        "refer", "--answers", answers, "--consent", "lead-contact", "--json"
    ).json["referral"]
    more = patrol.here("packet", another, "--out", tmp_path / "packet", "--json").json["files"]
    (second,) = [one for one in more if "referral-form" in one]
    both = lead.here("import", form, second, "--json", by="Pat Pretend").json["waiting"]
    assert len(both) == 2
    assert set(scanned["waiting"]) < set(both)
    (card,) = [one for one in made if "card-en" in one]
    (consent,) = [one for one in made if "consent-en" in one]
    attached = patrol.here("attach", consent, "--json").json
    assert (attached["referral"], attached["before"]) == (form_of, False)
    assert patrol.here("attach", consent, "--json").json["before"]
    assert "No code" in patrol.here("attach", card).complaint[0]
    refused = lead.here("import", card, by="Pat Pretend")
    assert refused.complaint[0] == "No code was found on this scan."


def test_one_sealed_file_can_be_taken_in_by_its_name(county, answers, tmp_path):
    patrol, lead, stick = county
    lead.here("mailbox", stick)
    lead.here("invite", "--out", tmp_path / "i")
    patrol.here("join", tmp_path / "i", "--words-agree")
    patrol.here("enroll", "--request", tmp_path / "e")
    lead.here("enroll", "--accept", tmp_path / "e", "--words-agree")
    patrol.here("refer", "--answers", answers)
    patrol.here("export")
    (bundle,) = stick.glob("lead/*/*.offramp")

    assert lead.here("import", bundle, "--json").json["waiting"] == [bundle.name]
    assert lead.here("import", bundle, "--json").json["waiting"] == []
    torn = bundle.with_name(bundle.name.replace("000001", "000002"))
    torn.write_bytes(bundle.read_bytes()[:-100])
    out = lead.here("import", torn, "--json").json["kept_out"]
    assert out == [{"name": torn.name, "why": "torn"}]
    loose = tmp_path / bundle.name
    loose.write_bytes(bundle.read_bytes())
    assert "exchange folder itself" in lead.here("import", loose).complaint[1]
    part = tmp_path / "mcc-l1-0123456789ab-01of02-0123456789ab.parcel"
    part.write_bytes(b"of the rules")
    reason, remedy = lead.here("import", part).complaint
    assert "one part of rules or services" in reason
    assert "all parts" in remedy


def test_before_anybody_met_each_command_says_what_comes_first(desk, tmp_path):
    desk.folder.parent.joinpath("stick").mkdir()
    stick = desk.folder.parent / "stick"
    desk.here(*NEW)
    for command, said in (
        (["sync"], "mailbox"),
        (["export"], "mailbox"),
        (["import"], "mailbox"),
        (["mailbox", stick], "Choose the folder"),
        (["mailbox", tmp_path / "nowhere"], "Plug in"),
        (["invite", "--out", tmp_path / "x"], "invitation file"),
        (["join", tmp_path / "nowhere", "--words-agree"], "Check the file"),
        (["enroll"], "--request FILE or --accept FILE"),
        (["export", "--to", "s3://bucket/offramp"], "folder"),
    ):
        reason, remedy = desk.here(*command).complaint
        assert reason
        assert said in remedy, command
    (tmp_path / "noise").write_bytes(b"no paper of ours")
    assert desk.here("join", tmp_path / "noise", "--words-agree").code == 2
    assert desk.here("enroll", "--accept", tmp_path / "noise", "--words-agree").code == 2
    assert not (tmp_path / "x").exists()


def test_words_that_nobody_compared_change_nothing(county, tmp_path):
    patrol, lead, stick = county
    lead.here("mailbox", stick)
    lead.here("invite", "--out", tmp_path / "i")

    reason, remedy = patrol.here("join", tmp_path / "i").complaint

    assert "nobody can answer here" in reason
    assert "option" in remedy
    assert "join" in patrol.here("sync").complaint[1] or patrol.here("sync").code == 2


def test_an_unplugged_stick_is_told_and_nothing_is_lost(county, answers, tmp_path):
    patrol, lead, stick = county
    lead.here("mailbox", stick)
    lead.here("invite", "--out", tmp_path / "i")
    patrol.here("join", tmp_path / "i", "--words-agree")
    patrol.here("refer", "--answers", answers)
    stick.rename(tmp_path / "pocket")

    assert "Plug in" in patrol.here("sync").complaint[1]

    (tmp_path / "pocket").rename(stick)
    assert patrol.here("sync", "--json").json["sent"]["bundles"] == 1


def test_a_server_is_set_up_once_and_named_by_its_address_from_then_on(county, monkeypatch):
    _, lead, _ = county
    with all_grounds() as grounds:
        spot = grounds.spot(CarrierKind.SFTP)
        monkeypatch.setenv("OFFRAMP_SERVER_PASSWORD", spot.secret)
        account = ("--account", spot.place.user)

        reason, remedy = lead.here("mailbox", spot.place.url, *account).complaint
        assert "SHA256:" in reason
        assert f'--host-key "{spot.place.host_key}"' in remedy
        reason, remedy = lead.here("export", "--to", spot.place.url).complaint
        assert "does not know that server" in reason
        assert spot.place.url in remedy

        pinned = (*account, "--host-key", spot.place.host_key)
        assert lead.here("mailbox", spot.place.url, *pinned, "--json").json == {
            "folder": spot.place.url
        }
        monkeypatch.delenv("OFFRAMP_SERVER_PASSWORD")
        assert lead.here("export", "--to", spot.place.url).code == 0
        assert lead.here("sync").code == 0
        assert "store.json" in spot.files()


def test_a_lost_computer_is_revoked_and_let_back_from_a_terminal(county, tmp_path):
    patrol, lead, stick = county
    lead.here("mailbox", stick)
    lead.here("invite", "--out", tmp_path / "i")
    patrol.here("join", tmp_path / "i", "--words-agree")
    patrol.here("enroll", "--request", tmp_path / "e")
    lead.here("enroll", "--accept", tmp_path / "e", "--words-agree")
    (known,) = lead.here("devices", "--json").json
    assert (known["device"], known["revoked"]) == ("trc-k7", False)

    assert lead.here("revoke", "trc-k7", "--json").json == {"revoked": "trc-k7"}
    assert "revoked" in lead.here("devices").out
    reason, _ = lead.here("revoke", "trc-k7").complaint
    assert reason == "This computer was revoked already."
    assert lead.here("let-back", "trc-k7").code == 0
    assert lead.here("devices", "--json").json[0]["revoked"] is False
    reason, _ = patrol.here("revoke", "mcc-l1").complaint
    assert reason == "Only the lead agency says which computers belong to the program."
    assert lead.here("kept-out", "--json").json == []


def test_who_has_a_copy_is_listed_and_a_referral_is_erased_from_a_terminal(sample, answers):
    made = sample.here("refer", "--answers", answers, "--json", by="officer").json["referral"]
    listed = sample.here("copies", made, "--json", by="officer").json
    assert (listed["machines"], listed["sealed_bundles"]) == ([], 0)
    asked = ("erase", made, "--extent", "person", "--why", "mistake", "--sure")

    assert sample.here(*asked, by="officer").code == 2
    assert sample.here(*asked, by="supervisor").code == 0

    assert "Imaginary" not in sample.here("copies", made, by="supervisor").out
    assert sample.here("forget", "--after", "90", by="admin").code == 0
    assert sample.here("forget", "--after", "3", by="admin").code == 2
