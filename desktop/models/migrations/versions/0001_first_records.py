"""The first records: organisation, customers, products, ledger, plans, activity, audit.

Revision: 0001
Follows: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001 import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables of the first revision."""
    _tables().create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Drop them again."""
    _tables().drop_all(op.get_bind(), checkfirst=False)


def _tables() -> sa.MetaData:
    """Return a copy of the tables, for one engine.

    Adding a foreign key afterwards, as Postgres needs for tables that refer to each other, marks
    it as made: of the same tables a file would lack it.
    """
    copy = sa.MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(copy)
    return copy
