"""Types drafts and settles them for ever, telling each commit; `test_kill9` kills it.

Run as a process: imports once, then forks a typist for each line on standard input, because
starting Python forty times would take a minute.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stls_core.wire import Result
from stls_desktop.store.drafts import Draft
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey

CANARY = "Zebrafinch"
KEYS_A_RECORD = 5


def words(count: int) -> str:
    """What stands in the form after that many pauses in typing."""
    return f"{CANARY} {count} " * (1 + count % 40)


def type_on(path: Path, start: int) -> None:
    """One draft for each pause; every fifth settles; every third record is sent with it."""
    store = Store(path, StoreKey(), now=Clock(), new_id=Ids(start % 60_000))
    for count in range(start, sys.maxsize):
        number = count // KEYS_A_RECORD
        doc = {"visit_id": "v1", "setting_id": "s1", "concern": words(count)}
        draft = Draft(f"d{number}", "discussion", "v1", {}, doc, raw={"pupil_id": CANARY})
        with store.write() as work:
            work.keep_draft(draft)
        tell("draft", count)
        if count % KEYS_A_RECORD == KEYS_A_RECORD - 1:
            with store.write() as work:
                work.settle(draft)
            tell("settled", count)
        if number % 3 == 2:
            with store.write() as work:
                changes = work.outbox.freeze(50)
                answer = {change.op: Result(state="ok", seq=count + 1) for change in changes}
                work.inbox.take_results(changes, answer)
            tell("sent", count)


def tell(what: str, count: int) -> None:
    """One short write, which a pipe takes whole; only ever after COMMIT."""
    os.write(1, f"{what} {count}\n".encode())


def main() -> None:
    """Fork a typist for each start number on standard input and tell its process id."""
    path = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if not child:
            type_on(path, int(line))
        tell("typist", child)
        os.waitpid(child, 0)
        tell("dead", child)


if __name__ == "__main__":
    main()
