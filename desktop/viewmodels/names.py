"""How this machine calls whom it knows only by an id: people, machines, agencies, services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.change import Author
from desktop.domain.consent import LEAD, OFFICER, PROSECUTOR
from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable

LEAD_AGENCY: Sayable = Say("Lead agency")
_ROLES: Mapping[Role, Sayable] = {
    Role.OFFICER: Say("An officer"),
    Role.DESK: Say("Desk staff"),
    Role.SUPERVISOR: Say("A supervisor"),
    Role.COORDINATOR: Say("The coordinator"),
    Role.ADMIN: Say("An administrator"),
}


@dataclass(frozen=True)
class Names:
    """Names by id; what is missing is said in general words."""

    users: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, Sayable] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    lead: Sayable = LEAD_AGENCY

    def who(self, author: Author) -> Sayable:
        """Return the person's name, or the role where the name is not known here."""
        return self.users.get(author.user) or _ROLES[author.role]

    def device(self, author: Author) -> Sayable:
        """Return the machine's name, or its id."""
        return self.devices.get(author.device) or author.device

    def agency(self, id_: str) -> str:
        """Return the agency's name, or its id."""
        return self.agencies.get(id_, id_)

    def recipient(self, word: str) -> Sayable:
        """Return who a consent is for."""
        if word == LEAD:
            return self.lead
        if word == OFFICER:
            return Say("The referring officer")
        if word == PROSECUTOR:
            return Say("Prosecutor")
        service = word.partition(":")[2]
        return self.services.get(service) or Say("A service that is not on the list here")
