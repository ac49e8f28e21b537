"""The steps of a form and what happened when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.labels import Icon, Label
from desktop.ui.widgets.layout import clear, column, holding, row
from desktop.ui.widgets.paint import draw_icon, draw_text, start, text_height, text_width
from desktop.viewmodels.marks import Moment, Tone


class Steps(QWidget):
    """The steps of a form: done, now, to come. Without room for all words only the current one."""

    def __init__(self, look: Look, steps: Sequence[Sayable], current: int = 0) -> None:
        super().__init__()
        self._look = look
        self._steps = [look.say(step) for step in steps]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_step(current)

    def show_step(self, current: int) -> None:
        """Show which step is current, counted from 0."""
        self._current = current
        self.setAccessibleName(
            self._look.say(
                Say(
                    "Step {n} of {all}: {step}",
                    n=current + 1,
                    all=len(self._steps),
                    step=self._steps[current],
                )
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of all words."""
        return QSize(self._needed(), max(40, text_height(self._look.font("sm")) + 20))

    def minimumSizeHint(self) -> QSize:
        """Return the room of circles and the longest word."""
        longest = max((self._word_width(step) for step in self._steps), default=0)
        circles = len(self._steps) * self._look.px(34)
        return QSize(circles + longest, self.sizeHint().height())

    def _word_width(self, step: str) -> int:
        return text_width(self._look.font("sm", 700), step)

    def _needed(self) -> int:
        circle = self._look.px(24) + 6
        return sum(circle + self._word_width(step) + 24 for step in self._steps)

    def step_at(self, x: float) -> int | None:
        """Return which step is drawn at that place, counted from 0; None between two."""
        for at, (left, width) in enumerate(self._places()):
            if left - 8 <= x <= left + width + 8:
                return at
        return None

    def _all_words(self) -> bool:
        return self.width() >= self._needed() - 24

    def _places(self) -> list[tuple[float, float]]:
        """Return where each step begins and how wide it is."""
        circle = self._look.px(24)
        all_words = self._all_words()
        widths = [
            circle + (6 + self._word_width(step) if all_words or at == self._current else 0)
            for at, step in enumerate(self._steps)
        ]
        gap = (self.width() - sum(widths)) / max(1, len(self._steps) - 1)
        places, x = [], 0.0
        for width in widths:
            places.append((x, float(width)))
            x += width + gap
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circles, words and the lines between."""
        look = self._look
        all_words = self._all_words()
        circle = look.px(24)
        middle = self.height() / 2
        places = self._places()
        with start(self) as painter:
            for at, ((x, width), step) in enumerate(zip(places, self._steps, strict=True)):
                self._draw_circle(painter, QRectF(x, middle - circle / 2, circle, circle), at)
                if all_words or at == self._current:
                    now = at == self._current
                    font = look.font("sm", 700 if now else 500)
                    ink = "ink" if at <= self._current else "ink_muted"
                    box = QRectF(x + circle + 6, 0, width - circle, self.height())
                    draw_text(painter, look, box, step, font=font, ink=ink)
                if at < len(self._steps) - 1:
                    done = at < self._current
                    painter.setPen(QPen(look.color("primary" if done else "border"), 1.5))
                    painter.drawLine(
                        QPointF(x + width + 8, middle), QPointF(places[at + 1][0] - 8, middle)
                    )

    def _draw_circle(self, painter: QPainter, rect: QRectF, at: int) -> None:
        look = self._look
        if at < self._current:
            ratio = self.devicePixelRatioF()
            side = round(rect.width())
            draw_icon(painter, look, "check_circle", "primary", rect.topLeft(), side, ratio)
            return
        now = at == self._current
        painter.setPen(QPen(look.color("primary" if now else "border_strong"), 1.5))
        painter.setBrush(look.color("primary") if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        ink = "on_primary" if now else "ink_muted"
        center = Qt.AlignmentFlag.AlignCenter
        font = look.font("sm", 600)
        draw_text(painter, look, rect, str(at + 1), font=font, ink=ink, align=center)


class Timeline(QWidget):
    """What happened, oldest or newest first as given."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = column(gap=0)
        self.setLayout(self._rows)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these moments."""
        clear(self._rows)
        for moment in moments:
            self._rows.addWidget(self._line(moment))

    def _line(self, moment: Moment) -> QWidget:
        look = self._look
        ink = "primary" if moment.tone in (Tone.INFO, Tone.NEUTRAL) else f"{moment.tone}_ink"
        icon = Icon(look, moment.icon, ink, 20)
        words = column(Label(look, moment.words, weight=600, wrap=True), gap=1)
        if moment.detail:
            words.addWidget(Label(look, moment.detail, "sm", ink="ink_muted", wrap=True))
        when = Label(look, moment.when, "sm", ink="ink_muted")
        line = row(icon, (holding(words), 1), when, gap=12, margins=(0, 6, 0, 6))
        for part in (icon, when):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        return holding(line)
