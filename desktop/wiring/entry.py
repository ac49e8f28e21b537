"""Before anybody is signed in: the first start, and the sign-in page."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.formats.program_files import program_files
from desktop.packet.blocks import Footer, Numbered, Paragraph, Sheet, Size
from desktop.packet.pdf import render
from desktop.services import enrolling, services_known, trust
from desktop.services.setup import NewWorkspace, create, open_workspace
from desktop.store.recovery import read_recovery_words
from desktop.store.vault import Session, add_user, recover, sign_in, users
from desktop.sync.enrolment import read_invitation
from desktop.ui.first_start_page import FirstStartPage
from desktop.ui.signin_page import SignInPage
from desktop.viewmodels.first_start import Answers, Invitation, RecoverySheet
from desktop.viewmodels.marks import Choice, Trouble
from desktop.viewmodels.settings import ROLE_WORDS
from desktop.viewmodels.signin import Failure, Person, Recovery, SignIn, SignInView
from desktop.wiring.printing import can_print, print_pdf, save_pdf
from desktop.wiring.shell import Shell
from desktop.world import LANGUAGES

SAMPLE_PROGRAM = "three-rivers"
SHEET_NAME = "recovery-sheet"


def show_sign_in(shell: Shell, *, chosen: str = "") -> None:
    """Ask who it is; nothing about any participant is shown."""
    people = tuple(
        Person(id=user.id, name=user.name, role=ROLE_WORDS[user.role])
        for user in users(shell.folder)
        if not user.disabled
    )
    view = SignInView(
        program=Say("Police deflection"),
        people=people,
        chosen=chosen,
        network=Say("Works without a network."),
        notice=Say(
            "For authorized users only. What you do here is logged. Records about a person's"
            " treatment are protected by federal law."
        ),
    )
    page = SignInPage(shell.look, view)
    page.sign_in_requested.connect(lambda asked: _sign_in(shell, page, asked))
    page.recovery_requested.connect(shell.guard(lambda asked: _recover(shell, asked)))
    shell.window.show_content(page)
    page.focus_first()


def _sign_in(shell: Shell, page: SignInPage, asked: SignIn) -> None:
    try:
        session = sign_in(shell.folder, asked.user, asked.password, now=shell.now)
    except Refused as refused:
        waits = next((u.wait_until for u in users(shell.folder) if u.id == asked.user), None)
        seconds = max(0, round((waits - shell.now).total_seconds())) if waits else 0
        page.show_failure(Failure(refused.reason, refused.remedy, seconds))
        return
    shell.guard(shell.signed_in)(session)


def _recover(shell: Shell, asked: Recovery) -> None:
    words = read_recovery_words(asked.words, shell.tools.word_list)
    session = recover(shell.folder, words, user_id=asked.user, password=asked.password)
    shell.signed_in(session)


class FirstStart:
    """The first start: a workspace with its first administrator and recovery sheet."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.session: Session | None = None
        self.words: tuple[str, ...] = ()
        choices = tuple(Choice(code, name) for code, name in LANGUAGES.items())
        self.page = FirstStartPage(shell.look, choices)
        guard = shell.guard
        self.page.language_chosen.connect(guard(shell.use_language))
        self.page.invitation_chosen.connect(self._read_invitation)
        self.page.workspace_requested.connect(self._make)
        self.page.print_requested.connect(guard(self._print_sheet))
        self.page.save_requested.connect(guard(self._save_sheet))
        self.page.recovery_checked.connect(lambda: None)
        self.page.recovery_postponed.connect(guard(self._postpone))
        self.page.done.connect(guard(self._open))

    def _read_invitation(self, path: str) -> None:
        try:
            invitation = read_invitation(_read(Path(path)))
        except Refused as refused:
            self.page.show_invitation_trouble(Trouble(refused.reason, refused.remedy))
            return
        self.page.show_invitation(
            Invitation(
                path=path,
                program=invitation.program_name,
                agency=invitation.agency,
                words=trust.compare_words(invitation.fingerprint, self.shell.tools.word_list),
            )
        )

    def _make(self, answers: Answers) -> None:
        try:
            self._create(answers)
        except Refused as refused:
            self.page.show_trouble(Trouble(refused.reason, refused.remedy))
            return
        self.page.show_recovery(
            RecoverySheet(
                title=Say("Recovery sheet"),
                made=Say("Made {at}", at=self.shell.now),
                words=self.words,
            )
        )

    def _create(self, answers: Answers) -> None:
        shell = self.shell
        folder = (
            Path(answers.program_folder)
            if answers.program_folder
            else shell.world.resources / "programs" / SAMPLE_PROGRAM
        )
        wanted = NewWorkspace(
            kind=answers.kind,
            agency=answers.agency_code,
            agency_name=answers.agency_name,
            machine=answers.machine_code,
            program_files=program_files(folder),
            admin_name=answers.name,
            password=answers.password,
        )
        self.session, self.words = create(shell.folder, wanted, shell.machine(), now=shell.now)
        for role in sorted(answers.roles - {Role.ADMIN}):
            # Each role is a user of its own, so that the log tells under which hat somebody acted.
            add_user(
                shell.folder,
                self.session,
                user_id=shell.world.new_id(),
                name=f"{answers.name.strip()} ({role.value})",
                role=role,
                password=answers.password,
                now=shell.now,
            )
        workspace = open_workspace(shell.folder, self.session, shell.machine(), now=shell.now)
        try:
            if answers.invitation:
                data = _read(Path(answers.invitation))
                enrolling.accept_invitation(workspace, data, now=shell.now)
            if not answers.program_folder:
                sample = shell.world.resources / "directory" / SAMPLE_PROGRAM
                found = services_known.read(sample, zips=shell.tools.zips, now=shell.now)
                services_known.keep(workspace, found, now=shell.now)
        finally:
            workspace.store.close()

    def _print_sheet(self) -> None:
        if not can_print():
            self._save_sheet()
        elif print_pdf(self.shell, self.recovery_pdf(), name=SHEET_NAME):
            self.page.show_printed()

    def _save_sheet(self) -> None:
        if save_pdf(self.shell, self.recovery_pdf(), name=SHEET_NAME):
            self.page.show_saved()

    def recovery_pdf(self) -> bytes:
        """Return the recovery sheet as PDF: words on paper, nowhere else."""
        say = self.shell.look.say
        sheet = Sheet(
            title=say(Say("Recovery sheet")),
            language=self.shell.language,
            audience=say(Say("For the administrator. Keep it in a safe.")),
            header="Offramp",
            blocks=(
                Paragraph(
                    say(
                        Say(
                            "These twelve words open this workspace when a password is lost."
                            " Whoever has them can read everything in it."
                        )
                    )
                ),
                Numbered(self.words, size=Size.LARGE),
            ),
            footer=Footer(referral="", versions=say(Say("Made {at}", at=self.shell.now))),
        )
        return render(sheet, self.shell.tools.fonts)

    def _postpone(self) -> None:
        self.words = ()

    def _open(self) -> None:
        self.words = ()
        if self.session is not None:
            self.shell.signed_in(self.session)


def show_first_start(shell: Shell) -> FirstStart:
    """Guide the first administrator from nothing to a workspace."""
    first = FirstStart(shell)
    shell.window.show_content(first.page)
    first.page.focus_first()
    # The page owns nothing of ours: keep what connects it as long as it lives.
    shell.first_start = first
    return first


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            Say("This file cannot be read."),
            remedy=Say("Check that the stick is plugged in, then choose the file again."),
        ) from None
