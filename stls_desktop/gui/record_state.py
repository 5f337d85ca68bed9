"""One record on a form: what it was when the form opened, what is typed, and the draft of it."""

from collections.abc import Mapping
from typing import Any

from stls_core.documents import difference
from stls_core.records import kind_named
from stls_desktop.gui.forms import RecordForm
from stls_desktop.services.shapes import Draft, Opened


class RecordState:
    """Ties a `RecordForm` to the document that it edits.

    `given` holds values that the screen sets itself, such as a status; they are part of the
    document like those that are typed.
    """

    def __init__(self, opened: Opened, form: RecordForm, draft: Draft | None, screen: str) -> None:
        self.rec, self.kind, self.form = opened.rec, opened.kind, form
        self._screen = screen
        self._before = dict(draft.before if draft else opened.doc)
        self._seen = dict(draft.seen if draft else opened.seen)
        self.is_new = not draft and not opened.seen
        self.given: dict[str, Any] = {}
        self._loaded = dict(draft.doc if draft else opened.doc)
        if self.is_new:
            self._before = {}
        form.load(self._loaded, draft.raw if draft else None)

    @property
    def is_changed(self) -> bool:
        """Whether the form differs from what it opened with."""
        return self.flat() != self._before or bool(self.form.raw())

    def flat(self) -> dict[str, Any]:
        """The document as it stands on the screen."""
        document = {**self.form.flat(), **self.given}
        return {path: value for path, value in document.items() if value is not None}

    def set(self, path: str, value: object) -> None:
        """Set a value that has no control of its own; None clears it."""
        self.given[path] = value

    def draft(self, place: Mapping[str, Any] | None = None) -> Draft:
        """What is to be kept of the form now."""
        return Draft(
            rec=self.rec,
            kind=self.kind,
            form=self._screen,
            before=self._before,
            doc=self.flat(),
            seen=self._seen,
            raw=self.form.raw(),
            place=dict(place or {}),
        )

    def reopen(self, opened: Opened) -> bool:
        """Show the record as the store holds it now; what was typed since it was read stays.

        True if something was: it has to be kept again, on top of what came in.
        """
        kind = kind_named(self.kind)
        typed = difference(kind, self._before, self.flat()) if kind else {}
        self._before, self._seen = dict(opened.doc), dict(opened.seen)
        self.is_new = False
        self.given = {path: value for path, value in self.given.items() if path in typed}
        self.form.renew({**opened.doc, **typed})
        return self.is_changed

    def go_on(self, settled: Draft) -> None:
        """The draft has become a change; go on from there."""
        self._before, self._seen = dict(settled.before), dict(settled.seen)
