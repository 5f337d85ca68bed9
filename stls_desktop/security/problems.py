"""Errors about keys and unlocking, each told to the teacher in plain words.

Every one says what happened, what is safe and what to do next. No error here may carry a
secret, a passphrase, a path or a name. Light on purpose: the unlock window imports it first.
"""

from __future__ import annotations

from stls_desktop.config import ToldError

_WORK_IS_SAFE = "Your work is safe on this laptop, still encrypted."
_USE_CODE = (
    "Choose “Use recovery code” and type the code that was printed when this laptop was set "
    "up, or ask your team's administrator."
)


class SecurityError(ToldError):
    """Something about keys or unlocking that a teacher or the help desk can mend."""


class WrongPassphraseError(SecurityError):
    """The passphrase did not open the slot.

    tries_left: wrong tries until the laptop locks itself (0: it has just done so).
    wait_s: seconds before the next try is looked at.
    """

    def __init__(self, tries_left: int, wait_s: int) -> None:
        self.tries_left = tries_left
        self.wait_s = wait_s
        if tries_left == 0:
            next_step = f"This laptop has now locked itself. {_USE_CODE}"
        elif wait_s:
            next_step = f"Wait {in_words(wait_s)}, then try again. {_tries(tries_left)}"
        else:
            next_step = f"Check Caps Lock and try again. {_tries(tries_left)}"
        super().__init__(
            what_happened="That is not the passphrase.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do=next_step,
        )


class MustWaitError(SecurityError):
    """A try came before the waiting time was over; it was not looked at and does not count."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(
            what_happened="There were several wrong tries, so the laptop makes you wait.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do=f"Try again in {in_words(wait_s)}, or choose “Use recovery code”.",
        )


class DeviceSecretMissingError(SecurityError):
    """The keyring does not hold this laptop's half of the key (lost, changed, or locked out)."""

    def __init__(self) -> None:
        super().__init__(
            what_happened=(
                "This laptop's half of the key is not in the keyring. It may have been locked "
                "after too many wrong tries, or your Windows or desktop account was reset."
            ),
            what_is_safe=_WORK_IS_SAFE,
            what_to_do=_USE_CODE,
        )


class WrongDeviceSecretError(SecurityError):
    """`open_with_passphrase` was handed a device secret that belongs to another slot file."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="The keyring holds the key half of another installation.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do=_USE_CODE,
        )


class NoVaultError(SecurityError):
    """There is no keyring that may be trusted with the device secret, or it did not answer.

    reason: one technical phrase for the help desk, without values.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            what_happened=f"The keyring of this computer cannot be used: {reason}.",
            what_is_safe="Nothing was changed. What is on this laptop stays encrypted.",
            what_to_do=(
                "Sign in to the computer again and unlock its keyring (Credential Manager, "
                "Keychain, or the Linux password keyring), then start the program again. If that "
                "does not help, show this message to your IT help desk."
            ),
        )


class DamagedSlotsError(SecurityError):
    """keys.json (and its copy) cannot be read, or asks for what no program of ours wrote."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            what_happened=f"The key file of this laptop is damaged: {reason}.",
            what_is_safe="The store itself has not been touched and stays encrypted.",
            what_to_do=(
                "Do not delete anything. Copy keys.json from the newest backup folder into the "
                "data folder and start again, or ask your IT help desk to do it."
            ),
        )


class NewerSlotsError(SecurityError):
    """keys.json was written by a newer program."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="This laptop's data was last opened by a newer version.",
            what_is_safe="Nothing was changed.",
            what_to_do="Install the newest version of the program, then start it again.",
        )


class NoRecoveryCodeError(SecurityError):
    """There is no recovery slot: the council's policy turned it off."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="This laptop was set up without a recovery code.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do="Ask your team's administrator.",
        )


class RecoveryCodeError(SecurityError):
    """The recovery code was mistyped or belongs to another laptop.

    group: 1-based number of the group to look at again, if it can be told.
    """

    def __init__(self, reason: str, *, group: int | None = None) -> None:
        self.group = group
        look = f"Look at group {group} again" if group else "Check each group against the paper"
        super().__init__(
            what_happened=f"The recovery code does not fit: {reason}.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do=f"{look} and type it once more. Small letters and spaces do not matter.",
        )


class WeakPassphraseError(SecurityError):
    """The new passphrase was refused; `problems` says why, one sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(
            what_happened="That passphrase is too easy to guess. " + " ".join(problems),
            what_is_safe="Nothing was changed.",
            what_to_do="Choose another, or take the five words that the program offers.",
        )


class AlreadySetUpError(SecurityError):
    """Set-up was asked for on a folder that already holds keys or a store."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="This data folder is already set up.",
            what_is_safe="Nothing was changed.",
            what_to_do="Unlock it with its passphrase, or choose another folder.",
        )


class OtherApplicationError(SecurityError):
    """A demo folder was opened by the real program, or the other way round."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="This data folder belongs to the demo, or the demo met a real folder.",
            what_is_safe="Nothing was changed.",
            what_to_do="Start the program with the data folder that belongs to it.",
        )


class AlreadyOpenError(SecurityError):
    """Another instance of the program has this data folder open."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="The program is already open with this data folder.",
            what_is_safe="Your work is safe in the window that is open.",
            what_to_do="Use that window, or close it first.",
        )


class NotEnoughMemoryError(SecurityError):
    """The laptop could not lend the memory that checking the passphrase needs."""

    def __init__(self, needed_mib: int) -> None:
        super().__init__(
            what_happened=f"Checking the passphrase needs {needed_mib} MB of free memory.",
            what_is_safe=_WORK_IS_SAFE,
            what_to_do="Close other programs and try again.",
        )


def in_words(seconds: int) -> str:
    """Say a waiting time as people do: “30 seconds”, “1 minute”, “15 minutes”."""
    if seconds < 60:  # noqa: PLR2004
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _tries(left: int) -> str:
    tries = "1 more wrong try" if left == 1 else f"{left} more wrong tries"
    return f"After {tries} this laptop locks itself."
