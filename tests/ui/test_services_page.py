"""The services page and the card: search as you type, honest rows, one key for each call."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import PhoneResult
from desktop.ui.bad_listing import BadListingDialog
from desktop.ui.card_screen import CardScreen
from desktop.ui.page import Page
from desktop.ui.services_page import ServicesPage
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column
from desktop.ui.window import Window
from desktop.viewmodels.asked import BadListing, PhoneCall, ServiceChoice
from desktop.viewmodels.card import card_view
from desktop.viewmodels.services_query import Query
from tests.screens import encounter_shots
from tests.screens.encounter_shots import services_view_of
from tests.ui.checks import find_faults
from tests.viewmodels.made_up import NOW, PROGRAM, TONGUES

Key = Qt.Key
SIGNALS = (
    "searched",
    "opened",
    "phone_result",
    "chosen",
    "bad_listing_reported",
    "print_requested",
    "import_requested",
)


class Someone:
    """A person at the page, and a wiring that searches at once."""

    def __init__(self, made: ServicesPage) -> None:
        self.page = made
        self.asked: list[tuple[object, ...]] = []
        made.show_services(services_view_of(Query()))
        for name in SIGNALS:
            signal = getattr(made, name)
            signal.connect(lambda *value, name=name: self.asked.append((name, *value)))
        made.searched.connect(lambda query: made.show_services(services_view_of(query)))
        made.opened.connect(lambda key: made.show_services(services_view_of(Query(), current=key)))

    def told(self, name: str) -> list[object]:
        return [value[0] if value else None for said, *value in self.asked if said == name]


@pytest.fixture
def someone(look, shown):
    made = ServicesPage(look)
    window = Window(look)
    window.show_content(made)
    shown(window)
    return Someone(made)


def test_showing_services_tells_nobody(look, shown):
    made = ServicesPage(look)
    told = []
    for name in SIGNALS:
        getattr(made, name).connect(lambda *value, name=name: told.append(name))
    shown(made)

    for query in (Query(), Query("detox", frozenset({"open_now"}), "59442")):
        made.show_services(services_view_of(query))
        QApplication.sendPostedEvents()

    assert told == []
    assert made.results.search.text() == "detox"
    assert made.results.near.text() == "59442"
    assert made.results.chips["open_now"].isChecked()


def test_a_search_is_asked_once_the_typing_pauses(someone, qtbot):
    someone.page.focus_first()

    QTest.keyClicks(someone.page.results.search.entry, "det")
    assert someone.told("searched") == []
    qtbot.waitUntil(lambda: someone.told("searched") == [Query("det")])

    assert someone.page.results.search.entry.cursorPosition() == 3


def test_enter_searches_at_once_and_goes_to_the_list(someone):
    someone.page.focus_first()
    QTest.keyClicks(someone.page.results.search.entry, "mill")

    QTest.keyClick(someone.page.results.search.entry, Key.Key_Return)

    assert someone.told("searched") == [Query("mill")]
    assert someone.page.results.list.hasFocus()


def test_digits_are_typed_while_the_search_field_has_the_keyboard(someone):
    someone.page.focus_first()

    QTest.keyClicks(someone.page.results.search.entry, "1st 2")

    assert someone.page.results.search.text() == "1st 2"
    assert someone.told("phone_result") == []


def test_a_filter_is_toggled_with_space_and_says_so(someone):
    chip = someone.page.results.chips["open_now"]
    chip.setFocus()

    QTest.keyClick(chip, Key.Key_Space)

    assert someone.told("searched") == [Query(filters=frozenset({"open_now"}))]
    assert someone.page.results.chips["open_now"].isChecked()
    assert someone.page.results.chips["open_now"].accessibleName().endswith(", on")


def test_arrows_open_and_enter_chooses(someone):
    someone.page.results.list.setFocus()

    QTest.keyClick(someone.page.results.list, Key.Key_Down)
    QTest.keyClick(someone.page.results.list, Key.Key_Return)

    assert someone.told("opened") == ["tr-county-crisis"]
    assert someone.told("chosen") == [ServiceChoice(1, "tr-county-crisis")]


def test_one_digit_records_what_the_phone_said(someone):
    someone.page.results.list.setFocus()

    QTest.keyClick(someone.page.results.list, Key.Key_4)

    assert someone.told("phone_result") == [PhoneCall("tr-prairie-ridge", PhoneResult.NO_ANSWER)]


def test_a_waitlist_without_a_number_is_told_too(someone):
    someone.page.results.list.setFocus()
    QTest.keyClick(someone.page.results.list, Key.Key_3)

    QTest.keyClicks(QApplication.focusWidget(), "many")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert someone.told("phone_result") == []
    QApplication.focusWidget().clear()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)

    assert someone.told("phone_result") == [
        PhoneCall("tr-prairie-ridge", PhoneResult.WAITLIST, None)
    ]


def test_nothing_can_be_chosen_while_no_draft_is_open(someone):
    view = replace(services_view_of(Query()), draft="")
    someone.page.show_services(view)
    someone.page.results.list.setFocus()

    QTest.keyClick(someone.page.results.list, Key.Key_Return)

    assert someone.told("chosen") == []
    assert not someone.page.choose_button.isVisible()


def test_a_near_miss_drops_the_filter_that_is_in_the_way(someone):
    query = Query(filters=frozenset({"childcare", "open_now"}))
    someone.page.show_services(services_view_of(query))

    drop = next(
        b
        for b in someone.page.findChildren(Button)
        if b.shown_text() == "Drop: Children can stay" and not b.isHidden()
    )
    QTest.mouseClick(drop, Qt.MouseButton.LeftButton)

    assert someone.told("searched") == [Query(filters=frozenset({"open_now"}))]
    assert [line.key for line in someone.page.results.list.lines()]


def test_a_bad_listing_is_reported_in_words(someone, qtbot):
    QTest.keyClick(someone.page, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    dialog = someone.page.window().findChild(BadListingDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert find_faults(dialog) == []

    dialog.field.entry.setPlainText("The number rings at a bakery.")
    report = next(b for b in dialog.findChildren(Button) if b.shown_text() == "Report")
    QTest.mouseClick(report, Qt.MouseButton.LeftButton)

    assert someone.told("bad_listing_reported") == [
        BadListing("tr-prairie-ridge", "The number rings at a bakery.")
    ]


def test_a_row_is_heard_with_room_and_its_age(someone):
    index = someone.page.results.list.model().index(0, 0)

    heard = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard == (
        "Prairie Ridge Detox, Withdrawal care with a bed · less than 1 mi · Open 24 hours, "
        "reported 3 h ago, 2 of 12 beds"
    )


def test_five_hundred_results_stand_at_once(someone):
    view = services_view_of(Query())
    lines = tuple(replace(view.lines[at % len(view.lines)], key=f"s{at}") for at in range(500))
    begun = perf_counter()

    someone.page.show_services(replace(view, lines=lines, current="s3"))
    someone.page.results.list.viewport().grab()

    assert perf_counter() - begun < 0.25
    assert someone.page.results.list.current() == "s3"


@pytest.mark.parametrize("name", [n for n in encounter_shots.FRAMED if n.startswith("services")])
def test_every_state_fits_and_is_named(any_look, shown, name):
    window = Window(any_look)
    window.show_content(encounter_shots.FRAMED[name](any_look))

    shown(window)

    assert find_faults(window) == []


@pytest.fixture
def card(look, shown):
    window = Window(look)
    page = Page(look, "Under it")
    page.pressed = []
    page.on_key("Y", "Yes", lambda: page.pressed.append("Y"))
    page.button = Button(look, "First")
    page.fill(column(page.button))
    window.show_content(page)
    shown(window)
    page.button.setFocus()
    made = CardScreen(look, window)
    made.page = page
    made.show_card(card_view(PROGRAM, tongues=TONGUES, by=NOW, officer="Ofc. Larkspur"))
    return made


def test_the_card_covers_the_window_and_esc_closes_it(card, qtbot):
    assert card.geometry() == card.window().rect()
    card.window().resize(1200, 800)
    qtbot.waitUntil(lambda: card.size() == card.window().size())

    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card, Key.Key_Escape)

    assert not card.isVisible()
    assert card.page.button.hasFocus()


def test_no_key_reaches_the_page_below_the_card(card):
    QTest.keyClick(card, Key.Key_Y)

    assert card.page.pressed == []


def test_the_card_speaks_the_language_chosen(card):
    assert "Help is here" in card.accessibleName()

    card.switch.buttons()[1].click()

    assert "Hay ayuda" in card.accessibleName() or "ayuda" in card.accessibleName().lower()


def test_the_card_is_white_in_every_theme(any_look, shown):
    window = Window(any_look)
    window.show_content(Page(any_look, "Under it"))
    shown(window)
    made = CardScreen(any_look, window)

    made.show_card(card_view(PROGRAM, tongues=TONGUES))

    assert made.grab().toImage().pixelColor(5, 60).name() == "#ffffff"
    assert find_faults(window) == []
