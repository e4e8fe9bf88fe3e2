"""Desks for the tests of services: a branch in a real database, on each engine or on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import Desk, a_desk


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Yield the desk of an empty branch; the test runs once on each engine."""
    with a_desk(database_url, tmp_path) as made:
        yield made


@pytest.fixture
def local(new_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Yield the desk of an empty branch on SQLite, for what does not depend on the engine."""
    with a_desk(new_sqlite_url, tmp_path) as made:
        yield made
