"""What reps do and know: entries and checks, weeks, expenses decided, the team, information.

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

from alembic import op

from desktop.models.migrations.revision_0006 import information, team, visits
from desktop.models.migrations.tables import is_sqlite, reword, start_ids

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = (
    "kind IN ('territories', 'reps', 'product-groups', 'products', 'customers', "
    "'assignments', 'orders', 'invoices', 'collections', 'visits', 'visit-plans', "
    "'expenses', 'targets', 'calendar', 'leave', 'budgets')"
)
_KINDS_NOW = _KINDS.replace("'budgets')", "'budgets', 'market-notes')")
_CHECK = "ck_import_batch_kind_known"
_PARTS = (visits, team, information)


def upgrade() -> None:
    """Make the tables, let batches be of market notes, begin ids at the node."""
    _let_batches_be(_KINDS, _KINDS_NOW)
    for part in _PARTS:
        part.make()
    start_ids(table for part in _PARTS for table in part.TABLES)


def downgrade() -> None:
    """Take the tables back; batches of notes go with what they brought."""
    for part in reversed(_PARTS):
        for table in reversed(part.TABLES):
            op.drop_table(table)
    op.execute("DELETE FROM import_batch WHERE kind = 'market-notes'")
    _let_batches_be(_KINDS_NOW, _KINDS)


def _let_batches_be(old: str, new: str) -> None:
    if is_sqlite():
        reword("import_batch", old, new)
        return
    op.drop_constraint(_CHECK, "import_batch", type_="check")
    op.create_check_constraint(_CHECK, "import_batch", new)
