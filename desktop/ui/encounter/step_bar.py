"""The steps of the page, to be pressed; with the keyboard Alt+1 to Alt+5."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent

from desktop.ui.look import Look
from desktop.ui.widgets.steps import Steps
from desktop.viewmodels.asked import STEP_WORDS, STEPS, Step


class StepBar(Steps):
    """All steps; every one can be gone to at any time."""

    chosen = Signal(object)  # Step

    def __init__(self, look: Look) -> None:
        super().__init__(look, [STEP_WORDS[step] for step in STEPS])
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_current(self, step: Step) -> None:
        """Show which step is current."""
        self.show_step(STEPS.index(step))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the step pressed."""
        at = self.step_at(event.position().x())
        if at is not None:
            self.chosen.emit(STEPS[at])
