"""The first window: unlock, set up a new folder, or recover one. Holds no store and no key.

It is painted before anything heavy is imported; what a passphrase opens comes back from the store
lane. No word here says whether a passphrase was nearly right.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from stls_desktop.gui.runner import Lane, Runner
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role

Open = Callable[..., Any]


class PassphraseField(LineField):
    """A line that shows dots, and the words on request."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)

    def value(self) -> str:
        """The words exactly as typed: blanks belong to a passphrase."""
        return self.text()


class UnlockWindow(QWidget):
    """Unlock, set up or recover. `opened` carries what the door's functions returned."""

    opened = Signal(object)
    painted = Signal()  # once, when the window is first drawn

    def __init__(self, door: "Door", runner: Runner, *, is_new: bool) -> None:
        super().__init__()
        set_role(self, "page")
        self._door, self._runner = door, runner
        self.setWindowTitle("STLS Desktop")
        self.resize(theme().space(720), theme().space(520))
        outer = column(self, margins=(24, 24, 24, 24))
        outer.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.setMaximumWidth(theme().space(460))
        # no alignment here: an aligned page whose words wrap is given too little height
        middle = row()
        middle.addStretch(1)
        middle.addWidget(self._pages, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self._waiting: Any = None
        self._was_painted = False
        self._pages.setCurrentWidget(self.set_up if is_new else self.unlock)

    # Each page is made when it is first wanted: three of four are rarely seen, and the window
    # has to be painted before anybody looks.

    @cached_property
    def unlock(self) -> "_UnlockPage":
        """Where the passphrase is typed."""
        page = _UnlockPage()
        page.submitted.connect(self._on_unlock)
        page.recover_asked.connect(self._on_recover_asked)
        self._pages.addWidget(page)
        return page

    @cached_property
    def set_up(self) -> "_SetUpPage":
        """Name and passphrase for a new folder."""
        page = _SetUpPage(self._door.suggest)
        page.submitted.connect(self._on_set_up)
        self._pages.addWidget(page)
        return page

    @cached_property
    def recover(self) -> "_RecoverPage":
        """Where the printed code is typed."""
        page = _RecoverPage()
        page.submitted.connect(self._on_recover)
        page.back_asked.connect(self._on_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def code(self) -> "_CodePage":
        """Shows the recovery code, once."""
        page = _CodePage()
        page.written_down.connect(self._on_written_down)
        self._pages.addWidget(page)
        return page

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def tell(self, words: str) -> None:
        """Say something that happened before, such as a crash or a lock."""
        page = self._pages.currentWidget()
        if isinstance(page, _Page):
            page.banner.show_message(words, Tone.INFO)

    def _on_unlock(self) -> None:
        self._run(self.unlock, self._door.unlock, self.unlock.passphrase.value())

    def _on_set_up(self) -> None:
        words = self.set_up.mismatch()
        if words:
            self.set_up.banner.show_message(words, Tone.ERR)
            return
        self._run(
            self.set_up,
            self._door.set_up,
            self.set_up.passphrase.value(),
            self.set_up.person.value() or "",
        )

    def _on_recover(self) -> None:
        self._run(
            self.recover,
            self._door.recover,
            self.recover.code.value() or "",
            self.recover.passphrase.value(),
        )

    def _run(self, page: "_Page", work: Open, *words: str) -> None:
        page.set_busy(is_busy=True)
        self._runner.run(
            Lane.STORE, _Call(work, words), self._on_opened, self._on_failed, owner=self
        )

    def _on_opened(self, opened: Any) -> None:  # noqa: ANN401 - the door decides
        for page in self.findChildren(_Page):
            page.forget()
        code = getattr(opened, "recovery_code", "")
        if code:
            self._waiting = opened
            self.code.show_code(code)
            self._pages.setCurrentWidget(self.code)
        else:
            self.opened.emit(opened)

    def _on_failed(self, error: Exception) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, _Page):
            page.set_busy(is_busy=False)
            page.banner.show_message(str(error), Tone.ERR)
            page.take_focus()

    def _on_written_down(self) -> None:
        opened, self._waiting = self._waiting, None
        self.opened.emit(opened)

    def _on_recover_asked(self) -> None:
        self._pages.setCurrentWidget(self.recover)
        self.recover.take_focus()

    def _on_back(self) -> None:
        self._pages.setCurrentWidget(self.unlock)


class Door:
    """What the window may ask for; the composition root fills it in."""

    def __init__(self, *, unlock: Open, set_up: Open, recover: Open, suggest: Open) -> None:
        self.unlock, self.set_up, self.recover, self.suggest = unlock, set_up, recover, suggest


class _Call:
    """Runs on the store lane."""

    def __init__(self, work: Open, words: tuple[str, ...]) -> None:
        self._work, self._words = work, words

    def __call__(self) -> Any:  # noqa: ANN401 - the door decides
        return self._work(*self._words)


class _Page(QFrame):
    submitted = Signal()

    def __init__(self, title: str, help_text: str, action: str) -> None:
        super().__init__()
        set_role(self, "card")
        self.layout_column: QVBoxLayout = column(self, margins=(24, 20, 24, 24), gap=14)
        self.layout_column.addWidget(label(title, "h1"))
        self.layout_column.addWidget(label(help_text, "muted", wrap=True))
        self.banner = Banner()
        self.layout_column.addWidget(self.banner)
        self._fields: list[FieldBox] = []
        self._action_words = action
        self.action = button(action, "primary")
        self.action.clicked.connect(self.submitted)

    def add_field(self, text: str, control: LineField, help_text: str = "") -> None:
        box = FieldBox(control, text, help_text=help_text)
        control.returnPressed.connect(self._on_return)
        self._fields.append(box)
        self.layout_column.addWidget(box)

    def finish(self, *others: QWidget) -> None:
        line = row(gap=8)
        line.addWidget(self.action)
        for other in others:
            line.addWidget(other)
        line.addStretch(1)
        self.layout_column.addLayout(line)

    def take_focus(self) -> None:
        self._fields[0].take_focus()

    def set_busy(self, *, is_busy: bool) -> None:
        self.action.setEnabled(not is_busy)
        self.action.setText("Opening…" if is_busy else self._action_words)

    def forget(self) -> None:
        """Nothing of a passphrase stays in a widget."""
        for box in self._fields:
            if isinstance(box.control, LineField):
                box.control.clear()

    def _on_return(self) -> None:
        if self.action.isEnabled():
            self.submitted.emit()


class _UnlockPage(_Page):
    recover_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Unlock", "Your records are encrypted on this laptop.", "Unlock")
        self.passphrase = PassphraseField()
        self.add_field("Passphrase", self.passphrase)
        recover = button("Use recovery code", "link")
        recover.clicked.connect(self.recover_asked)
        self.finish(recover)


class _SetUpPage(_Page):
    def __init__(self, suggest: Open) -> None:
        super().__init__(
            "Set up this laptop",
            "Everything is encrypted with a passphrase that only you know.",
            "Set up",
        )
        self._suggest = suggest
        self.person = LineField()
        self.add_field("Your name", self.person, "As it stands on the notes you give to schools.")
        self.passphrase = PassphraseField()
        self.again = PassphraseField()
        self.add_field("Passphrase", self.passphrase, "At least 12 characters.")
        self.add_field("The same again", self.again)
        offer = button("Suggest five words", "link")
        offer.clicked.connect(self._on_suggest)
        self.finish(offer)

    def mismatch(self) -> str:
        """What is missing, in words."""
        if not self.person.value():
            return "Enter your name."
        if self.passphrase.value() != self.again.value():
            return "The two passphrases are not the same. Type them again."
        return ""

    def _on_suggest(self) -> None:
        words = str(self._suggest())
        for control in (self.passphrase, self.again):
            control.setEchoMode(QLineEdit.EchoMode.Normal)
            control.setText(words)


class _RecoverPage(_Page):
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Recover",
            "With the code that was printed at set-up. It gives you a new passphrase and does not"
            " change your records.",
            "Recover",
        )
        self.code = LineField()
        self.add_field("Recovery code", self.code)
        self.passphrase = PassphraseField()
        self.add_field("New passphrase", self.passphrase, "At least 12 characters.")
        back = button("Back", "link")
        back.clicked.connect(self.back_asked)
        self.finish(back)


class _CodePage(_Page):
    written_down = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Keep this code",
            "It opens your records if you forget the passphrase or this laptop loses its keyring."
            " Write it down now and keep it away from the laptop. It is not shown again.",
            "I have written it down",
        )
        self._code = label("", "h2", wrap=True)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.layout_column.addWidget(self._code)
        self.finish()
        self.submitted.connect(self.written_down)

    def show_code(self, code: str) -> None:
        """Show it once."""
        self._code.setText(code)
        self._code.setAccessibleName(f"Recovery code: {code}")
        self.action.setFocus()
