"""An assessment: the test by a few letters, its parts as rows, and beside each what it means.

A percentile that disagrees is marked at its row and corrected by nobody. What the school supplied
is marked as such wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from stls_core import assessing
from stls_core.assessing import KnownTest
from stls_core.records.assessments import Assessment, Score
from stls_core.score_profile import profile_of
from stls_core.scores import percentile_words
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.fact_line import FactLine
from stls_desktop.gui.widgets.find_choice import FindChoice
from stls_desktop.gui.widgets.score_picture import ScorePicture
from stls_desktop.gui.widgets.score_table import RowNote, ScoreTable
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, label, show_in_place
from stls_desktop.services import assessing as service
from stls_desktop.services.assessing import Around

_SCALES: Final = (
    ("SS", "Standard"),
    ("SCALED", "Scaled"),
    ("T", "T"),
    ("Z", "z"),
    ("STANINE", "Stanine"),
    ("RAW", "Raw only"),
)
"""The list `score_scale`, short enough for a column."""
_AROUND: Final = ("test", "test_other", "assessed_on", "tester", "is_school_supplied")
_NORMS: Final = {"IN": Tone.OK, "EDGE": Tone.WARN, "BELOW": Tone.WARN, "ABOVE": Tone.WARN}
_EXAM_AGE: Final = 13 * 12  # months: before Year 9 nobody asks about examinations
_LEGEND: Final = (
    "● score with its 95 % interval · ○ supplied by the school · ◇ last time · ≠ disagrees"
)


class AssessmentScreen(RecordScreen):
    """One test given to one child on one day."""

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {"test": self._test_control, "scores": self._score_table}

    def _test_control(self) -> QWidget:
        made = FindChoice(placeholder="Type a few letters, such as bpvs")
        made.set_options(service.test_options(self._bench.desk.reference))
        return made

    def _score_table(self) -> QWidget:
        return ScoreTable(_SCALES)

    def build_parts(self) -> Iterator[QWidget]:
        self._around = Around()
        self._own: dict[str, KnownTest] = {}
        self.table: ScoreTable = self.form.control("scores")
        self.by_school = StatusChip("", Tone.WARN)
        self.norms, self.retest = FactLine(), FactLine()
        self.qualified, self.exam = FactLine(), FactLine()
        test = self.form.card("test")
        test.add_action(self.by_school)
        test.add(self.norms)
        test.add(self.retest)
        yield test
        yield self.form.card("other")
        scores = self.form.card("scores")
        scores.add(self.exam)
        yield scores
        yield self._profile_card()
        yield self.form.card("work")
        tester = self.form.card("tester")
        tester.add(self.qualified)
        yield tester
        for key in ("about", "belongs"):
            yield self.form.card(key)
        self.form.edited.connect(self._on_assessment_edited)
        self.form.loaded.connect(self._on_loaded)
        self._show()
        self.look_around(fill=self.state.is_new)
        own = Step(self._bench.desk, service.own_tests)
        self._bench.runner.run(Lane.STORE, own, self._on_own_tests, owner=self, key="own tests")

    def _profile_card(self) -> Card:
        self.profile = Card("Profile")
        self.save_text = button("Save as text", icon="download", tip="Plain text, not encrypted")
        self.save_text.clicked.connect(self._on_save_text)
        self.profile.add_action(self.save_text)
        self.picture = ScorePicture()
        self.profile.add(self.picture)
        self.profile.add(label(_LEGEND, "help", wrap=True))
        self._words = label("", wrap=True)
        self.profile.add(self._words)
        return self.profile

    @property
    def words(self) -> str:
        """The scores in words, one a line."""
        return self._words.text()

    # What is known around it

    def look_around(self, *, fill: bool = False) -> None:
        """Read the child's age, the last time, and what the tester said of the qualification."""
        self._fills = fill
        wanted = Step(self._bench.desk, service.look_around, self.rec, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_around, owner=self, key="around")

    def _on_around(self, around: Around) -> None:
        self._around = around
        self.table.offer(around.test.more if around.test else ())
        if self._fills:
            self._fill_usual(around.usual)
        self._show()

    def _fill_usual(self, usual: Mapping[str, Any]) -> None:
        """What the same tester said last time, where nothing is said yet."""
        for name, value in usual.items():
            if self.form.control(name).is_empty():
                self.form.set_value(name, value)

    # What a person did

    def _on_assessment_edited(self, name: str) -> None:
        if name == "test":
            self._on_test_chosen()
        if name == "is_school_supplied":
            self._on_supplied()
        if name in _AROUND:
            self.look_around(fill=True)
        self._show()

    def _on_test_chosen(self) -> None:
        """The parts of the test become rows, unless somebody has written scores already."""
        code = self.form.control("test").value()
        own = self._own.get(str(code))
        if own is not None:
            code = service.OTHER
            self.form.control("test").set_value(code)
            self.form.set_value("test_other", own.name)
        if code is None or self.table.has_numbers:
            return
        test = own or service.known_test(code)
        self.table.unfold(test.subtests if test else ())
        if not self.table.focus_first() and code == service.OTHER and not own:
            self.form.boxes["test_other"].take_focus()

    def _on_own_tests(self, tests: tuple[KnownTest, ...]) -> None:
        """Tests outside the catalogue are found like the others once they were used."""
        self._own = {f"{service.OTHER} {test.name}": test for test in tests}
        options = service.test_options(self._bench.desk.reference)
        used = [(key, f"{test.name} · used before") for key, test in self._own.items()]
        self.form.control("test").set_options([*options, *used])

    def _on_supplied(self) -> None:
        """Whoever supplied a score was not the person at this laptop."""
        is_supplied = bool(self.form.control("is_school_supplied").value())
        tester = self.form.control("tester")
        if is_supplied and tester.value() == self._bench.desk.me.name:
            self.form.set_value("tester", None)
        elif not is_supplied and tester.is_empty():
            self.form.set_value("tester", self._bench.desk.me.name)

    def _on_loaded(self) -> None:
        self._show()
        self.look_around()

    # What is shown

    def _show(self) -> None:
        given = service.read_assessment(self.rec, self.state.flat())
        self.by_school.show_state(
            "Supplied by the school" if given.is_school_supplied else "", Tone.WARN
        )
        for name in ("is_tester_qualified", "observed_behaviour"):
            self.form.boxes[name].set_need("" if given.is_school_supplied else "to sign")
        around, has_test = self._around, bool(given.test)
        tone = _NORMS.get(around.norms_state, Tone.MUTED)
        self.norms.show_fact(around.norms if has_test else "", tone)
        self.retest.show_fact(around.retest, Tone.WARN if around.is_too_soon else Tone.INFO)
        words, is_fine = assessing.qualification_words(given)
        self.qualified.show_fact(words if has_test else "", Tone.OK if is_fine else Tone.WARN)
        asked = given.is_exam_evidence or (around.months or 0) >= _EXAM_AGE
        self.exam.show_fact(assessing.exam_words(given) if asked else "", Tone.INFO)
        self.table.show_notes({each.key: self._note(given, each) for each in given.scores})
        self._show_profile(given)

    def _note(self, given: Assessment, score: Score) -> RowNote:
        expected = score.expected_percentile
        told = []
        if score.percentile is None and expected is not None:
            told.append(f"percentile about {percentile_words(expected)}, from the curve")
        before = assessing.comparison(score, self._around.earlier)
        if before:
            told.append(f"last time {before}")
        if given.is_school_supplied and score.value is not None:
            told.append(service.BY_SCHOOL)
        words, part = _wrong_with(given, score)
        return RowNote(
            band=self._label(score),
            told=" · ".join(told),
            expected="" if expected is None else f"≈ {percentile_words(expected)}",
            problem=words,
            problem_part=part,
        )

    def _label(self, score: Score) -> str:
        return self._bench.desk.reference.label("score_band", score.band) if score.band else ""

    def _show_profile(self, given: Assessment) -> None:
        rows = profile_of(given, self._around.earlier)
        lines = service.score_lines(self._bench.desk.reference, given)
        self.picture.show_rows(rows, ". ".join(lines))
        self._words.setText("\n".join(lines))
        show_in_place(self.picture, bool(rows))
        show_in_place(self.profile, bool(given.scores))

    # As text

    def _on_save_text(self) -> None:
        self._bench.prompts.save_file(
            self, "Save the results as text", "Text (*.txt)", self._save, suggested="results.txt"
        )

    def _save(self, path: Path) -> None:
        step = Step(self._bench.desk, service.save_text, self.rec, self.state.flat(), path)
        self._bench.runner.run(
            Lane.STORE, step, self._on_saved_text, self._on_text_failed, owner=self
        )

    def _on_saved_text(self, path: Path) -> None:
        self.banner.show_message(f"Saved as {path.name}. It is not encrypted there.", Tone.OK)

    def _on_text_failed(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or "the file could not be written"
        words = f"Not saved: {reason}. The scores are safe here; choose another place."
        self.banner.show_message(words, Tone.ERR)


def _wrong_with(given: Assessment, score: Score) -> tuple[str, str]:
    """The first thing that the record's own rules say of this score, and its cell."""
    for problem in given.problems_of_scores():
        _, key, part = problem.field.split("/")
        if key == score.key:
            return problem.message, part
    return "", ""
