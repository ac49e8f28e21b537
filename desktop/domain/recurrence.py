"""Hours that do not come every week: the first Tuesday of a month, every second Monday.

Rules are those of RFC 5545 that HSDS names (`FREQ` WEEKLY or MONTHLY), worked out by dateutil.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

YEARS_AHEAD = 2  # in which the next day is looked for
LONG_AGO = date(2000, 1, 1)  # from when a rule without a first day counts
_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_MONTH_DAY = r"-?(?:3[01]|[12][0-9]|[1-9])"
_WEEKLY = re.compile(rf"FREQ=WEEKLY(?:;BYDAY={_DAY}(?:,{_DAY})*)?")
# A day of the week and a day of the month together may never come, so it is one or the other.
_MONTHLY = re.compile(
    rf"FREQ=MONTHLY(?:;BYDAY=[+-]?[1-5]?{_DAY}(?:,[+-]?[1-5]?{_DAY})*"
    rf"|;BYMONTHDAY={_MONTH_DAY}(?:,{_MONTH_DAY})*)?"
)
_HOW_OFTEN = re.compile(
    r"(?:;INTERVAL=(?P<interval>[1-9][0-9]?))?(?:;COUNT=(?P<count>[0-9]{1,4}))?"
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The days on which something comes again; `begins` is the first one, if told.

    Raises ValueError for a rule that cannot be worked out.
    """

    rule: str
    begins: date | None = None

    def __post_init__(self) -> None:
        """Check the rule: its days first, then every how many weeks or months, and how often."""
        days = _WEEKLY.match(self.rule) or _MONTHLY.match(self.rule)
        often = _HOW_OFTEN.fullmatch(self.rule, days.end()) if days else None
        if days is None or often is None:
            raise ValueError("not a rule that can be worked out")
        hangs_on_first = often["count"] or (often["interval"] or "1") != "1" or "BY" not in days[0]
        if hangs_on_first and self.begins is None:
            raise ValueError("hangs on its first day")

    @property
    def parts(self) -> dict[str, str]:
        """Return the rule's parts by name, e.g. {"FREQ": "MONTHLY", "BYDAY": "1TU"}."""
        return dict(part.split("=") for part in self.rule.split(";"))

    def falls_on(self, day: date) -> bool:
        """Return whether it comes on that day."""
        return day in _days_of(self.rule, self.begins, day.year)

    def next_from(self, day: date) -> date | None:
        """Return the first day from that one on; None where none comes within two years."""
        for year in range(day.year, day.year + YEARS_AHEAD + 1):
            later = [one for one in _days_of(self.rule, self.begins, year) if one >= day]
            if later:
                return min(later)
        return None


@lru_cache(maxsize=512)
def _days_of(rule: str, begins: date | None, year: int) -> frozenset[date]:
    first = begins or LONG_AGO
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 (days, not moments)
    found = rrulestr(rule, dtstart=start).between(
        datetime(year, 1, 1) - timedelta(seconds=1),  # noqa: DTZ001
        datetime(year, 12, 31, 23),  # noqa: DTZ001
    )
    return frozenset(one.date() for one in found)
