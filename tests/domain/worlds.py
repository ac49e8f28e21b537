"""Small random worlds of changes, for the laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from desktop.domain.change import (
    CASE_STATUS,
    REFERRAL_STATUS,
    Author,
    Change,
    ChangeId,
    Entry,
    Kept,
    Setting,
    Subject,
)
from desktop.domain.facts import Known, Step, Unknown
from desktop.domain.terms import Role, SubjectKind, Tag
from desktop.wire import change_to_bytes, digest_of

START = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
OFFICER = Author("u1", Role.OFFICER, "TRC", "k7")
COORDINATOR = Author("u9", Role.COORDINATOR, "MCC", "lead")

PATHS = (
    "pathway",
    "person.age",
    "person.phone",
    "drug/a/amount_g",
    "health.note",
    "warrant.status",
)
VALUES = (
    Known("INT"),
    Known(Decimal("2.0")),
    Known(Decimal("2.00")),
    Known(True),
    Unknown.DECLINED,
    Unknown.CANNOT_KNOW,
)
WRITERS = ("aaaa", "bbbb", "cccc")
SUBJECTS = (
    Subject(SubjectKind.ENCOUNTER, "e1"),
    Subject(SubjectKind.REFERRAL, "r1"),
    Subject(SubjectKind.CASE, "r1"),
)


def kept(change: Change) -> Kept:
    """Return the change with the digest of its own bytes."""
    return Kept(change, digest_of(change_to_bytes(change)))


@st.composite
def histories(draw: st.DrawFn, forks: bool = True) -> list[Kept]:
    """Some writers, working side by side, each seeing some of what the others wrote."""
    changes: list[Change] = []
    for index in range(draw(st.integers(1, 14))):
        writer = draw(st.sampled_from(WRITERS))
        number = index + 1 if not forks else draw(st.integers(max(1, index - 1), index + 1))
        changes.append(_one(draw, ChangeId(number, writer), changes))
    if not forks:
        changes = list({change.id: change for change in changes}.values())
    return [kept(change) for change in changes]


def _one(draw: st.DrawFn, id_: ChangeId, before: list[Change]) -> Change:
    kind = draw(st.sampled_from(("fact", "fact", "fact", "open", "step", "erase")))
    at = START + timedelta(minutes=draw(st.integers(-5000, 5000)))
    subject = draw(st.sampled_from(SUBJECTS))
    if kind == "erase":
        sets: tuple[Setting, ...] = (
            Setting("target.id", Known(subject.id)),
            Setting("target.kind", Known(subject.kind.value)),
            Setting("target.tags", Known(draw(st.sampled_from((("P",), ("-", "H"), ("T",)))))),
        )
        whose = draw(st.sampled_from(("", "", OFFICER.agency, "elsewhere")))
        if whose:
            sets = (Setting("target.agency", Known(whose)), *sets)
        if draw(st.booleans()) and whose:
            sets = (*sets[:1], Setting("target.device", Known(OFFICER.device)), *sets[1:])
        target = Subject(SubjectKind.ERASURE, f"x{id_}")
        entry = Entry(at, OFFICER, target, frozenset({Tag.NONE}), sets)
        return entry.numbered(id_.writer, id_.number)
    if kind == "step":
        path = CASE_STATUS if subject.kind is SubjectKind.CASE else REFERRAL_STATUS
        steps = (
            Step(None, "accepted"),
            Step("accepted", "contact_made"),
            Step(None, "logged"),
            Step("logged", "closed"),
            Step(None, "no-such-word"),
        )
        one = _setting(draw, path, Known(draw(st.sampled_from(steps))), before)
        tags = frozenset({Tag.TREATMENT if path == CASE_STATUS else Tag.NONE})
        by = draw(st.sampled_from((OFFICER, COORDINATOR)))
        return Entry(at, by, subject, tags, (one,)).numbered(id_.writer, id_.number)
    paths = draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True))
    values = [draw(st.sampled_from(VALUES)) for _ in paths]
    sets = tuple(_setting(draw, p, v, before) for p, v in zip(paths, values, strict=True))
    tag = draw(st.sampled_from((Tag.NONE, Tag.PERSONAL, Tag.HEALTH)))
    entry = Entry(at, OFFICER, subject, frozenset({tag}), sets, opens=kind == "open")
    return entry.numbered(id_.writer, id_.number)


def _setting(draw: st.DrawFn, path: str, value: object, before: list[Change]) -> Setting:
    seen = sorted({change.id for change in before})
    based = draw(st.lists(st.sampled_from(seen), max_size=3, unique=True)) if seen else []
    return Setting(path, value, tuple(sorted(based)))  # type: ignore[arg-type]
