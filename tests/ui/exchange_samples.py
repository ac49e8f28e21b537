"""Made-up states of the exchange for pictures and tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.domain.terms import Travel
from desktop.domain.words import Say
from desktop.viewmodels.exchange import (
    Compared,
    DeviceView,
    ExchangeView,
    Stage,
    Standing,
    WayKind,
    WayOut,
    WordsToCompare,
    kept_out,
    sentence,
    waiting_line,
)
from desktop.viewmodels.marks import Line, Mark, Tone

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=UTC)
WORDS = "lantern oak four, river copper window"
NO_ANSWER = Mark(Say("No answer"), Tone.WARNING)
ANSWERED = Mark(Say("Answered"), Tone.SUCCESS, "check")


def _waiting(key, for_whom, what, hours, size, travel):
    return waiting_line(
        key,
        for_whom=for_whom,
        what=what,
        since=NOW - timedelta(hours=hours),
        size=size,
        travel=travel,
        now=NOW,
    )


OFFLINE = ExchangeView(
    *sentence(
        Standing(2, Stage.ENROLLED, False, 3, 41_000, NOW - timedelta(hours=19)),
        now=NOW,
    ),
    device=DeviceView(Say("Laptop {code}", code="K7"), WORDS, Stage.ENROLLED, "Millbrook Care"),
    ways=(
        WayOut(
            "w1",
            WayKind.FOLDER,
            "/mnt/county-share/deflection/exchange/of-the-three-rivers-program",
            Say("Last answered today {time}, tried 2 min ago", time="14:02"),
            NO_ANSWER,
        ),
        WayOut("w2", WayKind.STICK, "Blue 2", Say("Used 16 Nov"), ANSWERED),
    ),
    waiting=(
        _waiting("a", "Laptop K3", Say("2 receipts"), 8, 9_100, Travel.BUNDLED),
        _waiting("b", "Millbrook Care", Say("1 referral, 14 facts"), 3, 15_000, Travel.BUNDLED),
        _waiting("c", "Millbrook Care", Say("1 answer to a dispute"), 1, None, Travel.SAVED),
    ),
    history=(
        Line("h1", Say("2 bundles left"), "/mnt/county-share", when="17 Nov 14:02",
             mark=Mark(Say("Not received yet"))),
        Line("h2", Say("1 bundle came from the lead agency"), Say("3 new facts"),
             when="17 Nov 14:02", mark=Mark(Say("Kept"), Tone.SUCCESS)),
    ),
    kept_out=(
        kept_out("q1", title=Say("Laptop {code}, bundle 2", code="K9"), reason="foreign",
                 since=NOW - timedelta(days=2), now=NOW, words="cedar river nine, apple moon kite"),
        kept_out("q2", title=Say("Laptop {code}, bundle 7", code="K3"), reason="torn",
                 since=NOW - timedelta(hours=1), now=NOW),
    ),
    gaps=(Say("Bundle 6 of laptop K3 is missing since Tuesday. It may still be on a stick."),),
    clocks=(Say("Laptop K3 is 7 minutes slow. The order of events stays right."),),
    next_try=Say("Next try by itself in {n} min", n=3),
)  # fmt: skip
ALONE = ExchangeView(
    *sentence(Standing(0, Stage.ALONE, None, 0, 0, None), now=NOW),
    device=DeviceView(Say("Laptop {code}", code="K7"), WORDS, Stage.ALONE),
)
LEAD = ExchangeView(
    *sentence(Standing(1, Stage.LEAD, True, 0, 0, NOW - timedelta(hours=2)), now=NOW),
    device=DeviceView(Say("Lead agency, desk 1"), WORDS, Stage.LEAD),
    ways=(WayOut("w1", WayKind.FOLDER, "/srv/exchange", Say("Answered today 07:20"), ANSWERED),),
)
ASKED = WordsToCompare(Compared.ENROLLMENT, "k9", Say("Laptop {code}", code="K9"), WORDS)
