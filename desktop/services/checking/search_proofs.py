"""Proof of the text indexes: every row has its text in its index, and is found by it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.services.checking.tally import Tally
from desktop.services.database.text_search import index_states

#: So many rows of a table are looked for by their whole text.
_MOST = 200


def prove_search(session: Session, tally: Tally) -> None:
    """Prove the full-text tables of a SQLite file; Postgres keeps its indexes itself."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    for state in index_states(connection, _MOST):
        expected = (state.rows, state.rows)
        found = (state.texts, state.fitting)
        tally.holds(state.looked_for + 1)
        if expected != found:
            tally.found(
                "search_rows", record=state.table, rows=state.rows, texts=state.texts,
                fitting=state.fitting,
            )  # fmt: skip
        for row_id in state.not_found:
            tally.found("search_text", record=state.table, id=row_id)
