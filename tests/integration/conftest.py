"""Desks for the tests of services: a branch in a real database, on each engine or on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Copying
from tests.factories import Desk, a_desk, a_filled_desk
from tests.integration.plan_desk import SOLD_MADE, sell_in_2025


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


@pytest.fixture
def sold_desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the desk of a branch that sold something in 2025, on each engine."""
    with a_filled_desk(filled_url(sell_in_2025, migrated=True), tmp_path, SOLD_MADE) as made:
        yield made


@pytest.fixture
def sold_local(filled_file: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the same on SQLite."""
    with a_filled_desk(filled_file(sell_in_2025, migrated=True), tmp_path, SOLD_MADE) as made:
        yield made
