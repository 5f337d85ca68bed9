"""Types drafts and settles them, telling each commit; others kill it or cut its power.

Run as a process: imports once, then forks a typist for each line on standard input, because
starting Python forty times would take a minute. With a second argument it types that far and ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stls_core.records.visits import Discussion
from stls_core.wire import Result
from stls_desktop.store.drafts import Draft
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey

CANARY = "Zebrafinch"
KEYS_A_RECORD = 5


def words(count: int) -> str:
    """What stands in the form after that many pauses in typing."""
    return f"{CANARY} {count} " * (1 + count % 40)


def type_on(path: Path, start: int, stop: int = sys.maxsize) -> None:
    """One draft for each pause; every fifth settles; every third record is sent with it."""
    store = Store(path, StoreKey(), now=Clock(), new_id=Ids(start % 60_000))
    if stop < sys.maxsize:
        with store.read() as read:  # so that a short run folds its log as well
            read._connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 30")
    for count in range(start, stop):
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


def check(store: Store, told: dict[str, int]) -> None:
    """Whether all is there that was told, the file is whole, and nothing is half done."""
    with store.read() as read:
        assert read._connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        typed = {draft.rec: draft.doc["concern"] for draft in read.drafts()}
        records = {record.id: record.concern for record in read.find(Discussion)}
        waiting = {change.rec for change in read.unsent()}
    assert not typed.keys() & records.keys(), "a record is a draft or settled, never both"
    assert waiting <= records.keys(), "a change and its row are written together"
    for number in range(told.get("settled", -1) // KEYS_A_RECORD + 1):
        last = number * KEYS_A_RECORD + KEYS_A_RECORD - 1
        kept = records.get(f"d{number}") or typed[f"d{number}"]
        # Left unsettled by an earlier kill, a record may stand at any of its keys.
        assert kept in {words(last - back) for back in range(KEYS_A_RECORD)}
    if "draft" in told:
        count = told["draft"]
        rec = f"d{count // KEYS_A_RECORD}"
        later = {words(count + ahead) for ahead in range(KEYS_A_RECORD)}
        assert (typed[rec] if rec in typed else records[rec]) in later


def main() -> None:
    """Type to a number and end, or fork a typist for each start number on standard input."""
    path = Path(sys.argv[1])
    if len(sys.argv) > 2:
        type_on(path, 0, int(sys.argv[2]))
        return
    for line in sys.stdin:
        child = os.fork()
        if not child:
            type_on(path, int(line))
        tell("typist", child)
        os.waitpid(child, 0)
        tell("dead", child)


if __name__ == "__main__":
    main()
