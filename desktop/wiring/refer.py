"""New referral: every answer is kept at once, judged at once, and shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.domain.capacity import CapacityReport
from desktop.domain.clocks import Starts, deadline
from desktop.domain.consent import Consent, Scope, provider
from desktop.domain.directory import ServiceListing
from desktop.domain.eligibility import Decision
from desktop.domain.encounter import PATHWAY, SERVICES, Encounter
from desktop.domain.facts import FactType, Known, PartialDate
from desktop.domain.places import Point, ZipPlace
from desktop.domain.terms import ConsentHow, ConsentState, Tag
from desktop.domain.wishes import Match
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.packet.pdf import render
from desktop.services import assess, call_log, capture, issue, offers, refer, services_known
from desktop.services.assess import Leaving
from desktop.services.setup import NEAR_ZIP
from desktop.services.versions import under
from desktop.services.workspace import Workspace
from desktop.ui.card_screen import CardScreen
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.paper_dialog import PaperDialog
from desktop.viewmodels.alike import AlikeLine
from desktop.viewmodels.asked import (
    Edit,
    HalfTyped,
    ItemRef,
    NewItem,
    PaperForm,
    PhoneCall,
    ServiceChoice,
    Step,
    after,
)
from desktop.viewmodels.card import card_view
from desktop.viewmodels.consents import ConsentWanted, consents_wanted
from desktop.viewmodels.encounter import EncounterView, encounter_view
from desktop.viewmodels.handoff import LeaveLine
from desktop.viewmodels.service_detail import RESULT_WORDS
from desktop.wiring.earlier import Earlier
from desktop.wiring.shell import Shell
from desktop.wiring.stopwatch import Stopwatch
from desktop.world import LANGUAGES

STEPS_BACK = 100  # answers Ctrl+Z can take back
# The kinds of fact in the words the leave list uses.
KINDS: dict[Tag, Sayable] = {
    Tag.PERSONAL: Say("name and contact"),
    Tag.HEALTH: Say("health"),
    Tag.JUSTICE: Say("what the charge is, and history"),
    Tag.SAFETY: Say("safety"),
    Tag.TREATMENT: Say("treatment"),
    Tag.CONSENT: Say("consents"),
}


class ReferWires:
    """Connects the page of one encounter."""

    def __init__(self, shell: Shell, page: EncounterPage) -> None:
        self.shell = shell
        self.page = page
        self.encounter: Encounter | None = None
        self._rules = ""  # digest of the program it was begun under
        self._before: list[Encounter] = []
        self._how: ConsentHow | None = None
        self._kept_at: datetime | None = None
        self._matched: tuple[tuple[object, ...], list[Match]] = ((), [])
        # What services told of their room: it changes with an exchange or a call, not with a key.
        self._told: dict[str, list[CapacityReport]] | None = None
        self._earlier = Earlier(shell)
        self._watch = Stopwatch(shell)
        self._tongues = {code: shell.world.tongue(code) for code in LANGUAGES}
        self._card: CardScreen | None = None
        guard = shell.guard
        page.step_requested.connect(guard(self._watch_step))
        page.edited.connect(guard(self._edit))
        page.item_added.connect(guard(self._add_item))
        page.item_removed.connect(guard(self._remove_item))
        page.consent_given.connect(guard(self._consent))
        page.signed.connect(guard(self._sign))
        page.stamp_requested.connect(guard(self._stamp))
        page.stamp_undone.connect(guard(lambda path: self._edit(Edit(path, None))))
        page.service_chosen.connect(guard(self.choose_service))
        page.phone_result.connect(guard(self._call))
        page.directory_requested.connect(guard(lambda: shell.go("services")))
        page.send_requested.connect(guard(self._send))
        page.put_away_requested.connect(guard(self._put_away))
        page.undo_requested.connect(guard(self._undo))
        page.card_requested.connect(guard(self._show_card))
        page.earlier_opened.connect(guard(self._look_at))
        page.referred_before.connect(guard(self._referred_before))

    @property
    def workspace(self) -> Workspace:
        """Return the workspace under the rules the open encounter was begun under."""
        return under(self.shell.workspace, self._rules)

    def open(self, encounter: Encounter, *, step: Step = Step.SCREENING) -> None:
        """Show this encounter."""
        self.encounter = encounter
        self._rules = capture.rules_of(self.shell.workspace, encounter.id)
        self._before = []
        self._how = None
        self._kept_at = None
        self._told = None
        self._earlier.forget()
        self._watch.start(step)
        self._show(step)
        self.page.show_step(step)

    def refresh(self) -> None:
        """Show the encounter as it is now; without one, begin one."""
        self._told = None
        if self.encounter is None:
            self.open(self._fresh())
        else:
            self._show(self.page.step)

    # -- what people do --------------------------------------------------------------------

    def _edit(self, edit: Edit | HalfTyped) -> None:
        if isinstance(edit, Edit) and edit.path == PATHWAY and edit.value is not None:
            workspace, now = self.shell.workspace, self.shell.now
            self._keep(assess.change_pathway(workspace, self._the, edit.value, now=now))
        else:
            self._keep(after(self._the, edit))

    def _add_item(self, new: NewItem) -> None:
        prefix, _, name = new.fact.partition(".")
        item = self.shell.world.new_id(6)
        self._keep(self._the.answered(f"{prefix}/{item}/{name}", new.value))

    def _remove_item(self, ref: ItemRef) -> None:
        prefix = self.workspace.dictionary.of_list(ref.list)[0].item_prefix
        self._keep(self._the.without_item(prefix, ref.item))

    def _consent(self, consent: Consent) -> None:
        now = self.shell.now
        if consent.state is ConsentState.GRANTED:
            days = self.workspace.program.settings.consent_days
            if capture.PAPER in self._the.facts:  # signed then, typed in now
                now = self._the.begun_at
                consent = replace(consent, how=consent.how or ConsentHow.PAPER)
            consent = replace(consent, given_at=now, until=now + timedelta(days=days))
            self._how = consent.how or self._how
        self._keep(
            self._the.consented(
                replace(
                    consent,
                    encounter=self._the.id,
                    text_version=self.workspace.program.version,
                )
            )
        )

    def _sign(self, png: bytes) -> None:
        attachments = self.workspace.store.attachments
        if png:
            attachments.keep(self._signature_id, subject=self._the.id, kind="signature", body=png)
        else:
            attachments.remove(self._signature_id)
        # A yes given here counts only as long as the signature stands.
        encounter = self._the
        for one in encounter.consents:
            if one.state is ConsentState.GRANTED and one.how in (None, ConsentHow.SIGNED):
                how = ConsentHow.SIGNED if png else None
                encounter = encounter.consented(replace(one, how=how))
        self._keep(encounter)

    def _look_at(self, referral_id: str) -> None:
        from desktop.wiring.referrals import show_referral

        show_referral(self.shell, referral_id)

    def _referred_before(self, line: AlikeLine) -> None:
        """Note it as the officer's word; the two records stay two."""
        on = line.on.astimezone(self.shell.now.tzinfo)
        last = PartialDate(on.year, on.month, on.day)
        self._keep(
            self._the.answered("prior.participation", Known("referred")).answered(
                "prior.last", Known(last)
            )
        )

    def begin_paper(self, form: PaperForm) -> None:
        """Open what was taken down on paper."""
        shell = self.shell
        begun = capture.begin_paper(
            shell.workspace,
            draft_id=shell.world.new_id(),
            written_by=form.written_by,
            met_at=form.met_at,
            now=shell.now,
        )
        self.open(begun)
        shell.go("refer")

    def _watch_step(self, step: Step) -> None:
        if self.encounter is not None:
            self._watch.tick(self.encounter.id, step)

    def _stamp(self, path: str) -> None:
        self._edit(Edit(path, Known(self.shell.now)))

    def choose_service(self, choice: ServiceChoice) -> None:
        """Make a service the first, second or third choice of the open encounter."""
        path = SERVICES[choice.rank - 1]
        others = [
            place
            for place in SERVICES
            if place != path and self._the.text(place) == choice.service_id
        ]
        encounter = self._the
        for place in others:
            encounter = encounter.unanswered(place)
        if choice.service_id:
            encounter = encounter.answered(path, Known(choice.service_id))
        else:
            encounter = encounter.unanswered(path)
        self._keep(encounter)

    def _call(self, call: PhoneCall) -> None:
        made = services_known.record_call(
            self.workspace,
            call.service_id,
            call.result,
            now=self.shell.now,
            waitlist=call.waitlist,
        )
        self._matched = ((), [])
        self.refresh()

        def take_back() -> None:
            call_log.take_back_call(self.workspace, made, now=self.shell.now)
            self._matched = ((), [])
            self.refresh()

        self.shell.window.toast(
            Say(
                "{result}: saved here. It goes to everybody with the next exchange.",
                result=RESULT_WORDS[call.result],
            ),
            self.shell.guard(take_back),
        )

    def _undo(self) -> None:
        if self._before:
            self.encounter = self._before.pop()
            capture.keep(self.workspace, self.encounter, now=self.shell.now)
            self.refresh()

    def _put_away(self) -> None:
        now = self.shell.now
        barred = offers.keep_turned_away(self.workspace, self._the, on=now, now=now)
        capture.put_away(self.workspace, self._the.id)
        self.encounter = None
        self.shell.go_home()
        if barred:
            self.shell.window.toast(
                Say(
                    "Counted without a name, with what closed the pathway: {id}.",
                    id=Listing(barred),
                )
            )

    def _send(self) -> None:
        shell = self.shell
        decision = self._decision()
        referral = refer.log(
            self.workspace,
            self._the,
            decision,
            referral_id=shell.world.new_id(),
            now=shell.now,
        )
        self._watch.tick(self._the.id, self.page.step)
        self._watch.sent(self._the.id)
        self.encounter = None
        shell.go_home()
        shell.window.toast(Say("Referral {number} is saved here.", number=referral.number))

    # -- what is shown ---------------------------------------------------------------------

    @property
    def _the(self) -> Encounter:
        if self.encounter is None:
            self.encounter = self._fresh()
        return self.encounter

    @property
    def _signature_id(self) -> str:
        return f"signature-{self._the.id}"

    def _fresh(self) -> Encounter:
        shell = self.shell
        # A new encounter is decided by the rules of the day, also in a window open for days.
        shell.use_rules_in_force()
        self._rules = shell.workspace.program.digest
        return capture.begin(shell.workspace, draft_id=shell.world.new_id(), now=shell.now)

    def _keep(self, encounter: Encounter) -> None:
        if encounter == self._the:
            return
        self._before = [*self._before[-STEPS_BACK:], self._the]
        self.encounter = encounter
        self._kept_at = self.shell.now
        self._watch.tick(encounter.id, self.page.step)
        capture.keep(self.workspace, encounter, now=self._kept_at)
        self._show(self.page.step)

    def _decision(self) -> Decision:
        return assess.assess(self.workspace, self._the, now=self.shell.now)

    def _show(self, step: Step) -> None:
        self.page.show_encounter(self._view(step))

    def _view(self, step: Step) -> EncounterView:
        encounter, now = self._the, self.shell.now
        workspace = self.workspace
        chosen = [
            listing
            for one in encounter.services
            if (listing := workspace.store.directory.get(one)) is not None
        ]
        wanted = consents_wanted(
            encounter,
            lead=workspace.program.lead.name,
            provider_name=chosen[0].name if chosen else "",
            officer=workspace.user.name,
        )
        return encounter_view(
            encounter,
            workspace.program,
            self._decision(),
            matches=self._matches(encounter, now),
            capacity=self._capacity(),
            wanted=wanted,
            leave=self._leave(encounter, chosen, wanted),
            tongues=self._tongues,
            now=now,
            step=step,
            kept_at=self._kept_at,
            context=self._context(),
            signature=workspace.store.attachments.get(self._signature_id),
            how=self._how,
            chosen=chosen,
            can_undo=bool(self._before),
            alike=self._earlier.like(encounter),
        )

    def _context(self) -> Sayable:
        """Return who works here; and by which rules, where they are not today's."""
        workspace = self.workspace
        if workspace.program.digest == self.shell.workspace.program.digest:
            return workspace.user.name
        old = Say("Begun under version {version}", version=workspace.program.version)
        return Listing((workspace.user.name, old), " · ")

    def _capacity(self) -> dict[str, list[CapacityReport]]:
        if self._told is None:
            self._told = services_known.capacity(self.workspace)
        return self._told

    def _matches(self, encounter: Encounter, now: datetime) -> list[Match]:
        """Return the matches; found anew only when something they depend on has changed."""
        # A service's own rules may look at any fact; no rule looks at words somebody types.
        words = (FactType.TEXT,)
        wanted = tuple(
            (path, value)
            for path, value in sorted(encounter.facts.items())
            if (fact := self.workspace.dictionary.find(path)) is None or fact.type not in words
        )
        key = (*wanted, now.replace(minute=now.minute // 10 * 10, second=0))
        if self._matched[0] != key:
            found = assess.matches(
                self.workspace,
                encounter,
                near=near_here(self.shell),
                now=now,
                holidays=frozenset(self.workspace.program.calendar.holidays),
                rurality=here.rurality if (here := place_here(self.shell)) else "",
            )
            self._matched = (key, found)
        return self._matched[1]

    def _leave(
        self,
        encounter: Encounter,
        chosen: list[ServiceListing],
        wanted: Sequence[ConsentWanted],
    ) -> list[LeaveLine]:
        workspace = self.workspace
        names: dict[str, Sayable] = {"lead": workspace.program.lead.name}
        if chosen:
            names[provider(encounter.services[0])] = chosen[0].name
        return [
            leave_line(names.get(one.recipient, one.recipient), one, wanted)
            for one in assess.leaving(workspace, encounter, now=self.shell.now)
        ]

    def _show_card(self) -> None:
        shell, encounter = self.shell, self._the
        program = self.workspace.program
        rule = next(
            (one for one in program.deadlines(encounter.pathway) if one.id == "first_contact"), None
        )
        by = (
            deadline(rule, shell.now, program.calendar)
            if rule and rule.starts is not Starts.INTAKE
            else None
        )
        chosen = encounter.services
        listing = self.workspace.store.directory.get(chosen[0]) if chosen else None
        phone = listing.phone if listing else None
        screen = CardScreen(shell.look, shell.window)
        screen.closed.connect(screen.deleteLater)
        screen.show_card(
            card_view(
                program,
                tongues=self._tongues,
                language=encounter.text("person.language") or shell.language,
                by=by,
                service=listing.name if listing else "",
                service_phone=phone.given if phone else "",
                officer=self.workspace.user.name,
                practice=shell.workspace.practice,
            )
        )
        screen.print_requested.connect(shell.guard(self._print_card))
        self._card = screen

    def _print_card(self, language: str) -> None:
        from desktop.wiring.printing import print_pdf

        shell = self.shell
        tongue = self._tongues.get(language, self._tongues["en"])
        card = issue.make_draft_card(self.workspace, self._the, tongue, now=shell.now)
        print_pdf(shell, render(card, shell.tools.fonts), name="contact-card")


def leave_line(name: Sayable, found: Leaving, wanted: Sequence[ConsentWanted] = ()) -> LeaveLine:
    """Return what will leave for one recipient, what stays, and the question that would free it."""
    kept = tuple(KINDS[tag] for tag in sorted(found.kept_back) if tag in KINDS)
    facts = Plural("{n} fact", "{n} facts", found.facts)
    if not kept:
        return LeaveLine(name, facts)
    words = Say("{facts}. Stays here: {kept}.", facts=facts, kept=Listing(kept))
    held = Tag.PERSONAL in found.kept_back
    asks = next(
        (
            one.key
            for one in wanted
            if one.recipient == found.recipient and Scope.PERSONAL in one.scopes
        ),
        "",
    )
    return LeaveLine(name, words, held=held, asks=asks if held else "")


def near_here(shell: Shell) -> Point | None:
    """Return the place distances are counted from, or None where none is set."""
    place = place_here(shell)
    return place.point if place else None


def place_here(shell: Shell) -> ZipPlace | None:
    """Return the ZIP distances are counted from, or None where none is set."""
    zip_code = shell.workspace.store.settings.text(NEAR_ZIP)
    return shell.tools.zips.get(zip_code) if zip_code else None


def _wires(shell: Shell) -> ReferWires:
    wires = shell.wires("refer")
    if not isinstance(wires, ReferWires):
        raise TypeError("the refer page is wired by ReferWires")
    return wires


def begin(shell: Shell) -> None:
    """Begin a new referral and show it; the one open before stays a draft."""
    wires = _wires(shell)
    wires.encounter = None
    shell.go("refer")


def ask_paper(shell: Shell) -> None:
    """Ask who wrote a paper form and when; then type it in."""
    dialog = PaperDialog(shell.look, shell.window, now=shell.now)
    dialog.begun.connect(shell.guard(_wires(shell).begin_paper))
    dialog.open()


def resume(shell: Shell, draft_id: str) -> None:
    """Go on with a draft."""
    wires = _wires(shell)
    wires.open(capture.resume(shell.workspace, draft_id))
    shell.go("refer")
