"""The unit of work: the only place that opens sessions, and where a command begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop import __version__
from desktop.clock import Clock
from desktop.errors import ConflictError, RuleViolation
from desktop.models import CommandLog
from desktop.services.access import Actor
from desktop.services.database import DatabaseEngine, describe
from desktop.services.database.faults import is_storage_fault, storage_error

_CLIENT = f"branchbook {__version__}"


class UnitOfWork:
    """Opens sessions on one database; `read` is always rolled back, `write` commits at its end."""

    def __init__(self, database: DatabaseEngine, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @property
    def database(self) -> DatabaseEngine:
        """The database it works on."""
        return self._database

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session on one snapshot of the data; nothing it does is kept.

        Raises:
            StorageError: the database is busy, out of reach or damaged.
        """
        session = Session(self._database.engine, autoflush=False, expire_on_commit=False)
        try:
            yield session
        except DBAPIError as error:
            raise self._translated(error) from error
        finally:
            session.close()

    @contextmanager
    def write(
        self, actor: Actor, name: str, *, request_id: str = "", is_bulk: bool = False
    ) -> Iterator[Session]:
        """Yield a session that commits at the end of the block, or not at all.

        The command `name` is written down with its actor, and every row it changes is written
        to the audit log by the database's triggers; with `is_bulk` the rows are audited by
        their import batch instead. A `request_id` that was used before is refused, so that a
        command whose answer was lost is not carried out twice.

        Raises:
            ConflictError: someone else saved the document first.
            RuleViolation: the request was carried out already.
            StorageError: the database is busy, full or out of reach; nothing was written.
        """
        session = Session(self._database.writer, expire_on_commit=False)
        try:
            command_id = self._log(session, actor, name, request_id or str(uuid4()))
            self._database.begin_command(session, command_id, actor.login, is_bulk=is_bulk)
            session.info["command_id"] = command_id
            yield session
            self._database.end_command(session)
            session.commit()
        except StaleDataError as error:
            raise ConflictError("changed_meanwhile") from error
        except DBAPIError as error:
            raise self._translated(error) from error
        finally:
            session.close()

    def _log(self, session: Session, actor: Actor, name: str, request_id: str) -> int:
        values = {
            "branch_id": actor.branch_id,
            "request_id": request_id,
            "name": name,
            # Someone who is not known to the database has no row to refer to.
            "user_id": actor.user_id or None,
            "at": self._clock.now(),
            "client": _CLIENT,
        }
        try:
            result = session.execute(insert(CommandLog).values(values).returning(CommandLog.id))
        except IntegrityError as error:
            if "request_id" not in str(error.orig):
                raise
            raise RuleViolation("already_done", request_id=request_id) from error
        return int(result.scalar_one())

    def _translated(self, error: DBAPIError) -> Exception:
        if is_storage_fault(error):
            return storage_error(error, describe(self._database.url))
        return error


def require_version(document: object, shown: int, found: int) -> None:
    """Refuse to save a document that someone else saved since it was shown.

    Raises:
        ConflictError: with the version shown and the one found.
    """
    if shown != found:
        raise ConflictError(
            "changed_meanwhile", document=type(document).__name__, shown=shown, found=found
        )
