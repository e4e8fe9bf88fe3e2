"""Databases under drivers that can fail, and a desk on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import Desk, a_desk
from tests.faults.faulty_driver import Faults, faulty_drivers
from tests.faults.kills import Office, an_office


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    """Yield the counter of requests; whatever is opened meanwhile can be made to fail."""
    with faulty_drivers() as made:
        yield made


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """Yield the office of this run; it is made by the first test that sends a clerk to work."""
    with an_office() as made:
        yield made


@pytest.fixture(scope="session")
def alembic_office(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the office with Alembic loaded, where a migration begins at once."""
    office.prepare("migrating.load", url=str(tmp_path_factory.mktemp("loaded") / "a.branchbook"))
    return office


@pytest.fixture
def local(new_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Yield the desk of an empty branch on SQLite, for what does not depend on the engine."""
    with a_desk(new_sqlite_url, tmp_path) as made:
        yield made
