"""Cases: the list by deadline, one case, its next step, tries to reach the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.facts import Known
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.terms import CaseStatus, SubjectKind
from desktop.domain.words import Given, Say, Sayable
from desktop.services import cases, own_answers, same_person
from desktop.services.trust import trust_book
from desktop.ui.cases_page import CasesPage
from desktop.viewmodels.case_detail import (
    Attempt,
    AttemptMade,
    CaseClosed,
    CaseStep,
    PointAnswered,
    Proposed,
    case_detail,
)
from desktop.viewmodels.cases import CaseRow, CasesView, case_row
from desktop.viewmodels.deadlines import met_clocks
from desktop.viewmodels.same_person import SameDecided
from desktop.viewmodels.steps_words import CASE_WORDS
from desktop.wiring.copies import show_copies
from desktop.wiring.same_person import same_lines
from desktop.wiring.shell import Shell
from desktop.wiring.sight import Sight, decision, names, service_name, sight


class CasesWires:
    """Connects Cases."""

    def __init__(self, shell: Shell, page: CasesPage) -> None:
        self.shell = shell
        self.page = page
        self.current = ""
        guard = shell.guard
        page.opened.connect(guard(self.open))
        page.accepted.connect(guard(lambda case: self._step(case, CaseStatus.ACCEPTED)))
        page.contact_made.connect(guard(self._contact_made))
        page.attempt.connect(guard(self._attempt))
        page.stepped.connect(guard(self._stepped))
        page.closed.connect(guard(self._close))
        page.point_answered.connect(guard(self._answer))
        page.same_decided.connect(guard(self._decide_same))
        page.referral_opened.connect(guard(self.open))
        page.copies_requested.connect(guard(self._copies))
        page.undo_requested.connect(guard(self._take_back))
        self._undo: list[Callable[[], object]] = []

    def refresh(self) -> None:
        """Show the cases, and the chosen one, as they are now."""
        referrals = self.shell.workspace.store.referrals()
        rows = tuple(self._row(one) for one in referrals)
        self.page.show_cases(CasesView(rows))
        if self.current:
            self._show()

    def open(self, referral_id: str) -> None:
        """Show one case."""
        self.current = referral_id
        self._show()

    # -- what people do --------------------------------------------------------------------

    def _step(self, case: str, to: CaseStatus, reason: str = "") -> None:
        cases.step(self.shell.workspace, case, to, now=self.shell.now, reason=reason)
        self.current = case
        self._done(CASE_WORDS[to], lambda: self._unstep(case))

    def _unstep(self, case: str) -> None:
        cases.take_back_step(self.shell.workspace, case, now=self.shell.now)

    def _contact_made(self, case: str) -> None:
        attempt = self._log(case, self.page.mode(), "reached")
        self._step(case, CaseStatus.CONTACT_MADE)

        def back() -> None:
            self._unstep(case)
            cases.take_back_attempt(self.shell.workspace, attempt, now=self.shell.now)

        self._undo[-1] = back

    def _stepped(self, step: CaseStep) -> None:
        self._step(step.case, step.to)

    def _attempt(self, made: AttemptMade) -> None:
        attempt = self._log(made.case, made.mode, made.result)
        self._done(
            Say("The try is logged"),
            lambda: cases.take_back_attempt(self.shell.workspace, attempt, now=self.shell.now),
        )

    def _log(self, case: str, mode: str, result: str) -> str:
        attempt = self.shell.world.new_id()
        cases.attempt(
            self.shell.workspace,
            case,
            attempt_id=attempt,
            mode=mode,
            result=result,
            now=self.shell.now,
        )
        return attempt

    def _close(self, closed: CaseClosed) -> None:
        self._step(closed.case, CaseStatus.CLOSED, closed.reason)

    def _answer(self, answered: PointAnswered) -> None:
        workspace, criterion = self.shell.workspace, answered.criterion
        referral = workspace.store.referral(answered.case)
        before = referral.value(f"answer/{criterion}") if referral else None
        cases.answer_point(workspace, answered.case, criterion, answered.answer, now=self.shell.now)
        self._done(
            Say("The answer is kept"),
            lambda: cases.take_back_answer(
                self.shell.workspace, answered.case, criterion, before, now=self.shell.now
            ),
        )

    def _decide_same(self, said: SameDecided) -> None:
        workspace, case, other = self.shell.workspace, said.case, said.other
        before = same_person.decide(workspace, case, other, same=said.same, now=self.shell.now)

        def back() -> None:
            workspace = self.shell.workspace
            same_person.decide(workspace, case, other, same=before, now=self.shell.now)

        self._done(Say("Linked as one person") if said.same else Say("Kept apart"), back)

    def _done(self, words: Sayable, undo: Callable[[], object]) -> None:
        """Say what was done, and how to take it back; the newest is taken back first."""
        self._undo.append(undo)
        self.shell.refresh()
        self.shell.window.toast(
            Say("{what}. Ctrl+Z takes it back.", what=words), self.shell.guard(self._take_back)
        )

    def _copies(self, case: str) -> None:
        show_copies(self.shell, case, self._gone)

    def _gone(self) -> None:
        self.current = ""
        self._undo.clear()
        self.page.show_case(None)

    def _take_back(self) -> None:
        if not self._undo:
            raise Refused(
                Say("There is nothing to take back."),
                remedy=Say("Only what you did since you opened this page is taken back here."),
            )
        self._undo.pop()()
        self.shell.refresh()
        self.shell.window.toast(Say("Taken back. Both stay in the history."))

    # -- what is shown ---------------------------------------------------------------------

    def _row(self, referral: Referral) -> CaseRow:
        workspace = self.shell.workspace
        through = sight(self.shell, referral)
        due, clock = self._next_clock(referral, through)
        label = next((rule.label for rule in workspace.program.clocks if rule.id == clock), "")
        return case_row(
            referral.id,
            person=through.person,
            number=referral.number,
            service=service_name(self.shell, through),
            status=referral.case_status,
            now=self.shell.now,
            due=due,
            clock=label,
            started=referral.made_at,
        )

    def _clocks(self) -> dict[str, Given]:
        """Return the lead agency's clocks, the same for the list and for the open case.

        What the officer's part of the hand-off takes is none of them.
        """
        rules = self.shell.workspace.program.clocks
        return {rule.id: rule.label for rule in rules if rule.id != "scene"}

    def _next_clock(self, referral: Referral, through: Sight) -> tuple[datetime | None, str]:
        rules = self._clocks()
        met = set(met_clocks(rules, referral.case_status))
        found = []
        for path, register in through.seen.items():
            value = register.value
            due = value.value if isinstance(value, Known) else None
            name = path.removeprefix("deadline.")
            if name in rules and isinstance(due, datetime) and name not in met:
                found.append((due, name))
        return min(found, default=(None, ""))

    def _show(self) -> None:
        shell, workspace = self.shell, self.shell.workspace
        referral = workspace.store.referral(self.current)
        if referral is None:
            self.page.show_case(None)
            return
        through = sight(shell, referral)
        called = names(shell, trust_book(workspace), through)
        self.page.show_case(
            case_detail(
                referral,
                through.seen,
                workspace.dictionary,
                through.gate,
                names=called,
                attempts=self._attempts(referral.id),
                open_points=decision(shell, referral, through).open,
                clocks=self._clocks(),
                same=same_lines(shell, referral.id, called),
                proposed={
                    one.criterion: Proposed(one.answer, one.because)
                    for one in own_answers.proposals(
                        workspace, referral, through.seen, now=shell.now
                    )
                },
            )
        )

    def _attempts(self, referral_id: str) -> list[Attempt]:
        found = []
        for state in self.shell.workspace.store.states(SubjectKind.CONTACT_ATTEMPT):
            at = state.known("contact_attempt.at")
            if state.text("referral.id") != referral_id or not isinstance(at, datetime):
                continue
            found.append(
                Attempt(
                    at=at,
                    mode=state.text("contact_attempt.mode"),
                    result=state.text("contact_attempt.result"),
                    by=self.shell.workspace.user.name,
                )
            )
        return found


def show_case(shell: Shell, referral_id: str) -> None:
    """Show one case on its page."""
    wires = shell.wires("cases")
    if isinstance(wires, CasesWires):
        wires.current = referral_id
        shell.go("cases")
