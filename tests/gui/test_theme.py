"""The look, held to WCAG 2.2 by computing it, not by eye."""

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from stls_desktop.assets import asset_path
from stls_desktop.gui import icons
from stls_desktop.gui.theme import TONE_TOKENS, Look, load_fonts, stylesheet, theme, token_tables
from tests.gui.widgets.conftest import begin_light

NAMES = ("light", "dark", "contrast")
WORDS = 4.5  # least contrast of words, WCAG 1.4.3
SHAPES = 3.0  # least contrast of borders, icons and focus, WCAG 1.4.11

PAIRS: list[tuple[str, str, float]] = [
    *((fore, back, WORDS) for fore in ("text", "muted") for back in ("bg", "surface", "selection")),
    *((fore, back, WORDS) for fore in ("text", "muted") for back in ("hover", "surface_alt")),
    *((fore, "surface", WORDS) for fore in ("accent", "ok", "warn", "err")),
    *((fore, "bg", WORDS) for fore in ("accent", "ok", "warn", "err")),
    *((fore, back, WORDS) for fore, back in TONE_TOKENS.values()),
    *(
        ("text", back, WORDS)
        for back in ("accent_soft", "ok_soft", "warn_soft", "err_soft", "press")
    ),
    ("on_accent", "accent", WORDS),
    ("on_accent", "accent_hover", WORDS),
    ("accent", "accent_soft", WORDS),
    ("on_accent_soft", "press", WORDS),
    ("nav_text", "nav", WORDS),
    ("nav_text", "nav_selected", WORDS),
    ("nav_muted", "nav", WORDS),
    ("nav_muted", "nav_selected", WORDS),
    ("nav", "nav_accent", WORDS),
    ("nav_focus", "nav", SHAPES),
    ("nav_focus", "nav_selected", SHAPES),
    ("nav_accent", "nav_selected", SHAPES),
    ("field_border", "surface", SHAPES),
    ("field_border", "bg", SHAPES),
    *(
        ("focus", back, SHAPES)
        for back in ("surface", "bg", "selection", "accent_soft", "err_soft")
    ),
    ("err", "surface", SHAPES),
    ("scroll", "bg", 1.5),
]


@pytest.fixture(autouse=True)
def light(qapp):
    begin_light()


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_drawn_in(token: str, picture: QPixmap) -> bool:
    """Whether the most opaque pixel has the colour, give or take the rounding of its alpha."""
    image = picture.toImage()
    cells = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    found, wanted = max(cells, key=QColor.alpha), QColor(token)
    offs = (
        found.red() - wanted.red(),
        found.green() - wanted.green(),
        found.blue() - wanted.blue(),
    )
    return found.alpha() > 200 and max(map(abs, offs)) <= 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("fore", "back", "least"), PAIRS)
def test_every_pair_of_colours_can_be_told_apart(name, fore, back, least):
    tokens = token_tables()[name]
    found = contrast(tokens[fore], tokens[back])
    assert found >= least, f"{fore} on {back}: {found:.2f}"


@pytest.mark.parametrize("name", NAMES)
def test_all_themes_have_the_same_tokens(name):
    assert token_tables()[name].keys() == token_tables()["light"].keys()


def test_the_accent_is_the_decided_one():
    assert token_tables()["light"]["accent"] == "#0b6e77"
    assert token_tables()["dark"]["accent"] == "#5cc4cc"


@pytest.mark.parametrize("name", NAMES)
def test_no_box_rule_touches_a_spin_box(qapp, name):
    sheet = stylesheet(name, theme().font())
    assert "$" not in sheet
    for refused in ("QSpinBox", "QDoubleSpinBox", "QAbstractSpinBox", "QTimeEdit", "QDateTimeEdit"):
        assert refused not in sheet


def test_a_plain_time_edit_keeps_its_text(qtbot):
    """Qt 6.11 and 6.12 hide or misplace it as soon as a box rule reaches it."""
    edit = QTimeEdit()
    qtbot.addWidget(edit)
    edit.resize(edit.sizeHint())
    edit.show()
    assert edit.lineEdit().width() > 20


@pytest.mark.parametrize("name", NAMES)
def test_pictures_of_the_stylesheet_match_the_tokens(name):
    """They are plain files, so they can grow stale: colour the icons again when this fails."""
    tokens = token_tables()[name]
    folder = asset_path("ui", "theme", "images", name)
    for picture, token in (("check", "on_accent"), ("chevron-down", "muted")):
        expected = icons.svg(picture).replace("currentColor", tokens[token])
        assert (folder / f"{picture}.svg").read_text(encoding="utf-8") == expected
    assert tokens["accent"] in (folder / "dot.svg").read_text(encoding="utf-8")


def test_a_live_switch_recolours_icons_and_palette(qapp, qtbot):
    button, label, action = QPushButton("New"), QLabel(), QAction("Search")
    for widget in (button, label):
        qtbot.addWidget(widget)
    button.addAction(action)
    icons.set_icon(button, "plus", "accent")
    icons.set_icon(label, "lock", "muted")
    icons.set_icon(action, "search", "text")

    for look in NAMES:
        theme().apply(look)
        tokens = token_tables()[look]
        assert is_drawn_in(tokens["accent"], button.icon().pixmap(QSize(18, 18)))
        assert is_drawn_in(tokens["muted"], label.pixmap())
        assert is_drawn_in(tokens["text"], action.icon().pixmap(QSize(18, 18)))
        assert qapp.palette().base().color().name() == tokens["surface"]
        assert qapp.palette().placeholderText().color().name() == tokens["muted"]


def test_text_size_grows_fields_with_their_words(qtbot):
    button = QPushButton("Sign and give")
    qtbot.addWidget(button)
    heights = []
    for percent in (90, 100, 125, 150):
        theme().apply("light", percent)
        button.ensurePolished()
        words = QFontMetrics(button.font()).height()
        heights.append(button.sizeHint().height())
        assert heights[-1] >= words + 8
    assert heights == sorted(set(heights))


@pytest.mark.parametrize(("asked", "given"), [(10, 90), (400, 150), (125, 125)])
def test_text_size_is_held_to_what_fits(asked, given):
    theme().apply("light", asked)
    assert theme().text_percent == given


def test_following_the_system_falls_back_to_light(qapp):
    """The offscreen platform reports no colour scheme."""
    theme().apply(Look.SYSTEM)
    assert theme().choice is Look.SYSTEM
    assert theme().name == "light"


def test_following_the_system_changes_with_it(qapp, monkeypatch):
    theme().apply(Look.SYSTEM)
    monkeypatch.setattr(type(theme()), "_resolve", lambda _: "dark")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme().name == "dark"


def test_a_chosen_look_does_not_follow_the_system(qapp, monkeypatch):
    theme().apply(Look.LIGHT)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme().name == "light"


def test_the_shipped_font_is_used(qapp):
    assert "Inter" in load_fonts()
    assert qapp.font().family() == "Inter"


def test_every_icon_has_its_licence_beside_it():
    folder = asset_path("resources", "icons")
    assert "ISC License" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert len(list(folder.glob("*.svg"))) >= 50


def test_icons_are_sharp_at_the_ratio_of_the_screen(qapp):
    picture = icons.pixmap("check", "#000000", 18, 1.5)
    assert picture.width() == 27
    assert picture.devicePixelRatio() == 1.5


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icons.svg("no-such-icon")


class Repaletted(QObject):
    """Counts how often widgets are told of new colours; each time is work of Qt's."""

    count = 0

    def eventFilter(self, _watched, event):  # noqa: N802 - of Qt
        self.count += event.type() == QEvent.Type.PaletteChange
        return False


def test_a_switch_of_the_theme_does_not_restyle_each_widget_over_and_over(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for _ in range(30):
        frame = QFrame()
        inner = QVBoxLayout(frame)
        for each in (QLabel("words"), QPushButton("words"), QTimeEdit()):
            inner.addWidget(each)
        layout.addWidget(frame)
    window.show()
    seen = Repaletted(qapp)
    qapp.installEventFilter(seen)
    theme().apply(Look.DARK)
    qapp.removeEventFilter(seen)
    assert seen.count < 4 * len(QApplication.allWidgets())  # from sheet to sheet it was nine
