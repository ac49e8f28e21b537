"""The pages of those who work on referrals, for the screens to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer

from desktop.domain.terms import Audience, CaseStatus, Resolver, Role
from desktop.ui.approvals_page import ApprovalsPage
from desktop.ui.cases_page import CasesPage
from desktop.ui.copies_dialog import CopiesDialog
from desktop.ui.devices_page import DevicesPage
from desktop.ui.disputes_page import DisputesPage
from desktop.ui.exchange.server_dialog import ServerDialog
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.inbox_page import InboxPage
from desktop.ui.look import Look
from desktop.ui.packets.print_all_dialog import PrintAllDialog
from desktop.ui.packets.print_queue_dialog import PrintQueueDialog
from desktop.ui.packets_page import PacketsPage
from desktop.ui.page import Page
from desktop.ui.queue_page import QueuePage
from desktop.ui.referral_detail_page import ReferralDetailPage
from desktop.ui.referrals_page import ReferralsPage
from desktop.ui.widgets.dialogs import Dialog
from desktop.viewmodels.approvals import ANSWERED, ApprovalsView
from desktop.viewmodels.cases import CasesView
from desktop.viewmodels.devices import DevicesView
from desktop.viewmodels.disputes_list import DisputesView
from desktop.viewmodels.exchange import ExchangeView
from desktop.viewmodels.home import draft_line
from desktop.viewmodels.inbox import InboxView
from desktop.viewmodels.packets import PacketsView
from desktop.viewmodels.print_queue import PrintQueueView, Progressing
from desktop.viewmodels.queue import draft_to_do, queue_line, queue_view
from desktop.viewmodels.referrals import ReferralsView
from tests.ui import (
    approval_samples,
    case_samples,
    device_samples,
    exchange_samples,
    inbox_samples,
    packet_samples,
    referral_samples,
)
from tests.ui.test_copies_dialog import VIEW as COPIES
from tests.ui.test_disputes_page import VIEW as DISPUTES
from tests.viewmodels.made_up import NOW


def referrals(look: Look) -> Page:
    """Return the list alone."""
    page = ReferralsPage(look, mine=False)
    page.show_referrals(referral_samples.LIST)
    return page


def referrals_empty(look: Look) -> Page:
    """Return an officer's list before the first referral."""
    page = ReferralsPage(look, mine=True)
    page.show_referrals(ReferralsView())
    return page


def referral_open(look: Look) -> Page:
    """Return the list with one referral open."""
    page = referrals(look)
    page.open_detail(referral_samples.detail_of(referral_samples.world()))
    return page


def referral_of_lead(look: Look) -> Page:
    """Return one referral as the coordinator sees it."""
    page = ReferralDetailPage(look)
    made = referral_samples.world(disputed=False)
    page.show_detail(referral_samples.detail_of(made, Audience.LEAD_OUTSIDE, Role.COORDINATOR))
    return page


def packets(look: Look) -> Page:
    """Return the queue with one packet open."""
    page = PacketsPage(look)
    page.show_packets(packet_samples.QUEUE)
    page.show_packet(packet_samples.PACKET)
    page.show_preview(packet_samples.preview())
    return page


def packet_open(look: Look) -> Page:
    """Return the sheets of one referral; a narrow window shows them alone."""
    page = packets(look)
    assert isinstance(page, PacketsPage)
    page.views.show_second()
    return page


def packets_held(look: Look) -> Page:
    """Return a sheet that lacks a consent, where its pages would be."""
    page = packets(look)
    assert isinstance(page, PacketsPage)
    page.show_preview(packet_samples.HELD_PREVIEW)
    page.views.show_second()
    return page


def packets_queue(view: PrintQueueView, at: Progressing | None = None) -> Callable[[Look], Page]:
    """Return what makes the page with that print queue."""

    def made(look: Look) -> Page:
        page = packets(look)
        assert isinstance(page, PacketsPage)
        page.show_print_queue(view)
        if at is not None:
            page.show_printing(at)
        return page

    return made


def packets_dialog(kind: str) -> Callable[[Look], Page]:
    """Return what makes the page with a dialog of printing over it."""

    def made(look: Look) -> Page:
        page = packets(look)
        dialog: Dialog
        if kind == "all":
            dialog = PrintAllDialog(look, page, ("r1", "r2", "r3"))
        else:
            dialog = PrintQueueDialog(look, page)
            dialog.show_queue(packet_samples.WAITS)
        dialog.setWindowFlags(Qt.WindowType.Widget)  # within the picture
        dialog.setAutoFillBackground(True)

        def show() -> None:
            dialog.show()
            dialog.move(page.rect().center() - dialog.rect().center())

        QTimer.singleShot(0, show)
        return page

    return made


def packets_empty(look: Look) -> Page:
    """Return an empty queue without a printer."""
    page = PacketsPage(look)
    page.show_packets(PacketsView())
    return page


def exchange(view: ExchangeView) -> Callable[[Look], Page]:
    """Return what makes the exchange page in that state."""

    def made(look: Look) -> Page:
        page = ExchangePage(look)
        page.show_exchange(view)
        return page

    return made


def inbox_reading(look: Look) -> Page:
    """Return the inbox while a scan is read."""
    page = InboxPage(look)
    page.show_inbox(inbox_samples.VIEW)
    page.show_reading(True)
    return page


def inbox(view: InboxView) -> Callable[[Look], Page]:
    """Return what makes the inbox in that state."""

    def made(look: Look) -> Page:
        page = InboxPage(look)
        page.show_inbox(view)
        page.list.choose("i4")
        page.show_inbox(view)
        return page

    return made


def cases(look: Look) -> Page:
    """Return the list with a case chosen."""
    page = CasesPage(look)
    page.show_cases(case_samples.CASES)
    made = case_samples.case_world(CaseStatus.ACCEPTED, voicemail=False)
    page.show_case(case_samples.case_of(made, attempts=case_samples.TRIES))
    return page


def case_open(look: Look) -> Page:
    """Return one case; a narrow window shows it alone."""
    page = cases(look)
    assert isinstance(page, CasesPage)
    page.views.show_second()
    return page


def case_same(look: Look) -> Page:
    """Return a case whose person may have been referred before."""
    page = cases(look)
    assert isinstance(page, CasesPage)
    page.show_case(case_samples.case_of(case_samples.case_world(), same=case_samples.SAME))
    page.views.show_second()
    return page


def case_proposed(look: Look) -> Page:
    """Return a case with a point the own records answer, and a link decided."""
    page = cases(look)
    assert isinstance(page, CasesPage)
    more = {"same": case_samples.SAME[1:], "proposed": case_samples.PROPOSED}
    page.show_case(case_samples.case_of(case_samples.case_world(CaseStatus.CONTACT_MADE), **more))
    page.views.show_second()
    return page


def cases_empty(look: Look) -> Page:
    """Return the page before the first case."""
    page = CasesPage(look)
    page.show_cases(CasesView())
    return page


def devices(view: DevicesView, key: str = "") -> Callable[[Look], Page]:
    """Return what makes the page of computers, one of them chosen."""

    def made(look: Look) -> Page:
        page = DevicesPage(look)
        page.show_devices(view)
        if key:
            page.list.opened.emit(key)
        return page

    return made


def disputes(view: DisputesView) -> Callable[[Look], Page]:
    """Return what makes the page of fields with two answers, the first one open."""

    def made(look: Look) -> Page:
        page = DisputesPage(look)
        page.show_disputes(view)
        if view.items:
            page.list.opened.emit(view.items[0].key)
        return page

    return made


def approvals(look: Look) -> Page:
    """Return the supervisor's queue."""
    page = ApprovalsPage(look)
    page.show_approvals(approval_samples.QUEUE)
    return page


def approval_open(look: Look) -> Page:
    """Return what waits for the prosecutor's word; a narrow window shows it alone."""
    page = approvals(look)
    assert isinstance(page, ApprovalsPage)
    page.list.opened.emit(approval_samples.PROSECUTOR.key)
    return page


def approvals_answered(look: Look) -> Page:
    """Return what was answered, to be looked up or changed."""
    page = approvals(look)
    assert isinstance(page, ApprovalsPage)
    page.which.choose(ANSWERED)
    page.show_approvals(approval_samples.QUEUE)
    return page


def approvals_empty(look: Look) -> Page:
    """Return the page when nothing waits."""
    page = ApprovalsPage(look)
    page.show_approvals(ApprovalsView())
    return page


def queue(look: Look) -> Page:
    """Return what waits for the desk."""
    page = QueuePage(look)
    lines = [
        queue_line(
            str(at),
            person=person,
            number=f"TRC-K7-26-00010{at}",
            says=says,
            resolver=resolver,
            due=NOW + timedelta(hours=hours) if hours is not None else None,
            now=NOW,
        )
        for at, (person, says, resolver, hours) in enumerate(
            (
                ("Lee Madeup", "Warrant check: what did dispatch say?", Resolver.DISPATCH, -2),
                ("Lee Madeup", "Attach the signed consent", Resolver.DESK, None),
                ("Kit Imaginary", "No violent conviction in 10 years", Resolver.DESK, 60),
                ("", "9 facts to complete", Resolver.DESK, None),
                ("Sam Fictional", "Ask for the consent again", Resolver.OFFICER, None),
            )
        )
    ]
    draft = draft_line("d", person="Robin Sample", detail="", touched=NOW, now=NOW)
    page.show_queue(queue_view([draft_to_do(draft), *lines]))
    return page


def queue_empty(look: Look) -> Page:
    """Return the page when nothing waits."""
    page = QueuePage(look)
    page.show_queue(queue_view([]))
    return page


def server(look: Look) -> Page:
    """Return the dialog of a new SFTP server over the exchange page, its key to be compared."""
    page = exchange(exchange_samples.OFFLINE)(look)
    dialog = ServerDialog(look, page)
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.address.entry.setText("sftp://files.county.example/deflection")
    dialog.account.entry.setText("offramp-k7")
    dialog.password.entry.setText("made up")
    dialog.show_fingerprint("SHA256:4f0Zyq0m1kW2nJmPz8rV7c", "ssh-ed25519 AAAA")
    dialog.setGeometry(340, 60, 520, 640)
    dialog.show()
    return page


def copies(look: Look) -> Page:
    """Return who has a copy, over the cases."""
    page = cases(look)
    dialog = CopiesDialog(look, page, COPIES)
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.setGeometry(340, 120, 520, 480)
    dialog.show()
    return page


# name -> (role whose rail stands beside it, page on the rail, what makes it)
WORK_PAGES = {
    "05-referrals": (Role.DESK, "referrals", referrals),
    "05-referrals-empty": (Role.OFFICER, "my_referrals", referrals_empty),
    "05-referral-open": (Role.DESK, "referrals", referral_open),
    "05-referral-lead": (Role.COORDINATOR, "cases", referral_of_lead),
    "05-queue": (Role.DESK, "queue", queue),
    "05-queue-empty": (Role.DESK, "queue", queue_empty),
    "06-packets": (Role.DESK, "packets", packets),
    "06-packet-open": (Role.DESK, "packets", packet_open),
    "06-packet-held": (Role.DESK, "packets", packets_held),
    "06-packets-waiting": (Role.DESK, "packets", packets_queue(packet_samples.WAITS)),
    "06-packets-in-doubt": (Role.DESK, "packets", packets_queue(packet_samples.IN_DOUBT)),
    "06-packets-printing": (
        Role.DESK,
        "packets",
        packets_queue(packet_samples.RUNNING, Progressing(7, 50, 2, 3)),
    ),
    "06-packets-print-all": (Role.DESK, "packets", packets_dialog("all")),
    "06-packets-queue": (Role.DESK, "packets", packets_dialog("queue")),
    "06-packets-empty": (Role.DESK, "packets", packets_empty),
    "07-exchange": (Role.OFFICER, "exchange", exchange(exchange_samples.OFFLINE)),
    "07-exchange-alone": (Role.OFFICER, "exchange", exchange(exchange_samples.ALONE)),
    "07-exchange-lead": (Role.COORDINATOR, "exchange", exchange(exchange_samples.LEAD)),
    "09-copies": (Role.COORDINATOR, "cases", copies),
    "07-server": (Role.COORDINATOR, "exchange", server),
    "07-devices": (Role.COORDINATOR, "devices", devices(device_samples.DEVICES)),
    "07-device-open": (Role.COORDINATOR, "devices", devices(device_samples.DEVICES, "trc-k3")),
    "07-device-revoked": (Role.COORDINATOR, "devices", devices(device_samples.DEVICES, "trc-k7")),
    "07-devices-empty": (Role.COORDINATOR, "devices", devices(DevicesView())),
    "07-disputes": (Role.COORDINATOR, "disputes", disputes(DISPUTES)),
    "07-disputes-empty": (Role.COORDINATOR, "disputes", disputes(DisputesView())),
    "08-inbox": (Role.COORDINATOR, "inbox", inbox(inbox_samples.VIEW)),
    "08-inbox-reading": (Role.COORDINATOR, "inbox", inbox_reading),
    "08-inbox-empty": (Role.COORDINATOR, "inbox", inbox(InboxView())),
    "09-cases": (Role.COORDINATOR, "cases", cases),
    "09-case-proposed": (Role.COORDINATOR, "cases", case_proposed),
    "09-case-same": (Role.COORDINATOR, "cases", case_same),
    "09-case-open": (Role.COORDINATOR, "cases", case_open),
    "09-cases-empty": (Role.COORDINATOR, "cases", cases_empty),
    "10-approvals": (Role.SUPERVISOR, "approvals", approvals),
    "10-approval-open": (Role.SUPERVISOR, "approvals", approval_open),
    "10-approvals-answered": (Role.SUPERVISOR, "approvals", approvals_answered),
    "10-approvals-empty": (Role.SUPERVISOR, "approvals", approvals_empty),
}
