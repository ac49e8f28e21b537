"""What the officer does in the car: answers by key, types a name, takes consent, sends."""

from __future__ import annotations

from collections.abc import Callable

from desktop.demo.player import Player, Stuck
from desktop.domain.terms import Tag
from desktop.ui.encounter_page import EncounterPage
from desktop.viewmodels.asked import Step

# What is pressed or typed for a question, by the path it is about. The four unknowns of the night:
# what it weighs is a guess, and dispatch does not answer.
KEYS: dict[str, tuple[str, ...]] = {
    "pathway": ("1",),
    "charge.held": ("Y",),
    "person.agrees": ("Y",),
    "person.age": ("type:28-32", "Return"),
    "charges.complete": ("1",),
    "drugs.complete": ("1",),
    "drug_sale": ("1",),
    "conduct.exploits_minors": ("N",),
    "conduct.promotes_prostitution": ("N",),
    "conduct.trafficking": ("N",),
    "warrant.status": ("U", "K"),
    "supervision.status": ("U", "K"),
    "history.violent_conviction": ("U", "K"),
    "order.no_contact_with_participant": ("U", "K"),
    "person.intoxicated": ("N",),
}
# One of a kind is enough for the night; the list is closed after its first item.
CLOSED = ("N",)
ITEM_KEYS: dict[str, tuple[str, ...]] = {
    "offense": ("1",),
    "level": ("2",),
    "victim": ("1",),
    "weapon": ("N",),
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
    Tag.PERSONAL: "person.best_place",
    Tag.HEALTH: "health.presenting_need",
    Tag.SAFETY: "safety.note",
    Tag.JUSTICE: "narrative",
}


def screen(player: Player, page: EncounterPage, canaries: dict[Tag, str]) -> int:
    """Answer what is asked until nothing that matters is left; return how many answers."""
    for count in range(MOST_QUESTIONS):
        ask = page.screening.current()
        if ask is None:
            return count
        keys = _keys_for(ask.path, items=len(ask.items), canaries=canaries)
        if keys is None:
            if ask.matters:
                raise Stuck(f"an answer to {ask.path}")
            keys = ("S",)
        for key in keys:
            _press(player, key)
    raise Stuck("an end of the questions")


def _keys_for(path: str, *, items: int, canaries: dict[Tag, str]) -> tuple[str, ...] | None:
    if path in ("charges.complete", "drugs.complete") and items:
        return CLOSED
    if path == FREE_TEXT[Tag.JUSTICE]:
        return (f"type:Stopped for a broken lamp. {canaries[Tag.JUSTICE]}", "take")
    if "/" in path:
        return ITEM_KEYS.get(path.rsplit("/", 1)[-1])
    return KEYS.get(path)


def _press(player: Player, key: str) -> None:
    if key.startswith("type:"):
        player.type(key.removeprefix("type:"))
    elif key == "take":
        player.click(player.button("Take it"))
    else:
        player.press(key)


def tell_the_person(player: Player, page: EncounterPage, canaries: dict[Tag, str]) -> None:
    """Fill in who it is and how to find them, one keystroke at a time."""
    page.show_step(Step.PERSON)
    free = {
        FREE_TEXT[Tag.PERSONAL]: f"behind the feed store, mornings {canaries[Tag.PERSONAL]}",
        FREE_TEXT[Tag.HEALTH]: f"wants to stop, shaking {canaries[Tag.HEALTH]}",
        FREE_TEXT[Tag.SAFETY]: f"two dogs {canaries[Tag.SAFETY]}",
    }
    for path, text in (*PERSON, *free.items()):
        field = page.person.fields.get(path)
        if field is None:
            raise Stuck(f"the field {path}")
        field.setFocus()
        player.settle()
        player.type(text)


def until(player: Player, ready: Callable[[], bool], what: str) -> None:
    """Wait for a state."""
    player.wait(ready, what)
