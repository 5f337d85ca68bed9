"""Photos and PDFs on their way in: what a camera wrote is gone, and what could act is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from stls_core.records.attachments import LARGEST_BYTES
from stls_desktop.imports import attached
from stls_desktop.imports.problems import ImportFileError
from tests.pictures import pdf, photo

CANARY = "CANARY-51.2787N-0.5217E"


def words_of(content):
    with pytest.raises(ImportFileError) as refused:
        attached.attachable(content)
    told = str(refused.value)
    assert told.endswith((".", "added."))
    assert "Nothing was changed" in told or "phone" in told
    return told


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def exif(orientation=1):
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = CANARY  # the camera's make
    made[0x010E] = CANARY  # a description
    made[0x013B] = CANARY  # the artist
    made.get_ifd(0x8769)[0x9286] = CANARY.encode()  # a comment
    made.get_ifd(0x8825)[0x001D] = CANARY  # the day by GPS
    return made.tobytes()


def profile():
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return bytes(made) + CANARY.encode()


def png_with_words():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARY)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    words.add_text("Author", CANARY, zip=True)
    return photo(300, 200, kind="PNG", pnginfo=words, exif=exif())


CANARIES = {
    "exif and gps": lambda: photo(exif=exif()),
    "xmp": lambda: photo(xmp=f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()),
    "a comment": lambda: photo(comment=CANARY.encode()),
    "a colour profile": lambda: photo(icc_profile=profile()),
    "bytes behind the picture": lambda: photo() + CANARY.encode() + photo(160, 120),
    "an unknown segment": lambda: (
        photo()[:2]
        + b"\xff\xed"
        + struct.pack(">H", len(CANARY) + 2)
        + CANARY.encode()
        + photo()[2:]
    ),
    "words in a png": png_with_words,
    "a webp with exif": lambda: photo(300, 200, kind="WEBP", exif=exif()),
}


@pytest.mark.parametrize("make", CANARIES.values(), ids=CANARIES)
def test_nothing_that_a_camera_wrote_comes_along(make):
    taken = make()
    # what is packed in the file is not readable in it, so the check of the check has two ways
    assert CANARY.encode() in taken or CANARY in str(opened(taken).info)
    cleaned = attached.attachable(taken)
    for content in (cleaned.content, cleaned.small):
        assert CANARY.encode() not in content
        shown = opened(content)
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert shown.applist == [("APP0", shown.app["APP0"])]


def test_a_picture_is_turned_upright_before_its_turn_is_forgotten():
    half = Image.new("RGB", (400, 200), "white")
    half.paste("black", (0, 0, 200, 200))  # black at the left
    held = io.BytesIO()
    half.save(held, "JPEG", exif=exif(orientation=6), quality=95)
    upright = opened(attached.attachable(held.getvalue()).content)
    assert upright.size == (200, 400)
    assert sum(upright.getpixel((100, 20))) < 60
    assert sum(upright.getpixel((100, 380))) > 700


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (3000, 4000), (9000, 300)])
def test_a_large_picture_is_shrunk_to_two_megapixels(width, height):
    cleaned = attached.attachable(photo(width, height))
    shown = opened(cleaned.content)
    assert 1_900_000 < shown.width * shown.height <= 2_000_000 or width * height < 3_000_000
    assert abs(shown.width / shown.height / (width / height) - 1) < 0.02
    assert max(opened(cleaned.small).size) == 256
    assert len(cleaned.content) < 2_000_000


def test_a_small_picture_keeps_its_size():
    assert opened(attached.attachable(photo(640, 480)).content).size == (640, 480)


def test_transparent_drawings_get_a_white_ground():
    held = io.BytesIO()
    Image.new("RGBA", (90, 60), (0, 0, 0, 0)).save(held, "PNG")
    assert opened(attached.attachable(held.getvalue()).content).getpixel((40, 30)) == (255,) * 3


def test_a_heic_photo_is_refused_with_what_to_do_on_the_phone():
    told = words_of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + b"\x00" * 90)
    assert "HEIC" in told
    assert "Most compatible" in told


def png_bomb(side):
    def chunk(name, body):
        packed = name + body
        return struct.pack(">I", len(body)) + packed + struct.pack(">I", zlib.crc32(packed))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side):
    assert "more pixels" in words_of(png_bomb(side))


def test_a_photo_that_is_cut_off_is_refused():
    assert "cut off" in words_of(photo()[:-4_000])


BROKEN = {
    "nothing": b"",
    "words": b"This is a letter to a school.",
    "half a head": photo()[:30],
    "a program": b"MZ" + b"\x00" * 600,
    "a picture of pages": b"II*\x00" + b"\x00" * 90,
    "a drawing that runs": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_photo_is_refused(content):
    assert words_of(content)


def test_a_pdf_is_kept_to_the_byte_with_a_picture_of_its_first_page():
    content = pdf(3)
    checked = attached.attachable(content)
    assert checked.content == content
    assert (checked.media_type, checked.pages) == ("application/pdf", 3)
    assert max(opened(checked.small).size) == 256


def script(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x()"))


def launch(made):
    start = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    made.pages[0].AA = pikepdf.Dictionary(O=start)


def other_file(made):
    made.attachments["more.exe"] = b"MZ"


def own_form(made):
    held = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp><script>x()</script></xdp>"))
    made.Root.AcroForm = held


def elsewhere(made):
    made.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.GoToR, F=pikepdf.String("other.pdf"), D=pikepdf.Array([0])
    )


WEB = pikepdf.String("https://example.org/Launch(1)/3D?who=child")


def web_page():
    return pikepdf.Dictionary(S=pikepdf.Name.URI, URI=WEB)


def web_page_on_opening(made):
    made.Root.OpenAction = web_page()


def web_page_after_another_action(made):
    then = pikepdf.Array([made.make_indirect(web_page())])
    place = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
    first = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place, Next=then)
    made.Root.OpenAction = made.make_indirect(first)


def web_page_on_turning_a_page(made):
    made.pages[0].AA = made.make_indirect(pikepdf.Dictionary(O=web_page()))


def web_page_under_the_mouse(made):
    link(made)
    made.pages[0].Annots[0].AA = pikepdf.Dictionary(E=web_page())


def launch_behind_a_word_of_streams(made):
    made.Root.Odd = made.make_indirect(pikepdf.Name("/stream"))
    launch(made)


def link(made):
    """What every letter has: a place that somebody has to click."""
    one = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([10, 10, 90, 20]),
        A=web_page(),
    )
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(one)])


def begins_at_its_first_page(made):
    link(made)
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
    turned = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.FirstPage)
    made.pages[0].AA = pikepdf.Dictionary(C=turned)


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
ACTING = {
    "a script": pdf(1, script),
    "a script in a packed object": pdf(1, script, **PACKED),
    "a script under a disguised name": pdf(1, script).replace(b"/JavaScript", b"/J#61vaScript"),
    "a program to start": pdf(1, launch),
    "a program to start in a packed object": pdf(1, launch, **PACKED),
    "a file inside": pdf(1, other_file),
    "a form with a script in its stream": pdf(1, own_form),
    "another file to open": pdf(1, elsewhere),
    "a web page on opening": pdf(1, web_page_on_opening),
    "a web page on opening in a packed object": pdf(1, web_page_on_opening, **PACKED),
    "a web page after another action": pdf(1, web_page_after_another_action),
    "a web page on turning a page": pdf(1, web_page_on_turning_a_page),
    "a web page under the mouse": pdf(1, web_page_under_the_mouse, **PACKED),
    "a program behind a word of streams": pdf(1, launch_behind_a_word_of_streams),
}


@pytest.mark.parametrize("content", ACTING.values(), ids=ACTING)
def test_a_pdf_that_does_something_is_refused(content):
    assert "Print it to a new PDF" in words_of(content)


def speaks_of_scripts(made):
    made.pages[0].Contents = pikepdf.Stream(made, b"BT (/JavaScript /Launch endstream) Tj ET")
    made.docinfo["/Title"] = "What /JavaScript (and /Launch) can do"


HARMLESS = {
    "it speaks of scripts": pdf(1, speaks_of_scripts),
    "links to click": pdf(1, link),
    "it begins at its first page": pdf(1, begins_at_its_first_page, **PACKED),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS)
def test_a_pdf_that_does_nothing_by_itself_is_taken(content):
    assert attached.attachable(content).content == content


@pytest.mark.parametrize("user", ["letmein", ""])
def test_a_locked_pdf_is_refused(user):
    locked = pdf(encryption=pikepdf.Encryption(owner="chief", user=user))
    assert "password" in words_of(locked)


@pytest.mark.parametrize("content", [b"%PDF-1.7 and nothing", pdf()[:200]], ids=["no pdf", "half"])
def test_a_broken_pdf_is_refused(content):
    assert "damaged" in words_of(content)


def test_a_file_over_20_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    path.chmod(0)  # reading it would fail in other words
    with pytest.raises(ImportFileError, match="at most 20 MB"):
        attached.read(path)
    with pytest.raises(ImportFileError, match="at most 20 MB"):
        attached.attachable(b"%PDF-" + b"\x00" * LARGEST_BYTES)


@pytest.mark.parametrize("name", ["", "gone.jpg"])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(ImportFileError, match="no file"):
        attached.read(tmp_path / name)
