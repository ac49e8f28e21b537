"""Exchange: honest words, every way out by keys, and no trust before words were compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop.domain.words import Say
from desktop.ui.exchange.compare_dialog import CompareDialog
from desktop.ui.exchange.server_dialog import ServerDialog
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.marks import Trouble
from tests.ui.acts import CONTROL, Told, assert_fits, dialog_of, named, press, words_on
from tests.ui.exchange_samples import ALONE, ASKED, LEAD, OFFLINE

SIGNALS = (
    "exchange_requested",
    "add_folder_requested",
    "test_requested",
    "stick_requested",
    "open_file_requested",
    "file_dropped",
    "invite_requested",
    "accept_invitation_requested",
    "request_saved",
    "enrol_requested",
    "words_confirmed",
    "words_refused",
    "release_requested",
    "look_again_requested",
    "devices_requested",
    "add_server_requested",
)


@pytest.fixture
def page(look, shown):
    made = ExchangePage(look)
    made.show_exchange(OFFLINE)
    shown(made)
    made.focus_first()
    return made


def test_showing_how_it_stands_tells_nobody(page):
    told = Told(page, *SIGNALS)

    for view in (OFFLINE, ALONE, LEAD):
        page.show_exchange(view)
    page.show_working(Say("Exchanging"))
    page.show_working(None)

    assert told.names == []


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("view", [OFFLINE, ALONE, LEAD], ids=["offline", "alone", "lead"])
def test_the_page_fits_in_every_look(any_look, shown, qtbot, view, width):
    page = ExchangePage(any_look)
    page.show_exchange(view)
    shown(page, width)

    assert_fits(qtbot, page)


def test_the_one_sentence_is_said_first(page):
    assert page.note.text() == (
        "Offline. Nothing is lost, and nothing has left since 17 Nov 14:20. "
        "3 bundles wait on this computer, 41 KB. You can also take them on a stick."
    )


@pytest.mark.parametrize(
    ("key", "modifier", "name"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "exchange_requested"),
        (Qt.Key.Key_O, CONTROL, "open_file_requested"),
        (Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "stick_requested"),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "add_folder_requested"),
        (Qt.Key.Key_V, Qt.KeyboardModifier.NoModifier, "add_server_requested"),
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, "devices_requested"),
    ],
)
def test_each_way_out_has_its_key(page, key, modifier, name):
    told = Told(page, *SIGNALS)

    press(key, modifier)

    assert told.names == [name]


def test_a_test_names_its_way_out(page):
    told = []
    page.test_requested.connect(told.append)

    (button,) = named(page, Button, "Test Blue 2")
    button.setFocus()
    press(Qt.Key.Key_Return)

    assert told == ["w2"]


def test_a_bundle_is_released_only_after_its_words_were_compared(page, qtbot):
    told = []
    page.release_requested.connect(told.append)

    press(Qt.Key.Key_R)
    dialog = dialog_of(page, CompareDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "cedar river nine, apple moon kite" in words_on(dialog)
    assert not dialog.agree_button.isEnabled()
    dialog.agree_button.click()
    assert told == []
    press(Qt.Key.Key_Space)  # the tick
    dialog.agree_button.setFocus()
    press(Qt.Key.Key_Return)

    assert told == ["q1"]


def test_words_that_differ_stop_it_and_say_what_to_do(page, qtbot):
    told = Told(page, "words_confirmed", "words_refused")
    dialog = page.show_words(ASKED)
    qtbot.waitUntil(dialog.isVisible)

    dialog.differ_button.click()

    assert told.names == ["words_refused"]
    assert "Stop. The words differ." in words_on(dialog)
    assert not dialog.agree_button.isVisible()
    dialog.differ_button.click()
    assert not dialog.isVisible()
    assert told.names == ["words_refused"]


def test_words_that_agree_come_back_with_what_they_are_about(page):
    told = []
    page.words_confirmed.connect(told.append)
    dialog = page.show_words(ASKED)

    dialog.tick.click()
    dialog.agree_button.click()

    assert told == [ASKED]


def test_what_cannot_be_released_can_be_looked_at_again(page):
    told = []
    page.look_again_requested.connect(told.append)

    (button,) = named(page, Button, "Look again at")
    button.click()

    assert told == ["q2"]


def test_a_computer_that_has_not_joined_is_led_through_it(page):
    told = Told(page, *SIGNALS)
    page.show_exchange(ALONE)

    assert not page.exchange_button.isEnabled()
    (save,) = named(page, Button, "Save the request file")
    assert not save.isEnabled()
    named(page, Button, "Open an invitation")[0].click()
    assert told.names == ["accept_invitation_requested"]


def test_only_the_lead_agency_invites_and_enrolls(page):
    assert named(page, Button, "Make an invitation") == []
    page.show_exchange(LEAD)
    told = Told(page, *SIGNALS)

    named(page, Button, "Make an invitation")[0].click()
    named(page, Button, "Enroll from a file")[0].click()

    assert set(told.names) == {"invite_requested", "enrol_requested"}


def test_files_of_ours_may_be_dropped_and_others_are_left(page, tmp_path):
    told = []
    page.file_dropped.connect(told.append)
    mime = QMimeData()
    names = ("a.offramp", "b.txt", "c.offramp-invite", "d.offramp-enroll", "e.parcel")
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    page.dropEvent(event)

    assert told == [str(tmp_path / name) for name in names if name != "b.txt"]


def test_trouble_and_work_are_shown(page, qtbot):
    trouble = Trouble(Say("The folder does not answer."), Say("Check the network, then try again."))
    page.show_exchange(replace(OFFLINE, trouble=trouble))
    page.show_working(Say("Exchanging"))

    assert page.banner.text().startswith("The folder does not answer.")
    assert page.progress.isVisible()
    assert not page.exchange_button.isEnabled()
    assert_fits(qtbot, page)


def test_a_server_is_added_once_its_fingerprint_was_compared(page, qtbot):
    asked = []
    dialog = ServerDialog(page.look, page.window())
    dialog.test_requested.connect(asked.append)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.test_button.click()
    assert asked == []
    assert "Write the server's address first." in words_on(dialog)

    dialog.address.entry.setText("sftp://server/box")
    dialog.account.entry.setText("county")
    dialog.password.entry.setText("easy words")
    dialog.test_button.click()
    dialog.show_fingerprint("SHA256:abc", "ssh-ed25519 AAAA")
    assert "SHA256:abc" in words_on(dialog)
    assert not dialog.test_button.isEnabled()
    dialog.tick.click()
    dialog.test_button.click()

    assert [one.host_key for one in asked] == ["", "ssh-ed25519 AAAA"]
    assert "easy words" not in repr(asked)
    dialog.show_failed(Trouble(Say("The password is wrong."), Say("Type it again.")))
    assert "The password is wrong." in words_on(dialog)
    assert dialog.password.text() == "easy words"
    QTest.keyClicks(dialog.address.entry, "2")  # another server: nothing was compared of it
    dialog.test_button.click()
    assert asked[-1].host_key == ""
    dialog.reject()
