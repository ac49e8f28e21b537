"""Made-up packets for pictures and tests."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from desktop.domain.terms import Tag
from desktop.domain.words import Say
from desktop.viewmodels.marks import Line, Mark, Tone
from desktop.viewmodels.packets import (
    SAFE,
    PacketState,
    PacketsView,
    PacketView,
    Preview,
    QueueItem,
    SheetView,
)
from desktop.viewmodels.print_queue import Doubt, PacketJob, PrintQueueView

LONG_NAME = "Maria Guadalupe de los Angeles Fictional-Placeholder y Montemayor-Examplewright"
QUEUE = PacketsView(
    queue=(
        QueueItem("r1", "Robin Sample", "TRC-K7-26-000122", 4, PacketState.READY),
        QueueItem("r2", LONG_NAME, "TRC-K7-26-000121", 3, PacketState.READY),
        QueueItem("r3", "", "TRC-K7-26-000119", 1, PacketState.HELD),
        QueueItem("r4", "Lee Madeup", "TRC-K7-26-000118", 4, PacketState.STOPPED, page=3),
        QueueItem("r5", "Sam Fictional", "TRC-K7-26-000113", 4, PacketState.PRINTED, "16 Nov"),
    ),
    printer="Front desk",
)
SHEETS = (
    SheetView(
        "card",
        Say("Contact card"),
        Say("the person"),
        ("English", "Español"),
        1,
        leaves_out=Say("No name, no charge, no police mark"),
        chosen=True,
    ),
    SheetView(
        "lead",
        Say("Referral form"),
        "Millbrook Community Care",
        ("English",),
        2,
        (Tag.PERSONAL, Tag.HEALTH, Tag.SAFETY),
        Say("No charge, no history"),
        chosen=True,
    ),
    SheetView(
        "provider",
        Say("Provider's sheet"),
        "Prairie Ridge Detox",
        ("English",),
        1,
        (Tag.PERSONAL, Tag.HEALTH),
        Say("No charge, no history"),
        missing=Say("Consent is missing: Prairie Ridge Detox, what help this person needs"),
    ),
    SheetView(
        "worksheet",
        Say("Eligibility worksheet"),
        Say("the prosecutor"),
        ("English",),
        1,
        (Tag.JUSTICE,),
        Say("No health, no needs"),
        copies=1,
    ),
)
PACKET = PacketView(
    "r1",
    "Robin Sample",
    "TRC-K7-26-000122",
    SHEETS,
    (
        Line("l1", Say("Contact card, copy 1"), "Clover", when=Say("today {time}", time="06:52")),
        Line("l2", Say("Eligibility worksheet, copy 1"), "Clover", when="16 Nov 15:20"),
    ),
)
TEXT = "Somebody is ready to help you\n\nPlease call Marigold, (555) 010-0100."


def page_png(number: int) -> bytes:
    """Return a page of US Letter at 100 dots an inch."""
    image = QImage(850, 1100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        font = QFont("Public Sans")
        font.setPixelSize(34)
        painter.setFont(font)
        painter.setPen(QColor("black"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(80, 80, 690, 900), flags, f"{TEXT}\n\n{number}")
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(held.data())


def preview(sheet: str = "lead", *, pages: int = 2) -> Preview:
    """Return a sheet as it would be on paper."""
    drawn = tuple(page_png(at + 1) for at in range(pages))
    return Preview("r1", sheet, Say("Referral form"), drawn, TEXT, SAFE)


HELD_PREVIEW = Preview(
    "r1",
    "provider",
    Say("Provider's sheet"),
    (),
    "Consent is missing: name, and how to reach the person, for Prairie Ridge Detox.",
    Mark(Say("Consent missing"), Tone.WARNING, "lock"),
)
WAITS = PrintQueueView(
    packets=(
        PacketJob("r1/person", "TRC-K7-26-000122", Say("the person"), 2, began=True),
        PacketJob("r2/lead", "TRC-K7-26-000121", Say("the lead agency"), 1),
        PacketJob(
            "r3/lead",
            "TRC-K7-26-000119",
            Say("the lead agency"),
            1,
            held="Consent is missing: name, and how to reach the person, for Marigold Care.",
        ),
    ),
    last_page=("job1", 2),
)
IN_DOUBT = replace(WAITS, doubt=Doubt("job1", "TRC-K7-26-000122", Say("Referral form"), 2, 3))
RUNNING = replace(WAITS, running=True)
