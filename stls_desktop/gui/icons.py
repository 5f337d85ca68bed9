"""Lucide icons, drawn from SVG in the colours of the theme at the sharpness of the screen.

An icon is put on a button, action or label by name; the name stays with the object as a property,
so that a change of theme can draw all of them again without one connection per icon.
"""

from __future__ import annotations

import gc
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from stls_desktop.assets import asset_path
from stls_desktop.gui.theme import theme

_PROPERTY = "stls_icon"
_FOLLOWED = "stls_icons_follow"
_SIZE = 18


@lru_cache(maxsize=128)
def svg(name: str) -> str:
    """The SVG text of an icon of `resources/icons`; an unknown name is a `FileNotFoundError`."""
    return asset_path("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: QColor | str, size: float, ratio: float) -> QPixmap:
    """An icon of `size` logical pixels, for a screen with `ratio` device pixels to each."""
    shade = QColor(colour).name()
    key = f"lucide:{name}:{shade}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    data = QByteArray(svg(name).replace("currentColor", shade).encode())  # fails before painting
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(data).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, token: str, *, on: str = "", size: float = _SIZE, ratio: float = 1) -> QIcon:
    """An icon in the colour `token`; `on` is the token of its checked state."""
    look = theme()
    side = look.space(size)
    result = QIcon()
    for mode, state, shade in (
        (QIcon.Mode.Normal, QIcon.State.Off, token),
        (QIcon.Mode.Normal, QIcon.State.On, on or token),
        (QIcon.Mode.Disabled, QIcon.State.Off, "disabled"),
        (QIcon.Mode.Disabled, QIcon.State.On, "disabled"),
    ):
        result.addPixmap(pixmap(name, look.colour(shade), side, ratio), mode, state)
    return result


def set_icon(
    target: QAbstractButton | QAction | QLabel,
    name: str,
    token: str = "text",  # noqa: S107 - a colour
    *,
    on: str = "",
    size: float = _SIZE,
) -> None:
    """Put an icon on something, and keep it right when the theme changes. No name removes it."""
    target.setProperty(_PROPERTY, [name, token, on, str(size)])
    look = theme()
    if not look.property(_FOLLOWED):
        look.setProperty(_FOLLOWED, True)
        look.changed.connect(recolour)
    _draw(target)


def recolour() -> None:
    """Draw every icon again: the theme, the text size or the screen has changed."""
    # A collection while PySide turns the list into Python objects would leave it with dead ones.
    was_enabled = gc.isenabled()
    gc.disable()
    widgets = QApplication.allWidgets()
    if was_enabled:
        gc.enable()
    for widget in widgets:
        _draw(widget)
        for action in widget.actions():
            _draw(action)


def _draw(target: QObject) -> None:
    kept = target.property(_PROPERTY)
    if not kept:
        return
    name, token, on, size = kept
    look = theme()
    side = look.space(float(size))
    ratio = target.devicePixelRatioF() if isinstance(target, QWidget) else _sharpest()
    if isinstance(target, QLabel):
        target.setFixedSize(QSize(side, side))
        target.setPixmap(pixmap(name, look.colour(token), side, ratio) if name else QPixmap())
    elif isinstance(target, QAbstractButton):
        # Qt leaves hardly any room before the words
        gap = look.space(8) if isinstance(target, QPushButton) and target.text().strip() else 0
        target.setIconSize(QSize(side + gap, side))
        target.setIcon(icon(name, token, on=on, size=float(size), ratio=ratio) if name else QIcon())
    elif isinstance(target, QAction):
        target.setIcon(icon(name, token, on=on, size=float(size), ratio=ratio))


def _sharpest() -> float:
    """Actions have no screen of their own: they are drawn for the sharpest one."""
    return max((screen.devicePixelRatio() for screen in QApplication.screens()), default=1.0)
