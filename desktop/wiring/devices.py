"""Computers: the roster with what is known of each, revoking and letting back."""

from __future__ import annotations

from desktop.domain.skew import is_worth_telling
from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.services import devices, ways_out
from desktop.services.devices import Device
from desktop.sync.roster import Member
from desktop.ui.devices_page import DevicesPage
from desktop.viewmodels.devices import (
    CLOCK_ADVICE,
    GAP_ADVICE,
    KIND_WORDS,
    DeviceItem,
    DevicesView,
    clock_line,
    device_mark,
    gap_line,
    owed_line,
    state_words,
    told_line,
)
from desktop.wiring.shell import Shell


class DevicesWires:
    """Connects the page of computers."""

    def __init__(self, shell: Shell, page: DevicesPage) -> None:
        self.shell = shell
        self.page = page
        page.revoke_requested.connect(shell.guard(self._revoke))
        page.let_back_requested.connect(shell.guard(self._let_back))
        page.left.connect(shell.guard(lambda: shell.go("exchange")))

    def refresh(self) -> None:
        """Show the computers as they stand."""
        workspace = self.shell.workspace
        may = workspace.place.is_lead and workspace.user.role in (Role.COORDINATOR, Role.ADMIN)
        self.page.show_devices(
            DevicesView(
                items=tuple(self._item(one) for one in devices.devices(workspace)),
                can_revoke=may,
            )
        )

    def _revoke(self, device: str) -> None:
        devices.revoke(self.shell.workspace, device, now=self.shell.now)
        self.shell.window.toast(
            Say("Revoked. Every other computer hears of it with its next exchange."),
            self.shell.guard(lambda: self._let_back(device)),
        )
        self._told()

    def _let_back(self, device: str) -> None:
        devices.let_back(self.shell.workspace, device, now=self.shell.now)
        self.shell.window.toast(Say("It belongs to the program again."))
        self._told()

    def _told(self) -> None:
        self.shell.refresh()
        if ways_out.places(self.shell.workspace):
            self.shell.exchange_now()

    def _item(self, one: Device) -> DeviceItem:
        now, member = self.shell.now, one.member
        name = name_of(member)
        troubles: list[Sayable] = [
            gap_line(name, gap.first, gap.last, gap.since, kept_out=gap.kept_out, now=now)
            for gap in one.gaps
        ]
        if troubles:
            troubles.append(GAP_ADVICE)
        if one.skew is not None and is_worth_telling(one.skew):
            troubles += [clock_line(name, one.skew), CLOCK_ADVICE]
        owed = one.told.owed if one.told else ()
        troubles += [owed_line(name_of(who)) for who in owed]
        return DeviceItem(
            key=member.device,
            name=name,
            kind=KIND_WORDS[member.kind],
            state=state_words(
                revoked=member.is_revoked, heard_at=one.heard_at, owed=len(owed), now=now
            ),
            mark=device_mark(
                revoked=member.is_revoked,
                owed=len(owed),
                troubles=len(troubles),
                heard=one.heard_at is not None,
            ),
            revoked=member.is_revoked,
            troubles=tuple(troubles),
            told=tuple(
                told_line(name_of(who), at, now=now)
                for who, at in (one.told.signed if one.told else ())
            ),
        )


def name_of(member: Member) -> Sayable:
    """Return a machine as people name it."""
    return f"{member.agency} {member.machine}"
