"""The story: one night's referral over three machines, through the real windows.

Patrol decides and logs with no network; the desk imports, completes and prints; the lead agency
imports and answers; the answer comes back as far as the person allowed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.demo import night
from desktop.demo.machines import DemoClock, DemoMachine, join_all, take_in_directories
from desktop.demo.player import Player, keep_quiet
from desktop.domain.terms import DeviceKind, Role, SheetKind, Tag, Travel
from desktop.packet.sheets import PLANS
from desktop.services import issue
from desktop.services.issue import Wanted
from desktop.services.travel import journey
from desktop.services.trust import own_keys
from desktop.sync.keys import export_private, export_public
from desktop.ui.cases_page import CasesPage
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.theme import Theme
from desktop.viewmodels.packets import SheetsAsked
from desktop.wiring.cases import CasesWires
from desktop.wiring.inbox import InboxWires
from desktop.wiring.packets import PacketsWires
from desktop.wiring.shell import load_tools
from desktop.world import World, has_display, resource_folder

SERVICE = "tr-prairie-ridge-detox"
TRC = ("TRC", "Three Rivers County Sheriff's Office")
MCC = ("MCC", "Marigold Community Care")
WORKBOOK = "samhsa_2022/National_Directory_SA_Facilities_2022.xlsx"
CANARY_TAGS = (Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY)


@dataclass
class Report:
    """What the demo leaves in summary.json."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    travel: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, machine: str) -> Iterator[None]:
        """Time one step and print it as one line."""
        begun = monotonic()
        yield
        seconds = round(monotonic() - begun, 2)
        self.steps.append({"step": name, "machine": machine, "seconds": seconds})
        sys.stdout.write(f"{machine:8} {name:28} {seconds:6.2f} s\n")
        sys.stdout.flush()

    def came_to(self, state: Travel) -> None:
        """Note how far the referral has come, each state once."""
        if state.value not in self.travel:
            self.travel.append(state.value)


class Story:
    """The three machines, the folder between them, and what is left of it all."""

    def __init__(self, out: Path, app: QApplication, data: Path | None) -> None:
        self.out, self.app, self.data = out, app, data
        self.clock = DemoClock()
        self.report = Report()
        self.carrier = out / "carrier"
        self.world = World(
            resources=resource_folder(),
            data=out / "machines",
            logs=out / "logs",
            machine_id="demo",
            now=self.clock,
        )
        self.tools = load_tools(self.world)
        self.canaries = {tag: f"canary{self.world.new_id(10)}" for tag in CANARY_TAGS}
        self.referral_id = ""
        self.number = ""
        self.outcome = ""

    def play(self) -> None:
        """Play every step; raises where something does not come."""
        with self.report.step("make three workspaces", "all"):
            self._make_machines()
        with self.report.step("take in the directories", "all"):
            workbook = self._workbook()
            for machine in (self.desk, self.lead):
                take_in_directories(machine, None)
            counts = take_in_directories(self.patrol, workbook)
            self.report.counts = {f"services_{name}": count for name, count in counts.items()}
        with self.report.step("compare words and enroll", "all"):
            join_all(self.lead, [self.patrol, self.desk], self.carrier)
        try:
            self._patrol_refers()
            self._exchange(self.patrol)
            self._travelled()
            self._desk_completes_and_prints()
            self._lead_imports_and_answers()
            self._answer_comes_back()
        finally:
            for machine in (self.patrol, self.desk, self.lead):
                machine.close()

    def _make_machines(self) -> None:
        def make(
            folder: str,
            kind: DeviceKind,
            agency: tuple[str, str],
            name: str,
            *people: tuple[str, Role],
        ) -> DemoMachine:
            return DemoMachine(
                self.world,
                self.tools,
                self.app,
                self.world.data / folder,
                kind=kind,
                agency=agency,
                name=name,
                people=people,
            )

        self.patrol = make("patrol", DeviceKind.PATROL, TRC, "K7", ("Ofc. Larkspur", Role.OFFICER))
        self.desk = make(
            "desk",
            DeviceKind.DESK,
            TRC,
            "D1",
            ("Dana Testcase", Role.DESK),
            ("Sgt. Thistle", Role.SUPERVISOR),
        )
        self.lead = make(
            "lead", DeviceKind.LEAD, MCC, "L1", ("Marigold Placeholder", Role.COORDINATOR)
        )

    def _workbook(self) -> Path | None:
        path = self.data / WORKBOOK if self.data else None
        return path if path and path.is_file() else None

    # -- the steps -------------------------------------------------------------------------

    def _patrol_refers(self) -> None:
        with self.report.step("sign in", "patrol"):
            player = self._sign_in(self.patrol, Role.OFFICER)
        with self.report.step("screen", "patrol"):
            player.press("Ctrl+N")
            player.wait(lambda: page_shown(player) == "refer", "a new referral")
            page = player.shell.page("refer")
            if not isinstance(page, EncounterPage):
                raise TypeError("the refer page")
            night.screen(player, page)
            night.narrate(player, page, self.canaries[Tag.JUSTICE])
            self._pictures(player, "referral")
        with self.report.step("person", "patrol"):
            night.tell_who(player, page, self.canaries)
            self._pictures(player, "person")
        with self.report.step("service", "patrol"):
            night.choose_service(player, page, SERVICE)
            self._pictures(player, "matches")
        with self.report.step("consent and hand-off", "patrol"):
            night.take_consent(player, page)
            night.hand_off(player)
            self._pictures(player, "consent")
        with self.report.step("refer", "patrol"):
            night.send(player, page)
            referral = player.shell.workspace.store.referrals()[-1]
            self.referral_id, self.number = referral.id, referral.number
            self.outcome = referral.text("referral.outcome")
            self._travelled()
            self._pictures(player, "home")
        player.shell.go("services")
        self._pictures(player, "services")
        player.get_up()

    def _desk_completes_and_prints(self) -> None:
        self.clock.move_on(minutes=20)
        with self.report.step("import", "desk"):
            player = self._sign_in(self.desk, Role.DESK)
            player.shell.exchange_now()
        with self.report.step("complete what is open", "desk"):
            self._complete(player)
        with self.report.step("print the packet", "desk"):
            self._print(player)
        with self.report.step("exchange", "desk"):
            player.shell.exchange_now()
        player.shell.go("exchange")
        self._pictures(player, "exchange")
        player.get_up()

    def _complete(self, player: Player) -> None:
        from desktop.domain.facts import NEVER, Known
        from desktop.viewmodels.referral_detail import CaseNumberTyped, FactAnswered
        from desktop.wiring.referrals import ReferralsWires

        player.shell.go("referrals")
        wires = player.shell.wires("referrals")
        if not isinstance(wires, ReferralsWires):
            raise TypeError("the referrals page")
        wires.open(self.referral_id)
        self._pictures(player, "referral_detail")
        page = wires.page
        page.case_number_typed.emit(CaseNumberTyped(self.referral_id, "26-004411"))
        for path, value in (
            ("history.violent_conviction", Known(NEVER)),
            ("warrant.status", Known("clear")),
        ):
            page.answered.emit(FactAnswered(self.referral_id, path, value))

    def _print(self, player: Player) -> None:
        player.shell.go("packets")
        wires = player.shell.wires("packets")
        if not isinstance(wires, PacketsWires):
            raise TypeError("the packets page")
        wires.open(self.referral_id)
        self._pictures(player, "packets")
        sheets = tuple(kind.value for kind in PLANS)
        wires.save_to(SheetsAsked(self.referral_id, sheets), self.out / "packet")
        issue.save_packet(
            player.shell.workspace,
            self.referral_id,
            [Wanted(SheetKind.CARD, self.world.tongue("es"))],
            self.tools.fonts,
            self.out / "packet",
            now=self.clock(),
        )

    def _lead_imports_and_answers(self) -> None:
        self.clock.move_on(hours=9)
        with self.report.step("import", "lead"):
            player = self._sign_in(self.lead, Role.COORDINATOR)
            player.shell.exchange_now()
            player.shell.go("inbox")
            self._pictures(player, "inbox")
            inbox = player.shell.wires("inbox")
            if not isinstance(inbox, InboxWires):
                raise TypeError("the inbox page")
            player.press("Ctrl+Return")
        with self.report.step("accept, contact made", "lead"):
            player.shell.go("cases")
            cases = player.shell.wires("cases")
            if not isinstance(cases, CasesWires) or not isinstance(cases.page, CasesPage):
                raise TypeError("the cases page")
            cases.open(self.referral_id)
            player.press("Return")  # the keys work in a case that is open
            player.press("A")
            player.press("1")
            self._pictures(player, "cases")
        with self.report.step("exchange", "lead"):
            player.shell.exchange_now()
        player.get_up()

    def _answer_comes_back(self) -> None:
        with self.report.step("the answer comes back", "patrol"):
            player = self.patrol.window()
            player.sit_down()
            player.shell.exchange_now()
            player.shell.go("my_referrals")
            self._travelled()
            self._pictures(player, "my_referrals")
            player.shell.go("home")
        player.get_up()

    # -- small things ----------------------------------------------------------------------

    def _sign_in(self, machine: DemoMachine, role: Role) -> Player:
        player = machine.window()
        player.sit_down()
        person = machine.people[role]
        if not self.report.screens:
            self._pictures(player, "sign_in")
        player.click(player.button(person.name))
        self._into_password(player)
        player.type(person.password)
        player.press("Return")
        player.wait(lambda: player.shell.frame is not None, f"{machine.name} opens")
        return player

    def _into_password(self, player: Player) -> None:
        from desktop.ui.signin_page import SignInPage

        page = player.shell.window.content()
        if isinstance(page, SignInPage):
            page.password.entry.setFocus()
            player.settle()

    def _exchange(self, machine: DemoMachine) -> None:
        with self.report.step("exchange", "patrol"):
            player = machine.window()
            player.sit_down()
            player.shell.exchange_now()
            player.get_up()

    def _travelled(self) -> None:
        """Note what the patrol laptop itself says of the way so far."""
        shell = self.patrol.shell
        if shell is None:
            return
        referral = shell.workspace.store.referral(self.referral_id)
        if referral is not None:
            for state, _ in journey(shell.workspace, referral).reached:
                self.report.came_to(state)

    def _pictures(self, player: Player, name: str) -> None:
        """Keep a picture in both themes."""
        shell = player.shell
        for theme in (Theme.NIGHT, Theme.LIGHT):
            shell.use_theme(theme)
            path = self.out / "screens" / f"{name}_{theme.value}.png"
            player.picture(path)
            self.report.screens.append(f"screens/{path.name}")

    # -- what is left ----------------------------------------------------------------------

    def leave(self) -> dict[str, Any]:
        """Write the keys and the summary; return the summary."""
        keys = {}
        folder = self.out / "keys"
        folder.mkdir(parents=True, exist_ok=True)
        receipts = 0
        digests = {}
        for name, machine in (("patrol", self.patrol), ("desk", self.desk), ("lead", self.lead)):
            workspace = machine.open()
            try:
                pair = own_keys(workspace.store.settings)
                (folder / f"{name}.open.jwk").write_bytes(export_private(pair.open))
                (folder / f"{name}.verify.jwk").write_bytes(export_public(pair.sign.public))
                keys[name] = {
                    "open": f"keys/{name}.open.jwk",
                    "verify": f"keys/{name}.verify.jwk",
                }
                digests[name] = _agreed(workspace.store, self.referral_id)
            finally:
                workspace.store.close()
        receipts = len(list(self.carrier.rglob("*.receipt")))
        bundles = sorted(self.carrier.rglob("*.offramp"))
        by_stream: dict[str, list[str]] = {}
        for path in bundles:
            by_stream.setdefault(path.parent.parent.name, []).append(
                path.relative_to(self.out).as_posix()
            )
        summary = {
            "referral": self.number,
            "outcome": self.outcome,
            "travel": self.report.travel,
            "machines_agree": len(set(digests.values())) == 1,
            "steps": self.report.steps,
            "counts": {
                "services": self.report.counts.get("services_all", 0),
                **self.report.counts,
                "bundles": len(bundles),
                "receipts": receipts,
            },
            "files": {
                "packet": sorted(
                    path.relative_to(self.out).as_posix()
                    for path in (self.out / "packet").glob("*.pdf")
                ),
                "bundles": by_stream,
                "screens": self.report.screens,
            },
            "keys": keys,
            "canaries": {tag.value: [word] for tag, word in self.canaries.items()},
        }
        text = json.dumps(summary, indent=1, ensure_ascii=False)
        (self.out / "summary.json").write_text(text + "\n", encoding="utf-8")
        return summary


def page_shown(player: Player) -> str:
    """Return the name of the page a window shows."""
    return player.shell.frame.current() if player.shell.frame else ""


def _agreed(store: Any, referral_id: str) -> str:
    """Return what a machine says of the referral in the words every machine may know."""
    referral = store.referral(referral_id)
    if referral is None:
        return "missing"
    status = referral.status.value if referral.status else "disputed"
    return f"{referral.number} {status} {referral.text('referral.outcome')}"


def run(out: Path, *, data: Path | None = None, app: QApplication | None = None) -> int:
    """Play the story into a folder; return the exit code."""
    out = out.absolute()
    for left in ("carrier", "keys", "logs", "machines", "packet", "screens"):
        rmtree(out / left, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    keep_quiet()
    application = app or QApplication(sys.argv[:1])
    application.setApplicationName("Offramp")
    story = Story(out, application, data or _shared_data())
    story.play()
    summary = story.leave()
    say: Callable[[str], int] = sys.stdout.write
    say(f"\nreferral {summary['referral']}: {summary['outcome']}\n")
    say(f"travel   {' > '.join(summary['travel'])}\n")
    say(f"agree    {'yes' if summary['machines_agree'] else 'no'}\n")
    say(f"left in  {out}\n")
    return 0 if summary["machines_agree"] and summary["travel"][-1] == Travel.ACTED_ON else 1


def _shared_data() -> Path | None:
    """Return the folder of real source files beside the project, where it is there."""
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    return folder if folder.is_dir() else None
