"""What the dialogs about databases ask for; free of Qt. The composition root does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from desktop.enums import CalendarKind, SalesBasis

DATABASE_ENDING = ".branchbook"


@dataclass(frozen=True, slots=True)
class CreateDatabase:
    """Make a new database file for a branch and open it."""

    path: Path
    name: str
    currency: str = "CNY"
    fiscal_year_start: int = 1
    sales_basis: SalesBasis = SalesBasis.INVOICED
    calendar: CalendarKind = CalendarKind.CN


@dataclass(frozen=True, slots=True)
class OpenDatabase:
    """Open a database file, or a database by URL that was opened before."""

    database: str


@dataclass(frozen=True, slots=True)
class ConnectDatabase:
    """Open a database on a Postgres server; the password is never shown, kept or logged."""

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class OpenSample:
    """Build the sample branch where it is missing and open it."""


DatabaseRequest = CreateDatabase | OpenDatabase | ConnectDatabase | OpenSample


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that stands open: its services and the factories of the tabs to show it in."""

    services: Any
    tabs: tuple[Any, ...]


class ConnectionTest(Protocol):
    """Tries a connection: called in a worker thread."""

    def __call__(self, request: ConnectDatabase) -> str:
        """Return a plain sentence about what was found there.

        Raises:
            KnownError: no way there, no such database, no right to it, another schema.
        """
        ...
