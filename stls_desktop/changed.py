"""What a commit has changed, as told to the screens: record kinds and ids, nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """The kinds and ids that a transaction wrote."""

    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def __or__(self, other: "Changed") -> "Changed":
        return Changed(self.kinds | other.kinds, self.ids | other.ids)

    def __bool__(self) -> bool:
        return bool(self.kinds or self.ids)
