"""The schema's versions: made, brought up to date, and refused where it is newer than we are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

import desktop.models
from desktop.errors import DatabaseUnreachable, SchemaTooNew
from desktop.services.database.address import describe
from desktop.services.database.audited import own_tables
from desktop.services.database.engine import DatabaseEngine

#: All revisions in order; a test compares them with the migration scripts. Kept here so that
#: opening a database does not import Alembic.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]
_NODE_SPAN = 2**40


def create_tables(
    database: DatabaseEngine,
    node: int = 0,
    then: Callable[[Connection], None] | None = None,
    revision: str = HEAD,
) -> None:
    """Make the schema in an empty database, and its first rows, in one transaction.

    `then` writes the first rows, before the triggers watch. Rows of an older `revision` go into
    tables of that revision, which are then brought up to date.

    Ids begin at `node` times 2**40, so that the databases of several branches can be brought
    together without renumbering.

    Raises:
        DatabaseUnreachable: there is something in the database already.
    """
    with database.writer.begin() as connection:
        database.lock_schema(connection)
        if not database.is_empty(connection):
            raise DatabaseUnreachable("database_not_empty", address=describe(database.url))
        _upgrade(connection, revision)
        if revision == HEAD:
            database.start_ids_at(connection, own_tables(), node * _NODE_SPAN + 1)
        if then is not None:
            then(connection)
        if revision != HEAD:
            _upgrade(connection)
        database.install_triggers(connection)


def bring_up_to_date(
    database: DatabaseEngine, before: Callable[[DatabaseEngine], None] | None = None
) -> None:
    """Check the schema's version, and migrate an older one in one transaction.

    `before` is called where there is something to migrate: it makes a backup, and what it
    raises keeps the database as it is.

    Raises:
        DatabaseUnreachable: not a database of this program.
        SchemaTooNew: written by a newer program; nothing was changed.
    """
    with database.engine.connect() as connection:
        if _is_current(database, connection):
            return
    if before is not None:
        before(database)
    with database.writer.begin() as connection:
        database.lock_schema(connection)
        # Another program, older or newer than this one, may have held the lock until now.
        if not _is_current(database, connection):
            _upgrade(connection)
            database.install_triggers(connection)
            with Session(connection) as session:
                # Of an index without statistics the planner believes that it finds everything
                # at once, and reads three million rows by it.
                database.analyze(session)


def _is_current(database: DatabaseEngine, connection: Connection) -> bool:
    """Whether the schema is this program's; refuse a newer one and what is none."""
    revision = database.schema_revision(connection)
    if revision is None:
        raise DatabaseUnreachable("not_a_branchbook", address=describe(database.url))
    if revision not in REVISIONS:
        raise SchemaTooNew(
            "schema_too_new", found=revision, known=HEAD, address=describe(database.url)
        )
    return revision == HEAD


def _upgrade(connection: Connection, revision: str = HEAD) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(desktop.models.__file__).resolve().parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
