"""The command line in tests: run in-process, with its output caught byte by byte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text

from desktop.cli import main
from desktop.clock import Clock, FixedClock
from desktop.services.database import make_engine, parse_address

CLOCK = FixedClock(datetime(2026, 3, 18, 9, 30, tzinfo=UTC))

#: Tables that every command writes into, whatever it does.
_OF_COMMANDS = {"command_log", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "alembic_version"}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to: its status, its output as bytes, and its lines of complaint."""

    status: int
    output: bytes
    errors: tuple[str, ...]

    @property
    def text(self) -> str:
        """The output as text."""
        return self.output.decode("utf-8")

    @property
    def rows(self) -> list[list[str]]:
        """The output as CSV cells, for tables without quoted cells."""
        return [line.split(",") for line in self.text.splitlines()]


class CommandLine:
    """Runs commands on one database."""

    def __init__(
        self, capture: pytest.CaptureFixture[bytes], database: str = "", clock: Clock = CLOCK
    ) -> None:
        self.database = database
        self._capture = capture
        self._clock = clock

    def __call__(self, *arguments: object) -> Ran:
        """Run `branchbook --lang en --database … arguments` and return what it came to."""
        before: Sequence[str] = ("--lang", "en")
        if self.database:
            before = (*before, "--database", self.database)
        return self.bare(*before, *arguments)

    def bare(self, *arguments: object) -> Ran:
        """Run `branchbook arguments`, with nothing before them."""
        self._capture.readouterr()
        status = main([str(argument) for argument in arguments], self._clock)
        captured = self._capture.readouterr()
        return Ran(status, captured.out, tuple(captured.err.decode("utf-8").splitlines()))

    def on(self, database: str) -> CommandLine:
        """Return a command line on another database."""
        return CommandLine(self._capture, database, self._clock)

    def must(self, *arguments: object) -> Ran:
        """Run a command that has to succeed."""
        ran = self(*arguments)
        assert ran.status == 0, (arguments, ran)
        return ran


def fingerprint(database: str) -> str:
    """Return a hash of every row of every table; what logs commands is left out."""
    engine = make_engine(parse_address(database))
    digest = hashlib.sha256()
    try:
        with engine.engine.connect() as connection:
            for table in sorted(set(inspect(connection).get_table_names()) - _OF_COMMANDS):
                rows = connection.execute(text(f'SELECT * FROM "{table}"'))
                lines = sorted(repr(tuple(row)) for row in rows)
                digest.update("\n".join([table, *lines]).encode())
    finally:
        engine.close()
    return digest.hexdigest()
