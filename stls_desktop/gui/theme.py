"""The look of the program: colour tokens and one stylesheet template become palette, font and QSS.

Colours live in `ui/theme/tokens.toml`; sizes here come from the font, so that text from 90 to
150 % never clips. This module knows no screen. Painting code asks `theme()` for colours while it
paints and keeps none, so that a change of theme needs no signal from it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from stls_desktop.assets import asset_path

BASE_POINT_SIZE = 10.0
MIN_TEXT_PERCENT = 90
MAX_TEXT_PERCENT = 150
FONT_FAMILY = "Inter"


class Look(StrEnum):
    """What a person may choose in the settings."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """What a state means. A tone never stands alone: words always say it too."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    ERR = "err"
    MUTED = "muted"


# foreground and background token of each tone
TONE_TOKENS: Mapping[Tone, tuple[str, str]] = {
    Tone.INFO: ("on_accent_soft", "accent_soft"),
    Tone.OK: ("ok", "ok_soft"),
    Tone.WARN: ("warn", "warn_soft"),
    Tone.ERR: ("err", "err_soft"),
    Tone.MUTED: ("muted", "hover"),
}


@cache
def token_tables() -> Mapping[str, Mapping[str, str]]:
    """Colours as `#rrggbb` by theme name (light, dark, contrast) and token."""
    with asset_path("ui", "theme", "tokens.toml").open("rb") as file:
        tables: dict[str, dict[str, str]] = tomllib.load(file)
    return tables


@cache
def load_fonts(folder: Path | None = None) -> tuple[str, ...]:
    """Load every Inter file of `resources/fonts`, once; returns the families that Qt then knows."""
    folder = folder or asset_path("resources", "fonts")
    families: list[str] = []
    for path in sorted(folder.rglob("Inter-*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(sorted(set(families)))


class Theme(QObject):
    """The one look of the running application; `theme()` finds it."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = Look.LIGHT
        self._text_percent = 100
        self._name = "light"
        self._watches_system = False

    @property
    def name(self) -> str:
        """The theme that is shown: light, dark or contrast."""
        return self._name

    @property
    def choice(self) -> Look:
        """What the person chose; `SYSTEM` follows the operating system."""
        return self._choice

    @property
    def text_percent(self) -> int:
        """Text size in per cent of the normal size."""
        return self._text_percent

    @property
    def has_outlines(self) -> bool:
        """High contrast draws a line where other themes rely on a tint."""
        return self._name == "contrast"

    def apply(self, choice: Look | str = Look.LIGHT, text_percent: int = 100) -> None:
        """Show a look at once, in every open window. `text_percent` is held to 90 … 150."""
        self._choice = Look(choice)
        self._text_percent = max(MIN_TEXT_PERCENT, min(MAX_TEXT_PERCENT, text_percent))
        self._watch_system()
        self._name = self._resolve()
        self._show()

    def hex(self, token: str) -> str:
        """A colour as `#rrggbb`; an unknown token is a `KeyError`."""
        return token_tables()[self._name][token]

    def colour(self, token: str) -> QColor:
        """A colour for painting."""
        return QColor(self.hex(token))

    def space(self, pixels: float) -> int:
        """A distance that is `pixels` at normal text size, in proportion to the text."""
        return round(pixels * self._text_percent / 100)

    def font(self, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The application font at `scale` times its size."""
        font = QFont(self._app.font())
        font.setPointSizeF(BASE_POINT_SIZE * self._text_percent / 100 * scale)
        font.setWeight(weight)
        return font

    def _resolve(self) -> str:
        if self._choice is not Look.SYSTEM:
            return self._choice.value
        hints = self._app.styleHints()
        # the hints must stay in a variable: chained, Qt has already deleted them
        accessibility = hints.accessibility()
        if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _watch_system(self) -> None:
        if self._watches_system:
            return
        self._watches_system = True
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        accessibility = hints.accessibility()
        accessibility.contrastPreferenceChanged.connect(self._on_system_changed)

    def _on_system_changed(self) -> None:
        if self._choice is Look.SYSTEM and self._resolve() != self._name:
            self._name = self._resolve()
            self._show()

    def _show(self) -> None:
        font = QFont(FONT_FAMILY)
        font.setPointSizeF(BASE_POINT_SIZE * self._text_percent / 100)
        self._app.setFont(font)
        if self._app.styleSheet():
            self._app.setStyleSheet("")  # from sheet to sheet Qt needs several times as long
        if self._app.style().name() != "fusion":
            self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setPalette(palette(token_tables()[self._name]))
        self._app.setStyleSheet(stylesheet(self._name, font))
        self.changed.emit()


def theme() -> Theme:
    """The theme of the running application, made on first use. Needs a `QApplication`."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        message = "A theme needs a QApplication."
        raise TypeError(message)
    found = app.findChild(Theme, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Theme) else Theme(app)


def palette(tokens: Mapping[str, str]) -> QPalette:
    """What Fusion draws by itself, in the same colours as the stylesheet."""
    role = QPalette.ColorRole
    pairs = (
        (role.Window, "bg"),
        (role.Base, "surface"),
        (role.AlternateBase, "surface_alt"),
        (role.Button, "surface"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.BrightText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "surface"),
        (role.Light, "hover"),
        (role.Midlight, "hover"),
        (role.Mid, "border"),
        (role.Dark, "field_border"),
    )
    result = QPalette()
    for colour_role, token in pairs:
        result.setColor(colour_role, QColor(tokens[token]))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(tokens["disabled"]))
    return result


def stylesheet(name: str, font: QFont) -> str:
    """The QSS of one theme, with sizes that follow `font`."""
    tokens = token_tables()[name]
    points = font.pointSizeF()
    factor = points / BASE_POINT_SIZE
    line = math.ceil(QFontMetricsF(font).height()) + 2
    sizes = {f"s{n}": max(1, round(n * factor)) for n in range(1, 25)}
    sizes |= {
        "line": line,
        "row": max(28, line + 8),
        "hit": max(20, line),
        "bare": max(24, line),
        "chip": max(24, line + 6),
        "chip_focus": max(22, line + 4),
        # Qt ignores a radius over half the height, so it is rounded down
        "chip_radius": (max(24, line + 6) + 2) // 2,
        "token": max(24, line + 4),
        "token_focus": max(22, line + 2),
        "token_radius": (max(24, line + 4) + 2) // 2,
        "status_radius": (line + 2) // 2 - 1,
        "badge": line,
        "badge_inner": max(6, line - 2 * round(5 * factor)),
        "badge_radius": line // 2,
        "rate": round(32 * factor),
        "rate_focus": round(32 * factor) - 2,
    }
    text = {"base_pt": 1.0, "small_pt": 0.9, "h1_pt": 1.4, "h2_pt": 1.08}
    text |= {"talk_pt": 1.8, "talk_title_pt": 2.4}  # to be read from across a table
    outlined = name == "contrast"
    lines = {
        f"status_line_{tone}": tokens[fore] if outlined else "transparent"
        for tone, (fore, _) in TONE_TOKENS.items()
    }
    return Template(asset_path("ui", "theme", "app.qss").read_text(encoding="utf-8")).substitute(
        tokens,
        **sizes,
        **{key: f"{points * scale:.2f}" for key, scale in text.items()},
        **lines,
        nav_edge=tokens["border"] if outlined else tokens["nav"],
        images=asset_path("ui", "theme", "images", name).as_posix(),
    )
