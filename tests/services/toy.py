"""A kind that only tests know: one field of each sort, a child kind and a pupil link.

What stands here is all that a new kind of record needs: a declaration and a migration. The second
release has one more field.
"""

import datetime as dt
import shutil
import textwrap
from contextlib import contextmanager
from typing import Annotated

from stls_core.records import Embedded, Merge, Need, Record, _declare, kind_named
from stls_core.records._declare import kind, says
from stls_desktop.assets import asset_path
from stls_desktop.store import tables

FIRST, SECOND = 1, 2
KINDS = ("toy", "toy_outing")


class Part(Embedded, frozen=True):
    """A part of the toy."""

    name: Annotated[str, says("Name", need=Need.SAVE)] = ""
    size: Annotated[int | None, says("Size", at_least=1)] = None


class _Toy(Record, frozen=True):
    """The fields of the first release."""

    pupil_id: Annotated[str, says("Pupil", need=Need.SAVE, ref="pupil", reported=True)] = ""
    name: Annotated[str, says("Name", need=Need.SAVE, searchable=True)] = ""
    colour: Annotated[str, says("Colour", group="look", codes="visit_mode")] = ""
    shade: Annotated[str, says("Shade", group="look")] = ""
    parts: Annotated[tuple[Part, ...], says("Parts")] = ()
    story: Annotated[str, says("Story", merge=Merge.TEXT, searchable=True)] = ""
    made_on: Annotated[dt.date | None, says("Made on", reported=True)] = None
    maker: Annotated[str, says("Maker", merge=Merge.WRITE_ONCE)] = ""


class _Outing(Record, frozen=True):
    """A child kind: a record of its own."""

    toy_id: Annotated[str, says("Toy", need=Need.SAVE, ref="toy")] = ""
    pupil_id: Annotated[str, says("Pupil", need=Need.SAVE, ref="pupil")] = ""
    went_on: Annotated[dt.date | None, says("Went on")] = None
    place: Annotated[str, says("Place", searchable=True)] = ""


_toy = kind("toy", "Toy", unit=("pupil_id",), event="made_on", named_by=("name",))
_outing = kind("toy_outing", "Outing", unit=("pupil_id",), parent="toy_id", event="went_on")


def _declare_release(number):
    """Both kinds of a release; returns their structs."""
    if number == FIRST:

        class Toy(_Toy, frozen=True):
            pass

    else:

        class Toy(_Toy, frozen=True):
            weight: Annotated[int | None, says("Weight, grams", at_least=1, reported=True)] = None

    class Outing(_Outing, frozen=True):
        pass

    return _toy(Toy), _outing(Outing)


MAKES_THE_TABLES = """
    for name, own in (
        ("toy", ["pupil_id", "name", "colour", "shade", "parts", "story", "made_on", "maker"]),
        ("toy_outing", ["toy_id", "pupil_id", "went_on", "place"]),
    ):
        op.create_table(
            name,
            sa.Column("n", sa.Integer(), primary_key=True),
            sa.Column("unit", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            *(sa.Column(c, sa.Text()) for c in ("author_id", "team_id", "created_at")),
            sa.Column("sensitivity", sa.Text()),
            sa.Column("is_safeguarding_flagged", sa.Boolean()),
            sa.Column("legal_basis", sa.Text()),
            sa.Column("deleted", sa.Boolean()),
            *(sa.Column(c, sa.Text()) for c in own),
            sa.UniqueConstraint("id"),
        )
        op.create_index(f"ix_{name}_unit", name, ["unit"])
        op.create_index(f"ix_{name}_team_id", name, ["team_id"])
        op.create_index(f"ix_{name}_pupil_id", name, ["pupil_id"])
    op.create_index("ix_toy_made_on", "toy", ["made_on"])
    op.create_index("ix_toy_outing_toy_id", "toy_outing", ["toy_id"])
    op.create_index("ix_toy_outing_went_on", "toy_outing", ["went_on"])
"""
ADDS_THE_FIELD = """
    op.add_column("toy", sa.Column("weight", sa.Integer()))
"""


@contextmanager
def release(number):
    """The program of the first or second release, until the end of the block."""
    registries = (_declare._KINDS, tables.KIND_TABLES)
    before = [dict(registry) for registry in registries]
    for registry in registries:
        for name in KINDS:
            registry.pop(name, None)
    structs = _declare_release(number)
    for name in KINDS:
        tables.add_kind(kind_named(name))
    try:
        yield structs
    finally:
        for registry, known in zip(registries, before, strict=True):
            registry.clear()
            registry.update(known)


def migrations(folder, number):
    """The shipped migrations with the toy's own after them."""
    target = folder / f"release {number}"
    if not target.exists():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(asset_path("db", "laptop"), target, ignore=ignored)
        steps = {"9001": MAKES_THE_TABLES, "9002": ADDS_THE_FIELD}
        before = max(path.stem.partition("_")[0] for path in (target / "versions").glob("*.py"))
        for revision in list(steps)[:number]:
            text = (
                f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{revision}"\n'
                f'down_revision = "{before}"\n\n\ndef upgrade():\n'
                + textwrap.indent(textwrap.dedent(steps[revision]), "    ")
            )
            (target / "versions" / f"{revision}_toy.py").write_text(text, encoding="utf-8")
            before = revision
    return target
