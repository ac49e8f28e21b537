"""A consent asked again, after the referral was sent: what was said now, and how."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import ConsentHow, ConsentState
from desktop.domain.words import Say
from desktop.ui.encounter.signature import SignaturePad
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import Label
from desktop.viewmodels.consent_rows import ConsentRow
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.referral_detail import ConsentAsked

_ANSWERS = (
    Choice(ConsentState.GRANTED, Say("Yes")),
    Choice(ConsentState.REFUSED, Say("No")),
    Choice(ConsentState.ASK_LATER, Say("Ask later")),
)
_WAYS = (
    Choice(ConsentHow.SIGNED, Say("Signed here")),
    Choice(ConsentHow.PAPER, Say("On paper")),
    Choice(ConsentHow.VERBAL, Say("Spoken, with a witness")),
)


class ConsentDialog(Dialog):
    """Asks one consent. `asked` tells what was said; nothing is preselected."""

    asked = Signal(object)  # ConsentAsked

    def __init__(self, look: Look, parent: QWidget, referral: str, row: ConsentRow) -> None:
        super().__init__(
            look,
            parent,
            Say("Ask again: {who}", who=row.name),
            Say("{what}. It is free to say no, and can be taken back later.", what=row.what),
        )
        self._referral = referral
        self._row = row
        self._png = b""
        self.answer = Segmented(look, Say("What did the person say?"), _ANSWERS)
        self.answer.chosen.connect(self._fit)
        self.how = Segmented(look, Say("How"), _WAYS)
        self.how.chosen.connect(self._fit)
        self.pad = SignaturePad(look)
        self.pad.signed.connect(self._on_signed)
        self.witness = TextField(look, Say("Witness"), longest=120)
        self.problem = Label(look, "", "sm", ink="error_ink", wrap=True)
        self.add(8, self.answer, self.how, self.pad, self.witness, self.problem)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.keep_button = Button(look, Say("Keep this answer"), Kind.PRIMARY)
        self.keep_button.clicked.connect(self._on_keep)
        self.add_buttons(cancel, self.keep_button)
        self._fit()

    def _fit(self, _key: str = "") -> None:
        yes = self.answer.current() == ConsentState.GRANTED
        self.how.setVisible(yes)
        self.pad.setVisible(yes and self.how.current() == ConsentHow.SIGNED)
        self.witness.setVisible(yes and self.how.current() == ConsentHow.VERBAL)
        self.problem.say("")

    def _on_signed(self, png: bytes) -> None:
        self._png = png

    def _on_keep(self) -> None:
        if not self.answer.current():
            self.problem.say(Say("Choose what the person said."))
            return
        state = ConsentState(self.answer.current())
        how, witness = None, ""
        if state is ConsentState.GRANTED:
            if not self.how.current():
                self.problem.say(Say("Say how the yes was given. Until then nothing is shared."))
                return
            how, witness = ConsentHow(self.how.current()), self.witness.text().strip()
            if how is ConsentHow.VERBAL and not witness:
                self.problem.say(Say("A spoken yes needs the name of a witness."))
                return
            if how is ConsentHow.SIGNED and not self._png:
                self.problem.say(Say("Let the person sign, or choose another way."))
                return
        signature = self._png if how is ConsentHow.SIGNED else b""
        self.accept()
        self.asked.emit(
            ConsentAsked(
                self._referral, self._row.recipient, self._row.scope, state, how, witness, signature
            )
        )
