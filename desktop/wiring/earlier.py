"""Earlier referrals beside a name that is being typed: read once, compared at each change."""

from __future__ import annotations

from desktop.domain.encounter import Encounter
from desktop.domain.people import Portrait
from desktop.services import people
from desktop.services.people import People
from desktop.viewmodels.alike import AlikeLine, alike_line
from desktop.wiring.shell import Shell


class Earlier:
    """Who may be the same person, as far as the signed-in person may see them."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._people: People | None = None
        self._found: tuple[Portrait, tuple[AlikeLine, ...]] | None = None

    def forget(self) -> None:
        """Read the records again at the next question: another encounter begins."""
        self._people, self._found = None, None

    def like(self, encounter: Encounter) -> tuple[AlikeLine, ...]:
        """Return the earlier referrals that may be of this person; compared only when it differs.

        Nothing is read before there is a name.
        """
        who = people.portrait_of(encounter)
        if who.nameless:
            return ()
        if self._found is not None and self._found[0] == who:
            return self._found[1]
        if self._people is None:
            shell = self._shell
            self._people = people.on_record(shell.workspace, now=shell.now)
        lines = tuple(
            alike_line(one, name=known.name, number=known.number, at=known.at)
            for one in self._people.records.like(who)
            if (known := self._people.referrals.get(one.key))
        )
        self._found = (who, lines)
        return lines
