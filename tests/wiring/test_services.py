"""The Services page says how many services each filter would leave, after the list is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Say
from desktop.packet.blocks import Facts
from desktop.packet.pdf import render
from desktop.services import services_known
from desktop.ui.services_page import ServicesPage
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.asked import BadListing
from desktop.viewmodels.services import ServicesView
from desktop.viewmodels.services_query import Query
from desktop.wiring.printing import page_images
from desktop.wiring.services import ServicesWires
from tests.ui.checks import find_rich_text
from tests.wiring.conftest import County


@pytest.mark.slow  # makes a whole workspace with its directory
def test_each_filters_count_is_what_turning_it_on_leaves(
    county: County, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("services")
    assert isinstance(wires, ServicesWires)
    shown: list[ServicesView] = []
    show = wires.page.show_services
    monkeypatch.setattr(wires.page, "show_services", lambda view: (shown.append(view), show(view)))

    def counted() -> bool:
        return bool(shown) and all(one.count is not None for one in shown[-1].filters)

    shell.go("services")
    assert not counted()
    qtbot.waitUntil(counted)
    counts = {one.code: one.count for one in shown[-1].filters}

    code = min(counts, key=lambda one: (counts[one] or 0, one))
    wires.page.searched.emit(Query(filters=frozenset({code})))
    assert len(shown[-1].lines) == counts[code]
    assert counts[code] < len(shown[0].lines)

    # Another key while it counts: only the newest question is answered.
    wires.page.searched.emit(Query(words="no such service at all"))
    qtbot.waitUntil(counted)
    assert {one.count for one in shown[-1].filters} == {0}


@pytest.mark.slow  # makes a whole workspace with its directory
def test_what_is_still_being_counted_at_sign_out_is_let_go(county: County, qtbot: QtBot) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")

    shell.lock()
    qtbot.waitUntil(lambda: shell.frame is None)
    qtbot.wait(0)

    assert shell.session is None


@pytest.mark.slow  # makes a whole workspace with its directory
def test_services_are_found_by_slip_need_age_and_time(county: County, qtbot: QtBot) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")
    wires = shell.wires("services")
    assert isinstance(wires, ServicesWires)
    say = shell.look.say

    def asked(query: Query) -> tuple[list[str], ServicesView]:
        wires.page.searched.emit(query)
        assert wires._shown is not None
        return [say(one.title) for one in wires._shown.lines], wires._shown

    every, view = asked(Query())
    assert say(view.found) == "7 of 8 services"
    assert "Sober House on Elm" not in every

    mended, view = asked(Query(words="prarie rigde"))
    assert mended == ["Prairie Ridge Detox"]
    assert "Shown for “prairie ridge”" in say(view.spelling)

    detox, _ = asked(Query(filters=frozenset({"need/withdrawal"})))
    assert "Prairie Ridge Detox" in detox
    assert "Harbor Peer Drop-in" not in detox

    young, view = asked(Query(age=13))
    assert "Prairie Ridge Detox" not in young
    assert "Tribal Wellness Center" in young

    night = shell.now.replace(hour=3, minute=0)
    at_three, _ = asked(Query(at=night))
    assert set(at_three) == {"Prairie Ridge Detox", "County Crisis Stabilization"}

    code, _ = asked(Query(code="OTP"))
    assert code == ["Three Forks OTP"]

    nothing, view = asked(Query(filters=frozenset({"childcare"}), at=night))
    assert nothing == []
    assert [say(miss.drop) for miss in view.misses] == [
        "Drop: Children can stay",
        say(Say("Drop the time: {when}", when=night)),
    ]
    # What is dropped finds what was said.
    smaller, _ = asked(view.misses[0].query)
    assert smaller

    # Where no single wish is in the way, all can be dropped at once.
    nothing, view = asked(Query(filters=frozenset({"childcare"}), age=13, at=night))
    assert nothing == []
    assert [(say(miss.drop), miss.query) for miss in view.misses] == [("Drop all filters", Query())]


@pytest.mark.slow  # makes a whole workspace with its directory
def test_a_call_is_taken_back_with_one_key(county: County, qtbot: QtBot) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")
    page = shell.page("services")
    assert isinstance(page, ServicesPage)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    page.results.list.choose("tr-prairie-ridge")
    page.opened.emit("tr-prairie-ridge")
    before = page.detail.detail()

    page.results.list.setFocus()
    QTest.keyClick(page.results.list, Qt.Key.Key_2)
    told = page.detail.detail()
    assert told is not None
    assert shell.look.say(told.room) == "Reported full."
    assert shell.window.toast_box.isVisible()
    # It takes room of its own: no line is covered.
    strip = shell.window.toast_box
    assert strip.geometry().top() >= shell.window._stack.geometry().bottom()

    QTest.keyClick(page.results.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    after = page.detail.detail()
    assert after is not None
    assert before is not None
    assert (after.room, after.calls) == (before.room, before.calls)


NAUGHTY = (
    "<b>bold</b><img src=x>",
    '" OR 1=1 --',
    "'; drop table services; --",
    '"*" NEAR(a b)',
    "\x00\x1b[31m",
    "\u202e\u0301\ufeff",
    "=cmd|' /C calc'!A0",
    "%s%n{0}{name}",
)


@pytest.mark.slow  # makes a whole workspace with its directory
@pytest.mark.parametrize("field", ["words", "near", "code"])
def test_hostile_words_are_words(county: County, qtbot: QtBot, field: str) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")
    wires = shell.wires("services")
    assert isinstance(wires, ServicesWires)
    for text in NAUGHTY:
        wires.page.searched.emit(replace(Query(), **{field: text}))
        assert wires._shown is not None
        assert getattr(wires._shown.query, field) == text
    assert find_rich_text(shell.window) == []


@pytest.mark.slow  # makes a whole workspace with its directory
def test_a_hostile_note_stands_as_it_was_written(county: County, qtbot: QtBot) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")
    page = shell.page("services")
    assert isinstance(page, ServicesPage)
    page.opened.emit("tr-prairie-ridge")

    page.bad_listing_reported.emit(BadListing("tr-prairie-ridge", NAUGHTY[0]))

    told = page.detail.detail()
    assert told is not None
    assert [words for _, words in told.notes] == [NAUGHTY[0]]
    assert find_rich_text(shell.window) == []


@pytest.mark.slow  # makes a whole workspace with its directory
def test_the_coordinator_finds_what_is_reported_as_wrong_and_puts_it_away(
    county: County, qtbot: QtBot
) -> None:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    shell.go("services")
    page, wires = shell.page("services"), shell.wires("services")
    assert isinstance(page, ServicesPage)
    assert isinstance(wires, ServicesWires)
    page.bad_listing_reported.emit(BadListing("tr-harbor", "Moved to Elm Street."))

    page.searched.emit(Query(filters=frozenset({"reported_wrong"})))
    assert [line.key for line in page.results.list.lines()] == ["tr-harbor"]
    page.opened.emit("tr-harbor")
    button = next(one for one in page.findChildren(Button) if one.shown_text() == "It is right now")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert page.results.list.lines() == ()
    assert [miss.query for miss in wires._shown.misses] == [Query()]  # type: ignore[union-attr]


@pytest.mark.slow  # makes a whole workspace with its directory
def test_one_page_of_a_service_is_printed_with_all_that_is_shown(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("services")
    wires = shell.wires("services")
    assert isinstance(wires, ServicesWires)
    wires.page.opened.emit("tr-prairie-ridge")

    sheet = services_known.sheet_of(
        shell.workspace,
        "tr-prairie-ridge",
        say=shell.look.say,
        language="en",
        now=shell.now,
        more=wires._told_on_paper(),
    )

    block = sheet.blocks[0]
    assert isinstance(block, Facts)
    said = dict(block.rows)
    assert said["Hours"] == "Day and night"
    assert "police line" in said["Phones"]
    assert {"Bring", "Payment", "Printed", "Room"} <= set(said)
    assert len(page_images(render(sheet, shell.tools.fonts), dpi=30)) == 1
