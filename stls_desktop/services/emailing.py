"""A draft e-mail with a protected copy, for the teacher's own mail program; never sent from here.

Only what a mail program needs stands in it: no child's name, no passphrase, no word of the report.
The passphrase is told once, to be passed on by telephone, and is kept nowhere.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from stls_core.gates import is_address
from stls_desktop.reports.protection import protect
from stls_desktop.reports.wording import say
from stls_desktop.security.passphrase import generate
from stls_desktop.services import advice_issue
from stls_desktop.services.advice_issue import Person
from stls_desktop.services.desk import Desk
from stls_desktop.services.issuing import PDF, Drawn, NotGivenError

WORDS: Final = 4  # of 7,776: 51 bits, behind a hash that was made slow
_OWNER_BYTES: Final = 32
ROUTE: Final = "SECURE_EMAIL"


@dataclass(frozen=True)
class Protected:
    """A copy that opens with a passphrase, and the passphrase: shown once, never kept."""

    content: bytes
    sha256: str
    passphrase: str
    file_name: str

    def __repr__(self) -> str:
        return f"Protected({self.file_name!r})"


@dataclass(frozen=True)
class Draft:
    """An e-mail as a file, with what has to be recorded when it is given."""

    content: bytes
    file_name: str
    protected: Protected


def protected_copy(drawn: Drawn, choose: Callable[[int], str] = generate) -> Protected:
    """The PDF under a new passphrase of four words. Raises `NotGivenError` for another format."""
    if drawn.ending != PDF:
        words = "Only a PDF can be protected. Choose a printed format, or hand the file over."
        raise NotGivenError(words)
    passphrase = choose(WORDS)
    content = protect(drawn.content, passphrase, secrets.token_urlsafe(_OWNER_BYTES))
    sha256 = hashlib.sha256(content).hexdigest()
    return Protected(content, sha256, passphrase, drawn.file_name)


def draft_email(desk: Desk, drawn: Drawn, person: Person) -> Draft:
    """A draft to this person with a protected copy. Raises `NotGivenError`.

    Name and address are both checked: a barred adult may share an address with one who is not.
    """
    if not is_address(person.address):
        words = (
            "There is no e-mail address of this person. Enter it in the pupil’s or school’s page."
        )
        raise NotGivenError(words)
    advice_issue.may_give(desk, drawn, person, ROUTE)
    protected = protected_copy(drawn)
    service = f"{desk.me.service_name}, {desk.me.authority_name}"
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # a mail program opens it as a draft
    mail["To"] = person.address.strip()
    mail["Subject"] = say("email", "subject", reference=drawn.reference, service=service)
    mail.set_content(say("email", "body", author=desk.me.name, service=service))
    mail.add_attachment(
        protected.content, maintype="application", subtype="pdf", filename=protected.file_name
    )
    name = f"E-mail {drawn.reference} v{drawn.number}.eml"
    return Draft(mail.as_bytes(), name, protected)
