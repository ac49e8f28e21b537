"""The import of a list of services: what was found, what keeping it would do, what was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from desktop.domain.column_matching import Matching
from desktop.domain.directory import ServiceListing
from desktop.domain.list_columns import COLUMN_KINDS, ListColumn
from desktop.domain.refresh import Edition, ImportReport, UnreadRow
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.listing_changes import Pairs, differences, said_of
from desktop.viewmodels.marks import Line, Mark, Tone, Trouble

FEW, MANY_GONE = 20, 4  # of so many services more than a quarter gone: the file may be cut
SAMPLES = 3  # cells shown of a column while it is matched
NOT_READ = ""  # the key of "not read" among what a column may hold


class ImportStep(StrEnum):
    """Where the import stands, in order; LOOKING, READING and KEEPING are work under way."""

    CHOOSE = "choose"
    LOOKING = "looking"
    COLUMNS = "columns"
    READING = "reading"
    PREVIEW = "preview"
    KEEPING = "keeping"
    DONE = "done"


class Happens(StrEnum):
    """What keeping a list does to a service, or that a row could not be read."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    UNREAD = "unread"


HAPPENS_WORDS: dict[Happens, Sayable] = {
    Happens.NEW: Say("New"),
    Happens.CHANGED: Say("Changed"),
    Happens.GONE: Say("Gone"),
    Happens.UNREAD: Say("Not read"),
}
_MARKS = {
    Happens.NEW: Mark(HAPPENS_WORDS[Happens.NEW], Tone.SUCCESS, "add_circle"),
    Happens.CHANGED: Mark(HAPPENS_WORDS[Happens.CHANGED], Tone.INFO, "edit"),
    Happens.GONE: Mark(HAPPENS_WORDS[Happens.GONE], Tone.WARNING, "remove_circle"),
    Happens.UNREAD: Mark(HAPPENS_WORDS[Happens.UNREAD], Tone.ERROR, "error"),
}
# By `services.directory_import.ListKind`.
KIND_WORDS: dict[str, Sayable] = {
    "samhsa": Say("SAMHSA's National Directory"),
    "dhcs": Say("California's list of licensed facilities"),
    "hsds": Say("A directory in the HSDS format"),
    "small": Say("A folder with services.csv"),
    "plain": Say("A spreadsheet of your own: say what its columns hold"),
}
STEPS: tuple[Sayable, ...] = (
    Say("Choose"),
    Say("Columns"),
    Say("Read"),
    Say("Look it over"),
    Say("Kept"),
)
STEP_AT = {
    ImportStep.CHOOSE: 0,
    ImportStep.LOOKING: 0,
    ImportStep.COLUMNS: 1,
    ImportStep.READING: 2,
    ImportStep.PREVIEW: 3,
    ImportStep.KEEPING: 3,
    ImportStep.DONE: 4,
}


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the file: its place, its header, some of its cells, and what it holds."""

    place: int
    header: str
    samples: tuple[str, ...]
    holds: str  # value of a `ListColumn`, or NOT_READ


@dataclass(frozen=True, slots=True)
class ColumnMatched:
    """A person says what a column holds; NOT_READ takes it back."""

    place: int
    holds: str


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One service or row of the preview as a line; in full only for the one looked at."""

    happens: Happens
    line: Line
    in_full: Callable[[], Pairs]

    @property
    def pairs(self) -> Pairs:
        """Return all that is said of it, as (name, words)."""
        return self.in_full()


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import taken in before."""

    title: Sayable
    detail: Sayable


@dataclass(frozen=True, slots=True)
class ImportView:
    """The page. `rows` counts while it reads; `told` says more of the list as a whole."""

    step: ImportStep = ImportStep.CHOOSE
    file: str = ""
    kind: Sayable = ""
    columns: tuple[ColumnView, ...] = ()
    remembered: bool = False
    missing: Sayable = ""
    rows: int = 0
    counts: tuple[tuple[Happens, int], ...] = ()
    items: tuple[ImportItem, ...] = ()
    told: tuple[Sayable, ...] = ()
    kept: Sayable = ""
    past: tuple[PastImport, ...] = ()
    can_take_back: bool = False
    trouble: Trouble | None = None

    def count(self, happens: Happens) -> int:
        """Return how many there are."""
        return dict(self.counts).get(happens, 0)


def columns_of(
    matching: Matching, rows: Sequence[Sequence[str]]
) -> tuple[tuple[ColumnView, ...], Sayable]:
    """Return the columns of a list with what each holds, and what is still missing."""
    holds = {place: kind.value for kind, place in matching.places}
    columns = tuple(
        ColumnView(place, title, _samples(rows, place), holds.get(place, NOT_READ))
        for place, title in enumerate(matching.header)
        if title or place in holds or _samples(rows, place)
    )
    if not matching.missing:
        return columns, ""
    names = Listing(tuple(COLUMN_KINDS[kind].says for kind in matching.missing))
    return columns, Say("Still needed: {names}. Say which column holds it.", names=names)


def holdings() -> tuple[tuple[str, Sayable], ...]:
    """Return what a column may hold, as (key, words), NOT_READ first."""
    kinds = tuple((kind.value, COLUMN_KINDS[kind].says) for kind in ListColumn)
    return ((NOT_READ, Say("Not read")), *kinds)


def _samples(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    cells = (row[place] for row in rows if place < len(row) and row[place])
    return tuple(dict.fromkeys(cells))[:SAMPLES]


def preview_items(
    *,
    new: Sequence[ServiceListing],
    changed: Sequence[tuple[ServiceListing, ServiceListing]],
    gone: Sequence[ServiceListing],
    unread: Sequence[UnreadRow],
) -> tuple[ImportItem, ...]:
    """Return everything a person may want to look at before keeping; what needs a look first."""
    return (
        *(_unread_item(at, row) for at, row in enumerate(unread)),
        *(_listing_item(Happens.GONE, one) for one in gone),
        *(_changed_item(old, came) for old, came in changed),
        *(_listing_item(Happens.NEW, one) for one in new),
    )


def told_of(
    report: ImportReport,
    capacity: int,
    same: int,
    unread_capacity: int,
    *,
    gone: int = 0,
    known: int = 0,
) -> tuple[Sayable, ...]:
    """Return what reading found of the list as a whole; `known` services came from it before."""
    told: list[Sayable] = []
    if known >= FEW and gone * MANY_GONE > known:
        told.append(
            Say(
                "{gone} of {known} services would be marked as gone. Is this the whole list?",
                gone=gone,
                known=known,
            )
        )
    told += [
        Plural("{n} row was read.", "{n} rows were read.", report.rows),
        Plural("{n} service stays as it is.", "{n} services stay as they are.", same),
    ]
    if capacity:
        told.append(
            Plural(
                "{n} report of free places came with it.",
                "{n} reports of free places came with it.",
                capacity,
            )
        )
    if unread_capacity:
        told.append(
            Plural(
                "{n} report of free places could not be read.",
                "{n} reports of free places could not be read.",
                unread_capacity,
            )
        )
    if report.repeats:
        told.append(
            Plural("{n} row repeats another.", "{n} rows repeat another.", len(report.repeats))
        )
    if report.stray_rows:
        told.append(
            Plural(
                "{n} row has stray spaces; they are taken off.",
                "{n} rows have stray spaces; they are taken off.",
                report.stray_rows,
            )
        )
    if report.odd_phones:
        told.append(
            Plural(
                "{n} phone is not written as 555-010-0100, or is missing; it is kept as it is.",
                "{n} phones are not written as 555-010-0100, or are missing; they are kept as they"
                " are.",
                report.odd_phones,
            )
        )
    if report.non_ascii_rows:
        told.append(
            Plural(
                "{n} row has letters with accents or signs of other scripts.",
                "{n} rows have letters with accents or signs of other scripts.",
                report.non_ascii_rows,
            )
        )
    if report.no_phone:
        told.append(
            Plural("{n} service has no phone.", "{n} services have no phone.", report.no_phone)
        )
    if report.unknown_codes:
        told.append(
            Plural(
                "{n} code is not known; it is kept.",
                "{n} codes are not known; they are kept.",
                len(report.unknown_codes),
            )
        )
    if report.unknown_zips:
        told.append(
            Plural(
                "{n} ZIP code is not known: no distance there.",
                "{n} ZIP codes are not known: no distance there.",
                len(report.unknown_zips),
            )
        )
    return tuple(told)


def kept_in_words(edition: Edition) -> Sayable:
    """Return what was taken in."""
    return Say(
        "{services} are kept: {new} new, {changed} changed, {gone} marked as gone.",
        services=Plural("{n} service", "{n} services", edition.services),
        new=edition.new,
        changed=edition.changed,
        gone=edition.gone,
    )


def past_imports(editions: Sequence[Edition]) -> tuple[PastImport, ...]:
    """Return what was taken in before, last first."""
    return tuple(
        PastImport(
            Say("{source}, edition {edition}", source=one.source, edition=one.edition),
            Say("Taken in {when}. {words}", when=one.taken_at, words=kept_in_words(one)),
        )
        for one in reversed(editions)
    )


def summary(view: ImportView) -> Sayable:
    """Return what a screen reader hears once the list is read."""
    return Say(
        "{new} new, {changed} changed, {gone} gone, {unread} not read. Nothing kept yet.",
        **{one.value: view.count(one) for one in Happens},
    )


def rows_in_words(rows: int) -> Sayable:
    """Return how far the reading is."""
    return Plural("{n} row read", "{n} rows read", rows) if rows else Say("Opening the file")


def _unread_item(at: int, row: UnreadRow) -> ImportItem:
    title: Sayable = Say("Line {line}", line=row.line)
    if row.file:
        title = Say("{file}, line {line}", file=row.file, line=row.line)
    mark = _MARKS[Happens.UNREAD]
    line = Line(key=f"unread/{at}", title=title, detail=row.why, mark=mark)
    pairs: Pairs = ((Say("Line"), str(row.line)), (Say("Why"), row.why))
    return ImportItem(Happens.UNREAD, line, lambda: pairs)


def _listing_item(happens: Happens, listing: ServiceListing) -> ImportItem:
    line = Line(
        key=f"{happens.value}/{listing.id}",
        title=listing.name,
        detail=listing.place.one_line,
        mark=_MARKS[happens],
    )
    return ImportItem(happens, line, partial(said_of, listing))


def _changed_item(old: ServiceListing, came: ServiceListing) -> ImportItem:
    changes = differences(old, came)
    line = Line(
        key=f"changed/{old.id}",
        title=came.name,
        detail=Listing(tuple(name for name, _ in changes)),
        mark=_MARKS[Happens.CHANGED],
    )
    return ImportItem(Happens.CHANGED, line, lambda: changes)
