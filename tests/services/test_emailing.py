"""A draft e-mail with a protected copy, read again as a mail program reads it."""

from __future__ import annotations

import io
from email import message_from_bytes
from email.policy import default

import pikepdf
import pytest

from stls_desktop.reports.advice.copies import COPIES
from stls_desktop.services import advice_issue, checking_files, emailing, issuing
from stls_desktop.services.advice_issue import Person
from tests.builders import an_id
from tests.reports.reading import tree
from tests.services.reporting import BARRED, MOTHER, a_report, signed

PARENT = Person(MOTHER.name, "PARENT", "Mother", "PARENT", address=MOTHER.email)


@pytest.fixture
def drawn(desk):
    a_report(desk)
    return advice_issue.draw(desk, signed(desk), "PARENT")


def test_the_draft_holds_the_protected_copy_and_no_name(desk, drawn):
    draft = emailing.draft_email(desk, drawn, PARENT)
    mail = message_from_bytes(draft.content, policy=default)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == MOTHER.email
    assert mail["Subject"].startswith("Report AR-26-")
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == (
        "application/pdf",
        drawn.file_name,
    )
    assert attached.get_content() == draft.protected.content
    words = mail.get_body().get_content()
    assert "by telephone" in words
    told = f"{mail['Subject']} {words} {attached.get_filename()} {draft.file_name}"
    for name in ("Toby", "Tobias", "Thistlewick", "Morwen", draft.protected.passphrase):
        assert name not in told
        assert name.encode() not in draft.content
    assert b"\n" not in draft.content.replace(b"\r\n", b"")


def test_only_the_passphrase_opens_the_copy_and_a_screen_reader_may_read_it(desk, drawn):
    copy = emailing.protected_copy(drawn)
    assert len(copy.passphrase.split()) == 4
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(copy.content))
    with pikepdf.open(io.BytesIO(copy.content), password=copy.passphrase) as file:
        assert (file.encryption.R, file.encryption.bits) == (6, 256)
        assert file.allow.accessibility
        assert file.user_password_matched
        assert not file.owner_password_matched
        assert not file.allow.modify_other
        held = io.BytesIO()
        file.save(held)
    assert tree(held.getvalue()).text == tree(drawn.content).text
    assert emailing.protected_copy(drawn).passphrase != copy.passphrase


def test_the_passphrase_is_kept_nowhere_and_the_open_bytes_stay_in_the_store(desk, drawn):
    draft = emailing.draft_email(desk, drawn, PARENT)
    copy = draft.protected
    advice_issue.give(desk, drawn, PARENT, emailing.ROUTE, copy.sha256)
    assert copy.passphrase not in repr(draft)
    with desk.store.read() as read:
        assert read.file(drawn.sha256) == drawn.content
        assert read.file(copy.sha256) is None
        for kind in read.kinds_held():
            for _rec, document in read.documents_of(kind):
                assert copy.passphrase not in repr(document)


def test_a_protected_copy_is_known_by_its_bytes_and_by_whose_it_is(desk, drawn):
    copies = []
    for person in (PARENT, Person("Petra Quillfeather", "SENCO", "SENCO", "SENCO")):
        copy = emailing.protected_copy(drawn)
        advice_issue.give(desk, drawn, person, emailing.ROUTE, copy.sha256)
        copies.append(copy)
    told = " ".join(checking_files.check(desk, copies[1].content).lines)
    assert "One of ours, and unaltered." in told
    assert "Given to: Petra Quillfeather, SENCO, secure e-mail, under a passphrase" in told
    assert MOTHER.name not in told


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@b.example, c@d.example", "a\n@b.example"]
)
def test_something_that_is_no_single_address_is_refused(desk, drawn, address):
    with pytest.raises(issuing.NotGivenError, match="no e-mail address"):
        emailing.draft_email(
            desk, drawn, Person(MOTHER.name, "PARENT", "", "PARENT", address=address)
        )


def test_a_barred_adults_address_gets_no_draft_under_another_name(desk, drawn):
    with pytest.raises(issuing.NotGivenError, match="barred from contact"):
        emailing.draft_email(
            desk, drawn, Person("Aunt", "PARENT", "", "PARENT", address=BARRED.email)
        )


def test_no_draft_without_the_familys_leave_for_email(desk, drawn):
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"agrees/EMAIL_REPORT": None})
    with pytest.raises(issuing.NotGivenError, match="by e-mail"):
        emailing.draft_email(desk, drawn, PARENT)


@pytest.mark.parametrize("variant", [name for name, copy in COPIES.items() if copy.ending != "pdf"])
def test_only_a_pdf_is_protected(desk, drawn, variant):
    other = advice_issue.draw(desk, drawn.version_id, "PARENT", variant)
    with pytest.raises(issuing.NotGivenError, match="Only a PDF"):
        emailing.draft_email(desk, other, PARENT)
