"""The sheets of a packet: each a function from what its reader may see to a `Sheet`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.program import Program
from desktop.domain.terms import SheetKind
from desktop.domain.words import Say, Sayable
from desktop.packet.blocks import Sheet
from desktop.packet.sheets import card as cards
from desktop.packet.sheets import checklist as checklists
from desktop.packet.sheets import consent as consents
from desktop.packet.sheets import fax_cover as covers
from desktop.packet.sheets import narrative as narratives
from desktop.packet.sheets import paper_form as papers
from desktop.packet.sheets import provider as providers
from desktop.packet.sheets import referral_form as forms
from desktop.packet.sheets import rules_card as pocket
from desktop.packet.sheets import worksheet as worksheets
from desktop.packet.sheets.facts import SheetFacts


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet: its name for people, the facts it wants, and how it is made."""

    name: Sayable
    wants: tuple[str, ...]  # ids of facts; release may take any of them away
    make: Callable[[SheetFacts], Sheet]
    whole_form: bool = False  # it wants all that the program's form asks, too
    usual: bool = True  # of every packet; otherwise somebody has to ask for it

    def wants_of(self, program: Program) -> tuple[str, ...]:
        """Return every fact it wants under a program."""
        form = (row.fact.id for row in program.form) if self.whole_form else ()
        return (*self.wants, *form)


PLANS: dict[SheetKind, Plan] = {
    SheetKind.CARD: Plan(Say("Contact card"), cards.WANTS, cards.card),
    SheetKind.FAX_COVER: Plan(Say("Fax cover sheet"), covers.WANTS, covers.fax_cover, usual=False),
    SheetKind.REFERRAL_FORM: Plan(Say("Referral form"), forms.WANTS, forms.referral_form),
    SheetKind.PROVIDER: Plan(Say("Provider's sheet"), providers.WANTS, providers.provider_sheet),
    SheetKind.WORKSHEET: Plan(Say("Eligibility worksheet"), worksheets.WANTS, worksheets.worksheet),
    SheetKind.CONSENT: Plan(
        Say("Consent, copy for the person"), consents.WANTS, consents.consent_copy
    ),
    SheetKind.CHECKLIST: Plan(
        Say("Desk checklist"), checklists.WANTS, checklists.checklist, whole_form=True
    ),
    SheetKind.NARRATIVE: Plan(
        Say("Narrative for the incident report"),
        narratives.WANTS,
        narratives.narrative,
        usual=False,
    ),
}

# Of a program alone: they want no fact of anybody.
BLANKS: dict[SheetKind, Plan] = {
    SheetKind.RULES_CARD: Plan(Say("Rules card"), (), pocket.rules_card),
    SheetKind.PAPER_FORM: Plan(Say("Paper form"), (), papers.paper_form),
}
