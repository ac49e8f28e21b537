"""Thinning: a laptop forgets what came from elsewhere, after some days. Nobody else is told.

Revocation, erasure and thinning are three things. This is the third, and the only one that loses
nothing: what a machine wrote itself stays, and everybody else keeps theirs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.domain.refused import Refused
from desktop.domain.release import SHARED_KINDS
from desktop.domain.terms import Role, SubjectKind
from desktop.domain.words import Say
from desktop.services.workspace import Workspace, audit

DAYS = "thinning.days"  # 0: never
LEAST, MOST = 7, 3_650  # days

# Never forgotten: what decides who may see what, and what everybody needs to work.
_STAYS = SHARED_KINDS | {SubjectKind.CONSENT}


def days(workspace: Workspace) -> int:
    """Return after how many days this machine forgets, 0 for never."""
    return workspace.store.settings.number(DAYS)


def set_days(workspace: Workspace, wanted: int, *, now: datetime) -> None:
    """Set after how many days this machine forgets what came from elsewhere, 0 for never."""
    workspace.may(Role.ADMIN, Role.SUPERVISOR)
    if workspace.place.is_lead:
        raise Refused(
            Say("The lead agency's computer keeps what it received: it is the record."),
            remedy=Say("Use an erasure where the law or a court asks for one."),
        )
    if wanted and not LEAST <= wanted <= MOST:
        raise Refused(
            Say("This is no number of days that can be kept to."),
            remedy=Say("Give {least} to {most} days, or 0 for never.", least=LEAST, most=MOST),
        )
    with workspace.store.transaction():
        workspace.store.settings.set(DAYS, wanted)
        audit(workspace, "thinning.set", str(wanted), now=now)


def thin(workspace: Workspace, *, now: datetime) -> int:
    """Forget what came from elsewhere and has not changed for the days set; return how many.

    Only whole subjects in which nothing was written here: to forget an answer to one's own
    question would bring the question back as if nobody had answered.
    """
    after = days(workspace)
    if not after or workspace.place.is_lead:
        return 0
    store, gone = workspace.store, []
    for kind in SubjectKind:
        if kind in _STAYS:
            continue
        for state in store.states(kind):
            if store.written_here(state.subject):
                continue
            changes = [kept.change for kept in store.changes(state.subject)]
            if changes and max(one.at for one in changes) < now - timedelta(days=after):
                gone += [str(one.id) for one in changes]
    taken = store.take_out(gone, may_come_again=False)
    if taken:
        audit(workspace, "thinned", str(taken), now=now)
    return taken
