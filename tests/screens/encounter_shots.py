"""The encounter and services pages in their states, for pictures."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.domain.directory import ServiceListing
from desktop.domain.facts import Known
from desktop.domain.limits import Person
from desktop.domain.matching import rank
from desktop.domain.people import Alike, likeness, portrait
from desktop.ui.card_screen import CardScreen
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.services_page import ServicesPage
from desktop.viewmodels.alike import alike_line
from desktop.viewmodels.asked import Step
from desktop.viewmodels.card import card_view
from desktop.viewmodels.encounter import EncounterView
from desktop.viewmodels.matches import match_lines
from desktop.viewmodels.service_detail import service_detail
from desktop.viewmodels.services import ServicesView, services_view
from desktop.viewmodels.services_misses import MissView, drops, near_miss
from desktop.viewmodels.services_query import FILTER_WORDS, Query, wish_of_query
from tests.viewmodels import made_up
from tests.viewmodels.made_up import LEAVE, MILLBROOK, NOW, PROGRAM, SCREENED, TONGUES

FIRST = made_up.encounter()
ASKING = made_up.encounter(
    "pathway = INT; person.age = 28..32; charge/1/offense = drug_possession;"
    " charges.complete = yes; person.agrees = yes; drug_sale = none"
)
DRUGS = made_up.encounter(
    SCREENED.replace(
        "drugs.complete = yes;",
        "conduct.exploits_minors = no;"
        "conduct.promotes_prostitution = no; conduct.trafficking = no; charge/1/victim = none;"
        "person.intoxicated = no; supervision.status = none; history.violent_conviction = never;",
    )
)
CLOSED = made_up.encounter("pathway = INT; person.age = 17; person.agrees = yes")
YOURS = made_up.encounter(
    "pathway = REF; person.agrees = yes; person.intoxicated = yes;"
    "contact.prior_activity = yes; place.in_program_area = yes;"
    "order.no_contact_with_participant = no; chosen = refer"
)


def encounter(view: EncounterView, open_: str = "", press: str = ""):
    """Return what makes the page showing this."""

    def made(look: Look) -> Page:
        page = EncounterPage(look)
        page.show_encounter(view)
        if open_:
            page.screening.open_ask(open_)
        if press:
            page.screening.press(press)
        return page

    return made


def services_view_of(query: Query, current: str = "tr-prairie-ridge") -> ServicesView:
    """Return the services page for a query."""
    wish = wish_of_query(query, near=MILLBROOK)
    matches = rank(wish, made_up.services(), made_up.capacity(), now=NOW)
    listing = next((one for one in made_up.services() if one.id == current), None)
    counts = {
        code: len(
            rank(
                wish_of_query(query.toggled(code, True), near=MILLBROOK),
                made_up.services(),
                made_up.capacity(),
                now=NOW,
            )
        )
        for code in FILTER_WORDS
    }
    return services_view(
        query,
        match_lines(matches, now=NOW),
        now=NOW,
        total=len(made_up.services()),
        listed_on=NOW.date().replace(day=14),
        counts=counts,
        near_words="Millbrook",
        current=current if listing in [one.listing for one in matches] else "",
        detail=_detail(listing),
        misses=() if matches else _misses(query),
        fit=len(matches),
        draft="Draft of Robin Sample is open",
    )


def _misses(query: Query) -> list[MissView]:
    found = []
    for drop, smaller in drops(query):
        wish = wish_of_query(smaller, near=MILLBROOK)
        fit = rank(wish, made_up.services(), made_up.capacity(), now=NOW)
        if fit:
            found.append(near_miss(drop, smaller, fit[0].listing.name, len(fit)))
    return found


def _detail(listing: ServiceListing | None):
    if listing is None:
        return None
    reports = made_up.capacity().get(listing.id, ())
    person = Person.aged(30, on_methadone=True)
    return service_detail(listing, reports, now=NOW, person=person, rules_for="Robin Sample")


def services(query: Query, current: str = "tr-prairie-ridge", *, old: bool = False):
    """Return what makes the services page for a query."""

    def made(look: Look) -> Page:
        page = ServicesPage(look)
        view = services_view_of(query, current)
        if old:
            view = replace(view, banner="This list is 8 months old. Phone numbers may be wrong.")
        page.show_services(view)
        return page

    return made


def no_services(look: Look) -> Page:
    """Return the services page before any import."""
    page = ServicesPage(look)
    page.show_services(services_view(Query(), (), now=NOW, total=0, listed_on=None))
    return page


def card(look: Look) -> QWidget:
    """Return the contact card over a page."""
    host = EncounterPage(look)
    host.show_encounter(made_up.page(FIRST))
    screen = CardScreen(look, host)
    host.card_screen = screen
    view = card_view(PROGRAM, tongues=TONGUES, by=NOW, officer="Ofc. Larkspur")
    host.resize(1440, 900)
    screen.show_card(view)
    return host


FULL = made_up.full()
ALIKE = tuple(
    alike_line(
        Alike("ref0", 90, likeness(portrait(**one), portrait(**other))),
        name=f"{other['first']} {other['last']}",
        number="TRC-K7-26-000104",
        at=NOW,
    )
    for one, other in (
        (
            {"first": "Robin", "last": "Sampl", "phones": ["555-0107"]},
            {"first": "Robyn", "last": "Sample", "phones": ["555-0107"]},
        ),
    )
)
FRAMED = {
    "encounter-1-first": encounter(made_up.page(FIRST)),
    "encounter-1-screening": encounter(made_up.page(ASKING)),
    "encounter-1-not-known": encounter(made_up.page(ASKING), press="U"),
    "encounter-1-drugs": encounter(made_up.page(DRUGS)),
    "encounter-1-weight": encounter(made_up.page(FULL), open_="drug/1/amount_g"),
    "encounter-1-closed": encounter(made_up.page(CLOSED)),
    "encounter-1-yours": encounter(made_up.page(YOURS)),
    "encounter-2-person-alike": encounter(made_up.page(FULL, step=Step.PERSON, alike=ALIKE)),
    "encounter-2-person": encounter(made_up.page(FULL, step=Step.PERSON)),
    "encounter-3-services": encounter(made_up.page(FULL, step=Step.SERVICES)),
    "encounter-4-consent": encounter(
        made_up.page(
            FULL.answered("handoff.method", Known("scene")).answered(
                "handoff.called_at", Known(NOW)
            ),
            step=Step.CONSENT,
            leave=LEAVE,
        )
    ),
    "encounter-5-send": encounter(made_up.page(FULL, step=Step.SEND, leave=LEAVE)),
    "services": services(Query()),
    "services-none-fit": services(Query(filters=frozenset({"childcare", "open_now"})), old=True),
    "services-empty": no_services,
}
