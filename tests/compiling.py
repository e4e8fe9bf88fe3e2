"""One store of compiled statements for all databases of a run.

SQLAlchemy keeps what it compiled with each engine. The program has one engine for hours; a test
has one of its own for a moment, and would compile every statement anew. A statement's text
depends on the dialect alone, so that engines of one dialect may share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

#: More than all statements of the program on both engines; then the store begins anew.
_MOST = 4_000


class _Shared(dict[Any, Any]):
    """Compiled statements, known by the kind of their dialect and not by the engine's own."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_known_by(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(_known_by(key), compiled)


def _known_by(key: Any) -> Any:
    dialect, *rest = key
    # Drivers that are made to fail are other modules, and their statements their own.
    return (type(dialect), id(dialect.dbapi), dialect.server_version_info, *rest)


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let every connection of the block use one store."""
    shared = _Shared()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=shared)

    event.listen(Engine, "engine_connect", share)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", share)
