"""A packet is saved whole under a name that tells nothing, and every print is on record."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from desktop.domain.change import Author
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    Audience,
    PrintHow,
    PrintWhy,
    Role,
    SheetKind,
    SubjectKind,
    Tag,
)
from desktop.domain.words import ENGLISH
from desktop.packet.fonts import FontLibrary
from desktop.packet.plain import as_text
from desktop.packet.sheets import PLANS
from desktop.services import issue, prints
from desktop.services.issue import Wanted, file_name
from tests.packet.conftest import FONTS
from tests.packet.tongues import tongue
from tests.services.issuing import NOW, Desk
from tests.store.workspaces import PROJECT
from tests.stories.machines import County, refers
from tests.stories.test_three_machines import keeps_all

pytestmark = pytest.mark.slow  # whole packets are set and read back

CARDS = [Wanted(SheetKind.CARD, tongue("es")), Wanted(SheetKind.CARD, tongue("en"))]


@cache
def fonts() -> FontLibrary:
    return FontLibrary(FONTS)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "D1")
    yield made
    made.close()


def test_each_sheet_is_saved_under_the_number_alone(desk, tmp_path):
    made = desk.refers("one")

    paths = issue.save_packet(desk.desk, made.id, CARDS, fonts(), tmp_path / "out", now=NOW)

    names = [f"{made.number}-card-es.pdf", f"{made.number}-card-en.pdf"]
    assert [path.name for path in paths] == names
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(names)
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in paths)


def test_a_number_from_elsewhere_cannot_leave_the_folder():
    wanted = Wanted(SheetKind.CARD, tongue("en"))

    assert file_name("../../etc/passwd", wanted) == "etc-passwd-card-en.pdf"
    assert file_name("\u202e", wanted) == "referral-card-en.pdf"
    assert len(file_name("9" * 5000, wanted)) < 100


def test_one_refused_sheet_leaves_no_file_at_all(desk, tmp_path):
    made = desk.refers("one", consents=())
    wanted = [*CARDS, Wanted(SheetKind.PROVIDER, tongue("en"))]

    with pytest.raises(Refused):
        issue.save_packet(desk.desk, made.id, wanted, fonts(), tmp_path / "out", now=NOW)

    assert not (tmp_path / "out").exists()


def test_what_cannot_be_written_is_refused_and_nothing_half_done_stays(desk, tmp_path):
    made = desk.refers("one")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"{made.number}-card-en.pdf").mkdir()  # the second name is taken by a folder

    with pytest.raises((Refused, OSError)):
        issue.save_packet(desk.desk, made.id, CARDS, fonts(), folder, now=NOW)

    assert [one.name for one in folder.iterdir()] == [f"{made.number}-card-en.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
@pytest.mark.slow  # a process of its own, whose files may not grow
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from desktop.domain.refused import Refused\n"
        "from desktop.domain.words import ENGLISH\n"
        "from desktop.services import issue\n"
        "from tests.services.test_issue_prints import CARDS, NOW, Desk, fonts\n"
        "folder = Path(sys.argv[1])\n"
        "desk = Desk(folder / 'D1')\n"
        "made = desk.refers('one')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n"
        "    issue.save_packet(desk.desk, made.id, CARDS, fonts(), folder / 'out', now=NOW)\n"
        "except Refused as refused:\n"
        "    print('refused:', ENGLISH(refused.reason))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.stdout.startswith("refused: "), done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_print_is_on_record_with_its_copy_and_why(desk):
    made = desk.refers("one")
    workspace = desk.desk
    assert prints.next_copy(workspace, made.id, SheetKind.CARD, "es") == 1

    for copy, why in ((1, PrintWhy.FIRST), (2, PrintWhy.LOST)):
        prints.log_print(
            workspace, made.id, SheetKind.CARD, language="es", how=PrintHow.PRINTER, why=why,
            copy=copy, now=NOW + timedelta(minutes=copy),
        )  # fmt: skip

    log = prints.print_log(workspace, made.id)
    assert [(one.copy, one.why, one.how, one.audience) for one in log] == [
        (1, PrintWhy.FIRST, PrintHow.PRINTER, Audience.PERSON),
        (2, PrintWhy.LOST, PrintHow.PRINTER, Audience.PERSON),
    ]
    assert log[0].by == workspace.author
    assert prints.next_copy(workspace, made.id, SheetKind.CARD, "es") == 3
    assert prints.next_copy(workspace, made.id, SheetKind.CARD, "en") == 1
    assert prints.print_log(workspace, desk.refers("two").id) == []
    assert "print.card" in [line.act for line in workspace.store.audit.lines()]


def test_a_reprint_has_to_say_why_and_is_marked(desk):
    made = desk.refers("one")

    with pytest.raises(Refused) as refused:
        prints.log_print(
            desk.desk, made.id, SheetKind.CARD, language="en", how=PrintHow.FILE,
            why=PrintWhy.FIRST, copy=2, now=NOW,
        )  # fmt: skip
    sheet = issue.make_sheet(desk.desk, made.id, SheetKind.CARD, tongue("en"), now=NOW, copy=2)

    assert ENGLISH(refused.value.remedy) == "Say why it is printed again."
    assert "COPY 2" in as_text(sheet)


def test_a_print_holds_no_word_that_somebody_typed(desk):
    made = desk.refers("one")
    prints.log_print(
        desk.desk, made.id, SheetKind.PROVIDER, language="en", how=PrintHow.PRINTER,
        why=PrintWhy.FIRST, copy=1, now=NOW,
    )  # fmt: skip

    (state,) = desk.desk.store.states(SubjectKind.PRINT)
    (kept,) = desk.desk.store.changes(state.subject)

    assert kept.change.tags == {Tag.HEALTH}  # that there is a provider tells of needs
    assert "tr-prairie-ridge" not in repr(kept.change)
    assert "Imaginary" not in repr(kept.change)


def test_a_line_of_another_version_is_passed_over(desk):
    made = desk.refers("one")
    workspace = desk.desk
    strange = replace(workspace, user=replace(workspace.user, id="someone-else"))
    prints.log_print(
        strange, made.id, SheetKind.CARD, language="en", how=PrintHow.FILE,
        why=PrintWhy.FIRST, copy=1, now=NOW,
    )  # fmt: skip
    from desktop.domain.change import Subject
    from desktop.domain.facts import Known, Record
    from desktop.domain.writing import entries

    workspace.store.keep(
        entries(
            {
                "print": Known(Record.of(sheet="hologram", copy="1")),
                "referral.id": Known(made.id),
            },
            subject=Subject(SubjectKind.PRINT, "future"),
            seen=None,
            by=Author("x", Role.DESK, "TRC", "d9"),
            at=NOW,
            tags_of=workspace.tags_of,
        )
    )

    assert [one.by.user for one in prints.print_log(workspace, made.id)] == ["someone-else"]


@pytest.mark.slow  # three machines
def test_the_desk_prints_what_the_patrol_sent_and_the_lead_agency_knows_that_it_did(tmp_path):
    county = County(tmp_path)
    made = refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.exchange("D1")
    now = county.clock.now

    kinds = [one.kind for one in issue.offers(county.desk, made.id, now=now)]
    form = issue.make_sheet(county.desk, made.id, SheetKind.REFERRAL_FORM, tongue("en"), now=now)
    prints.log_print(
        county.desk, made.id, SheetKind.REFERRAL_FORM, language="en", how=PrintHow.PRINTER,
        why=PrintWhy.FIRST, copy=1, now=now,
    )  # fmt: skip
    county.exchange("D1")
    county.exchange("L1")
    keeps_all(county)

    # No service is chosen, so there is none to address a sheet to.
    assert kinds == [kind for kind in PLANS if kind is not SheetKind.PROVIDER]
    assert "Health note: shaking, last use this morning" in as_text(form)
    lead = county.coordinator
    assert [one.kind for one in prints.print_log(lead, made.id)] == [SheetKind.REFERRAL_FORM]
    assert [one.kind for one in issue.offers(lead, made.id, now=county.clock.now)] == [
        SheetKind.CARD,
        SheetKind.REFERRAL_FORM,
        SheetKind.CONSENT,
    ]
    county.close()
