"""A made-up Inbox for pictures and tests."""

from __future__ import annotations

from desktop.domain.words import Say
from desktop.viewmodels.inbox import BundleLine, Happens, InboxItem, InboxView
from desktop.viewmodels.marks import Mark, Tone

LONG_NAME = "Maria Guadalupe de los Angeles Fictional-Placeholder y Montemayor-Examplewright"
GOOD = Mark(Say("Signed, no gap"), Tone.SUCCESS, "check")
VIEW = InboxView(
    source=Say("3 bundles from 2 computers"),
    counts=(
        (Happens.NEW, 12),
        (Happens.KNOWN, 31),
        (Happens.TWO_ANSWERS, 1),
        (Happens.SET_ASIDE, 1),
        (Happens.KEPT_OUT, 1),
    ),
    items=(
        InboxItem(
            "i1",
            Happens.NEW,
            "Robin Sample",
            Say("TRC-K7-26-000122, Ofc. Larkspur, 9 facts"),
            "b1",
            (
                (Say("Phone"), "(555) 010-0171"),
                (Say("Best place and time to find the person"), "<b>library</b> & park"),
                (Say("Needs"), Say("Withdrawal care")),
            ),
        ),
        InboxItem(
            "i2", Happens.NEW, LONG_NAME, Say("TRC-K3-26-000120, Ofc. Thistle, 3 facts"), "b2"
        ),
        InboxItem(
            "i3",
            Happens.SET_ASIDE,
            "TRC-K7-26-000104",
            Say("Step “withdrawn” after it was closed"),
            "b1",
        ),
        InboxItem(
            "i4",
            Happens.TWO_ANSWERS,
            "Jo Placeholder",
            Say("TRC-K7-26-000118, Housing"),
            "b2",
            (
                ("Ofc. Thistle", Say("Shelter")),
                ("Clover", Say("Unsheltered")),
            ),
            referral="r118",
        ),
        InboxItem("i5", Happens.KEPT_OUT, Say("Laptop K9, bundle 2"), Say("Not on the list"), "b3"),
    ),
    bundles=(
        BundleLine("b1", Say("Laptop K7, bundle 14"), Say("received today 08:10"), GOOD, 9),
        BundleLine("b2", Say("Laptop K3, bundle 7"), Say("6 is missing"), GOOD, 3, clear=False),
        BundleLine(
            "b3",
            Say("Laptop K9, bundle 2"),
            Say("not on the list"),
            Mark(Say("Kept out"), Tone.ERROR, "lock"),
            can_keep=False,
        ),
    ),
)
