"""Consent as one question per recipient and scope; what is not asked is never shown as a no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.consent import LEAD, OFFICER, Consent, Scope, provider
from desktop.domain.encounter import Encounter
from desktop.domain.program import Program
from desktop.domain.terms import ConsentHow, ConsentState
from desktop.domain.words import Say, Sayable, Tongue
from desktop.viewmodels.consent_script import in_own_words, script_parts
from desktop.viewmodels.marks import Mark, Tone

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
SCRIPT = "consent_script"


@dataclass(frozen=True, slots=True)
class ConsentWanted:
    """One question to ask: who would get what. Several scopes are one question."""

    recipient: str
    scopes: tuple[Scope, ...]
    name: Sayable
    what: Sayable
    question: Sayable

    @property
    def key(self) -> str:
        """Return what names the question."""
        return f"{self.recipient}/{'+'.join(self.scopes)}"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One question with what was said; `spoken` is the question in each language, by code."""

    key: str
    name: Sayable
    what: Sayable
    spoken: tuple[tuple[str, str], ...]
    state: ConsentState | None  # None: not asked
    mark: Mark
    consents: tuple[Consent, ...]  # one for each scope, without its answer

    def question_in(self, language: str) -> str:
        """Return the question as it is read aloud."""
        return dict(self.spoken).get(language) or dict(self.spoken).get("en", "")

    def answered(
        self, state: ConsentState, how: ConsentHow | None, witness: str, language: str
    ) -> tuple[Consent, ...]:
        """Return the consents an answer makes; only a yes has a way in which it was given."""
        yes = state is ConsentState.GRANTED
        return tuple(
            replace(
                one,
                state=state,
                how=how if yes else None,
                witness=witness if yes and how is ConsentHow.VERBAL else "",
                given_at=None,
                until=None,
                language=language,
            )
            for one in self.consents
        )


@dataclass(frozen=True, slots=True)
class ConsentView:
    """The questions, the script to read aloud in each language, and how the yes was given."""

    lines: tuple[ConsentLine, ...]
    script: tuple[tuple[str, str], ...]  # by language code
    language: str  # the person's, as far as the program speaks it
    how: ConsentHow | None = None
    witness: str = ""
    given: Sayable = ""  # "Signed 22:11. Ends 17 Nov 2027, or when ..."
    missing: Sayable = ""  # what keeps a yes from counting
    all_no: bool = False
    signature: bytes = b""

    @property
    def current(self) -> str:
        """Return the key of the first question not asked yet, "" when all are."""
        return next((one.key for one in self.lines if one.state is None), "")

    def line(self, key: str) -> ConsentLine | None:
        """Return the question of that key."""
        return next((one for one in self.lines if one.key == key), None)

    def script_in(self, language: str) -> str:
        """Return the script in that language, else in English."""
        return dict(self.script).get(language) or dict(self.script).get("en", "")


STATE_MARKS: Mapping[ConsentState | None, Mark] = {
    None: Mark(Say("Not asked yet"), Tone.NEUTRAL, "radio_button_unchecked"),
    ConsentState.GRANTED: Mark(Say("Yes"), Tone.INFO, "check"),
    ConsentState.REFUSED: Mark(Say("No"), Tone.NEUTRAL, "close"),
    ConsentState.REVOKED: Mark(Say("Taken back"), Tone.WARNING, "undo"),
    ConsentState.ASK_LATER: Mark(Say("Ask later"), Tone.WARNING, "schedule"),
}


def consents_wanted(
    encounter: Encounter, *, lead: Sayable, provider_name: Sayable = "", officer: Sayable = ""
) -> tuple[ConsentWanted, ...]:
    """Return what to ask: the lead agency, the first service chosen, the news to the officer."""
    wanted = [
        ConsentWanted(
            LEAD,
            (Scope.PERSONAL,),
            lead,
            Say("Name, and how to find this person"),
            Say("May I give {name} your name and how to find you?", name=lead),
        ),
        ConsentWanted(
            LEAD,
            (Scope.HEALTH,),
            lead,
            Say("What help this person needs"),
            Say("May I tell {name} what help you need?", name=lead),
        ),
    ]
    if encounter.services and provider_name:
        wanted.append(
            ConsentWanted(
                provider(encounter.services[0]),
                (Scope.PERSONAL, Scope.HEALTH),
                provider_name,
                Say("Name, how to find this person, what help is needed"),
                Say("May I give {name} your name and what help you need?", name=provider_name),
            )
        )
    back = Say("News back to {officer}", officer=officer) if officer else Say("News back to you")
    return (
        *wanted,
        ConsentWanted(
            OFFICER,
            (Scope.NEWS_CONTACT,),
            back,
            Say("That contact was made"),
            Say("May {name} tell me that you talked with them?", name=lead),
        ),
        ConsentWanted(
            OFFICER,
            (Scope.NEWS_STATUS,),
            back,
            Say("Enrolled, active, completed"),
            Say("May {name} tell me whether you take part and finish?", name=lead),
        ),
    )


def consent_view(
    encounter: Encounter,
    program: Program,
    wanted: Sequence[ConsentWanted],
    *,
    tongues: Mapping[str, Tongue],
    now: datetime,
    signature: bytes = b"",
    how: ConsentHow | None = None,
) -> ConsentView:
    """Return the step; `tongues` are the languages it can be read aloud in, by code.

    `how` is what the officer chose before a first yes; a consent's own way comes first.
    """
    scripts = {code: script_parts(program.text(SCRIPT).in_language(code)) for code in tongues}
    lines = tuple(_line(encounter, one, tongues, program, scripts) for one in wanted)
    granted = [
        said
        for one in wanted
        for scope in one.scopes
        if (said := encounter.consent(one.recipient, scope)) and said.state is ConsentState.GRANTED
    ]
    chosen = next((one.how for one in granted if one.how), None) or how
    witness = next((one.witness for one in granted if one.witness), "")
    return ConsentView(
        lines=lines,
        script=tuple(
            (code, scripts[code][0] or tongue(_OWN_SCRIPT)) for code, tongue in tongues.items()
        ),
        language=_language(encounter, tongues),
        how=chosen,
        witness=witness,
        given=_given(granted, now),
        missing=_missing(granted),
        all_no=bool(lines) and all(one.state is ConsentState.REFUSED for one in lines),
        signature=signature,
    )


_OWN_SCRIPT = Say(
    "I would like to share your name and how to find you with people who can help. You can say no"
    " to any part. You can take it back later. It does not change what happens today."
)


def _line(
    encounter: Encounter,
    wanted: ConsentWanted,
    tongues: Mapping[str, Tongue],
    program: Program,
    scripts: Mapping[str, tuple[str, tuple[str, ...]]],
) -> ConsentLine:
    said = [encounter.consent(wanted.recipient, scope) for scope in wanted.scopes]
    states = {one.state if one else None for one in said}
    state = states.pop() if len(states) == 1 else None
    return ConsentLine(
        key=wanted.key,
        name=wanted.name,
        what=wanted.what,
        spoken=tuple(
            (
                code,
                in_own_words(
                    (wanted.recipient, wanted.scopes), tongue(wanted.question), scripts[code][1]
                ),
            )
            for code, tongue in tongues.items()
        ),
        state=state,
        mark=STATE_MARKS[state],
        consents=tuple(
            Consent(
                encounter.id,
                wanted.recipient,
                scope,
                ConsentState.ASK_LATER,
                text_version=program.version,
            )
            for scope in wanted.scopes
        ),
    )


def _language(encounter: Encounter, tongues: Mapping[str, Tongue]) -> str:
    said = next((one.language for one in encounter.consents if one.language), "")
    for code in (said, encounter.text("person.language"), *tongues):
        if code in tongues:
            return code
    return "en"


def _given(granted: Sequence[Consent], now: datetime) -> Sayable:
    first = next((one for one in granted if one.how and one.given_at), None)
    if first is None or first.how is None or first.given_at is None:
        return ""
    at = first.given_at.astimezone(now.tzinfo)
    when = f"{at:%H:%M}" if at.date() == now.date() else at
    way = _way(first, when)
    if first.until is None:
        return Say("{way} Ends when this person takes it back.", way=way)
    day = first.until.astimezone(now.tzinfo).date()
    return Say("{way} Ends {day}, or when this person takes it back.", way=way, day=day)


def _way(consent: Consent, when: object) -> Sayable:
    if consent.how is ConsentHow.SIGNED:
        return Say("Signed {when}.", when=when)
    if consent.how is ConsentHow.PAPER:
        return Say("Signed on paper {when}.", when=when)
    return Say("Said before {witness} {when}.", witness=consent.witness, when=when)


def _missing(granted: Sequence[Consent]) -> Sayable:
    if any(one.how is None for one in granted):
        return Say("Say how the yes was given. Until then nothing is shared.")
    if any(one.how is ConsentHow.VERBAL and not one.witness for one in granted):
        return Say("A spoken yes needs the name of a witness.")
    return ""


def languages(view: ConsentView) -> tuple[tuple[str, str], ...]:
    """Return the languages the script can be read in: code, and its own name."""
    return tuple((code, LANGUAGE_NAMES.get(code, code)) for code, _ in view.script)
