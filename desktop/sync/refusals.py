"""Why something that arrived was not taken: the kind for the machine, the sentence for people."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.refused import Refused
from desktop.domain.words import Say


class RefusalKind(StrEnum):
    """What is wrong with what arrived. Values are stored with the quarantine: add, never rename."""

    TORN = "torn"  # cut short or damaged on the way
    FOREIGN = "foreign"  # signed by a key nobody here knows
    REVOKED = "revoked"  # by a machine whose word ended before this
    NOT_FOR_US = "not_for_us"  # sealed to other machines
    TOO_NEW = "too_new"  # a format this version does not know
    BAD_SIGNATURE = "bad_signature"  # a known signer's name on something else
    BAD_CONTENT = "bad_content"  # rightly signed, but not what the protocol allows
    TOO_LARGE = "too_large"
    WRONG_PROGRAM = "wrong_program"


REMEDIES = {
    RefusalKind.TORN: Say("Fetch it again. If it stays damaged, ask the sender to send it again."),
    RefusalKind.FOREIGN: Say(
        "It waits in quarantine. It is taken once the lead agency has enrolled that machine."
    ),
    RefusalKind.REVOKED: Say(
        "Do not use it. If the machine was found again, the lead agency enrolls it anew."
    ),
    RefusalKind.NOT_FOR_US: Say(
        "Nothing to do, unless it should have come here: then ask the lead agency"
        " whether this machine is enrolled."
    ),
    RefusalKind.TOO_NEW: Say("Update Offramp on this machine, then import it again."),
    RefusalKind.BAD_SIGNATURE: Say("Do not use it. Tell the lead agency where it came from."),
    RefusalKind.BAD_CONTENT: Say("It stays in quarantine. Tell the lead agency who sent it."),
    RefusalKind.TOO_LARGE: Say("Check that it is the right file. Offramp writes smaller ones."),
    RefusalKind.WRONG_PROGRAM: Say("Choose the folder or file that belongs to your program."),
}


class BundleRefused(Refused):
    """A sealed file or signed paper that is not taken; it goes to quarantine with this reason."""

    def __init__(self, kind: RefusalKind, reason: Say) -> None:
        super().__init__(reason, remedy=REMEDIES[kind])
        self.kind = kind
