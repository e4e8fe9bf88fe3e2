"""The unit of work: the only place that opens sessions, and where a command begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, Table, insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop import __version__
from desktop.clock import Clock
from desktop.errors import Cancelled, ConflictError, DatabaseUnreachable, RuleViolation
from desktop.interruption import Interruption, current_interruption
from desktop.models import CommandLog
from desktop.services.access import Actor
from desktop.services.database import DatabaseEngine, describe
from desktop.services.database.faults import is_storage_fault, storage_error
from desktop.services.database.snapshot import READS_ONLY

_CLIENT = f"branchbook {__version__}"
_COMMANDS = CommandLog.__table__
assert isinstance(_COMMANDS, Table)
# Made once, and of the table instead of the record: every command begins with it.
_BEGIN = insert(_COMMANDS).returning(_COMMANDS.c.id)


class UnitOfWork:
    """Opens sessions on one database; `read` is always rolled back, `write` commits at its end."""

    def __init__(self, database: DatabaseEngine, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._own: set[int] = set()

    def is_own(self, command_id: int) -> bool:
        """Whether this unit of work committed the command: its changes are announced already."""
        return command_id in self._own

    @property
    def database(self) -> DatabaseEngine:
        """The database it works on."""
        return self._database

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session on one snapshot of the data; nothing it does is kept.

        Raises:
            Cancelled: nobody waits for the answer any more.
            StorageError: the database is busy, out of reach or damaged.
        """
        session = Session(self._database.engine, autoflush=False, expire_on_commit=False)
        session.info[READS_ONLY] = True
        interruption = current_interruption()
        try:
            with _stoppable(session, interruption):
                yield session
        except DBAPIError as error:
            if interruption is not None and interruption.is_stopped:
                raise Cancelled from error
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
            StorageError: the database is busy, full or out of reach; nothing was written. Only
                with the code `outcome_unknown`, a COMMIT without an answer, it may have been:
                the same `request_id` again is safe.
        """
        session = Session(self._database.writer, expire_on_commit=False)
        command_id = 0
        is_kept = False
        try:
            command_id = self._log(session, actor, name, request_id or str(uuid4()))
            self._database.begin_command(session, command_id, actor.login, is_bulk=is_bulk)
            session.info["command_id"] = command_id
            yield session
            self._database.end_command(session)
            # Before the commit, or a look at the log could take it for another desk's.
            self._own.add(command_id)
            _commit(session, self._database.url)
            is_kept = True
        except StaleDataError as error:
            raise ConflictError("changed_meanwhile") from error
        except DBAPIError as error:
            raise self._translated(error) from error
        finally:
            if not is_kept:
                # The number is free again with the rollback, and another desk may get it.
                self._own.discard(command_id)
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
            result = session.connection().execute(_BEGIN, values)
        except IntegrityError as error:
            if "request_id" not in str(error.orig):
                raise
            raise RuleViolation("already_done", request_id=request_id) from error
        return int(result.scalar_one())

    def _translated(self, error: DBAPIError) -> Exception:
        if is_storage_fault(error):
            return storage_error(error, describe(self._database.url))
        return error


def _stoppable(
    session: Session, interruption: Interruption | None
) -> AbstractContextManager[object]:
    """Return the block in which the session's question may be stopped from another thread."""
    if interruption is None:
        return nullcontext()
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return interruption.attached(raw.interrupt, is_quick=True)
    # The server is told over a connection of its own.
    return interruption.attached(raw.cancel, is_quick=False)


def _commit(session: Session, url: URL) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        # It can leave its transaction open, with its locks, and the pool would hand the
        # connection out again: the next command would stand inside it.
        session.invalidate()
        if error.connection_invalidated:
            # The line broke between the question and the answer: the server may have done it.
            address = describe(url)
            raise DatabaseUnreachable("outcome_unknown", address=address) from error
        raise


def require_version(document: object, shown: int, found: int) -> None:
    """Refuse to save a document that someone else saved since it was shown.

    Raises:
        ConflictError: with the version shown and the one found.
    """
    if shown != found:
        raise ConflictError(
            "changed_meanwhile", document=type(document).__name__, shown=shown, found=found
        )
