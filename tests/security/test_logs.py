"""The log tells the help desk what happened and nobody who it happened to."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from enum import Enum

import pytest

from stls_desktop.logs import (
    LOG_NAME,
    RedactingFormatter,
    Safe,
    described,
    redacted,
    start_logging,
    stop_logging,
)
from tests.security.canary import canaries_in

CHILD = "Marigold Quillfeather"
NOTE = "cried when the bell rang"

log = logging.getLogger("stls_desktop.services.visits")


class Stage(Enum):
    SIGNED = "Signed in the presence of Marigold"


@pytest.fixture
def recent(tmp_path):
    yield start_logging(tmp_path / "logs")
    stop_logging()


@pytest.fixture
def read(tmp_path, recent):
    def now():
        return (tmp_path / "logs" / LOG_NAME).read_text(encoding="utf-8")

    return now


def test_words_of_a_programmer_stand_in_the_log(read):
    log.info("settled %d drafts in %.1f s", 3, 0.25)
    assert "INFO stls_desktop.services.visits: settled 3 drafts in 0.2 s" in read()


def test_text_that_is_handed_in_is_withheld(read):
    log.info("saved the note of %s", CHILD)
    assert "saved the note of <21 characters>" in read()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ("01991c2e-4a00-7000-8000-000000000001", "01991c2e-4a00-7000-8000-000000000001"),
        (Safe("0.1.0"), "0.1.0"),
        (Stage.SIGNED, "SIGNED"),
        (dt.datetime(2026, 9, 14, tzinfo=dt.UTC), "2026-09-14 00:00:00+00:00"),
        (None, "None"),
        ({CHILD: CHILD}, "<dict>"),
        ([CHILD], "<list>"),
        (CHILD.encode(), "<bytes>"),
        (ValueError(CHILD), "<ValueError>"),
        (dt.date(2019, 3, 1), "<date>"),  # a bare date may be a date of birth
    ],
)
def test_what_may_and_may_not_be_shown(read, value, shown):
    log.info("seen: %s", value)
    assert read().rstrip().endswith(f"seen: {shown}")


def test_named_arguments_are_withheld_too(read):
    log.info("pupil %(name)s, %(count)d visits", {"name": CHILD, "count": 2})
    assert "pupil <21 characters>, 2 visits" in read()


def test_an_exception_is_type_and_place_without_its_words(read):
    try:
        _fail()
    except ValueError:
        log.exception("could not save")
    text = read()
    assert "builtins.ValueError" in text
    assert f"{__name__}:" in text
    assert "in _fail" in text
    assert "caused by builtins.KeyError" in text
    assert CHILD not in text
    assert "Traceback" not in text


def test_an_exception_as_the_message_is_not_printed(read):
    log.warning(ValueError(CHILD))
    assert "<ValueError>" in read()


def test_words_of_other_libraries_are_withheld_whole(read):
    logging.getLogger("sqlalchemy.pool").warning(f"row was {CHILD}")  # noqa: G004
    logging.getLogger().error("from nowhere about %s", CHILD)
    assert "sqlalchemy.pool: (words withheld) test_logs:" in read()
    assert CHILD not in read()


def test_a_call_whose_arguments_do_not_fit_is_not_lost_and_does_not_leak():
    record = logging.LogRecord(log.name, logging.INFO, "x.py", 7, "%d of %s", (CHILD,), None)
    line = RedactingFormatter().format(record)
    assert line.endswith("(words withheld: they do not fit) x:7")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("to quill@example.org now", "to <e-mail> now"),
        ("at ZZ99 9ZZ today", "at <postcode> today"),
        ("UPN Z999999999999 is", "UPN <upn> is"),
        ("NHS 999 999 9999", "NHS <number>"),
        ("rang 01632 960001.", "rang <telephone>."),
        ("key " + "0f" * 48, "key <key>"),
        (r"in C:\{}\mquill\AppData\x.db".format("Users"), "in <path>"),
        ("in /{}/mquill/.local/x.db".format("home"), "in <path>"),
        ("settled 12 drafts in 340 ms", "settled 12 drafts in 340 ms"),
    ],
)
def test_patterns_are_the_second_wall(text, left):
    assert redacted(text) == left


def test_a_planted_child_is_in_no_file_and_not_in_memory_lines(tmp_path, recent):
    for call in (log.debug, log.info, log.warning, log.error):
        call("visit of %s: %s", CHILD, NOTE)
        call("record %r", {"pupil": CHILD, "note": NOTE})
        call("bare", extra={"pupil": CHILD})
    try:
        _fail()
    except ValueError as error:
        log.exception("could not save %s", error)  # noqa: TRY401
    assert canaries_in(tmp_path, [CHILD, NOTE]) == []
    assert not any(CHILD in line or NOTE in line for line in recent.lines())


def test_the_canary_finds_what_does_leak(tmp_path):
    (tmp_path / "a.txt").write_text(f"about {CHILD}")
    (tmp_path / "b.bin").write_bytes(CHILD.encode("utf-16-le"))
    (tmp_path / f"{CHILD}.pdf").touch()
    assert len(canaries_in(tmp_path, [CHILD])) >= 3


def test_only_the_user_may_read_the_log(tmp_path, recent):
    assert (tmp_path / "logs").stat().st_mode & 0o077 == 0
    assert (tmp_path / "logs" / LOG_NAME).stat().st_mode & 0o077 == 0


def test_the_last_200_lines_are_remembered(recent):
    for count in range(250):
        log.info("line %d", count)
    lines = recent.lines()
    assert len(lines) == 200
    assert lines[-1].endswith("line 249")


def test_starting_twice_writes_each_line_once(tmp_path, recent, read):
    start_logging(tmp_path / "logs")
    log.info("once only")
    assert read().count("once only") == 1


def test_an_error_that_goes_round_in_circles_is_described_once():
    first, second = ValueError(CHILD), KeyError(CHILD)
    first.__cause__, second.__cause__ = second, first
    assert described(first) == ["builtins.ValueError", "caused by builtins.KeyError"]


def test_every_error_of_a_group_is_described():
    group = ExceptionGroup(CHILD, [ValueError(CHILD), OSError(CHILD)])
    assert described(group) == [
        "builtins.ExceptionGroup",
        "  builtins.ValueError",
        "  builtins.OSError",
    ]


def _fail():
    try:
        {}[CHILD]
    except KeyError as error:
        raise ValueError(f"{CHILD} {NOTE}") from error
