"""The messages between laptop and server, their limits and the protocol's version.

One struct for each body of docs/sync-protocol.md. Decoding is strict about structure and size;
what a field of a record means is not decided here.
"""

from typing import Any

import msgspec

from stls_core.changes import Change
from stls_core.records.attachments import LARGEST_BYTES

PROTOCOL = 1
SCHEMA = 1  # goes up by one with each release that changes a declaration
MAX_OPS = 500
MAX_ROWS = 1_000
MAX_BODY = 20 * 1024 * 1024  # bytes after decompression, either way
MAX_DEPTH = 32
MAX_TEXT = 200_000  # characters in one value
PART_BYTES = 1024 * 1024  # of a photo or PDF; the last part of one is what is left
MAX_FILE = LARGEST_BYTES
MAX_FILES = 200  # asked about at a time
FILE_REFUSAL = "file-"  # how the code of a refusal begins that is about one file only


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """A body of the protocol; unknown fields are ignored, so that newer peers may add some."""


class Enrol(Message, frozen=True, omit_defaults=True):
    """A one-time code for a laptop that the server does not know yet."""

    code: str
    device_name: str


class Enrolled(Message, frozen=True, omit_defaults=True):
    """What the laptop keeps in its encrypted store: who it acts as, and its token."""

    device: str
    token: str
    account: str
    account_name: str
    role: str
    authority: str
    authority_name: str
    team: str


class Hello(Message, frozen=True, omit_defaults=True):
    """Opens a round: where this laptop stands in each feed."""

    device: str
    cursors: dict[str, tuple[str, int]] = {}  # feed -> (epoch, sequence number)
    proto: int = PROTOCOL
    schema: int = SCHEMA
    grants_rev: int = 0


class Head(Message, frozen=True, omit_defaults=True):
    """The newest number of a feed and the epoch that numbers belong to.

    `restored` is told to a laptop that named another epoch: an older backup was put back since, and
    of the numbers that the laptop knows only those up to this one are sure to be here still.
    `ahead` is how many records have a number above the laptop's, for counted progress.
    """

    epoch: str
    seq: int
    restored: int | None = None
    ahead: int = 0


class Grant(Message, frozen=True, omit_defaults=True):
    """A feed that this laptop may see, wholly (`*`) or one unit of it."""

    feed: str
    unit: str
    role: str


class Welcome(Message, frozen=True, omit_defaults=True):
    """The answer to Hello."""

    schema: int
    heads: dict[str, Head]
    grants: tuple[Grant, ...] = ()
    grants_rev: int = 0
    server_time: str = ""
    retry_after: int = 0  # seconds; 0 means go on
    ops_limit: int = MAX_OPS
    proto: int = PROTOCOL


class Push(Message, frozen=True, omit_defaults=True):
    """Changes of this laptop, oldest first.

    `epoch` is the one that the round began in: if an older backup was put back since, nothing is
    taken (`retry`), because what these changes build on may be gone.
    """

    device: str
    ops: tuple[Change, ...]
    schema: int = SCHEMA
    epoch: str = ""


class Result(Message, frozen=True, omit_defaults=True):
    """What became of one change.

    `state` is ok, conflict (some slots, named in `bad`), held (a person has to look; `why`) or
    retry. `mixed` names text that was merged with somebody else's.
    """

    state: str
    seq: int = 0
    bad: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()
    why: str = ""


class Echo(Message, frozen=True, omit_defaults=True):
    """Every change of a push is live in this feed, in its own unit, exactly as it was sent.

    So a pull of these numbers would bring back nothing that the laptop does not know.
    """

    feed: str
    epoch: str


class Pushed(Message, frozen=True, omit_defaults=True):
    """The answer to Push: a result for each operation."""

    results: dict[str, Result]
    echo: Echo | None = None


class Pull(Message, frozen=True, omit_defaults=True):
    """Asks for what is newer than `since` in one feed."""

    device: str
    feed: str
    since: int
    limit: int = MAX_ROWS


class Row(Message, frozen=True, omit_defaults=True):
    """One record as the server holds it, or (`gone`) one that left this laptop's sight."""

    id: str
    seq: int
    kind: str = ""
    unit: str = ""
    doc: dict[str, Any] = {}
    ver: dict[str, int] = {}
    gone: str = ""


class Page(Message, frozen=True, omit_defaults=True):
    """A page of a feed, in the order of its numbers. `next` is the cursor after it."""

    rows: tuple[Row, ...]
    next: int
    more: bool
    head: int
    epoch: str


class Files(Message, frozen=True, omit_defaults=True):
    """Photos and PDFs by their hash: what this laptop could send, and what it would like to have.

    `offered` {hash: size in bytes}.
    """

    device: str
    offered: dict[str, int] = {}
    wanted: tuple[str, ...] = ()


class Stock(Message, frozen=True, omit_defaults=True):
    """The answer to Files.

    `missing` {offered hash: the parts that the server lacks}, `ready` {wanted hash: its size} and
    `refused` {offered hash: why it is not taken}. What was wanted and is not ready is in none.
    """

    missing: dict[str, tuple[int, ...]] = {}
    ready: dict[str, int] = {}
    refused: dict[str, str] = {}


class PutPart(Message, frozen=True, omit_defaults=True):
    """One part of an offered file, numbered from 0."""

    device: str
    sha256: str
    part: int
    size: int  # of the whole file
    content: bytes


class PartTaken(Message, frozen=True, omit_defaults=True):
    """What became of a part.

    `state` is more (are needed), whole, or wrong: together they had another hash and were thrown
    away.
    """

    state: str


class GetPart(Message, frozen=True, omit_defaults=True):
    """Asks for one part of a file that is ready."""

    device: str
    sha256: str
    part: int


class Part(Message, frozen=True, omit_defaults=True):
    """One part of a file."""

    content: bytes


def parts_of(size: int) -> int:
    """In how many parts a file of so many bytes travels."""
    return -(-size // PART_BYTES)


def part_size(size: int, part: int) -> int:
    """How many bytes that part of such a file has; 0 for a part that it does not have."""
    return max(0, min(PART_BYTES, size - part * PART_BYTES)) if part >= 0 else 0


class Refusal(Message, frozen=True, omit_defaults=True):
    """Why a request as a whole was not served, in words for a person and a code for a program."""

    code: str
    message: str
