"""What the person said of each recipient and scope, and whether it counts now."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.consent import SCOPE_IN_WORDS, Consent, Scope
from desktop.domain.release import Gate
from desktop.domain.terms import ConsentState, Role
from desktop.domain.words import Clock, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone
from desktop.viewmodels.names import Names

_ASKERS = (Role.OFFICER, Role.DESK, Role.SUPERVISOR)
_REVOKERS = (Role.OFFICER, Role.DESK, Role.SUPERVISOR, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What the person said about one recipient and scope."""

    recipient: str
    scope: Scope
    name: Sayable
    what: Sayable
    mark: Mark
    until: Sayable = ""
    can_revoke: bool = False
    can_ask: bool = False  # it frees nothing now or soon; the person may be asked again


def consent_rows(gate: Gate, names: Names, role: Role) -> tuple[ConsentRow, ...]:
    """Return every consent of the encounter, as the gate weighs it now."""
    return tuple(
        _consent(recipient, scope, consent, gate, names, role)
        for (recipient, scope), consent in gate.consents.by_key
    )


def _consent(
    recipient: str,
    scope: Scope,
    consent: Consent | None,
    gate: Gate,
    names: Names,
    role: Role,
) -> ConsentRow:
    granted = gate.consents.grants(
        recipient,
        scope,
        now=gate.now,
        clock_trusted=gate.clock_trusted,
        spoken_enough=gate.rules.spoken_consent,
    )
    soon = consent is not None and consent.ends_soon(gate.now)
    until: Sayable = ""
    if consent is not None and consent.state is ConsentState.GRANTED and consent.until:
        ends = consent.until.astimezone(gate.now.tzinfo)
        day = Clock(ends, date_only=True)
        until = Say("until {day}", day=day)
        if soon:
            until = Say("Ends on {day}: ask again", day=day)
        if consent.until <= gate.now:
            until = Say("Ended on {day}", day=day)
    can = consent is not None and consent.state is ConsentState.GRANTED and role in _REVOKERS
    return ConsentRow(
        recipient=recipient,
        scope=scope,
        name=names.recipient(recipient),
        what=SCOPE_IN_WORDS[scope],
        mark=_consent_mark(consent, granted),
        until=until,
        can_revoke=can,
        can_ask=(soon or not granted) and role in _ASKERS,
    )


def _consent_mark(consent: Consent | None, granted: bool) -> Mark:
    if consent is None:
        return Mark(Say("Two answers: not in force"), Tone.WARNING, "warning")
    if granted:
        return Mark(Say("Yes"), Tone.SUCCESS, "check")
    match consent.state:
        case ConsentState.GRANTED:
            return Mark(Say("Yes, not in force"), Tone.WARNING, "schedule")
        case ConsentState.REFUSED:
            return Mark(Say("No"), Tone.NEUTRAL, "close")
        case ConsentState.REVOKED:
            return Mark(Say("Taken back"), Tone.WARNING, "undo")
    return Mark(Say("Ask later"), Tone.NEUTRAL, "schedule")
