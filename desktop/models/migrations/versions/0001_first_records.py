"""The first records: organisation, customers, products, ledger, plans, activity, audit.

Revision: 0001
Follows: nothing
"""

from __future__ import annotations

from alembic import op

from desktop.models.migrations.revision_0001 import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables of the first revision."""
    METADATA.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Drop them again."""
    METADATA.drop_all(op.get_bind(), checkfirst=False)
