"""Packets: chosen, seen, printed and saved with keys alone; a missing consent keeps a sheet out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desktop.domain.words import ENGLISH, Say
from desktop.ui.packets.blank_dialog import BlankDialog
from desktop.ui.packets.print_all_dialog import PrintAllDialog
from desktop.ui.packets.print_queue_dialog import PrintQueueDialog
from desktop.ui.packets.reprint_dialog import ReprintDialog
from desktop.ui.packets_page import PacketsPage
from desktop.viewmodels.marks import Choice, Trouble
from desktop.viewmodels.packets import (
    BlankAsked,
    PacketsView,
    SheetRef,
    SheetsAsked,
    SheetToggled,
    sheet_detail,
    spoken_sheet,
)
from desktop.viewmodels.print_queue import (
    CameOut,
    Doubt,
    PacketMoved,
    PrintAllAsked,
    PrintQueueView,
    Progressing,
    ReaderKey,
)
from tests.ui.acts import CONTROL, Told, assert_fits, dialog_of, press, words_on
from tests.ui.packet_samples import (
    PACKET,
    QUEUE,
    SHEETS,
    TEXT,
    WAITS,
    page_png,
    preview,
)

SIGNALS = (
    "referral_opened",
    "sheet_toggled",
    "preview_requested",
    "print_requested",
    "save_requested",
    "blank_requested",
    "stop_requested",
    "resume_requested",
    "print_all_requested",
    "came_out",
    "packet_moved",
    "packet_taken_out",
    "try_again_requested",
    "attach_requested",
    "papers_dropped",
    "papers_requested",
)


@pytest.fixture
def page(look):
    made = PacketsPage(look)
    made.show_packets(QUEUE)
    return made


def opened(page, shown, width=1024):
    """Open the first referral with keys, as wiring answers."""
    shown(page, width)
    page.referral_opened.connect(lambda key: page.show_packet(replace(PACKET, referral=key)))
    page.focus_first()
    press(Qt.Key.Key_Return)
    return page


def test_showing_packets_tells_nobody(page):
    told = Told(page, *SIGNALS)

    page.show_packets(QUEUE)
    page.show_packet(PACKET)
    page.show_preview(preview())
    page.show_print_queue(WAITS)
    page.show_printing(Progressing(1, 4, 1, 2))
    page.show_printing(None)
    page.show_packet(None)

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
def test_queue_sheets_and_preview_fit_in_every_look(any_look, shown, qtbot, width):
    page = PacketsPage(any_look)
    page.show_packets(QUEUE)
    shown(page, width)
    assert_fits(qtbot, page)

    page.show_packet(PACKET)
    page.show_preview(preview())
    page.views.show_second()

    assert_fits(qtbot, page)


def test_opening_a_referral_previews_its_first_sheet(page, shown):
    seen = []
    page.preview_requested.connect(seen.append)

    opened(page, shown)

    assert seen == [SheetRef("r1", "card")]
    assert page.sheets.rows[0].hasFocus()


def test_arrows_move_between_sheets_and_preview_them(page, shown):
    opened(page, shown)
    seen = []
    page.preview_requested.connect(seen.append)

    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)

    assert [one.sheet for one in seen] == ["lead", "provider", "lead", "lead"]


def test_space_takes_a_sheet_out_and_the_button_counts(page, shown):
    opened(page, shown)
    told = []
    page.sheet_toggled.connect(told.append)
    assert page.print_button.shown_text() == "Print 2 sheets"

    press(Qt.Key.Key_Space)

    assert told == [SheetToggled("r1", "card", False)]
    assert page.print_button.shown_text() == "Print 1 sheet"
    assert "1 sheet, 2 pages" in words_on(page)


def test_a_sheet_without_its_consent_stays_out(page, shown):
    opened(page, shown)
    told = Told(page, "sheet_toggled")
    page.sheets.rows[2].setFocus()

    press(Qt.Key.Key_Space)

    assert told.names == []
    assert not page.sheets.rows[2].isChecked()
    assert "Consent is missing" in page.sheets.rows[2].accessibleName()


def test_ctrl_p_prints_what_is_chosen(page, shown):
    opened(page, shown)
    told = []
    page.print_requested.connect(told.append)

    press(Qt.Key.Key_P, CONTROL)

    assert told == [SheetsAsked("r1", ("card", "lead"))]


def test_a_second_copy_asks_why(page, shown, qtbot):
    opened(page, shown)
    told = []
    page.print_requested.connect(told.append)
    page.sheets.rows[3].setFocus()
    press(Qt.Key.Key_Space)

    press(Qt.Key.Key_P, CONTROL)
    dialog = dialog_of(page, ReprintDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.print_button.click()
    assert told == []
    assert "Choose a reason first." in words_on(dialog)
    dialog.why.buttons()[0].setFocus()
    press(Qt.Key.Key_Space)
    dialog.print_button.click()

    assert told == [SheetsAsked("r1", ("card", "lead", "worksheet"), "jam")]


def test_a_rules_card_is_printed_without_a_referral(page, shown):
    shown(page)
    page.show_packets(PacketsView(languages=(Choice("en", "English"), Choice("es", "Español"))))
    told = []
    page.blank_requested.connect(told.append)

    page.to_print.blank_button.click()
    dialog = dialog_of(page, BlankDialog)
    assert "nobody's name" in words_on(dialog)
    dialog.language.choose("es")
    dialog.print_button.click()

    assert told == [BlankAsked("rules-card", "es")]


def test_a_paper_form_is_for_one_pathway_or_for_all(page, shown):
    shown(page)
    ways = (Choice("INT", "A charge is held"), Choice("OUT", "We went to find the person"))
    page.show_packets(PacketsView(pathways=ways))
    told = []
    page.blank_requested.connect(told.append)

    for way in ("INT", "all"):
        page.to_print.blank_button.click()
        dialog = dialog_of(page, BlankDialog)
        assert not dialog.pathway.isVisible()  # a rules card holds them all
        dialog.sheet.buttons()[1].click()
        assert dialog.pathway.isVisible()
        dialog.pathway.choose(way)
        dialog.print_button.click()

    assert told == [BlankAsked("paper-form", "en", "INT"), BlankAsked("paper-form", "en")]


def test_a_sheet_that_cannot_be_made_says_why_and_no_count_of_pages():
    held = replace(PACKET.sheets[2], pages=0, missing=Say("Consent is missing"))

    assert "0 pages" not in ENGLISH(sheet_detail(held))
    assert "Consent is missing" in ENGLISH(spoken_sheet(held, ()))


def test_ctrl_s_saves_and_without_a_printer_that_is_the_main_button(page, shown):
    opened(page, shown)
    page.show_packets(replace(QUEUE, printer=""))
    told = []
    page.save_requested.connect(told.append)

    press(Qt.Key.Key_S, CONTROL)
    press(Qt.Key.Key_P, CONTROL)

    assert told == [SheetsAsked("r1", ("card", "lead"))]
    assert page.save_only_button.isVisible()
    assert not page.print_button.isVisible()


def test_esc_stops_the_printer_before_it_leaves_the_page(page, shown):
    opened(page, shown)
    told = Told(page, "stop_requested")
    page.show_printing(Progressing(1, 4, 2, 3))
    assert "Sheet 1 of 4, page 2 of 3" in words_on(page)
    assert page.band.progress.cancel_button.shown_text() == "Stop after this page"

    press(Qt.Key.Key_Escape)
    assert told.names == ["stop_requested"]
    page.show_printing(None)
    press(Qt.Key.Key_Escape)

    assert page.to_print.queue.isVisible()
    assert page.to_print.queue.hasFocus()


def test_pages_turn_and_zoom_by_keys(page, shown):
    opened(page, shown)
    page.show_preview(preview())
    small = page.preview.paper.widget().width()

    press(Qt.Key.Key_PageDown, CONTROL)
    assert page.preview.page() == 2
    press(Qt.Key.Key_PageDown, CONTROL)
    assert page.preview.page() == 2
    press(Qt.Key.Key_Plus, CONTROL)
    assert page.preview.paper.widget().width() > small
    press(Qt.Key.Key_Minus, CONTROL)
    press(Qt.Key.Key_PageUp, CONTROL)

    assert page.preview.page() == 1
    assert page.preview.paper.widget().width() == small


def test_a_screen_reader_hears_the_page_as_text(page, shown):
    opened(page, shown)
    page.show_preview(preview())

    heard = QAccessible.queryAccessibleInterface(page.preview.paper.widget())
    assert heard.text(QAccessible.Text.Name) == "Referral form, page 1 of 2"
    assert heard.text(QAccessible.Text.Description) == TEXT
    page.preview.way.buttons()[1].click()
    assert page.preview.text.isVisible()
    assert page.preview.text.toPlainText() == TEXT


def test_a_broken_picture_says_so(page, shown):
    opened(page, shown)
    page.show_preview(replace(preview(), pages=(b"no picture",)))

    assert "This page cannot be shown." in words_on(page)
    page.show_preview(replace(preview(), pages=(page_png(1),)))
    assert "This page cannot be shown." not in words_on(page)


def test_the_queue_is_filtered(page, shown):
    shown(page)
    page.to_print.filter.buttons()[1].click()
    assert [one.key for one in page.to_print.queue.lines()] == ["r1", "r2", "r4"]
    page.to_print.filter.buttons()[2].click()
    assert [one.key for one in page.to_print.queue.lines()] == ["r3"]


def test_an_empty_queue_and_trouble_say_what_to_do(look, shown, qtbot):
    page = PacketsPage(look)
    trouble = Trouble(Say("The printer does not answer."), Say("Save the sheets as PDF."))
    page.show_packets(PacketsView(trouble=trouble))
    shown(page)

    assert "New referrals of your unit appear here by themselves." in words_on(page)
    assert page.banner.text() == "The printer does not answer. Save the sheets as PDF."
    assert_fits(qtbot, page)


def test_the_keyboard_stays_on_its_sheet_when_the_packet_is_shown_again(page, shown):
    opened(page, shown)
    press(Qt.Key.Key_Down)

    page.show_packet(replace(PACKET, sheets=SHEETS[:3]))

    assert page.sheets.rows[1].hasFocus()


def test_all_that_is_shown_and_not_printed_is_printed_for_the_readers_chosen(page, shown, qtbot):
    shown(page)
    told = []
    page.print_all_requested.connect(told.append)
    assert page.to_print.all_button.shown_text() == "Print 4 packets"

    press(Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(page, PrintAllDialog)
    for box in dialog.boxes.values():
        box.setChecked(False)
    dialog.print_button.click()
    assert told == []
    assert "Choose a reader first." in words_on(dialog)
    dialog.boxes[ReaderKey.LEAD].click()
    dialog.cover.click()
    dialog.print_button.click()

    assert told == [PrintAllAsked(("r1", "r2", "r3", "r4"), (ReaderKey.LEAD,), cover=True)]


def test_what_waits_is_resumed_moved_and_taken_out_with_keys(page, shown, qtbot):
    shown(page)
    told = Told(page, "resume_requested")
    moved, out, came = [], [], []
    page.packet_moved.connect(moved.append)
    page.packet_taken_out.connect(out.append)
    page.came_out.connect(came.append)
    assert not page.band.isVisibleTo(page)

    page.show_print_queue(WAITS)
    said = "4 sheets wait for the printer; 1 packet cannot be printed."
    assert said in words_on(page)
    press(Qt.Key.Key_R)
    page.band.again_button.click()
    page.band.look_button.click()
    dialog = dialog_of(page, PrintQueueDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "Held" in words_on(dialog) or dialog.list.lines()[2].mark is not None
    dialog.list.choose("r2/lead")
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Delete)
    page.show_print_queue(PrintQueueView())

    assert told.names == ["resume_requested"]
    assert came == [CameOut("job1", 1)]
    assert moved == [PacketMoved("r2/lead", -1)]
    assert out == ["r2/lead"]
    assert not dialog.isVisible()


def test_pages_in_doubt_are_asked_about_before_anything_goes_on(page, shown):
    shown(page)
    came = []
    page.came_out.connect(came.append)
    told = Told(page, "resume_requested")
    doubt = Doubt("job1", "TRC-K7-26-000122", Say("Referral form"), 2, 3)

    page.show_print_queue(replace(WAITS, doubt=doubt))
    press(Qt.Key.Key_R)
    asked = "Did pages 2 to 3 of Referral form, TRC-K7-26-000122, come out?"
    assert asked in words_on(page)
    page.band.yes_button.click()
    page.band.no_button.click()

    assert told.names == []
    assert came == [CameOut("job1", 3), CameOut("job1", 1)]


@pytest.mark.parametrize("width", [1024, 1280])
def test_the_preview_stays_in_sight_when_a_sheet_far_down_is_chosen(page, shown, width):
    many = tuple(replace(one, key=f"{one.key}{at}") for at in range(3) for one in SHEETS)
    shown(page, width, 700)
    page.show_packet(replace(PACKET, sheets=many))
    page.views.show_second()

    page.sheets.rows[-1].setFocus()
    page.show_preview(replace(preview(), sheet=many[-1].key))

    paper = page.preview.paper
    top = paper.mapTo(page, paper.rect().topLeft()).y()
    assert 0 <= top < page.height() - 100
    assert paper.visibleRegion().boundingRect().height() > 200


def test_a_sheet_that_lacks_a_consent_says_so_instead_of_its_pages(page, shown):
    opened(page, shown)

    page.show_preview(replace(preview("provider"), pages=(), text="Consent is missing: name."))

    assert "This sheet cannot be printed yet" in words_on(page)
    assert "Consent is missing: name." in words_on(page)
    assert "page 1 of 0" not in words_on(page)
    assert not page.preview.paper.isVisible()


def test_a_signed_paper_is_attached_and_looked_at(page, shown):
    opened(page, shown)
    told = Told(page, "attach_requested")
    asked = []
    page.papers_requested.connect(asked.append)
    assert "No signed paper is attached" in words_on(page)
    assert not page.sheets.papers_button.isVisible()

    press(Qt.Key.Key_A)
    page.show_packet(replace(PACKET, papers=2))
    page.sheets.papers_button.click()

    assert told.names == ["attach_requested"]
    assert "2 pages of signed paper" in words_on(page)
    assert asked == [PACKET.referral]
