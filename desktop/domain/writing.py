"""From what somebody typed to the entries that are kept: one entry per set of tags.

Plain facts have one tag, so a page saved makes one entry per tag; fields that an audience may see
alone (a name, the chosen service) get an entry of their own (release.group_of).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from desktop.domain.change import Author, Entry, Setting, Subject, SubjectState, comparable
from desktop.domain.facts import FactValue
from desktop.domain.release import TagsOf, group_of
from desktop.domain.terms import Tag


def entries(
    values: Mapping[str, FactValue],
    *,
    subject: Subject,
    seen: SubjectState | None,
    by: Author,
    at: datetime,
    tags_of: TagsOf,
    also: frozenset[Tag] = frozenset(),
    opens: bool = False,
    versions: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Return the entries that set these values, each based on what its author saw.

    Values that stand there already, undisputed, are left out. `also` is stamped on every entry
    (a lead agency's T); when `opens`, the entry of the untagged facts opens the subject.
    """
    grouped: dict[tuple[frozenset[Tag], str], list[Setting]] = defaultdict(list)
    for path, value in values.items():
        register = seen.registers.get(path) if seen else None
        if register and not register.disputed and register.heads:
            standing = register.value
            if standing is not None and comparable(standing) == comparable(value):
                continue
        based_on = register.based_on if register else ()
        key = (_tags(path, tags_of, also), group_of(path))
        grouped[key].append(Setting(path, value, based_on))
    untagged = (frozenset({Tag.NONE}), "")
    return [
        Entry(
            at=at,
            by=by,
            subject=subject,
            tags=tags,
            sets=tuple(sorted(settings, key=lambda one: one.path)),
            opens=opens and (tags, group) == untagged,
            versions=tuple(sorted((versions or {}).items())),
        )
        for (tags, group), settings in sorted(
            grouped.items(), key=lambda pair: (pair[0] != untagged, sorted(pair[0][0]), pair[0][1])
        )
    ]


def _tags(path: str, tags_of: TagsOf, also: frozenset[Tag]) -> frozenset[Tag]:
    """Return the stamp: "-" stands only where there is no other tag."""
    every = tags_of(path) | also
    real = every - {Tag.NONE}
    return frozenset(real or {Tag.NONE})
