"""Photographs and PDFs for tests, made on the spot: nothing was ever in front of a camera."""

from __future__ import annotations

import io
import random

from PIL import Image


def photo(width=640, height=480, *, seed=1, kind="JPEG", **save):
    """A picture with so much detail that it does not pack into nothing."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (80, 60), chance.randbytes(80 * 60 * 3))
    held = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(held, kind, **save)
    return held.getvalue()


def pdf(pages=1, change=None, **save):
    """A PDF of empty pages; `change(pdf)` may do to it whatever a stranger could."""
    import pikepdf

    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if change is not None:
        change(made)
    held = io.BytesIO()
    made.save(held, **save)
    return held.getvalue()


def heavy_pdf(size):
    """A valid PDF with about so many bytes in it that cannot be packed."""
    import pikepdf

    def fill(made):
        noise = pikepdf.Stream(made, random.Random(size).randbytes(size))
        made.Root.Noise = made.make_indirect(noise)

    return pdf(1, fill)
