"""Grab every page in its states and themes to build/screens/*.png; to be looked at.

`python tests/screens/shoot.py [part of a name ...]`. A page is added with one line in `SCREENS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from desktop.domain.terms import Role  # noqa: E402
from desktop.domain.words import Tongue  # noqa: E402
from desktop.formats.facts_file import read_dictionary  # noqa: E402
from desktop.ui.first_start_page import FirstStartPage  # noqa: E402
from desktop.ui.frame import Frame  # noqa: E402
from desktop.ui.home_page import HomePage  # noqa: E402
from desktop.ui.look import Look  # noqa: E402
from desktop.ui.offer_dialog import OfferDialog  # noqa: E402
from desktop.ui.page import Page  # noqa: E402
from desktop.ui.settings_page import SettingsPage  # noqa: E402
from desktop.ui.signin_page import SignInPage  # noqa: E402
from desktop.ui.theme import Theme  # noqa: E402
from desktop.ui.window import Window  # noqa: E402
from desktop.viewmodels.clock import ClockDoubt, clock_doubt  # noqa: E402
from desktop.viewmodels.first_start import Step  # noqa: E402
from desktop.viewmodels.frame import ExchangeState, exchange_mark, rail  # noqa: E402
from desktop.viewmodels.home import HomeView  # noqa: E402
from desktop.viewmodels.signin import wrong_password  # noqa: E402
from tests.screens import encounter_shots, packet_sheets  # noqa: E402
from tests.screens.directory_shots import DIRECTORY_PAGES  # noqa: E402
from tests.screens.program_shots import PROGRAM_PAGES  # noqa: E402
from tests.screens.work_pages import WORK_PAGES  # noqa: E402
from tests.ui import samples  # noqa: E402
from tests.ui.checks import find_faults  # noqa: E402
from tests.ui.conftest import LONG  # noqa: E402
from tests.ui.gallery import Gallery  # noqa: E402

Made = Callable[[Look], QWidget]


def framed(
    role: Role,
    name: str,
    make: Callable[[Look], Page],
    *,
    practice: bool = False,
    doubt: ClockDoubt | None = None,
) -> Made:
    """Return what makes the page inside the frame of that role."""

    def made(look: Look) -> QWidget:
        frame = Frame(look)
        frame.show_rail(rail({role}, {"inbox": 3, "packets": 2}))
        frame.show_exchange(exchange_mark(ExchangeState(reachable=False, waiting=3)))
        frame.show_practice(practice)
        frame.show_clock(doubt)
        frame.add_page(name, make(look))
        frame.show_page(name)
        return frame

    return made


def signin_wrong(look: Look) -> QWidget:
    """Return the sign-in page after a wrong password."""
    page = SignInPage(look, samples.SIGN_IN)
    page.show_failure(wrong_password("Ofc. Larkspur", tries_left=0, wait_seconds=58))
    return page


def home(look: Look, view: HomeView) -> Page:
    """Return the home page showing this."""
    page = HomePage(look)
    page.show_home(view)
    return page


def offer(look: Look) -> QWidget:
    """Return Home with the question why there was no referral."""
    host = framed(Role.OFFICER, "home", lambda made: home(made, samples.HOME))(look)
    facts = read_dictionary(PROJECT / "resources" / "facts.csv")
    declined, not_made = "offer.declined_reason", "offer.not_offered_reason"
    dialog = OfferDialog(look, host, facts.fact_of(declined), facts.fact_of(not_made))
    dialog.setWindowFlags(Qt.WindowType.Widget)  # within the picture
    dialog.setAutoFillBackground(True)
    dialog.move(250, 0)
    QTimer.singleShot(0, dialog.show)
    return host


def first_start(look: Look, step: Step) -> QWidget:
    """Return the first start at this step."""
    page = FirstStartPage(look, samples.LANGUAGES, samples.ANSWERS, step)
    if step is Step.RECOVERY:
        page.show_recovery(samples.SHEET)
    return page


SEEN = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
CLOCK_IN_DOUBT = clock_doubt(SEEN - timedelta(days=300), SEEN, may_set=True)

# name -> what makes it; one line each
SCREENS: dict[str, Made] = {
    **{n: framed(Role.OFFICER, "refer", m) for n, m in encounter_shots.FRAMED.items()},
    "card": encounter_shots.card,
    "01-signin": lambda look: SignInPage(look, samples.SIGN_IN),
    "01-signin-wrong": signin_wrong,
    "02-home": framed(Role.OFFICER, "home", lambda look: home(look, samples.HOME)),
    "02-home-empty": framed(Role.OFFICER, "home", lambda look: home(look, samples.HOME_EMPTY)),
    "02-home-full": framed(Role.OFFICER, "home", lambda look: home(look, samples.HOME_FULL)),
    "02-home-practice": framed(
        Role.OFFICER, "home", lambda look: home(look, samples.HOME), practice=True
    ),
    "02-home-clock-in-doubt": framed(
        Role.SUPERVISOR, "home", lambda look: home(look, samples.HOME), doubt=CLOCK_IN_DOUBT
    ),
    "02-offer": offer,
    **{f"12-first-start-{step.value}": partial(first_start, step=step) for step in Step},
    "14-settings": framed(
        Role.ADMIN, "settings", lambda look: SettingsPage(look, samples.SETTINGS)
    ),
    "gallery": framed(Role.OFFICER, "home", Gallery),
    **{name: framed(*how) for name, how in WORK_PAGES.items()},
    **{name: framed(*how) for name, how in DIRECTORY_PAGES.items()},
    **{name: framed(*how) for name, how in PROGRAM_PAGES.items()},
}
# name -> (theme, language, text scale, size)
VARIANTS = {
    "light": (Theme.LIGHT, Tongue("en"), 1.0, (1440, 900)),
    "night": (Theme.NIGHT, Tongue("en"), 1.0, (1024, 700)),
    "long": (Theme.LIGHT, LONG, 1.0, (1024, 700)),
    "large": (Theme.NIGHT, Tongue("en"), 1.5, (1024, 700)),
}


def main(wanted: list[str]) -> int:
    """Draw the wanted screens, or all; return how many have faults."""
    app = QApplication([])
    folder = PROJECT / "build" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    if not wanted or "packet" in wanted:  # what is printed, as it is on paper
        for drawn in packet_sheets.draw(folder / "packet"):
            sys.stdout.write(f"packet/{drawn}\n")
    faulty = 0
    for variant, (theme, tongue, scale, size) in VARIANTS.items():
        look = Look(PROJECT / "resources", tongue, theme=theme, text_scale=scale)
        look.dress(app)
        for name, make in SCREENS.items():
            full = f"{name}-{variant}"
            if wanted and not any(part in full for part in wanted):
                continue
            window = Window(look)
            window.resize(*size)
            window.show_content(make(look))
            window.show()
            for _ in range(4):
                app.processEvents()
            faults = find_faults(window)
            window.grab().save(str(folder / f"{full}.png"))
            sys.stdout.write(f"{full}: {'; '.join(faults) if faults else 'ok'}\n")
            faulty += bool(faults)
            window.close()
            window.deleteLater()
            app.processEvents()
    return faulty


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
