"""Consent and rights in plain words: what the person said, a copy to keep, room to sign.

No name is printed on it: there is a line for it (42 CFR 2.31 asks for one on a signed consent).
"""

from __future__ import annotations

from desktop.domain.words import Say
from desktop.packet.blocks import Block, Bullets, Heading, Paragraph, Sheet, Signatures
from desktop.packet.sheets import codes, parts
from desktop.packet.sheets.facts import SheetFacts

WANTS = ("agency", "officer.name", *parts.SERVICE)


def consent_copy(facts: SheetFacts) -> Sheet:
    """Return the person's copy of every consent, with the program's texts."""
    say = facts.say
    agency = facts.text("agency") or facts.program.agency
    lead = facts.program.lead.name
    blocks: list[Block] = [
        Heading(say(Say("Who may get what"))),
        *parts.consent_table(facts, facts.agreements),
        Heading(say(Say("What this means"))),
        Bullets(
            tuple(
                say(one)
                for one in (
                    Say("Only {agency} and {lead} give this out.", agency=agency, lead=lead),
                    Say(
                        "It is used to get you the help you want, and to tell the officer what "
                        "you allow."
                    ),
                    Say("You can say no. You can say yes to one part and no to another."),
                    Say(
                        "You can take a yes back at any time. Write to {lead}, or tell your case "
                        "manager. What was shared before that cannot be called back.",
                        lead=lead,
                    ),
                    Say("Nothing about a charge is given to a service that treats you."),
                    Say("If you say no, you may still get help."),
                    Say("Who gets it may share it again where the law lets them."),
                )
            )
        ),
        Signatures((say(Say("Your name")), say(Say("Your signature")), say(Say("Date")))),
        *codes.finding_code(facts),
        *_rights(facts),
        parts.text_note(
            facts,
            Say("What goes along with your record"),
            facts.program.text(parts.NOTICE),
        ),
        Heading(say(Say("The questions in full"))),
        *parts.text_blocks(facts, "consent_script"),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Your consent and your rights"),
        reader=Say("For you. Keep this copy."),
        header=lead,
        blocks=blocks,
    )


def _rights(facts: SheetFacts) -> list[Block]:
    """Return the program's text on rights; its first line is its heading."""
    blocks = parts.text_blocks(facts, "rights")
    head = blocks[0] if len(blocks) > 1 else None
    if isinstance(head, Paragraph) and not head.text.endswith("."):
        return [Heading(head.text, language=head.language), *blocks[1:]]
    return blocks
