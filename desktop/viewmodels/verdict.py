"""What the rules say, as the officer sees it: title, one sentence, why, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.answers import Answers
from desktop.domain.eligibility import Decision, Entry, OpenPoint, in_words, running
from desktop.domain.encounter import PATHWAY
from desktop.domain.facts import Dictionary, Known
from desktop.domain.program import Program
from desktop.domain.terms import Effect, Outcome, Resolver
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.asked import Edit
from desktop.viewmodels.marks import Tone

RESOLVER_WORDS: Mapping[Resolver, Sayable] = {
    Resolver.OFFICER: Say("You"),
    Resolver.DISPATCH: Say("Dispatch"),
    Resolver.DESK: Say("Precinct desk"),
    Resolver.SUPERVISOR: Say("Supervisor"),
    Resolver.PROSECUTOR: Say("Prosecutor"),
    Resolver.LEAD: Say("Lead agency"),
}
_LOOKS: Mapping[Outcome, tuple[Tone, str]] = {
    Outcome.NOT_ELIGIBLE: (Tone.ERROR, "cancel"),
    Outcome.NEEDS_ANSWER: (Tone.INFO, "help"),
    Outcome.NEEDS_APPROVAL: (Tone.WARNING, "support_agent"),
    Outcome.ELIGIBLE_VERIFY: (Tone.WARNING, "verified_user"),
    Outcome.YOUR_DECISION: (Tone.INFO, "person"),
    Outcome.ELIGIBLE: (Tone.SUCCESS, "check_circle"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and how it came out; `policy` is shown when somebody asks why."""

    icon: str
    ink: str
    words: Sayable
    state: Sayable  # what the icon says, for a screen reader
    detail: Sayable = ""
    policy: Sayable = ""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The verdict. `otherwise` is what one press makes of a closed pathway."""

    outcome: Outcome
    tone: Tone
    icon: str
    title: Sayable
    sentence: Sayable
    why: tuple[Reason, ...] = ()  # what rules out, needs approval, is the officer's call
    met: tuple[Reason, ...] = ()
    open: tuple[Reason, ...] = ()
    flags: tuple[Reason, ...] = ()
    program: Sayable = ""
    otherwise_words: Sayable = ""
    otherwise: Edit | None = None
    closed: bool = False  # nothing can be sent on this pathway

    @property
    def spoken(self) -> Sayable:
        """Return what a screen reader hears when it changes."""
        return Listing((self.title, self.sentence), between=". ")


def verdict_view(
    decision: Decision, answers: Answers, program: Program, dictionary: Dictionary
) -> VerdictView:
    """Return the verdict in words."""
    tone, icon = _LOOKS[decision.outcome]
    title = in_words(decision.outcome)
    if answers.pathway is None:
        tone, icon, title = Tone.NEUTRAL, "help_outline", Say("No result yet")
    closed = decision.outcome is Outcome.NOT_ELIGIBLE
    words, edit = _otherwise(decision, dictionary) if closed else ("", None)
    started = answers.pathway is not None
    now = frozenset(one.path for one in decision.ask_next)
    return VerdictView(
        outcome=decision.outcome,
        tone=tone,
        icon=icon,
        title=title,
        sentence=_sentence(decision, answers),
        why=tuple(_entry(one) for one in decision.entries if one.hit is not None),
        met=_met(answers, program) if started else (),
        open=tuple(_open(one, dictionary, now) for one in decision.open)
        if started and not closed
        else (),
        flags=tuple(
            Reason(
                "flag",
                "warning_ink",
                Listing(tuple(dictionary.fact_of(path).label for path in one.facts)),
                Say("Let through though not known"),
                Say("Let through though not known. It is printed and counted."),
                Listing(tuple(part for part in (one.says, one.policy_ref) if part), between=" · "),
            )
            for one in decision.flags
            # What can be asked now is asked, not flagged; on a closed pathway nobody is let in.
            if now.isdisjoint(one.facts) and not closed
        ),
        program=Say("{name}, rules of {version}", name=program.name, version=program.version),
        otherwise_words=words,
        otherwise=edit,
        closed=closed,
    )


def _sentence(decision: Decision, answers: Answers) -> Sayable:
    if answers.pathway is None:
        return Say("Answer the first question: it picks the rules.")
    match decision.outcome:
        case Outcome.NOT_ELIGIBLE:
            return Say("A rule closes this pathway. See what can still be done.")
        case Outcome.NEEDS_ANSWER:
            return Plural(
                "Nothing decides it yet. {n} rule waits for an answer.",
                "Nothing decides it yet. {n} rules wait for an answer.",
                len(decision.open),
            )
        case Outcome.NEEDS_APPROVAL:
            return _approval_sentence(decision)
        case Outcome.ELIGIBLE_VERIFY:
            return Plural(
                "Nothing rules this person out. {n} point is still open.",
                "Nothing rules this person out. {n} points are still open.",
                len(decision.open),
            )
        case Outcome.YOUR_DECISION:
            return Say("The rules leave this to you. Choose, and say why.")
    if decision.settled:
        return Say("Nothing that is still unknown can change this.")
    return Say("So far. An open question can still change it.")


def _approval_sentence(decision: Decision) -> Sayable:
    asked = [one for one in decision.entries if one.approver is not None]
    if not asked or asked[0].approver is None:
        return Say("Somebody has to approve this.")
    who = RESOLVER_WORDS[asked[0].approver]
    if asked[0].due is None:
        return Say("{who} has to approve. You can send it now.", who=who)
    return Say("{who} has to approve by {due}. You can send it now.", who=who, due=asked[0].due)


def _entry(entry: Entry) -> Reason:
    detail: Sayable = ""
    icon, ink, state = "cancel", "error_ink", Say("Rules this out")
    if entry.effect is Effect.INFO:
        icon, ink, state = "info_outline", "ink_muted", Say("Note")
    elif entry.outcome is Outcome.NEEDS_APPROVAL:
        icon, ink, state = "support_agent", "warning_ink", Say("Needs approval")
        detail = _whose(entry.approver, entry.due)
    elif entry.outcome is Outcome.YOUR_DECISION:
        icon, ink, state = "person", "primary", Say("Your decision")
    return Reason(icon, ink, entry.says, state, detail, _policy(entry.policy_ref, entry.source))


def _open(point: OpenPoint, dictionary: Dictionary, now: frozenset[str]) -> Reason:
    labels = dict.fromkeys(dictionary.fact_of(path).label for path in point.facts)
    return Reason(
        "radio_button_unchecked",
        "warning_ink",
        Listing(tuple(labels)) if labels else point.says,
        Say("Still open"),
        Say("You can find this out now")
        if not now.isdisjoint(point.facts)
        else _whose(point.resolver, point.due),
        point.says,
    )


def _whose(who: Resolver | None, due: datetime | None) -> Sayable:
    if who is None:
        return ""
    words = RESOLVER_WORDS[who]
    return Say("{who}, by {due}", who=words, due=Clock(due)) if due is not None else words


def _met(answers: Answers, program: Program) -> tuple[Reason, ...]:
    """Return the rules that are met: known, and nothing to say against it."""
    return tuple(
        Reason(
            "check",
            "success_ink",
            one.text
            if one.effect is Effect.REQUIRE
            else Say("Not the case: {rule}", rule=one.text),
            Say("Met"),
            "",
            _policy(one.policy_ref, one.source),
        )
        for one in running(program, answers)
        if one.effect not in (Effect.INFO, Effect.DISCRETION) and one.hit.truth(answers) is False
    )


def _policy(policy_ref: str, source: str) -> Sayable:
    return Listing(tuple(part for part in (policy_ref, source) if part), between=" · ")


def _otherwise(decision: Decision, dictionary: Dictionary) -> tuple[Sayable, Edit | None]:
    pathway = decision.otherwise
    fact = dictionary.find(PATHWAY)
    choice = fact.choice(pathway.value) if fact and pathway else None
    if pathway is None or choice is None or decision.pathway == pathway:
        return Say("Hand over the contact card: it needs no name and no rule."), None
    words = Say("This person can still be referred: {pathway}.", pathway=choice.label)
    return words, Edit(PATHWAY, Known(pathway.value))
