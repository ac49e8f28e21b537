"""Which pages a person of a role gets, each with what connects it."""

from __future__ import annotations

from desktop.domain.terms import Role
from desktop.services.services_known import KEEPERS
from desktop.ui.approvals_page import ApprovalsPage
from desktop.ui.capacity_page import CapacityPage
from desktop.ui.cases_page import CasesPage
from desktop.ui.devices_page import DevicesPage
from desktop.ui.disputes_page import DisputesPage
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.home_page import HomePage
from desktop.ui.import_page import ImportPage
from desktop.ui.inbox_page import InboxPage
from desktop.ui.packets_page import PacketsPage
from desktop.ui.program_page import ProgramPage
from desktop.ui.queue_page import QueuePage
from desktop.ui.referrals_page import ReferralsPage
from desktop.ui.services_page import ServicesPage
from desktop.ui.settings_page import SettingsPage
from desktop.ui.tryout_page import TryoutPage
from desktop.wiring.approvals import ApprovalsWires
from desktop.wiring.capacity import CapacityWires
from desktop.wiring.cases import CasesWires
from desktop.wiring.devices import DevicesWires
from desktop.wiring.directory import ImportWires
from desktop.wiring.disputes import DisputesWires
from desktop.wiring.exchange import ExchangeWires
from desktop.wiring.home import HomeWires
from desktop.wiring.inbox import InboxWires
from desktop.wiring.packets import PacketsWires
from desktop.wiring.program import ProgramWires
from desktop.wiring.queue import QueueWires
from desktop.wiring.refer import ReferWires
from desktop.wiring.referrals import ReferralsWires
from desktop.wiring.services import ServicesWires
from desktop.wiring.settings import SettingsWires, settings_view
from desktop.wiring.shell import Shell
from desktop.wiring.tryout import TryoutWires

PRECINCT = (Role.OFFICER, Role.DESK, Role.SUPERVISOR)


def add_pages(shell: Shell) -> None:
    """Add the pages of the signed-in person's role; exchange and settings are everybody's."""
    role = shell.workspace.user.role
    if role in PRECINCT:
        _add_precinct(shell, role)
    if role in (Role.DESK, Role.SUPERVISOR, Role.COORDINATOR):
        disputes = DisputesPage(shell.look)
        shell.add_page("disputes", disputes, DisputesWires(shell, disputes))
    if role is Role.COORDINATOR:
        inbox = InboxPage(shell.look)
        shell.add_page("inbox", inbox, InboxWires(shell, inbox))
        cases = CasesPage(shell.look)
        shell.add_page("cases", cases, CasesWires(shell, cases))
        board = CapacityPage(shell.look)
        shell.add_page("capacity", board, CapacityWires(shell, board), under="services")
        _add_program(shell)
    if role is not Role.ADMIN:
        services = ServicesPage(shell.look)
        shell.add_page("services", services, ServicesWires(shell, services))
        if role in KEEPERS and not shell.workspace.practice:  # the list of services is real
            importing = ImportPage(shell.look)
            shell.add_page("import", importing, ImportWires(shell, importing), under="services")
    if shell.workspace.practice:
        return  # nothing made up has a way out, and the settings are real
    exchange = ExchangePage(shell.look)
    shell.add_page("exchange", exchange, ExchangeWires(shell, exchange))
    devices = DevicesPage(shell.look)
    shell.add_page("devices", devices, DevicesWires(shell, devices))
    settings = SettingsPage(shell.look, settings_view(shell))
    shell.add_page("settings", settings, SettingsWires(shell, settings))


def _add_precinct(shell: Shell, role: Role) -> None:
    look = shell.look
    encounter = EncounterPage(look)
    shell.add_page("refer", encounter, ReferWires(shell, encounter))
    packets = PacketsPage(look)
    shell.add_page("packets", packets, PacketsWires(shell, packets))
    if role is Role.OFFICER:
        home = HomePage(look)
        shell.add_page("home", home, HomeWires(shell, home))
    if role is not Role.OFFICER:
        queue = QueuePage(look)
        shell.add_page("queue", queue, QueueWires(shell, queue))
    if role is Role.SUPERVISOR:
        approvals = ApprovalsPage(look)
        shell.add_page("approvals", approvals, ApprovalsWires(shell, approvals))
        _add_program(shell)
    mine = role is Role.OFFICER
    referrals = ReferralsPage(look, mine=mine)
    name = "my_referrals" if mine else "referrals"
    shell.add_page(name, referrals, ReferralsWires(shell, referrals, mine=mine))


def _add_program(shell: Shell) -> None:
    program = ProgramPage(shell.look)
    shell.add_page("program", program, ProgramWires(shell, program))
    if shell.workspace.place.is_lead:
        tryout = TryoutPage(shell.look)
        shell.add_page("tryout", tryout, TryoutWires(shell, tryout), under="program")
