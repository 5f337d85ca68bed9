"""A PDF under AES-256, for a copy that goes by e-mail: the same pages, opened by a passphrase.

PDF 2.0's scheme (revision 6); the standing permission for screen readers stays. The passphrase is
handed in and kept nowhere. The same PDF gives other bytes each time: the library makes a new key.
"""

import io

import pikepdf


def protect(pdf: bytes, passphrase: str, owner: str) -> bytes:
    """The PDF in a form that opens with the passphrase alone. Its tags and its title are kept.

    `owner` would lift what the copy forbids, so it is another one, which nobody is told.
    """
    held = io.BytesIO()
    allowed = pikepdf.Permissions(
        accessibility=True,
        extract=True,  # older screen readers ask for this one
        modify_annotation=False,
        modify_assembly=False,
        modify_form=False,
        modify_other=False,
    )
    scheme = pikepdf.Encryption(
        user=passphrase,
        owner=owner,
        R=6,
        aes=True,
        metadata=True,
        allow=allowed,
    )
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(held, encryption=scheme)
    return held.getvalue()
