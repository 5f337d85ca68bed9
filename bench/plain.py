"""The language checks of a report, against the same words counted barely, in the same run.

Barely means parted at full stops and blanks, and looked up in one set: what no check could do with
less.
"""

import re
import statistics
import time
from collections.abc import Callable

from bench.figures import Figure, against
from stls_core.plain.lists import read_plain_words
from stls_core.report_checks import Text, UnderCheck, checks
from stls_desktop.assets import asset_path

ROUNDS = 40
WORDS = 1_500
PARTS = 40
SENTENCES = (
    "T. listens to a story for ten minutes, when pictures come with the words.",
    "It is recommended that differentiated work is given on a regular basis.",
    "The teacher gives one instruction at a time, waits ten seconds and shows the card.",
    "His working memory was looked at with the BPVS-3, e.g. on 4 December at 9.15am.",
    "He struggles with phonological awareness, and SALT will be asked to see him in Term 3.",
    "At break he played near two others; he told Mrs Lark: “It is too loud in there.”",
    "Communication difficulties necessitate individualised opportunities in the curriculum.",
)


def figures() -> list[Figure]:
    """A four-page report for a family, all checks; median of many."""
    words = read_plain_words(asset_path("db", "seed", "plain_words.toml").read_text("utf-8"))
    report = _report()
    known = set(words.reader("PARENT").phrases.whole)
    texts = [each.text for each in report.texts]
    ours = _median(lambda: checks(report, words))
    bare = _median(lambda: _barely(texts, known))
    return [against(f"plain: checks of {WORDS:,} words", ours, bare, target="≤ 20 ms")]


def _report() -> UnderCheck:
    parts = list[str]()
    count = 0
    while count < WORDS:
        parts.append(SENTENCES[len(parts) % len(SENTENCES)])
        count += len(parts[-1].split())
    each = -(-len(parts) // PARTS)
    texts = tuple(
        Text(f"p{n}", "text", " ".join(parts[n : n + each])) for n in range(0, len(parts), each)
    )
    kept = " ".join(SENTENCES).replace("T.", "He")
    return UnderCheck("r", "PARENT", texts, (kept,), names=frozenset({"Tova", "Hill"}))


def _barely(texts: list[str], known: set[str]) -> int:
    return sum(
        word.lower() in known
        for text in texts
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        for word in sentence.split()
    )


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
