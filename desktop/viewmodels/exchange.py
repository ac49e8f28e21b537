"""The exchange in honest words: what waits, what left, what came, what was kept out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.terms import Travel
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.home import age_words, moment_words
from desktop.viewmodels.marks import Line, Mark, Tone, Trouble

# A part of a parcel is taken up to be told what to do with it: it is not taken in by itself.
FILE_ENDINGS = (".offramp", ".offramp-invite", ".offramp-enroll", ".parcel")


class WayKind(StrEnum):
    """What a way out is."""

    FOLDER = "folder"
    STICK = "stick"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out of this computer, with its last answer."""

    key: str
    kind: WayKind
    name: str
    detail: Sayable
    mark: Mark


@dataclass(frozen=True, slots=True)
class ServerTyped:
    """A server as somebody typed it; `host_key` only once its fingerprint was compared."""

    address: str
    account: str
    password: str = field(repr=False)
    region: str = ""
    host_key: str = ""


class Remedy(StrEnum):
    """What can be done about a bundle that was kept out."""

    RELEASE = "release"  # its device is ours after all
    LOOK_AGAIN = "look_again"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A bundle nobody opened. `words` are its sender's, to be compared before it is released."""

    key: str
    title: Sayable
    reason: Sayable
    advice: Sayable
    since: Sayable
    remedy: Remedy
    words: str = ""


class Stage(StrEnum):
    """How far this computer is known to the lead agency."""

    ALONE = "alone"  # no invitation yet
    INVITED = "invited"  # the lead agency does not know this computer yet
    ENROLLED = "enrolled"
    LEAD = "lead"  # this is a lead agency's computer


@dataclass(frozen=True, slots=True)
class DeviceView:
    """This computer: its name, its words to compare by phone, how far it is known."""

    name: Sayable
    words: str
    stage: Stage
    lead: Sayable = ""


class Compared(StrEnum):
    """What the comparison of words is about."""

    INVITATION = "invitation"
    ENROLLMENT = "enrollment"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class WordsToCompare:
    """Words that somebody must hear from the other side; `key` comes back with the answer."""

    about: Compared
    key: str
    who: Sayable
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the one sentence at the top is made of. `reachable`: None when nothing was tried."""

    ways: int
    stage: Stage
    reachable: bool | None
    waiting: int
    size: int  # bytes that wait
    last: datetime | None  # when a way out answered last


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The page."""

    tone: Tone
    title: Sayable
    text: Sayable
    device: DeviceView
    ways: tuple[WayOut, ...] = ()
    waiting: tuple[Line, ...] = ()
    history: tuple[Line, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    gaps: tuple[Sayable, ...] = ()
    clocks: tuple[Sayable, ...] = ()
    next_try: Sayable = ""
    trouble: Trouble | None = None


def sentence(state: Standing, *, now: datetime) -> tuple[Tone, Sayable, Sayable]:
    """Return tone, title and text of how the exchange stands; it never says more than is known."""
    waits = _waits(state)
    if state.stage is Stage.ALONE:
        text = Say("Open the invitation file of your lead agency. Everything is kept until then.")
        return Tone.WARNING, Say("This computer has not joined a lead agency yet."), text
    if state.ways == 0:
        text = Say("Add a folder or copy to a stick. {waits}", waits=waits)
        return Tone.WARNING, Say("There is no way out yet."), text
    if state.reachable is None:
        return Tone.NEUTRAL, Say("Nothing was exchanged yet."), waits
    if not state.reachable:
        title: Sayable = Say("Offline. Nothing is lost.")
        if state.last is not None:
            when = moment_words(state.last, now=now)
            title = Say("Offline. Nothing is lost, and nothing has left since {when}.", when=when)
        text = Say("{waits} You can also take them on a stick.", waits=waits)
        return Tone.WARNING, title, text if state.waiting else waits
    if state.waiting:
        return Tone.INFO, Say("A way out answers."), waits
    last = moment_words(state.last, now=now) if state.last else Say("never")
    return Tone.SUCCESS, Say("Nothing waits."), Say("Last exchange: {when}.", when=last)


def next_try_words(at: datetime | None, *, now: datetime) -> Sayable:
    """Return when Offramp tries again; `at` None where it does so only when asked."""
    if at is None:
        return Say("Press F5 to try now.")
    minutes = max(1, round((at - now).total_seconds() / 60))
    words = Plural("in about {n} minute", "in about {n} minutes", minutes)
    return Say("Offramp tries again {when}. F5 tries now.", when=words)


def way_out(
    key: str, kind: WayKind, name: str, *, answer: str, good_at: datetime | None, now: datetime
) -> WayOut:
    """Return a way out with its last answer: a stable word, "" where it was never tried."""
    if not answer:
        return WayOut(key, kind, name, Say("Not tried yet"), _NOT_TRIED)
    detail = (
        Say("Last answered {when}", when=moment_words(good_at, now=now))
        if good_at
        else Say("Never answered yet")
    )
    return WayOut(key, kind, name, detail, _ANSWER_MARKS.get(answer, _NO_ANSWER))


_NOT_TRIED = Mark(Say("Not tried yet"), Tone.NEUTRAL, "help_outline")
_NO_ANSWER = Mark(Say("No answer"), Tone.WARNING, "link_off")
_ANSWER_MARKS: Mapping[str, Mark] = {
    "good": Mark(Say("Answers"), Tone.SUCCESS, "check_circle"),
    "not_allowed": Mark(Say("Does not let us in"), Tone.ERROR, "lock"),
    "missing": Mark(Say("Not there"), Tone.WARNING, "link_off"),
    "full": Mark(Say("Full"), Tone.WARNING, "warning"),
    "refused": Mark(Say("Not of this program"), Tone.ERROR, "error"),
}


def receipts_words(signed: int) -> Sayable:
    """Return how many machines signed for a bundle of ours."""
    if signed == 0:
        return Say("No receipt yet")
    return Plural("{n} receipt", "{n} receipts", signed)


def news_words(new: int) -> Sayable:
    """Return how much a bundle brought that was not known here."""
    if new == 0:
        return Say("Nothing new in it")
    return Plural("{n} new fact", "{n} new facts", new)


def waiting_line(
    key: str,
    *,
    for_whom: Sayable,
    what: Sayable,
    since: datetime,
    size: int | None,
    travel: Travel,
    now: datetime,
) -> Line:
    """Return one bundle, or what is not in a bundle yet (`size` None)."""
    return Line(
        key=key,
        title=for_whom,
        detail=what,
        number=size_words(size) if size is not None else "",
        when=age_words(since, now=now),
        travel=travel,
    )


def size_words(size: int) -> Sayable:
    """Return a size of bytes as people read it."""
    if size < 1_000:
        return Plural("{n} byte", "{n} bytes", size)
    if size < 1_000_000:
        return Say("{n} KB", n=round(size / 1_000))
    return Say("{n} MB", n=f"{size / 1_000_000:.1f}")


# Stable words of sync -> what happened, what to do, what the button does.
_REASONS: Mapping[str, tuple[Sayable, Sayable, Remedy]] = {
    "torn": (
        Say("The file is cut short or damaged."),
        Say("Fetch it again. Nothing is lost on their side."),
        Remedy.LOOK_AGAIN,
    ),
    "not_usable": (
        Say("What the lead agency published cannot be used on this computer."),
        Say("Update Offramp here, then look again. If it stays so, tell the lead agency."),
        Remedy.LOOK_AGAIN,
    ),
    "foreign": (
        Say("It comes from a computer that is not on the list of known ones."),
        Say("It may be new. Compare its words by phone before you release it."),
        Remedy.RELEASE,
    ),
    "revoked": (
        Say("It was made after that computer was revoked."),
        Say("Do not use it. If the computer was found again, enroll it anew."),
        Remedy.NONE,
    ),
    "replay": (
        Say("Its contents are here already, under another name."),
        Say("Nothing to do."),
        Remedy.NONE,
    ),
    "not_for_us": (
        Say("It is sealed for other computers. Nothing was opened."),
        Say("Give it back to the person who brought it."),
        Remedy.NONE,
    ),
    "too_new": (
        Say("It was made by a newer Offramp."),
        Say("Update Offramp on this computer. It is fetched again by itself after that."),
        Remedy.LOOK_AGAIN,
    ),
    "bad_signature": (
        Say("Its signature is not that of the computer it names."),
        Say("Do not use it. Tell the lead agency where it came from."),
        Remedy.NONE,
    ),
    "bad_content": (
        Say("It is signed, but it holds what that computer may not write."),
        Say("It stays closed. Tell the lead agency who sent it."),
        Remedy.NONE,
    ),
    "too_large": (
        Say("It is larger than any bundle of Offramp."),
        Say("Check that it is the right file."),
        Remedy.NONE,
    ),
    "wrong_program": (
        Say("It belongs to another program."),
        Say("Choose the folder or file of your own program."),
        Remedy.NONE,
    ),
    "conflict": (
        Say("Another bundle of the same computer has the same number and other content."),
        Say("Two computers may share one identity. Tell the lead agency before you go on."),
        Remedy.NONE,
    ),
    "broken": (
        Say("It does not follow the bundle that came before it."),
        Say("Tell the lead agency. The computer may have been restored from a backup."),
        Remedy.NONE,
    ),
}
_OTHER: tuple[Sayable, Sayable, Remedy] = (
    Say("It could not be opened."),
    Say("It stays closed. Look again after the next update."),
    Remedy.LOOK_AGAIN,
)


def why_kept_out(reason: str) -> Sayable:
    """Return in words why a bundle was kept out."""
    return _REASONS.get(reason, _OTHER)[0]


def kept_out(
    key: str, *, title: Sayable, reason: str, since: datetime, now: datetime, words: str = ""
) -> KeptOut:
    """Return a bundle that was kept out; without words to compare it cannot be released."""
    happened, advice, remedy = _REASONS.get(reason, _OTHER)
    if remedy is Remedy.RELEASE and not words:
        remedy = Remedy.LOOK_AGAIN
    return KeptOut(key, title, happened, advice, moment_words(since, now=now), remedy, words)


def device_mark(stage: Stage) -> Mark:
    """Return how far this computer is known."""
    match stage:
        case Stage.ALONE:
            return Mark(Say("Not joined"), Tone.WARNING, "link_off")
        case Stage.INVITED:
            return Mark(Say("Not enrolled yet"), Tone.WARNING, "hourglass_empty")
        case Stage.ENROLLED:
            return Mark(Say("Known to the lead agency"), Tone.SUCCESS, "verified_user")
    return Mark(Say("Lead agency"), Tone.INFO, "verified_user")


def device_advice(device: DeviceView) -> Sayable:
    """Return what comes next for this computer, "" for nothing."""
    match device.stage:
        case Stage.ALONE:
            return Say(
                "1. Open the invitation file. 2. Compare its words by phone. "
                "3. Save your request file and bring it to the lead agency."
            )
        case Stage.INVITED:
            return Say(
                "Save your request file and bring it to {lead}. They compare the words above "
                "with you and enroll this computer.",
                lead=device.lead or Say("the lead agency"),
            )
        case Stage.LEAD:
            return Say(
                "Invite another agency or computer with a file. When its request comes back, "
                "compare the words by phone and enroll it."
            )
    return ""


def _waits(state: Standing) -> Sayable:
    if state.waiting == 0:
        return Say("Nothing waits.")
    return Plural(
        "{n} bundle waits on this computer, {size}.",
        "{n} bundles wait on this computer, {size}.",
        state.waiting,
        size=size_words(state.size),
    )
