"""The stopwatch of a referral: it measures, for its officer alone; it never nags."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.domain.facts import Known
from desktop.domain.referral import Referral
from desktop.domain.words import Say
from desktop.viewmodels.asked import STEP_WORDS, STEPS, Step
from desktop.viewmodels.home import LastReferral, duration_words
from desktop.wiring.shell import Shell

PAUSE = timedelta(minutes=2)  # longer without a key, and somebody was busy with the person
WRITE_AFTER = 10.0  # seconds; not a write for every key


class Stopwatch:
    """Counts the time between keys and taps to the step they were made on."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._last: datetime | None = None
        self._held = 0.0
        self._step = Step.SCREENING

    def start(self, step: Step) -> None:
        """Begin, or go on, on a step."""
        self._last, self._held, self._step = self._shell.now, 0.0, step

    def tick(self, encounter: str, step: Step) -> None:
        """Count the time since the last key to the step it was spent on."""
        now = self._shell.now
        gap = now - self._last if self._last is not None else timedelta()
        self._last = now
        if timedelta() < gap <= PAUSE:
            self._held += gap.total_seconds()
        if step is not self._step or self._held >= WRITE_AFTER:
            self._write(encounter)
        self._step = step

    def sent(self, encounter: str) -> None:
        """Write what is held and note that it was sent."""
        self._write(encounter)
        self._shell.workspace.store.stopwatch.sent(encounter, at=self._shell.now)

    def _write(self, encounter: str) -> None:
        if self._held:
            workspace = self._shell.workspace
            workspace.store.stopwatch.add(
                encounter, self._step.value, self._held, owner=workspace.user.id
            )
        self._held = 0.0


def last_referral(shell: Shell) -> LastReferral | None:
    """Return the minutes of the referral this officer sent last, beside the agency's own."""
    workspace = shell.workspace
    found = workspace.store.stopwatch.last(workspace.user.id)
    if found is None:
        return None
    made = next(
        (one for one in workspace.store.referrals() if one.encounter_id == found.encounter), None
    )
    if made is None:
        return None
    times = dict(found.steps)
    return LastReferral(
        who=made.person_name or Say("No name here"),
        on_form=duration_words(round(found.seconds)),
        contact_to_cleared=_cleared_after(made),
        booking=workspace.program.settings.booking_minutes or None,
        steps=tuple(
            (STEP_WORDS[step], duration_words(round(times[step.value])))
            for step in STEPS
            if step.value in times
        ),
    )


def _cleared_after(referral: Referral) -> int | None:
    """Return the minutes from the contact to the officer cleared, None where one is not known."""
    times = [referral.value(path) for path in ("contact_at", "handoff.cleared_at")]
    known = [one.value for one in times if isinstance(one, Known)]
    if len(known) != 2 or not all(isinstance(one, datetime) for one in known):
        return None
    begun, cleared = known
    if not isinstance(begun, datetime) or not isinstance(cleared, datetime) or cleared < begun:
        return None
    return round((cleared - begun) / timedelta(minutes=1))
