"""The voices of a child and of the parents: words to the letter, and declining as an answer.

The child presses a face or a number, and a parent how sure they are, on a turned-round screen that
shows nothing else. Whether the words may be quoted is said in words under the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from stls_core.documents import nest, view
from stls_core.records.voices import QUOTED, ParentVoice
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.turned_round import TO_CHILD, TO_PARENT, Question, TurnedRound
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import KeyedChips, Rating
from stls_desktop.gui.widgets.fact_line import FactLine
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.quote_area import OWN_WORDS, QuoteArea
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, show_in_place

DECLINE_KEY: Final = "Ctrl+D"
DECLINED: Final = "Preferred not to say. That is an answer, and it counts as one."
HELD: Final = "What was typed before stays in the record, folded away, and is quoted nowhere."
MAY: Final = "They may be quoted, word for word."
MAY_NOT: Final = (
    "Not to be quoted: the words stay in this record. No note, no report, no table, no list and no"
    " screen that others look at shows them."
)
NOT_ASKED: Final = "Not asked yet. Until there is a yes, the words stay in this record."
USUAL_QUESTION: Final = "How is school for you?"


class VoiceScreen(RecordScreen):
    """What the two voices have in common."""

    kind: ClassVar[str]
    by_number: ClassVar[tuple[str, str]]  # (field, its code list) that is answered by number keys
    folded: ClassVar[tuple[str, ...]]  # the cards that an answer needs and declining does not

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        quotes: dict[str, Callable[[], QWidget]] = dict.fromkeys(QUOTED[self.kind], QuoteArea)
        return {**quotes, self.by_number[0]: self._keyed}

    def _keyed(self) -> QWidget:
        made = KeyedChips()
        codes = self._bench.desk.reference.choices(self.by_number[1], self._bench.desk.today())
        made.set_options((code.code, code.label) for code in codes)
        return made

    def build_parts(self) -> Iterator[QWidget]:
        self.turned: TurnedRound | None = None
        self._cards: dict[str, Card] = {}
        self.declined = Banner()
        self.declined.acted.connect(self.toggle_declined)
        yield self.declined
        yield self._how_card()
        for key in self.folded:
            yield self._card(key)
        consent = self._card("consent")
        self.consent = FactLine()
        consent.add(self.consent)
        yield consent
        show_in_place(self.form.boxes["is_declined"], is_shown=False)  # its button says it
        self.form.edited.connect(self._on_voice_edited)
        self.form.loaded.connect(self.show_state)
        self.show_state()

    def _how_card(self) -> Card:
        how = self._card("how")
        self.decline = button("They would rather not say", tip=f"An answer too ({DECLINE_KEY})")
        self.decline.clicked.connect(self.toggle_declined)
        QShortcut(QKeySequence(DECLINE_KEY), self, self.toggle_declined)
        how.add_action(self.decline)
        return how

    def _card(self, key: str) -> Card:
        made = self._cards[key] = self.form.card(key)
        if key == "words":
            made.add_action(StatusChip(OWN_WORDS, Tone.INFO))
        return made

    # Declining

    def toggle_declined(self) -> None:
        """One press declines and asks why; another brings all of it back as it was."""
        is_declined = not self.is_declined
        self.form.set_value("is_declined", is_declined)
        if is_declined:
            self.form.boxes["not_obtained_because"].take_focus()
        else:
            self.form.boxes[QUOTED[self.kind][0]].take_focus()

    @property
    def is_declined(self) -> bool:
        """Whether whoever was asked preferred not to say."""
        return bool(self.form.control("is_declined").value())

    def show_state(self) -> None:
        """Fold what declining needs no more, and say how it stands with quoting."""
        has_words = any(not self.form.control(name).is_empty() for name in QUOTED[self.kind])
        words = f"{DECLINED} {HELD}" if has_words else DECLINED
        action = f"They did answer ({DECLINE_KEY})"
        self.declined.show_message(words if self.is_declined else "", Tone.INFO, action=action)
        show_in_place(self.decline, not self.is_declined)
        for key in (*self.folded, "consent"):
            show_in_place(self._cards[key], not self.is_declined)
        may = self.form.control("may_quote").value()
        told, tone = _CONSENT[may]
        self.consent.show_fact(told, tone)
        self.form.boxes["may_quote"].set_need("to sign" if has_words and may is None else "")

    def _on_voice_edited(self, _name: str) -> None:
        self.show_state()

    # The turned-round screen

    def ask(self, questions: Sequence[Question]) -> None:
        """Ask on a screen that shows nothing else, and only the teacher leaves."""
        self.turned = TurnedRound(questions, self)
        self.turned.answered.connect(self._on_answered)
        self.turned.begin()

    def _on_answered(self, answers: Mapping[str, int | None]) -> None:
        if self.turned is not None:
            self.turned.deleteLater()
            self.turned = None
        given = {field: number for field, number in answers.items() if number is not None}
        for field, number in given.items():
            self.form.set_value(field, number)
        self.keep_answers(given)
        self.keeper.settle()

    def keep_answers(self, given: Mapping[str, int]) -> None:
        """For what has to be kept beside the numbers."""

    def turning_button(self, words: str, slot: Callable[[], object]) -> QPushButton:
        """A button that turns the screen round."""
        made = button(words, icon="presentation")
        made.clicked.connect(slot)
        return made


class PupilVoiceScreen(VoiceScreen):
    """What a child said, drew, chose or showed."""

    kind = "pupil_voice"
    by_number = ("method", "voice_method")
    folded = ("words", "scale")

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {**super().own_controls(), "scale": _scale}

    def _card(self, key: str) -> Card:
        made = super()._card(key)
        if key == "scale":
            self.faces = self.turning_button("Turn round: faces", self.ask_with_faces)
            self.numbers = self.turning_button("Turn round: numbers", self.ask_with_numbers)
            made.add_action(self.faces)
            made.add_action(self.numbers)
        return made

    @property
    def question(self) -> str:
        """What the child is asked, to the letter."""
        return str(self.form.control("scale_asked").value() or USUAL_QUESTION)

    def ask_with_faces(self) -> None:
        """Six faces with words under them."""
        self.ask([self._scale_question(has_faces=True)])

    def ask_with_numbers(self) -> None:
        """Eleven numbers, with words for both ends."""
        self.ask([self._scale_question(has_faces=False)])

    def _scale_question(self, *, has_faces: bool) -> Question:
        return Question(
            "scale",
            self.question,
            0,
            "not good at all",
            "very good",
            TO_CHILD,
            has_faces=has_faces,
            skip="I would rather not say",
        )

    def keep_answers(self, given: Mapping[str, int]) -> None:
        """A number says nothing without the question that was asked."""
        if given and self.form.control("scale_asked").is_empty():
            self.form.set_value("scale_asked", USUAL_QUESTION)


class ParentVoiceScreen(VoiceScreen):
    """What a parent or carer said, wrote or asked."""

    kind = "parent_voice"
    by_number = ("mode", "voice_mode")
    folded = ("words", "ratings")

    def _card(self, key: str) -> Card:
        made = super()._card(key)
        if key == "ratings":
            self.turn = self.turning_button("Turn the screen round", self.ask_ratings)
            made.add_action(self.turn)
            self.pair = FactLine()
            made.insert(2, self.pair)
        return made

    def show_state(self) -> None:
        super().show_state()
        record = view(self.form.kind, {**nest(self.form.flat()), "id": self.rec})[0]
        if isinstance(record, ParentVoice):
            self.pair.show_fact(record.confidence_words, Tone.MUTED)

    def ask_ratings(self) -> None:
        """What is not rated yet; all of it again if all of it is."""
        missing = [each for each in _RATINGS if self.form.control(each.field).is_empty()]
        self.ask(missing or list(_RATINGS))


_CONSENT: Final[Mapping[Any, tuple[str, Tone]]] = {
    True: (MAY, Tone.OK),
    False: (MAY_NOT, Tone.WARN),
    None: (NOT_ASKED, Tone.MUTED),
}
_SURE: Final = ("not sure at all", "completely sure", TO_PARENT)
_RATINGS: Final = (
    Question(
        "confidence_before",
        "How sure were you, before we began, that school meets your child’s needs?",
        1,
        *_SURE,
    ),
    Question(
        "confidence_after", "How sure are you now that school meets your child’s needs?", 1, *_SURE
    ),
    Question(
        "listened_to", "Did you feel listened to?", 1, "not at all", "very much", TO_PARENT, high=5
    ),
)


def _scale() -> QWidget:
    return Rating(low=0, high=10, ends="From 0, not good at all, to 10, very good; + is 10")
