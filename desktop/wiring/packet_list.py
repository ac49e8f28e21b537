"""The list of packets to print: how each stands, worked out a few at a time beside the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.domain.referral import Referral
from desktop.domain.words import Clock
from desktop.services import prints, sheet_offers
from desktop.viewmodels.packets import PacketState, QueueItem
from desktop.wiring.shell import Shell
from desktop.wiring.sight import sight

AT_ONCE = 20  # about a tenth of a second; the window stays awake between them


class PacketList:
    """Knows how each packet stands; `changed` is called as more of them are known.

    A packet is weighed anew only when something of it changed, or the hour: a consent may end.
    """

    def __init__(
        self, shell: Shell, parent: QObject, *, changed: Callable[[tuple[QueueItem, ...]], object]
    ) -> None:
        self._shell = shell
        self._changed = changed
        self._known: dict[str, tuple[tuple[object, ...], QueueItem]] = {}
        self._referrals: list[tuple[Referral, tuple[object, ...]]] = []
        self._session: object = None
        self._timer = QTimer(parent, singleShot=True, interval=0)
        self._timer.timeout.connect(shell.guard(self._go_on))

    @property
    def newest(self) -> str:
        """Return the referral that came last, "" where there is none."""
        return self._referrals[0][0].id if self._referrals else ""

    def refresh(self) -> None:
        """Read the list anew and weigh the first; the others follow by themselves."""
        shell = self._shell
        self._session = shell.session
        printed = prints.count_prints(shell.workspace)
        hour = shell.now.replace(minute=0, second=0, microsecond=0)
        self._referrals = [
            (one, (*_version(one), printed.get(one.id, 0), hour))
            for one in reversed(shell.workspace.store.referrals())
        ]
        self._weigh_some()

    def items(self) -> tuple[QueueItem, ...]:
        """Return the lines of the list; what is not weighed yet says so."""
        return tuple(self._item(one, key) for one, key in self._referrals)

    def _go_on(self) -> None:
        if self._shell.session is None or self._shell.session is not self._session:
            return  # somebody signed out meanwhile
        self._weigh_some()
        self._changed(self.items())

    def _weigh_some(self) -> None:
        unknown = [(one, key) for one, key in self._referrals if self._at(one.id) != key]
        for one, key in unknown[:AT_ONCE]:
            self._known[one.id] = (key, self._weighed(one))
        if unknown[AT_ONCE:]:
            self._timer.start()

    def _at(self, referral_id: str) -> tuple[object, ...]:
        return self._known[referral_id][0] if referral_id in self._known else ()

    def _item(self, referral: Referral, key: tuple[object, ...]) -> QueueItem:
        known = self._known.get(referral.id)
        if known is not None and known[0] == key:
            return known[1]
        return QueueItem(referral.id, "", referral.number, 0, PacketState.WEIGHED_SOON)

    def _weighed(self, referral: Referral) -> QueueItem:
        workspace = self._shell.workspace
        standing = sheet_offers.standing(workspace, referral, now=self._shell.now)
        log = prints.print_log(workspace, referral.id)
        left = standing.ready - prints.printed_whole(log)
        if log and not left:
            state = PacketState.PRINTED
        elif standing.lacking:
            state = PacketState.HELD
        else:
            state = PacketState.READY
        return QueueItem(
            referral=referral.id,
            person=sight(self._shell, referral).person,
            number=referral.number,
            sheets=len(left) or len(standing.ready),
            state=state,
            when=Clock(log[-1].at) if log else "",
        )


def _version(referral: Referral) -> tuple[object, ...]:
    """Return what differs as soon as anything does that a packet's standing rests on."""
    states = (referral.encounter, referral.own)
    return (*(state and state.last for state in states), referral.consents)
