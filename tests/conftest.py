"""What every test gets: a quiet offscreen Qt, databases, a clock, and a watch on leftovers."""

from __future__ import annotations

import os

# Before anything imports Qt: no window on anybody's screen, the same size of text everywhere.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("QT_STYLE_OVERRIDE", None)

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from desktop import i18n
from desktop.clock import FixedClock
from tests.compiling import compiled_once
from tests.databases import (
    Copying,
    Fill,
    FilledDatabases,
    PostgresServer,
    SqliteTemplate,
    postgres_running,
    sqlite_url,
)

#: The day on which tests without a wish of their own take place: a Wednesday morning.
TEST_INSTANT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)

# The same examples in every run, and no deadline: the machine may be busy with other work.
settings.register_profile("branchbook", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("branchbook")


#: The files that take longest, the longest first. Several processes share the files out in this
#: order: were one of these the last, one process would work on it alone.
LONGEST = (
    "test_every_statement_commands", "test_desks_editing", "test_migration_stopped",
    "test_real_branches", "test_window_under_stress", "test_every_statement_imports",
    "test_cli_demo", "test_every_statement_plans", "test_desks_at_work", "test_kill_import_local",
    "test_kill_saves_local", "test_money_histories", "test_plan_cube_history",
    "test_kill_saves_server", "test_power_cut_local", "test_mutants", "test_plans_sheets",
    "test_plans_tab", "test_import_wizard_bad_files", "test_checking", "test_plans_making",
    "test_plans_talks", "test_backups", "test_sample_branch", "test_through_the_command",
    "test_kill_import_server", "test_imports_withdrawn", "test_markup_as_data", "test_cli_reports",
    "test_nasty_branch",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; within a file nothing changes."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, logs and caches of the tests away from those of the user."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        for name in ("APPDATA", "LOCALAPPDATA"):
            if name in os.environ:
                patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Return the arguments of the one QApplication; it is made with our own dialogs."""
    from PySide6.QtCore import QCoreApplication, Qt

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return ["branchbook-tests"]


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands still on 18 March 2026, 09:30 UTC."""
    return FixedClock(TEST_INSTANT)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Give the next test English texts, whatever language this one chose."""
    yield
    if i18n.language() != "en":
        i18n.set_language("en")


# --- databases ------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Compile a statement once a run, not once for each test's own database."""
    with compiled_once():
        yield


def _migrate(url: str) -> None:
    """Make the present schema in an empty database; imported late, unit tests need none."""
    from desktop.services.database import create_schema

    create_schema(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Yield the Postgres server of this run, started by the first test that wants it."""
    with postgres_running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Yield the URL of a fresh migrated Postgres database, dropped afterwards."""
    name = postgres_server.create(template=postgres_server.make_template(_migrate))
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def empty_postgres(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """Yield a factory of URLs of fresh empty Postgres databases, dropped afterwards."""
    names: list[str] = []

    def make() -> str:
        names.append(postgres_server.create())
        return postgres_server.url(names[-1])

    yield make
    for name in names:
        postgres_server.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """Return the migrated SQLite file of this run, made by the first test that copies it."""
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def sqlite_path(sqlite_template: SqliteTemplate, tmp_path: Path) -> Path:
    """Return the path of a fresh migrated SQLite database."""
    return sqlite_template.copy_to(tmp_path / "test.branchbook", _migrate)


@pytest.fixture
def new_sqlite_url(sqlite_path: Path) -> str:
    """Return the URL of a fresh migrated SQLite database."""
    return sqlite_url(sqlite_path)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh migrated database; the test runs once on each engine."""
    chosen = "new_sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(chosen)
    return url


@pytest.fixture(scope="session")
def filled_databases(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: SqliteTemplate
) -> FilledDatabases:
    """Return the databases of this run that are filled once and copied."""
    return FilledDatabases(tmp_path_factory.mktemp("filled"), sqlite_template, _migrate)


@pytest.fixture
def filled_file(filled_databases: FilledDatabases, tmp_path: Path) -> Copying:
    """Return what gives the path of an own copy of the SQLite file that a function fills once."""
    path = tmp_path / "filled.branchbook"
    return lambda fill, *, migrated=False: filled_databases.file(fill, path, migrated=migrated)


@pytest.fixture(params=["sqlite", "postgres"])
def filled_url(
    request: pytest.FixtureRequest, filled_databases: FilledDatabases
) -> Iterator[Copying]:
    """Yield the same on either engine: it gives an address, once a test."""
    if request.param == "sqlite":
        yield request.getfixturevalue("filled_file")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    names: list[str] = []

    def copy(fill: Fill, *, migrated: bool = False) -> str:
        names.append(filled_databases.on_server(fill, server, migrated=migrated))
        return server.url(names[-1])

    yield copy
    for name in names:
        server.drop(name)


# --- nothing unexpected, nothing left behind ------------------------------------------------


class _Loud(logging.Handler):
    """Collects the records of WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test on log records of WARNING and above that `expects_log` does not name.

    Messages of Qt are watched by pytest-qt (`qt_log_level_fail`; the marker `qt_log_ignore`
    names expected ones), warnings of Python by `filterwarnings`.
    """
    expected = [text for mark in request.node.iter_markers("expects_log") for text in mark.args]
    loud = _Loud()
    root = logging.getLogger()
    root.addHandler(loud)
    yield
    root.removeHandler(loud)
    said = [f"{one.levelname} {one.name}: {one.getMessage()}" for one in loud.records]
    unexpected = [line for line in said if not any(text in line for text in expected)]
    if unexpected:
        pytest.fail("unexpected log records:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail the test when a thread that it started still runs two seconds after its end."""
    before = set(threading.enumerate())
    yield
    # Threads of Qt's pools show up as dummies and stay listed after they have gone.
    started = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in started:
        thread.join(2)
    left = [thread.name for thread in started if thread.is_alive()]
    if left:
        pytest.fail(f"threads left running: {', '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True)
def nothing_left_visible(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test when it leaves a visible window; delete what it left invisible.

    `leaves_windows` marks a test that means to.
    """
    if "PySide6.QtWidgets" not in sys.modules:
        yield
        return
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    before = set(QApplication.topLevelWidgets())
    yield
    if QApplication.instance() is None:
        return
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    visible = []
    for widget in QApplication.topLevelWidgets():
        if widget in before or widget.parent() is not None:
            continue
        if widget.isVisible() and widget.metaObject().className() != "QTipLabel":
            visible.append(f"{type(widget).__name__} {widget.windowTitle()!r}")
        widget.hide()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if visible and request.node.get_closest_marker("leaves_windows") is None:
        pytest.fail(f"windows left visible: {', '.join(visible)}", pytrace=False)
