"""Pictures of the finished bytes for the screen and for printers."""

import pytest

from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.preview import UnreadablePdfError, page_count, page_image, page_images
from stls_desktop.reports.render import render
from tests.reports import samples


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(link_visit_note(samples.DRAFT_DEMO))


def test_every_page_has_a_picture_of_its_size(pdf):
    images = page_images(pdf, 96)

    assert len(images) == page_count(pdf) == 2
    for image in images:
        assert (image.width, image.height) == (794, 1123)
        assert len(image.bgra) == 4 * 794 * 1123


def test_picture_shows_ink_on_white_and_the_demo_band(pdf):
    image = page_image(pdf, 0, 72)
    rows = [
        image.bgra[4 * image.width * y : 4 * image.width * (y + 1)] for y in range(image.height)
    ]

    assert rows[image.height // 3][:4] == b"\xff\xff\xff\xff"  # the margin
    assert rows[3][-4:-1] == bytes((0xDB, 0xF1, 0xFF))  # the band, blue first
    assert min(min(row[0::4]) for row in rows) < 80


def test_page_that_is_not_there_is_an_index_error(pdf):
    with pytest.raises(IndexError, match="no page 3"):
        page_image(pdf, 2, 96)


@pytest.mark.parametrize("bytes_", [b"", b"not a PDF", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_refused(bytes_):
    with pytest.raises(UnreadablePdfError):
        page_images(bytes_, 96)
