"""`Look`: what every widget needs to draw and to speak: theme, text size, icons, language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.words import Sayable, Tongue
from desktop.ui.icons import Icons
from desktop.ui.theme import ROLES, TEXT_SIZES, Theme, palette, render_sheet

FAMILY = "Public Sans"


class Look:
    """The look of one window. The theme may change while it is open; language and text size not.

    `resources` is the folder that holds fonts/, icons/ and theme/.
    """

    def __init__(
        self,
        resources: Path,
        tongue: Tongue,
        *,
        theme: Theme = Theme.LIGHT,
        text_scale: float = 1.0,
    ) -> None:
        self.tongue = tongue
        self.theme = theme
        self.text_scale = text_scale
        self.icons = Icons(resources / "icons")
        self._fonts = resources / "fonts" / "public-sans"
        _load_fonts(self._fonts)  # a widget made before its font is loaded keeps another one
        self._sheet = (resources / "theme" / "offramp.qss").read_text(encoding="utf-8")

    def say(self, what: Sayable) -> str:
        """Return the words in this window's language."""
        return self.tongue(what)

    def hex(self, role: str) -> str:
        """Return the `#rrggbb` of a role such as `ink_muted`."""
        return ROLES[self.theme][role]

    def color(self, role: str) -> QColor:
        """Return the color of a role such as `ink_muted`."""
        return QColor(self.hex(role))

    def font(self, size: str = "md", weight: int = 400) -> QFont:
        """Return the font of a text size (xs sm md lg xl xxl xxxl) in this text scale."""
        font = QFont(FAMILY)
        font.setPixelSize(round(TEXT_SIZES[size] * self.text_scale))
        font.setWeight(QFont.Weight(weight))
        return font

    def px(self, pixels: float) -> int:
        """Return a length that grows with the text, in pixels."""
        return round(pixels * self.text_scale)

    def dress(self, app: QApplication, *windows: QWidget) -> None:
        """Give the application this look; call again after changing `theme`.

        With windows named, the sheet is set on these alone: polishing every widget of the
        application takes a second where one window takes a third of it.
        """
        # Each of these polishes every widget again, so only what has changed is set.
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        if app.font() != self.font():
            app.setFont(self.font())
        app.setPalette(palette(self.theme))
        sheet = render_sheet(self._sheet, self.theme, self.text_scale)
        for window in windows:
            window.setStyleSheet(sheet)
        if not windows and app.styleSheet() != sheet:
            app.setStyleSheet(sheet)


def _load_fonts(folder: Path) -> None:
    if FAMILY in QFontDatabase.families():
        return
    for file in sorted(folder.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise OSError(f"cannot read the font {file.name}")
    if FAMILY not in QFontDatabase.families():
        raise FileNotFoundError(f"no {FAMILY} in {folder.name}")
