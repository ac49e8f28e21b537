"""The Services page says how many services each filter would leave, after the list is there."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.terms import DeviceKind, Role
from desktop.viewmodels.services import Query, ServicesView
from desktop.wiring.services import ServicesWires
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
