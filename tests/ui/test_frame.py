"""The frame: the rail by role, the header, its keys; never a person's name in the title."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.terms import Role
from desktop.domain.words import Plural, Say
from desktop.ui.frame import Frame
from desktop.ui.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets.dialogs import KeysDialog
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column
from desktop.ui.window import Window
from desktop.viewmodels.frame import ExchangeState, exchange_mark, first_page, rail
from desktop.viewmodels.marks import Tone, Trouble
from tests.ui.checks import find_faults

OFFLINE = exchange_mark(ExchangeState(reachable=False, waiting=3))


class Plain(Page):
    def __init__(self, look, title):
        super().__init__(look, title, Say("Tuesday"))
        self.fill(column(Label(look, title), "*"))


@pytest.fixture
def frame(look, shown):
    made = Frame(look)
    made.show_rail(rail({Role.OFFICER}, {"home": 2}))
    made.show_exchange(OFFLINE)
    made.add_page("home", Plain(look, Say("Home")))
    made.add_page("refer", Plain(look, Say("New referral")))
    made.show_page("home")
    window = Window(look)
    window.show_content(made)
    shown(window)
    return made


@pytest.mark.parametrize(
    ("roles", "pages"),
    [
        ({Role.OFFICER}, "home refer my_referrals services settings"),
        ({Role.DESK}, "queue packets referrals disputes services settings"),
        ({Role.COORDINATOR}, "inbox cases disputes program services settings"),
        ({Role.SUPERVISOR}, "approvals queue referrals disputes program services settings"),
        ({Role.ADMIN}, "settings"),
        (
            {Role.OFFICER, Role.DESK},
            "home refer queue packets referrals disputes services settings",
        ),
    ],
)
def test_a_role_sees_its_pages_each_once(roles, pages):
    entries = rail(roles, {})

    assert " ".join(entry.page for entry in entries) == pages
    assert first_page(roles) == pages.split()[0]


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        (ExchangeState(True, 0), Say("Nothing waits"), Tone.SUCCESS),
        (ExchangeState(False, 0), Say("Offline"), Tone.NEUTRAL),
        (ExchangeState(False, 0, set_up=False), Say("No way out yet"), Tone.NEUTRAL),
        (
            ExchangeState(False, 3),
            Plural("Offline · {n} waiting", "Offline · {n} waiting", 3),
            Tone.WARNING,
        ),
        (
            ExchangeState(True, 1),
            Plural("{n} waiting to leave", "{n} waiting to leave", 1),
            Tone.INFO,
        ),
    ],
)
def test_the_chip_says_exactly_what_is_true(state, words, tone):
    mark = exchange_mark(state)

    assert (mark.words, mark.tone) == (words, tone)


def test_the_frame_fits_in_every_look(any_look, shown):
    made = Frame(any_look)
    made.show_rail(rail({Role.OFFICER, Role.DESK}, {"home": 2, "packets": 120}))
    made.show_exchange(OFFLINE)
    made.add_page("home", Plain(any_look, Say("Good evening, Ofc. Larkspur")))
    made.show_page("home")
    window = Window(any_look)
    window.show_content(made)

    assert find_faults(shown(window)) == []


def test_the_title_of_the_window_is_the_product(frame):
    assert frame.window().windowTitle() == "Offramp"


def test_the_chip_is_heard_as_the_exchange(frame):
    assert frame.chip.accessibleName() == "Exchange: Offline · 3 waiting"


def test_a_press_on_the_rail_asks_for_the_page(frame, qtbot):
    refer = next(entry for entry in frame.entries() if entry.page == "refer")

    with qtbot.waitSignal(frame.page_requested) as asked:
        QTest.mouseClick(refer, Qt.MouseButton.LeftButton)

    assert asked.args == ["refer"]
    assert frame.current() == "home"  # wiring decides


def test_a_badge_is_part_of_the_name(frame):
    home = frame.entries()[0]

    assert home.accessibleName() == "Home, 2 waiting"
    frame.show_badges({})
    assert home.accessibleName() == "Home"


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "theme_toggled"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, "lock_requested"),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "exchange_now_requested"),
    ],
)
def test_keys_work_everywhere(frame, qtbot, key, modifier, signal):
    with qtbot.waitSignal(getattr(frame, signal)):
        QTest.keyClick(frame.window(), key, modifier)


def test_f1_lists_the_keys_of_the_page_and_of_the_window(frame, qtbot):
    frame.page("home").on_key("Ctrl+N", Say("New referral"), lambda: None)

    QTest.keyClick(frame.window(), Qt.Key.Key_F1)

    dialog = frame.window().findChild(KeysDialog)
    qtbot.waitUntil(dialog.isVisible)
    words = [label.text() for label in dialog.findChildren(Label)]
    assert "New referral" in words
    assert "Lock" in words
    assert find_faults(dialog) == []
    dialog.reject()


def test_only_the_page_that_is_shown_hears_its_keys(frame):
    heard = []
    frame.page("home").on_key("N", Say("Home key"), lambda: heard.append("home"))
    frame.page("refer").on_key("N", Say("Refer key"), lambda: heard.append("refer"))

    frame.show_page("refer")
    QTest.keyClick(frame.window(), Qt.Key.Key_N)

    assert heard == ["refer"]


def test_a_new_heading_shows_only_for_the_page_in_front(frame):
    frame.page("refer").show_heading(Say("Draft"), "24-018832")
    assert frame.title() == "Home"

    frame.show_page("refer")
    assert frame.title() == "Draft"


def test_the_theme_button_says_what_it_brings(frame, qapp):
    assert frame.theme_button.accessibleName() == "Night theme (F2)"

    frame.look.theme = Theme.NIGHT
    frame.look.dress(qapp)
    frame.show_theme()

    assert frame.theme_button.accessibleName() == "Light theme (F2)"


def test_a_refusal_is_shown_with_its_remedy(frame):
    dialog = frame.window().show_trouble(
        Trouble(Say("This stick holds data of a newer version."), Say("Update, then try again."))
    )

    words = [label.text() for label in dialog.findChildren(Label)]
    assert words[:2] == ["This stick holds data of a newer version.", "Update, then try again."]
    assert find_faults(dialog) == []
    dialog.reject()
