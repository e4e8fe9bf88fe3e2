"""One step of the migrations on a connection, up or down."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

import desktop.models

_SCRIPTS = Path(desktop.models.__file__).parent / "migrations"


def migrate(connection: Connection, what: str, revision: str) -> None:
    """Run Alembic's `upgrade` or `downgrade` to a revision, as the program does on opening."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    getattr(command, what)(config, revision)
