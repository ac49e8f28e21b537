"""Points on the map, and how far it is by road when no map is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from desktop.domain.words import Say

EARTH_RADIUS = 3958.8  # miles, mean radius. Source: IUGG, 6371.0 km
# Road miles for one straight mile. Judgement: between 1.20 for US freight roads (Ballou and others,
# 2002) and 1.42 for trips to US hospitals (Boscoe and others, 2012); mountains can be far worse.
ROAD_FACTOR = 1.3
ROAD_SPEED = 45.0  # miles an hour, door to door on rural roads. Judgement
# The same by how rural a county is (resources/geo). Judgement: traffic lights and parking.
SPEEDS = {"rural": ROAD_SPEED, "suburban": 35.0, "urban": 25.0, "dense_urban": 15.0}
MILES_PER_DEGREE = EARTH_RADIUS * radians(1)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """A ZIP code: its middle, county, time zone name, rurality and main town."""

    zip: str
    point: Point
    county_fips: str
    zone: str
    rurality: str
    town: str
    state: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees."""

    south: float
    west: float
    north: float
    east: float

    def parts(self) -> Iterator[Box]:
        """Give the box, in two where it crosses the date line (the Aleutians do)."""
        if self.west < -180.0:
            yield Box(self.south, self.west + 360.0, self.north, 180.0)
            yield Box(self.south, -180.0, self.north, self.east)
        elif self.east > 180.0:
            yield Box(self.south, self.west, self.north, 180.0)
            yield Box(self.south, -180.0, self.north, self.east - 360.0)
        else:
            yield self


def straight_miles(a: Point, b: Point) -> float:
    """Return the great-circle distance in miles (haversine)."""
    return road_miles(a, b) / ROAD_FACTOR


def road_miles(a: Point, b: Point) -> float:
    """Return the miles to drive, estimated: great-circle miles times ROAD_FACTOR."""
    return road_miles_from(a)(b.lat, b.lon)


def road_miles_from(here: Point) -> Callable[[float, float], float]:
    """Return what gives the miles to drive from here to a latitude and longitude (haversine).

    For many places at once: what is the same for all of them is worked out once.
    """
    lat, lon, narrow = radians(here.lat), here.lon, cos(radians(here.lat))
    around = 2 * EARTH_RADIUS * ROAD_FACTOR

    def miles(to_lat: float, to_lon: float) -> float:
        to = radians(to_lat)
        half = sin((to - lat) / 2) ** 2
        half += narrow * cos(to) * sin(radians(to_lon - lon) / 2) ** 2
        return around * asin(min(1.0, sqrt(half)))

    return miles


def drive_time(miles: float, speed: float = ROAD_SPEED) -> timedelta:
    """Return how long that drive takes, at so many miles an hour."""
    return timedelta(hours=miles / speed)


def speed_in(rurality: str) -> float:
    """Return the miles an hour people drive in such a county; where nothing is said, rural ones."""
    return SPEEDS.get(rurality, ROAD_SPEED)


def box_around(middle: Point, miles: float) -> Box:
    """Return a box that holds every point within that many road miles."""
    reach = degrees(miles / ROAD_FACTOR / EARTH_RADIUS)
    narrowest = cos(radians(min(89.0, abs(middle.lat) + reach)))
    wide = min(180.0, reach / narrowest)
    south, north = max(-90.0, middle.lat - reach), min(90.0, middle.lat + reach)
    return Box(south, middle.lon - wide, north, middle.lon + wide)


def miles_in_words(miles: float) -> Say:
    """Return the distance as officers say it; never more exact than the estimate is."""
    return Say("less than 1 mi") if miles < 1 else Say("about {n} mi", n=round(miles))


WINDS = (
    Say("north"),
    Say("northeast"),
    Say("east"),
    Say("southeast"),
    Say("south"),
    Say("southwest"),
    Say("west"),
    Say("northwest"),
)


def wind(here: Point, there: Point) -> Say:
    """Return which way to set out, as one of eight winds (great circle, first bearing)."""
    lat_a, lat_b = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    across = sin(east) * cos(lat_b)
    along = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(east)
    return WINDS[round(degrees(atan2(across, along)) / 45) % len(WINDS)]


def way_in_words(here: Point, there: Point) -> Say:
    """Return how far and which way: "about 12 mi northeast"; under a mile only how far."""
    miles = road_miles(here, there)
    if miles < 1:
        return miles_in_words(miles)
    return Say("{distance} {wind}", distance=miles_in_words(miles), wind=wind(here, there))
