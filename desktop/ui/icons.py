"""Icons from the USWDS set, tinted with a color of the theme and sharp on every screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Draws `<folder>/<name>.svg`; every size and color is drawn once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def require(self, name: str) -> str:
        """Return the name; FileNotFoundError at once, not when it is first painted."""
        if name:
            self._source(name)
        return name

    def pixmap(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        """Return the icon in `#rrggbb`, `size` pixels wide on a screen of that pixel ratio."""
        key = (name, color, size, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, color, size, ratio)
        return self._drawn[key]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]

    def _draw(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        tinted = self._source(name).replace("<svg ", f'<svg fill="{color}" ', 1)
        side = round(size * ratio)
        drawn = QPixmap(side, side)
        drawn.fill(Qt.GlobalColor.transparent)
        with QPainter(drawn) as painter:
            QSvgRenderer(QByteArray(tinted.encode())).render(painter, QRectF(0, 0, side, side))
        drawn.setDevicePixelRatio(ratio)
        return drawn
