"""Made-up computers for pictures and tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.domain.terms import DeviceKind
from desktop.domain.words import Say
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

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=UTC)


def _item(key, name, kind, *, revoked=False, heard=2.0, owed=(), told=(), troubles=()):
    heard_at = NOW - timedelta(hours=heard)
    lines = (*troubles, *(owed_line(one) for one in owed))
    return DeviceItem(
        key=key,
        name=name,
        kind=KIND_WORDS[kind],
        state=state_words(revoked=revoked, heard_at=heard_at, owed=len(owed), now=NOW),
        mark=device_mark(revoked=revoked, owed=len(owed), troubles=len(lines), heard=True),
        revoked=revoked,
        troubles=lines,
        told=tuple(told_line(one, NOW - timedelta(hours=1), now=NOW) for one in told),
    )


UNIT_12 = Say("the laptop of {unit}", unit="Unit 12")
DEVICES = DevicesView(
    items=(
        _item("mcc-l2", "MCC L2", DeviceKind.LEAD),
        _item("trc-d1", "TRC D1", DeviceKind.DESK, heard=0.5),
        _item(
            "trc-k7",
            "TRC K7",
            DeviceKind.PATROL,
            revoked=True,
            owed=("TRC K3", "TRC D1"),
            told=("MCC L2",),
        ),
        _item(
            "trc-k3",
            "TRC K3",
            DeviceKind.PATROL,
            heard=30,
            troubles=(
                gap_line("TRC K3", 7, 7, NOW - timedelta(days=1), kept_out=False, now=NOW),
                GAP_ADVICE,
                clock_line("TRC K3", -430),
                CLOCK_ADVICE,
            ),
        ),
    ),
    can_revoke=True,
)
