"""The migrations make exactly the tables that the declarations call for, and stand alone."""

from __future__ import annotations

import ast

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from stls_desktop.assets import asset_path
from stls_desktop.store import tables

VERSIONS = sorted((asset_path("db", "laptop") / "versions").glob("*.py"))


def _is_ours(thing, name, kind, reflected, compare_to):
    """The index's own tables are SQLite's; Alembic's holds the revision."""
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
    return not str(table).startswith(("search_words", "alembic_version"))


def _differences(store, metadata):
    with store.read() as read:
        context = MigrationContext.configure(read._connection, opts={"include_object": _is_ours})
        return compare_metadata(context, metadata)


def test_the_migrated_schema_is_what_the_declarations_say(open_store):
    assert _differences(open_store(), tables.metadata) == []


@pytest.mark.parametrize(
    "drift",
    [
        "ALTER TABLE setting ADD COLUMN forgotten TEXT",
        "ALTER TABLE setting DROP COLUMN phone",
        "DROP INDEX ix_setting_unit",
        "CREATE TABLE forgotten (n INTEGER PRIMARY KEY)",
    ],
)
def test_a_migration_that_was_forgotten_would_be_noticed(open_store, drift):
    store = open_store()
    with store.write() as work:
        work._connection.exec_driver_sql(drift)
    assert len(_differences(store, tables.metadata)) == 1


def test_required_and_unique_columns_are_so_in_the_file(open_store):
    """Said once more in SQLite's words, because the comparison reads them through SQLAlchemy."""
    store = open_store()
    with store.read() as read:
        inspected = sa.inspect(read._connection)
        for table in tables.metadata.tables.values():
            found = {column["name"]: column for column in inspected.get_columns(table.name)}
            assert list(found) == [column.name for column in table.columns], table.name
            for column in table.columns:
                if not column.primary_key:
                    assert found[column.name]["nullable"] == column.nullable, column
            unique = {
                tuple(c["column_names"]) for c in inspected.get_unique_constraints(table.name)
            }
            assert unique == {(c.name,) for c in table.columns if c.unique}, table.name


def test_every_table_has_its_own_number_and_every_kind_a_unique_id():
    for table in tables.metadata.tables.values():
        assert [column.name for column in table.primary_key] == ["n"]
    for table in tables.KIND_TABLES.values():
        assert table.c.id.unique
        assert not table.c.id.nullable


def test_the_search_index_is_the_one_that_the_store_expects(open_store):
    with open_store().read() as read:
        sql = "SELECT sql FROM sqlite_master WHERE name = 'search_words'"
        assert read._connection.exec_driver_sql(sql).scalar() == tables.SEARCH_WORDS


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path):
    """It spells its columns: a later change of a declaration must not change what it did."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert roots <= {"sqlalchemy", "alembic", "datetime", "json"}


def test_revisions_are_one_chain_in_the_order_of_their_numbers():
    before = None
    for path in VERSIONS:
        names = {
            target.id: ast.literal_eval(node.value)
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id in ("revision", "down_revision")
        }
        assert names == {"revision": path.stem.partition("_")[0], "down_revision": before}
        before = names["revision"]
