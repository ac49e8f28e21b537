"""What the officer does in the car: answers by key, types a name, takes consent, sends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.demo.player import Player, Stuck
from desktop.domain.terms import Tag
from desktop.ui.encounter_page import EncounterPage
from desktop.viewmodels.asked import Step

# What is pressed or typed for a question, by the path it is about. Four things stay unknown this
# night: what it weighs is a guess, and nobody at dispatch answers.
KEYS: dict[str, tuple[str, ...]] = {
    "pathway": ("1",),
    "charge.held": ("Y",),
    "person.agrees": ("Y",),
    "person.age": ("type:28-32", "Return"),
    "drug_sale": ("1",),
    "conduct.exploits_minors": ("N",),
    "conduct.promotes_prostitution": ("N",),
    "conduct.trafficking": ("N",),
    "warrant.status": ("U", "K"),
    "supervision.status": ("U", "K"),
    "history.violent_conviction": ("U", "K"),
    "person.intoxicated": ("N",),
}
LISTS = ("charges.complete", "drugs.complete")
ITEM_KEYS: dict[str, tuple[str, ...]] = {
    "offense": ("1",),
    "victim": ("1",),
    "kind": ("1",),
    "amount_g": ("type:1.8-2.2", "Return"),
}
MOST_QUESTIONS = 60
PERSON = (
    ("person.first_name", "Kit"),
    ("person.last_name", "Imaginary"),
    ("person.phone", "555-0107"),
)
FREE_TEXT = {
    Tag.PERSONAL: ("person.best_place", "behind the feed store, mornings"),
    Tag.HEALTH: ("health.presenting_need", "wants to stop, shaking"),
    Tag.SAFETY: ("safety.note", "two dogs in the yard"),
}
NARRATIVE = "narrative"
QUESTIONS = 5  # lead agency twice, the service, news to the officer twice
SIGNATURE = ((20, 60), (60, 20), (90, 70), (130, 30), (180, 60), (240, 40))


def screen(player: Player, page: EncounterPage) -> int:
    """Answer what can still change the result, as it is asked; return how many answers."""
    for count in range(MOST_QUESTIONS):
        ask = page.screening.current()
        if ask is None or not ask.matters:
            return count
        keys = _keys_for(ask.path, items=len(ask.items))
        if keys is None:
            raise Stuck(f"an answer to {ask.path}")
        for key in keys:
            _press(player, key)
    raise Stuck("an end of the questions")


def _keys_for(path: str, *, items: int) -> tuple[str, ...] | None:
    if path in LISTS:
        return ("N",) if items else ("1",)  # one is enough for the night, then "no more"
    if "/" in path:
        return ITEM_KEYS.get(path.rsplit("/", 1)[-1])
    return KEYS.get(path)


def _press(player: Player, key: str) -> None:
    if key.startswith("type:"):
        player.type(key.removeprefix("type:"))
    else:
        player.press(key)


def narrate(player: Player, page: EncounterPage, word: str) -> None:
    """Write the short reason for the record."""
    page.screening.open_ask(NARRATIVE)
    player.settle()
    page.screening.focus_first()
    player.type(f"Stopped for a broken lamp. {word}")


def tell_who(player: Player, page: EncounterPage, words: dict[Tag, str]) -> None:
    """Fill in who it is and how to find them, one keystroke at a time."""
    page.show_step(Step.PERSON)
    free = tuple((path, f"{text} {words[tag]}") for tag, (path, text) in FREE_TEXT.items())
    for path, text in (*PERSON, *free):
        field = page.person.fields.get(path)
        if field is None:
            raise Stuck(f"the field {path}")
        field.setFocus()
        player.settle()
        player.type(text)


def choose_service(player: Player, page: EncounterPage, service: str) -> None:
    """Choose the sample service as the first choice."""
    page.show_step(Step.SERVICES)
    player.settle()
    page.services.open_service(service)
    player.press("Ctrl+1")


def take_consent(player: Player, page: EncounterPage) -> None:
    """Read the questions aloud, note every yes, let the person sign."""
    page.show_step(Step.CONSENT)
    player.settle()
    for _ in range(QUESTIONS):
        player.press("Y")
    player.click(player.button("Signed here", page))
    sign(player, page.consent.pad)


def sign(player: Player, pad: QWidget) -> None:
    """Draw one stroke on the signature pad."""
    points = [QPoint(x, y) for x, y in SIGNATURE]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
    player.settle()


def hand_off(player: Player) -> None:
    """Stamp that the case manager was called, has arrived, and the officer is cleared."""
    for key in ("C", "A", "X"):
        player.press(key)


def send(player: Player, page: EncounterPage) -> None:
    """Go to the last step and send."""
    page.show_step(Step.SEND)
    player.settle()
    player.press("Ctrl+Return")
