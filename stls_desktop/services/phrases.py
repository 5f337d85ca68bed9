"""The statement bank: sentences to use again, shipped ones and a teacher's own. They name nobody.

The child's name is kept as `{name}`, so that a phrase written for one child says another's name
when it is used again and never the first one's.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from stls_core.records.advice import OwnPhrase
from stls_desktop.assets import asset_path
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.services.names import known_names
from stls_desktop.store.spelling import words_of

NAME: Final = "{name}"
NAMES_SOMEBODY: Final = (
    "This sentence names somebody, so it is not kept: a phrase is used for other children. Take"
    " the name out and keep it again. The report is unchanged."
)


class NamesSomebodyError(Exception):
    """A phrase that names a child or a parent is not kept; the words say what to do."""


@dataclass(frozen=True)
class Phrase:
    """One sentence for one heading. `rec` is empty for one that ships with the program."""

    text: str
    section: str
    rec: str = ""


def phrases(desk: Desk, section: str, words: str, name: str) -> tuple[Phrase, ...]:
    """Those of a heading that have these words, the teacher's own first, with the child's name."""
    with desk.store.read() as read:
        own = read.find(OwnPhrase, author_id=my_accounts(desk, read), order_by=("text",))
    mine = [Phrase(each.text, each.section, each.id) for each in own]
    mine.sort(key=lambda each: each.section != section)
    found = (*mine, *(Phrase(text, section) for text in _shipped().get(section, ())))
    typed = tuple(words_of(words))
    return tuple(
        Phrase(each.text.replace(NAME, name), each.section, each.rec)
        for each in found
        if all(any(w.startswith(t) for w in words_of(each.text)) for t in typed)
    )


def keep(desk: Desk, section: str, text: str, name: str) -> Changed:
    """Keep a sentence for other reports; the child's own name becomes a place to fill in.

    Raises `NamesSomebodyError` if it names anybody else. One that is kept already stays one.
    """
    sentence = re.sub(rf"\b{re.escape(name)}\b", NAME, text.strip()) if name else text.strip()
    if known_names(desk).has_any(sentence.replace(NAME, ""), is_prose=True):
        raise NamesSomebodyError(NAMES_SOMEBODY)
    with desk.store.write() as work:
        known = work.find(OwnPhrase, author_id=my_accounts(desk, work))
        if sentence and sentence not in {each.text for each in known}:
            work.put(
                OwnPhrase(
                    id=desk.new_id(),
                    author_id=desk.me.account,
                    team_id=desk.me.team,
                    created_at=desk.now(),
                    section=section,
                    text=sentence,
                )
            )
    return work.changed


def forget(desk: Desk, rec: str) -> Changed:
    """Take one of the teacher's own phrases out of the bank; reports that used it keep it."""
    with desk.store.write() as work:
        work.edit("own_phrase", rec, {"deleted": True})
    return work.changed


@cache
def _shipped() -> Mapping[str, tuple[str, ...]]:
    raw = tomllib.loads(asset_path("db", "seed", "phrases.toml").read_text(encoding="utf-8"))
    return {section: tuple(texts) for section, texts in raw.items()}
