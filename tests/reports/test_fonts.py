"""The shipped fonts: unchanged, licensed, and wide enough for the people they name."""

import hashlib
import re

import pytest
from reportlab.pdfbase.pdfmetrics import getFont

from stls_desktop.assets import asset_path
from stls_desktop.reports import fonts
from stls_desktop.reports.fonts import FontMissingError, face

FOLDER = asset_path("resources", "fonts")


def test_every_font_is_the_file_that_the_readme_names():
    listed = dict(
        reversed(row)
        for row in re.findall(
            r"`([0-9a-f]{64})` \| `(.+)`", (FOLDER / "README.md").read_text("utf-8")
        )
    )
    shipped = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*.ttf")
    }

    assert shipped == listed


def test_every_font_comes_with_its_licence():
    for folder in {path.parent for path in FOLDER.rglob("*.ttf")}:
        assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["regular", "semibold"])
def test_both_text_faces_have_the_letters_of_many_languages(name):
    letters = "ŵŷŴŶ ąćęłńóśźż ğışİ ạẹịọụ ăâđêôơư їєґ αβγδ àéîõü ßñç £€½²°…–—‘’“”•·"

    assert face(name).covers(letters)


def test_missing_font_file_is_named_without_its_folder(monkeypatch):
    monkeypatch.setitem(fonts._FILES, "lost", ("noto-sans", "Nowhere.ttf"))

    with pytest.raises(FontMissingError, match=r"^the font file Nowhere\.ttf cannot be read$"):
        face("lost")


def test_a_face_that_is_made_again_is_the_font_that_reportlab_draws_with():
    """Glyphs shaped with another font of that name came out as nothing."""
    before = face("arabic")
    face.cache_clear()
    after = face("arabic")
    assert after.font is before.font is getFont(before.font_name)
