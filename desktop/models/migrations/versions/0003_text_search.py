"""What finds visits and customers by a few characters, and the orders of the list of visits.

On SQLite two full-text tables of trigrams hold the search keys; triggers, which are made with
all others, keep them. A text ends with two marks, so that every piece of one or two characters
is the beginning of a trigram too. The row number of a visit's text carries its day, so that
what is found comes in the order of the list. On Postgres the indexes are those of pg_trgm; where
the role may not add that extension, the server reads the texts one by one as before.

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = ("visit_search", "customer_search")
# Chinese names are sorted by their initials; what is beyond ASCII begins with a Chinese character.
_LETTERS = "(CASE WHEN name_key >= '\u0080' THEN pinyin || ' ' || name_key ELSE name_key END)"
_TRIGRAM_INDEXES = {
    "ix_visit_search": "visit USING gin (note_key gin_trgm_ops)",
    "ix_customer_search": (
        "customer USING gin (code_key gin_trgm_ops, name_key gin_trgm_ops, pinyin gin_trgm_ops)"
    ),
}


def upgrade() -> None:
    """Make the indexes; the texts are filled in when the triggers are made."""
    op.create_index("ix_visit_minutes", "visit", ["branch_id", "minutes", "visited_on", "id"])
    op.execute(f"CREATE INDEX ix_customer_letters ON customer (branch_id, {_LETTERS}, id)")
    if op.get_context().dialect.name == "sqlite":
        _make_tables()
    elif _has_trigrams():
        for name, what in _TRIGRAM_INDEXES.items():
            op.execute(f"CREATE INDEX {name} ON {what}")


def _make_tables() -> None:
    connection = op.get_bind()
    if not connection.scalar(sa.text("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")):
        return
    for table in _TABLES:
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(found, content='', contentless_delete=1, "
            "tokenize='trigram case_sensitive 1')"
        )
        op.execute(f"CREATE VIRTUAL TABLE {table}_terms USING fts5vocab('{table}', 'row')")


def _has_trigrams() -> bool:
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError:
        return False
    return True


def downgrade() -> None:
    """Drop them; the extension stays, because others may use it by now."""
    if op.get_context().dialect.name == "sqlite":
        for trigger in (
            op.get_bind()
            .scalars(
                sa.text(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
                )
            )
            .all()
        ):
            op.execute(f"DROP TRIGGER {trigger}")
        for table in _TABLES:
            op.execute(f"DROP TABLE IF EXISTS {table}_terms")
            op.execute(f"DROP TABLE IF EXISTS {table}")
    else:
        for name in _TRIGRAM_INDEXES:
            op.execute(f"DROP INDEX IF EXISTS {name}")
    op.execute("DROP INDEX ix_customer_letters")
    op.drop_index("ix_visit_minutes", "visit")
