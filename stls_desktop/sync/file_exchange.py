"""The end of a round: photos and PDFs by their hash, in parts, after every word is through.

Pure, as the engine is. Each part stands once it is committed on either side, so a round that is cut
off goes on at the next part. A file that the other side cannot take or give is noted and skipped.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any, Final

from stls_core import wire
from stls_desktop.store.file_states import MOST_AT_ONCE, FileDue, FilesDue
from stls_desktop.sync.steps import Ask, NonsenseError, expect

MOST_BYTES: Final = 16 * wire.PART_BYTES
"""In one round, so that words which are typed meanwhile do not wait for a hundred photos."""
NOT_TAKEN: Final = "The council server did not take this file. It is tried again tomorrow."
WRONG_THERE: Final = "It arrived damaged at the council server. It is sent again."
NOT_GIVEN: Final = "The council server could not give this file. It is asked for again tomorrow."


@dataclass(frozen=True)
class ListFiles:
    """Answered by `FilesDue`: what can be sent and fetched."""


@dataclass(frozen=True)
class ReadPart:
    """Answered by the bytes of one part that is here; by none if it may not be sent just now."""

    sha256: str
    part: int


@dataclass(frozen=True)
class NoteSent:
    """The server has so many parts of a file, or all of it."""

    sha256: str
    parts: int
    is_whole: bool


@dataclass(frozen=True)
class NoteTrouble:
    """A file did not come through in this round; without words it only was not ready."""

    sha256: str
    why: str = ""


@dataclass(frozen=True)
class TakePart:
    """Keep a part; answered by `more`, `whole`, `wrong`, or `paused` if no more is wanted now."""

    sha256: str
    part: int
    size: int
    content: bytes


@dataclass(frozen=True)
class FileOnWay:
    """The part of a file that is travelling, counted from 1; `is_whole` once none is left."""

    sha256: str
    part: int
    of: int
    is_coming: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class FileProgress:
    """How many parts of all that are due have travelled in this round, and what is on its way."""

    done: int
    parts: int
    file: FileOnWay | None = None


FileStep = ListFiles | ReadPart | NoteSent | NoteTrouble | TakePart | FileProgress


@dataclass(frozen=True)
class Exchanged:
    """How many files came through, and whether the round left some for the next one."""

    files: int = 0
    is_cut_short: bool = False


@dataclass(frozen=True)
class _Job:
    """A file with the parts of it that have to travel."""

    sha256: str
    size: int
    parts: tuple[int, ...]


def exchange_files(device: str) -> Generator[Any, Any, Exchanged]:
    """Ask once which files can travel and move their parts. Asks nothing if none is due."""
    due: FilesDue = yield ListFiles()
    if not due.to_send and not due.to_fetch:
        return Exchanged()
    offered = {file.sha256: file.size for file in due.to_send}
    wanted = tuple(file.sha256 for file in due.to_fetch)
    stock = yield Ask(wire.Files(device=device, offered=offered, wanted=wanted))
    stock = expect(wire.Stock, stock)
    sending = _to_send(due.to_send, stock)
    fetching = _to_fetch(due.to_fetch, stock)
    done = 0
    for file in due.to_send:
        if file.sha256 in stock.refused:
            yield NoteTrouble(file.sha256, stock.refused[file.sha256])
        elif file.sha256 in stock.missing and not stock.missing[file.sha256]:
            yield NoteSent(file.sha256, wire.parts_of(file.size), is_whole=True)
            done += 1
    for fetch in due.to_fetch:
        if fetch.sha256 not in stock.ready:
            yield NoteTrouble(fetch.sha256)
    moving = _Moving(device, sum(len(job.parts) for job in (*sending, *fetching)))
    for job in sending:
        done += yield from moving.send(job)
    for job in fetching:
        done += yield from moving.fetch(job)
    is_full = MOST_AT_ONCE in (len(due.to_send), len(due.to_fetch))
    return Exchanged(done, moving.is_spent or (is_full and done > 0))


def _to_send(due: Iterable[FileDue], stock: wire.Stock) -> list[_Job]:
    jobs = [_Job(f.sha256, f.size, stock.missing.get(f.sha256, ())) for f in due]
    for job in jobs:
        if any(not wire.part_size(job.size, part) for part in job.parts):
            raise NonsenseError("a part is missing that the file does not have")
    return [job for job in jobs if job.parts]


def _to_fetch(due: Iterable[FileDue], stock: wire.Stock) -> list[_Job]:
    jobs = []
    for file in due:
        size = stock.ready.get(file.sha256)
        if size is None:
            continue
        if not 0 < size <= wire.MAX_FILE:
            raise NonsenseError("a file has a size that no file may have")
        here = file.here if size == file.size else ()
        parts = tuple(n for n in range(wire.parts_of(size)) if n not in here)
        jobs.append(_Job(file.sha256, size, parts))
    return jobs


class _Moving:
    """Moves parts until the round has had its share."""

    def __init__(self, device: str, parts: int) -> None:
        self._device = device
        self._parts = parts
        self._moved = self._bytes = 0
        self.is_spent = False  # whether parts were left for the next round

    def send(self, job: _Job) -> Generator[Any, Any, int]:
        """Send what is missing of a file; 1 if it is whole at the server then."""
        there = wire.parts_of(job.size) - len(job.parts)
        for part in job.parts:
            if self._has_had_its_share():
                return 0
            content = yield ReadPart(job.sha256, part)
            if not content:
                return 0
            yield self._goes(job, there + 1)
            put = wire.PutPart(self._device, job.sha256, part, job.size, content)
            answer = yield Ask(put)
            if isinstance(answer, wire.Refusal):
                yield NoteTrouble(job.sha256, answer.message or NOT_TAKEN)
                return 0
            state = expect(wire.PartTaken, answer).state
            there += 1
            if state == "wrong":
                yield NoteSent(job.sha256, 0, is_whole=False)
                yield NoteTrouble(job.sha256, WRONG_THERE)
                return 0
            yield NoteSent(job.sha256, there, is_whole=state == "whole")
            yield self._went_on(len(content))
            if state == "whole":
                yield self._goes(job, there, is_whole=True)
                return 1
        return 0

    def fetch(self, job: _Job) -> Generator[Any, Any, int]:
        """Fetch what is missing of a file; 1 if it is whole here then."""
        here = wire.parts_of(job.size) - len(job.parts)
        for count, part in enumerate(job.parts, start=here + 1):
            if self._has_had_its_share():
                return 0
            yield self._goes(job, count, is_coming=True)
            answer = yield Ask(wire.GetPart(self._device, job.sha256, part))
            if isinstance(answer, wire.Refusal):
                yield NoteTrouble(job.sha256, NOT_GIVEN)
                return 0
            content = expect(wire.Part, answer).content
            if len(content) != wire.part_size(job.size, part):
                yield NoteTrouble(job.sha256, NOT_GIVEN)
                return 0
            state = yield TakePart(job.sha256, part, job.size, content)
            yield self._went_on(len(content))
            if state == "whole":
                yield self._goes(job, count, is_coming=True, is_whole=True)
            if state != "more":
                return int(state == "whole")
        return 0

    def _has_had_its_share(self) -> bool:
        self.is_spent = self.is_spent or self._bytes >= MOST_BYTES
        return self.is_spent

    def _goes(self, job: _Job, part: int, **how: bool) -> FileProgress:
        on_way = FileOnWay(job.sha256, part, wire.parts_of(job.size), **how)
        return FileProgress(self._moved, self._parts, on_way)

    def _went_on(self, size: int) -> FileProgress:
        self._moved, self._bytes = self._moved + 1, self._bytes + size
        return FileProgress(self._moved, self._parts)
