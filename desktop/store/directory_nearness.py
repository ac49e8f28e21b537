"""How far to look around a point: as wide as the services there lie apart."""

from __future__ import annotations

from desktop.domain.places import Point, road_miles
from desktop.store.database import Database
from desktop.store.directory_marks import EVERY, Marks

SAMPLE = 8_000  # services whose distance is worked out
NEAREST = 3.0  # road miles of the first ring at least
WHOLE_EARTH = 17_000.0  # road miles to the other side
ROOM = 1.1  # for what the sample does not say


class Surroundings:
    """The services around a point, told by a sample of them."""

    def __init__(self, db: Database, marks: Marks, near: Point, *, within: float | None) -> None:
        points = marks.remembered("sample", lambda: _sample(db))
        self._miles = marks.remembered(near, lambda: sorted(road_miles(near, p) for p in points))
        self.total = marks.of(EVERY).bit_count()
        self._one_in = max(1, self.total // max(1, len(points)))
        self.last = WHOLE_EARTH if within is None else within

    def miles_to(self, services: int) -> float:
        """Return within how many road miles about that many services are, `last` at most."""
        place = services // self._one_in
        if place >= len(self._miles):
            return self.last
        return min(max(self._miles[place] * ROOM, NEAREST), self.last)


def _sample(db: Database) -> list[Point]:
    highest = db.execute("select max(number) from directory_points").fetchone()[0] or 0
    step = highest // SAMPLE + 1
    sql = "select lat, lon from directory_points where number % ? = 0 and lat is not null"
    return [Point(lat, lon) for lat, lon in db.execute(sql, [step])]
