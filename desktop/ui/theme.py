"""Colors, sizes and the style sheet: USWDS 3.14 tokens by role, once for day and once for night.

A role ("ink_muted on surface") is what widgets ask for; a color value stands nowhere else.
`TEXT_PAIRS` and `SHAPE_PAIRS` list every pair in use; a test holds their contrast to WCAG AA.
Source: USWDS system color tokens; the night roles are ours (USWDS has none).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Theme(StrEnum):
    """How the window looks; the value is stored in settings."""

    LIGHT = "light"  # the desk
    NIGHT = "night"  # the car


LIGHT: Mapping[str, str] = {
    "page": "#f0f0f0",
    "surface": "#ffffff",
    "surface_alt": "#f7f9fa",
    "hairline": "#dfe1e2",
    "border": "#a9aeb1",
    "border_strong": "#71767a",
    "ink": "#1b1b1b",
    "ink_soft": "#3d4551",
    "ink_muted": "#565c65",
    "primary": "#005ea2",
    "primary_hover": "#1a4480",
    "primary_active": "#162e51",
    "on_primary": "#ffffff",
    "primary_tint": "#eff6fb",
    "primary_tint2": "#d9e8f6",
    "rail": "#162e51",
    "rail_ink": "#d9e8f6",
    "rail_active": "#1a4480",
    "rail_active_ink": "#ffffff",
    "success_ink": "#19602b",
    "success_tint": "#ecf3ec",
    "success_line": "#7fb48b",
    "warning": "#ffbe2e",
    "on_warning": "#1b1b1b",
    "warning_ink": "#5c4809",
    "warning_tint": "#faf3d1",
    "warning_line": "#e5a000",
    "error_ink": "#8b0a03",
    "error_tint": "#f4e3db",
    "error_line": "#d54309",
    "neutral_tint": "#edeff0",
    "neutral_ink": "#3d4551",
    "neutral_line": "#a9aeb1",
    "focus": "#2491ff",
    "focus_edge": "#162e51",
    "disabled": "#c6cace",
    "disabled_ink": "#71767a",
    "shadow": "#1b1b1b",
}
NIGHT: Mapping[str, str] = {
    "page": "#0c1116",
    "surface": "#13191f",
    "surface_alt": "#182028",
    "hairline": "#28323c",
    "border": "#47525e",
    "border_strong": "#7b8a98",
    "ink": "#dfe1e2",
    "ink_soft": "#c0c7ce",
    "ink_muted": "#9aa5b0",
    "primary": "#73b3e7",
    "primary_hover": "#97c6ee",
    "primary_active": "#c3e1f7",
    "on_primary": "#0b1f33",
    "primary_tint": "#142534",
    "primary_tint2": "#1b344a",
    "rail": "#090d12",
    "rail_ink": "#a9b8c6",
    "rail_active": "#1b344a",
    "rail_active_ink": "#d9e8f6",
    "success_ink": "#86cb92",
    "success_tint": "#12261a",
    "success_line": "#2f6b40",
    "warning": "#e5a000",
    "on_warning": "#1b1b1b",
    "warning_ink": "#f0c45c",
    "warning_tint": "#2a2312",
    "warning_line": "#8a6408",
    "error_ink": "#f2a08e",
    "error_tint": "#301a16",
    "error_line": "#8c3a26",
    "neutral_tint": "#202a33",
    "neutral_ink": "#b6c0c9",
    "neutral_line": "#47525e",
    "focus": "#2491ff",
    "focus_edge": "#c3e1f7",
    "disabled": "#2c363f",
    "disabled_ink": "#7b8a98",
    "shadow": "#000000",
}
ROLES: Mapping[Theme, Mapping[str, str]] = {Theme.LIGHT: LIGHT, Theme.NIGHT: NIGHT}

# Pixels at 1x; multiplied by the person's text scale.
TEXT_SIZES: Mapping[str, int] = {
    "xs": 12,
    "sm": 13,
    "md": 15,
    "lg": 17,
    "xl": 20,
    "xxl": 24,
    "xxxl": 32,
}
TOUCH = 44  # pixels; the least side of anything to press (WCAG 2.5.5)

# tone -> (ground, line, ink)
TONES: Mapping[str, tuple[str, str, str]] = {
    "info": ("primary_tint2", "primary_tint2", "primary"),
    "success": ("success_tint", "success_line", "success_ink"),
    "warning": ("warning_tint", "warning_line", "warning_ink"),
    "error": ("error_tint", "error_line", "error_ink"),
    "neutral": ("neutral_tint", "neutral_line", "neutral_ink"),
}

_ON_PLAIN = [
    (ink, ground)
    for ink in (
        "ink",
        "ink_soft",
        "ink_muted",
        "primary",
        "success_ink",
        "warning_ink",
        "error_ink",
    )
    for ground in ("page", "surface", "surface_alt", "primary_tint")
]
_ON_TONES = [
    (ink, f"{tone}_tint")
    for tone in ("success", "warning", "error", "neutral")
    for ink in ("ink", "ink_soft", "ink_muted", f"{tone}_ink")
]
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *_ON_PLAIN,
    *_ON_TONES,
    ("primary", "primary_tint2"),
    ("ink", "primary_tint2"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary", "primary_active"),
    ("rail_ink", "rail"),
    ("rail_ink", "rail_active"),
    ("rail_active_ink", "rail"),
    ("rail_active_ink", "rail_active"),
    ("on_warning", "warning"),
    ("surface", "ink"),
)
SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    ("focus", "surface"),
    ("focus_edge", "page"),
    ("focus_edge", "surface"),
    ("focus_edge", "primary_tint"),
    ("border_strong", "surface"),
    ("border_strong", "page"),
    ("border_strong", "hairline"),
    ("primary", "surface"),
    ("primary", "page"),
    ("primary", "hairline"),
)


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colors, 1 to 21. Source: WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4


def render_sheet(template: str, theme: Theme, text_scale: float) -> str:
    """Return the style sheet with `@{role}` and `@{size_md}` filled in; KeyError on a typo."""
    roles = ROLES[theme]

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("size_"):
            return f"{round(TEXT_SIZES[name.removeprefix('size_')] * text_scale)}px"
        return roles[name]

    return re.sub(r"@\{(\w+)\}", value, template)


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette for what the style sheet does not reach (menus, print dialog)."""
    roles = ROLES[theme]
    made = QPalette()
    for role, name in _PALETTE:
        made.setColor(role, QColor(roles[name]))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(roles["disabled_ink"]))
    return made


_R = QPalette.ColorRole
_PALETTE = (
    (_R.Window, "page"),
    (_R.WindowText, "ink"),
    (_R.Base, "surface"),
    (_R.AlternateBase, "surface_alt"),
    (_R.Text, "ink"),
    (_R.Button, "surface"),
    (_R.ButtonText, "ink"),
    (_R.Highlight, "primary"),
    (_R.HighlightedText, "on_primary"),
    (_R.Link, "primary"),
    (_R.ToolTipBase, "ink"),
    (_R.ToolTipText, "surface"),
    (_R.PlaceholderText, "ink_muted"),
    (_R.Mid, "border"),
    (_R.Dark, "border_strong"),
    (_R.Light, "hairline"),
    (_R.Midlight, "hairline"),
    (_R.Shadow, "shadow"),
    (_R.BrightText, "error_ink"),
    (_R.Accent, "primary"),
)
