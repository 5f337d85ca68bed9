"""Photos and PDFs on the server: taken in parts, checked by their hash, given to nobody else."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
import zstandard
from litestar.testing import TestClient

from stls_core import wire
from stls_server.asgi import create_app
from stls_server.refusals import RefusedError
from tests.server.desk import NORTH_SCHOOL, SOUTH_SCHOOL, SOUTH_TEAM

PART = wire.PART_BYTES
CONTENT = bytes(range(256)) * (PART // 128) + b"the end"  # two whole parts and seven bytes
SIZE = len(CONTENT)
HASH = hashlib.sha256(CONTENT).hexdigest()


class Files:
    """A laptop that sends and fetches parts by hand."""

    def __init__(self, laptop):
        self.laptop = laptop

    def _ask(self, name, message):
        sent = msgspec.json.decode(msgspec.json.encode(message), type=type(message))
        return getattr(self.laptop.council, name)(self.laptop.me.token, sent)

    def name(self, sha256=HASH, school=NORTH_SCHOOL, **fields):
        """A record that names the hash; returns its id."""
        rec = self.laptop.new_id()
        edit = {"id": rec, "setting_id": school, "sha256": sha256, **fields}
        assert self.laptop.edit("attachment", rec, edit).state == "ok"
        return rec

    def stock(self, offered=None, wanted=()):
        return self._ask("files", wire.Files(self.laptop.me.device, offered or {}, wanted))

    def put(self, part, content=None, *, sha256=HASH, size=SIZE):
        cut = CONTENT[part * PART : (part + 1) * PART] if content is None else content
        return self._ask("putpart", wire.PutPart(self.laptop.me.device, sha256, part, size, cut))

    def get(self, part, sha256=HASH):
        return self._ask("getpart", wire.GetPart(self.laptop.me.device, sha256, part)).content

    def send(self):
        return [self.put(part).state for part in range(3)]

    def fetch(self):
        return b"".join(self.get(part) for part in range(3))


@pytest.fixture
def ann(desk):
    return Files(desk.laptop())


def refused(act):
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.status, caught.value.code


def test_a_file_goes_up_in_parts_and_comes_down_as_it_was(desk, ann):
    ann.name()
    assert ann.stock({HASH: SIZE}).missing == {HASH: (0, 1, 2)}
    assert ann.send() == ["more", "more", "whole"]
    assert ann.stock({HASH: SIZE}).missing == {HASH: ()}
    colleague = Files(desk.laptop("Bram Fettiplace"))
    assert colleague.stock(wanted=(HASH,)).ready == {HASH: SIZE}
    assert colleague.fetch() == CONTENT


def test_the_small_picture_is_named_by_its_own_hash(ann):
    ann.name(sha256="0" * 64, thumbnail_sha256=HASH)
    assert ann.send()[-1] == "whole"


def test_only_what_is_missing_is_asked_for_again(ann):
    ann.name()
    ann.put(1)
    assert ann.stock({HASH: SIZE}).missing == {HASH: (0, 2)}
    assert ann.stock(wanted=(HASH,)).ready == {}  # not whole yet


def test_a_part_that_comes_twice_changes_nothing(ann):
    ann.name()
    assert [ann.put(0).state, ann.put(0).state] == ["more", "more"]
    assert [ann.put(part).state for part in (1, 2, 2, 0)] == ["more", "whole", "whole", "whole"]
    assert ann.fetch() == CONTENT


def test_wrong_bytes_are_thrown_away_and_may_come_again(ann):
    ann.name()
    wrong = b"x" * PART
    assert [ann.put(0, wrong).state, ann.put(1).state, ann.put(2).state] == [
        "more",
        "more",
        "wrong",
    ]
    assert ann.stock({HASH: SIZE}).missing == {HASH: (0, 1, 2)}
    assert ann.send()[-1] == "whole"


def test_a_file_with_another_size_does_not_keep_the_right_one_out(ann):
    ann.name()
    assert ann.put(0, b"ab", size=2).state == "wrong"
    ann.put(0, CONTENT[:PART], size=PART + 5)
    assert ann.stock({HASH: SIZE}).missing == {HASH: (0, 1, 2)}
    assert ann.send()[-1] == "whole"


def test_a_laptop_of_another_district_gets_nothing(desk, ann):
    ann.name()
    ann.send()
    sue = Files(desk.laptop("Sunniva Oake", team=SOUTH_TEAM))
    assert sue.stock(wanted=(HASH,)).ready == {}
    assert refused(lambda: sue.get(0)) == (403, "file-not-named")
    assert refused(lambda: sue.put(0)) == (403, "file-not-named")


def test_a_hash_is_no_key(desk, ann):
    """Somebody who knows a hash names it in a record of her own district: nothing is there."""
    ann.name()
    ann.send()
    sue = Files(desk.laptop("Sunniva Oake", team=SOUTH_TEAM))
    sue.name(school=SOUTH_SCHOOL)
    assert sue.stock(wanted=(HASH,)).ready == {}
    assert refused(lambda: sue.get(0)) == (404, "file-missing")
    assert sue.send()[-1] == "whole"  # who has the bytes may keep them there


def test_what_no_record_names_is_not_taken(ann):
    stock = ann.stock({HASH: SIZE})
    assert "No record" in stock.refused[HASH]
    assert refused(lambda: ann.put(0)) == (403, "file-not-named")


def test_a_deleted_record_gives_its_file_to_nobody_until_it_is_put_back(ann):
    rec = ann.name()
    ann.send()
    ann.laptop.pull().edit("attachment", rec, {"deleted": True})
    assert ann.stock(wanted=(HASH,)).ready == {}
    ann.laptop.pull().edit("attachment", rec, {"deleted": None})
    assert ann.fetch() == CONTENT


def test_a_file_follows_its_pupil_to_another_district(desk, ann):
    rec = ann.laptop.pupil()
    ann.name(pupil_id=rec)
    ann.send()
    ann.laptop.pull().edit("pupil", rec, {"setting_id": SOUTH_SCHOOL})
    sue = Files(desk.laptop("Sunniva Oake", team=SOUTH_TEAM))
    assert sue.fetch() == CONTENT
    assert refused(lambda: ann.get(0)) == (403, "file-not-named")


HOSTILE = {
    "no hash": (400, lambda f: f.get(0, "../../etc/passwd")),
    "a hash in capitals": (400, lambda f: f.get(0, HASH.upper())),
    "a part before the first": (404, lambda f: f.get(-1)),
    "a part after the last": (404, lambda f: f.get(3)),
    "a part with a giant number": (404, lambda f: f.get(2**40)),
    "a short part": (400, lambda f: f.put(0, b"short")),
    "a long part": (400, lambda f: f.put(2, b"x" * PART)),
    "a part that is too large": (400, lambda f: f.put(0, b"x" * (PART + 1))),
    "a part of no file": (400, lambda f: f.put(9)),
    "a part with a negative number": (400, lambda f: f.put(-1)),
    "a file that is too large": (413, lambda f: f.put(0, size=wire.MAX_FILE + 1)),
    "a file of a giant size": (413, lambda f: f.put(0, size=2**70)),
    "an empty file": (413, lambda f: f.put(0, b"", size=0)),
    "too many questions": (413, lambda f: f.stock({f"{n:064x}": 1 for n in range(201)})),
    "a question about no hash": (400, lambda f: f.stock(wanted=("x",))),
}


@pytest.mark.parametrize(("status", "act"), HOSTILE.values(), ids=HOSTILE)
def test_nonsense_is_refused_with_a_reason(ann, status, act):
    ann.name()
    ann.send()
    assert refused(lambda: act(ann))[0] == status
    assert ann.fetch() == CONTENT


def test_an_offer_that_is_too_large_is_refused_for_itself_alone(ann):
    ann.name()
    ann.name(sha256="1" * 64)
    stock = ann.stock({HASH: SIZE, "1" * 64: 2**70})
    assert list(stock.missing) == [HASH]
    assert "larger" in stock.refused["1" * 64]


def test_every_part_leaves_a_line_in_the_audit(ann, council):
    ann.name()
    ann.put(0)
    refused(lambda: ann.get(0))
    with council.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT action, outcome FROM audit ORDER BY n").all()
    assert [tuple(row) for row in rows[-2:]] == [("put-part", "done"), ("get-part", "file-missing")]


@pytest.fixture
def post(ann, council):
    """Asks over HTTP as a laptop does: packed JSON in, status and body out."""
    with TestClient(create_app(council)) as client:

        def ask(route, message, token=ann.laptop.me.token):
            body = message if isinstance(message, bytes) else msgspec.json.encode(message)
            headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
            headers["content-encoding"] = "zstd"
            packed = zstandard.ZstdCompressor(level=3).compress(body)
            answer = client.post(f"/sync/files{route}", content=packed, headers=headers)
            return answer.status_code, answer.content

        yield ask


def test_a_file_travels_over_http_as_it_does_in_one_process(ann, post):
    ann.name()
    device = ann.laptop.me.device
    for part in range(3):
        cut = CONTENT[part * PART : (part + 1) * PART]
        status, _ = post("/put", wire.PutPart(device, HASH, part, SIZE, cut))
        assert status == 200
    _, body = post("", wire.Files(device, wanted=(HASH,)))
    assert msgspec.json.decode(body, type=wire.Stock).ready == {HASH: SIZE}
    _, body = post("/get", wire.GetPart(device, HASH, 1))
    assert msgspec.json.decode(body, type=wire.Part).content == CONTENT[PART : 2 * PART]


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("/put", b"{}"),
        ("/put", b'{"device": "d", "sha256": "x", "part": 0, "size": 1, "content": "no base64!"}'),
        ("/get", b'{"device": "d", "sha256": 7, "part": 0}'),
        ("", b'{"device": "d", "offered": {"x": "many"}}'),
        ("", b"\xff\xfe"),
    ],
)
def test_a_malformed_body_is_refused_and_breaks_nothing(post, route, body):
    status, answer = post(route, body)
    assert status == 400
    assert msgspec.json.decode(answer, type=wire.Refusal).message


def test_no_file_without_a_token(ann, post):
    ann.name()
    assert post("/get", wire.GetPart(ann.laptop.me.device, HASH, 0), token="0" * 64)[0] == 401
