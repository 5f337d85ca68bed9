"""The steps of a record's life: which may be taken now, what each needs, and taking one.

Serves case, plan and modelling note alike; the tables stand in `stls_core.lifecycles`. A step is
an edit like any other: it merges, it is in the history, and it can be taken back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core import gates, lifecycles
from stls_core.documents import flatten, nest, view
from stls_core.records import Kind, Need, Problem, kind_named
from stls_core.records.agreements import Agreement
from stls_core.records.cases import Case, engagement_problems
from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan, Target
from stls_core.records.pupils import Pupil
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import Unsendable, settle
from stls_desktop.services.modelling import embedding_problems
from stls_desktop.services.visits import FormProblem
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened


class StepError(Exception):
    """The step cannot be taken; `problems` say why, the first one in the words of the error."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


@dataclass(frozen=True)
class NextStep:
    """A step that may be taken from here: its button, and the fields that it asks for."""

    status: str
    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """A step that was taken, with what stood there before."""

    rec: str
    kind: str
    before: Mapping[str, Any]
    changed: Changed


def steps(kind: str, status: str) -> tuple[NextStep, ...]:
    """The steps from a status, nearest first."""
    return tuple(
        NextStep(each, words, lifecycles.fields_of_step(kind, each))
        for each in lifecycles.steps_from(kind, status)
        if (words := lifecycles.step_words(kind, each))
    )


def problems_of_step(
    desk: Desk, rec: str, status: str, values: Mapping[str, Any] | None = None
) -> tuple[FormProblem, ...]:
    """What stands in the way of a step, with the field values that it would bring along."""
    with desk.store.read() as read:
        return _problems(desk, read, rec, status, values or {})


def take_step(desk: Desk, rec: str, status: str, values: Mapping[str, Any] | None = None) -> Taken:
    """Take a step. Drafts of the record's screen are settled first.

    `values` are {field: JSON value} that go with it. Raises `StepError` and changes nothing if a
    rule stands in the way.
    """
    settled = settle(desk, rec)
    stuck = settled.unsendable
    if stuck:
        raise StepError(unsendable_problems(stuck))
    with desk.store.write() as work:
        problems = _problems(desk, work, rec, status, values or {})
        if problems:
            raise StepError(problems)
        opened = work.open(rec)
        if opened is None:
            raise StepError((_gone(rec),))
        kind = kind_named(opened.kind)
        edit = flatten(kind, {**(values or {}), "status": status}) if kind else {}
        before = {path: opened.doc.get(path) for path in edit}
        work.edit(opened.kind, rec, edit)
    return Taken(rec, opened.kind, before, settled.changed | work.changed)


def unsendable_problems(stuck: tuple[Unsendable, ...]) -> tuple[FormProblem, ...]:
    """What keeps drafts of a screen from settling, each with its place on the screen."""
    return tuple(
        FormProblem(each.draft.rec, each.draft.kind, problem.field, problem.message)
        for each in stuck
        for problem in each.problems
    )


def take_back(desk: Desk, taken: Taken) -> Taken:
    """Undo a step that was taken by mistake; what is returned can be undone as well."""
    with desk.store.write() as work:
        now = work.open(taken.rec)
        before = {path: now.doc.get(path) for path in taken.before} if now else {}
        work.edit(taken.kind, taken.rec, dict(taken.before))
    return Taken(taken.rec, taken.kind, before, work.changed)


def opened(desk: Desk, taken: Taken) -> Opened:
    """The record as a form needs it after a step."""
    with desk.store.read() as read:
        return read.open(taken.rec) or Opened(taken.kind, taken.rec, {}, {})


def _problems(
    desk: Desk, read: Queries, rec: str, status: str, values: Mapping[str, Any]
) -> tuple[FormProblem, ...]:
    opened = read.open(rec)
    kind = kind_named(opened.kind) if opened else None
    if opened is None or kind is None:
        return (_gone(rec),)
    now = str(opened.doc.get("status") or "")
    if status not in lifecycles.steps_from(kind.name, now):
        words = f"This cannot follow “{_status_words(desk, kind, now)}”."
        return (FormProblem(rec, kind.name, "status", words),)
    document = {**nest(opened.doc), **values, "status": status, "id": rec}
    record = view(kind, document)[0]
    stage = Need.SIGN if (kind.name, status) in _WHOLE else Need.SAVE
    found = [p for p in problems_of(kind, record, stage, desk.reference) if p.blocks]
    check = _CHECKS.get(kind.name)
    own = (FormProblem(rec, kind.name, p.field, p.message) for p in found)
    return (*own, *(check(desk, read, record) if check else ()))


def _case(desk: Desk, read: Queries, case: Case) -> Iterator[FormProblem]:
    if case.status not in ("AGREED", "ACTIVE"):
        return
    found = read.get(Agreement, case.agreement_id) if case.agreement_id else None
    pupil = read.get(Pupil, case.pupil_id)
    day = desk.today()
    problems = list(engagement_problems(case, found, day))
    if not problems and (found is None or not gates.engages(found, pupil, day)):
        words = "The Agreement to Engage does not hold today. Record or renew it first."
        problems = [Problem("agreement_id", words)]
    for problem in problems:
        yield FormProblem(case.id, "case", problem.field, problem.message)


def _modelled(_desk: Desk, read: Queries, note: ModellingNote) -> Iterator[FormProblem]:
    if note.status == "EMBEDDED":
        for problem in embedding_problems(read, note):
            yield FormProblem(note.id, "modelling_note", problem.field, problem.message)


def _plan(desk: Desk, read: Queries, plan: IssPlan) -> Iterator[FormProblem]:
    targets = read.find(Target, plan_id=plan.id, order_by=("order_key",))
    if plan.status in ("AGREED", "ACTIVE"):
        if not targets:
            yield FormProblem(plan.id, "iss_plan", "targets", "Add at least one target")
        for target in targets:
            yield from _unready(desk, target)
    if plan.status == "ACTIVE":
        yield from _start(desk, read, plan)
    if plan.status == "CLOSED":
        yield from _closing(plan, targets)


def _unready(desk: Desk, target: Target) -> Iterator[FormProblem]:
    kind = kind_named("target")
    if kind is not None:
        for problem in problems_of(kind, target, Need.SIGN, desk.reference):
            if problem.blocks:
                yield FormProblem(target.id, "target", problem.field, problem.message)


def _start(desk: Desk, read: Queries, plan: IssPlan) -> Iterator[FormProblem]:
    day = plan.starts_on or desk.today()
    pupil = read.get(Pupil, plan.pupil_id)
    agreements = read.find(Agreement, pupil_id=plan.pupil_id)
    if not any(gates.engages(each, pupil, day) for each in agreements):
        words = "No Agreement to Engage holds on the day it starts. Record the agreement first."
        yield FormProblem(plan.id, "iss_plan", "starts_on", words)


def _closing(plan: IssPlan, targets: tuple[Target, ...]) -> Iterator[FormProblem]:
    wanted = {
        "outcome": "Choose the outcome",
        "next_step": "Choose what comes next",
        "closing_pupil": "Write what the child says at the end, or why there is nothing",
        "closing_parent": "Write what the parents say at the end, or why there is nothing",
    }
    for name, words in wanted.items():
        if not str(getattr(plan, name)).strip():
            yield FormProblem(plan.id, "iss_plan", name, words)
    for target in targets:
        if target.achieved is None:
            yield FormProblem(target.id, "target", "achieved", "Enter what was achieved")
        if not target.rated_by:
            yield FormProblem(target.id, "target", "rated_by", "Say who rated it")


def _gone(rec: str) -> FormProblem:
    return FormProblem(rec, "", "", "This record is no longer on this laptop.")


def _status_words(desk: Desk, kind: Kind, status: str) -> str:
    return desk.reference.label(kind.fields["status"].says.codes, status)


_WHOLE: Final = frozenset({("iss_plan", "AGREED"), ("iss_plan", "ACTIVE"), ("iss_plan", "CLOSED")})
"""Steps for which everything that signing needs has to be there."""
_CHECKS: Final[Mapping[str, Callable[[Desk, Queries, Any], Iterator[FormProblem]]]] = {
    "case": _case,
    "iss_plan": _plan,
    "modelling_note": _modelled,
}
