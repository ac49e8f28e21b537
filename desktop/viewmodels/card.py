"""The contact card on the screen: for the person, without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.program import Program
from desktop.domain.words import Say, Sayable, Tongue


@dataclass(frozen=True, slots=True)
class CardText:
    """The card in one language, ready to show."""

    title: str
    sentence: str
    phone: str
    phone_note: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """The card in each language, by code; `language` is shown first."""

    texts: tuple[tuple[str, CardText], ...]
    language: str

    def text_in(self, language: str) -> CardText:
        """Return the card in that language, else the first."""
        return dict(self.texts).get(language, self.texts[0][1])


def card_view(
    program: Program,
    *,
    tongues: Mapping[str, Tongue],
    language: str = "en",
    by: datetime | None = None,
    service: Sayable = "",
    service_phone: str = "",
    officer: Sayable = "",
    practice: bool = False,
) -> CardView:
    """Return the card; it never has the person's name. `by` is until when to call."""
    contact = next((one for one in program.contacts if one.phone and one.confirmed), None) or next(
        (one for one in program.contacts if one.phone), None
    )
    lines: list[Sayable] = []
    texts = {code: _paragraphs(program.text(TEXT).in_language(code)) for code in tongues}
    if by is not None:
        lines.append(Say("Please call by {day}.", day=by))
    if service:
        told: Sayable = Say("{name}: {phone}", name=service, phone=service_phone)
        lines.append(told if service_phone else service)
    if officer:
        lines.append(Say("You got this card from {officer}.", officer=officer))
    return CardView(
        tuple(
            (
                code,
                CardText(
                    title=tongue(_PRACTICE if practice else program.name),
                    sentence=texts[code][0] if texts[code] else tongue(_SENTENCE),
                    phone=contact.phone if contact else "",
                    phone_note=tongue(contact.name) if contact else "",
                    lines=(
                        *(tongue(line) for line in lines),
                        *(texts[code][1:] or [tongue(line) for line in _LINES]),
                    ),
                ),
            )
            for code, tongue in tongues.items()
        ),
        language if language in tongues else next(iter(tongues)),
    )


TEXT = "card"
_PRACTICE = Say("PRACTICE. A made-up person: not a referral.")
_SENTENCE = Say("People who can help you. Call when you are ready.")
_LINES = (
    Say("It is your choice. Nobody has to give a name to ask."),
    Say("If you are in danger, call 911. For thoughts of suicide, call or text 988."),
)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
