"""Alembic's environment: always in this process, on the connection that was handed over."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    # One transaction for everything, begun by the caller: old or new, never between.
    transactional_ddl=True,
    transaction_per_migration=False,
    render_item=context.config.attributes.get("render_item", lambda *_: False),
)
context.run_migrations()
