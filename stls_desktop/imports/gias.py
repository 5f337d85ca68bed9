"""The national list of schools (GIAS), whatever layout it was downloaded in.

Columns are found by name, so 133, 135, 140 and later layouts read alike. One bad row never
spoils the others. Pure: bytes in, frozen rows out; nothing is compared with what is stored, and
names of head teachers stay out unless they are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from stls_desktop.imports.csv_rows import CsvRow, rows_of, split_lines
from stls_desktop.imports.gias_header import SCHOOLS, Columns, find_header
from stls_desktop.imports.gias_row import RefusedRowError, RowReader, SchoolRow
from stls_desktop.imports.notes import Notes
from stls_desktop.imports.problems import ImportCancelledError, Note, Skipped
from stls_desktop.imports.text import Encoding, decode, names_to_confirm

_PROGRESS_EVERY = 100  # rows

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority that the file has rows for, and how many."""

    code: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class GiasFile:
    """What one file says about the schools of one authority.

    `rows` are in the order of the file, one a URN. `authorities` lists what the file holds for
    everybody, so that a wrong choice of file or authority can be explained.
    """

    file_name: str
    authority: str
    encoding: Encoding
    column_count: int
    missing_columns: tuple[str, ...]
    rows: tuple[SchoolRow, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...]
    names_to_confirm: tuple[str, ...]
    authorities: tuple[Authority, ...]
    is_cut_off: bool

    @property
    def must_confirm_encoding(self) -> bool:
        """Whether a person should look at `names_to_confirm` before anything is written."""
        return self.encoding is Encoding.WINDOWS and bool(self.names_to_confirm)


def read_gias(
    data: bytes,
    *,
    authority: str,
    file_name: str,
    with_heads: bool = False,
    on_progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> GiasFile:
    """Read the schools of one authority ("886") from a GIAS download.

    `on_progress` gets lines done and lines in all. Raises NotGiasError if the file is something
    else, ImportCancelledError if `is_cancelled` says so.
    """
    decoded = decode(data)
    lines = split_lines(decoded.text)
    columns, first = find_header(lines, file_name, SCHOOLS)
    pile = _Pile(authority, columns, with_heads=with_heads)
    for count, row in enumerate(rows_of(lines, first, columns.separator)):
        if count % _PROGRESS_EVERY == 0:
            if is_cancelled and is_cancelled():
                raise ImportCancelledError
            if on_progress:
                on_progress(row.line - 1, len(lines))
        pile.add(row)
    if on_progress:
        on_progress(len(lines), len(lines))
    for suspect in decoded.suspects:
        pile.suspect(suspect.line, suspect.reason)
    return GiasFile(
        file_name=file_name,
        authority=authority,
        encoding=decoded.encoding,
        column_count=len(columns.names),
        missing_columns=columns.missing,
        rows=tuple(pile.rows.values()),
        skipped=tuple(pile.skipped),
        notes=pile.notes.all(),
        names_to_confirm=names_to_confirm(row.name for row in pile.rows.values()),
        authorities=pile.authorities(),
        is_cut_off=pile.is_cut_off,
    )


class _Pile:
    """Rows, skipped rows and notes as they come in."""

    def __init__(self, authority: str, columns: Columns, *, with_heads: bool) -> None:
        self.rows: dict[str, SchoolRow] = {}
        self.skipped: list[Skipped] = []
        self.notes = Notes()
        self.is_cut_off = False
        self._authority = str(int(authority)) if authority.isdecimal() else authority
        self._columns = columns
        self._reader = RowReader(columns, self.notes, with_heads=with_heads)
        self._counts: Counter[str] = Counter()
        self._authority_names: dict[str, str] = {}
        self._own_lines: set[int] = set()

    def add(self, row: CsvRow) -> None:
        """Take one record of the file: as a school, as a skipped row, or as another's school."""
        if row.ends_abruptly and (row.problem or len(row.cells) < len(self._columns.names)):
            self.is_cut_off = True
            self._refuse(row, "The file ends in the middle of this row. Download it again.")
            return
        if row.problem:
            self._refuse(row, f"Left out: {row.problem}.")
            return
        la_code, la_name = self._reader.authority_of(row.cells)
        self._counts[la_code] += 1
        self._authority_names.setdefault(la_code, la_name)
        if la_code == self._authority or (not la_code.isdecimal()):
            self._add_own(row)

    def _add_own(self, row: CsvRow) -> None:
        self._own_lines.update(range(row.line, row.line + row.height))
        try:
            school = self._reader.read(row)
        except RefusedRowError as error:
            self._refuse(row, f"Left out: {error}.")
            return
        earlier = self.rows.get(school.urn)
        if earlier:
            self._refuse(row, f"Left out: URN {school.urn} is already on line {earlier.line}.")
            return
        self.rows[school.urn] = school

    def suspect(self, line: int, reason: str) -> None:
        """Note a damaged character if it stands in a row of this authority."""
        if line in self._own_lines:
            self.notes.say(line, "", f"Check the spelling: {reason}")

    def authorities(self) -> tuple[Authority, ...]:
        """The authorities of the file, most rows first."""
        return tuple(
            Authority(code, self._authority_names[code], count)
            for code, count in self._counts.most_common()
        )

    def _refuse(self, row: CsvRow, reason: str) -> None:
        urn, name = self._reader.whose(row.cells)
        self.skipped.append(Skipped(row.line, urn, name, reason))
