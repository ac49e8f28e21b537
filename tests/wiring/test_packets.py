"""The queue of packets follows what is true, however little of it is worked out anew."""

from __future__ import annotations

import pytest

from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.terms import (
    ConsentHow,
    ConsentState,
    DeviceKind,
    PrintHow,
    PrintWhy,
    Role,
    SheetKind,
)
from desktop.services import issue, prints, refer
from desktop.viewmodels.packets import PacketState, PacketsView, SheetToggled
from desktop.wiring.packets import PacketsWires
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County


class Desk:
    """The desk's Packets page, with what it was last told to show."""

    def __init__(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shell = county.window(DeviceKind.DESK, Role.DESK, referrals=2)
        wires = self.shell.wires("packets")
        assert isinstance(wires, PacketsWires)
        self.wires = wires
        self.shown: list[PacketsView] = []
        show = wires.page.show_packets
        monkeypatch.setattr(
            wires.page, "show_packets", lambda view: (self.shown.append(view), show(view))
        )

    def states(self) -> dict[str, PacketState]:
        """Return how the queue stands after a refresh."""
        self.wires.refresh()
        return {item.referral: item.state for item in self.shown[-1].queue}


@pytest.mark.slow  # makes a whole workspace and sets every sheet of a packet
def test_the_queue_tells_at_once_what_was_printed_and_which_consent_was_taken_back(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(county, monkeypatch)
    workspace = desk.shell.workspace
    before = desk.states()
    assert set(before) == {"ref0", "ref1"}

    prints.log_print(
        workspace,
        "ref0",
        SheetKind.CARD,
        language="en",
        how=PrintHow.FILE,
        why=PrintWhy.FIRST,
        copy=1,
        now=NIGHT,
    )
    assert desk.states() == {**before, "ref0": PacketState.PRINTED}

    for scope in (Scope.PERSONAL, Scope.HEALTH):
        back = Consent("", LEAD, scope, ConsentState.REVOKED, ConsentHow.SIGNED, given_at=NIGHT)
        refer.take_consent(workspace, "ref1", back, now=NIGHT)
    offers = issue.offers(workspace, "ref1", now=NIGHT)
    assert any(one.missing_consent is not None for one in offers)
    assert desk.states()["ref1"] is PacketState.HELD


@pytest.mark.slow  # makes a whole workspace and sets every sheet of a packet
def test_taking_a_sheet_out_of_a_packet_sets_no_sheet_anew(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(county, monkeypatch)
    desk.wires.open("ref0")
    made: list[SheetKind] = []
    make = issue.make_sheet
    monkeypatch.setattr(
        issue, "make_sheet", lambda *args, **rest: (made.append(args[2]), make(*args, **rest))[1]
    )

    desk.wires.page.sheet_toggled.emit(SheetToggled("ref0", "card", False))

    assert made == []
