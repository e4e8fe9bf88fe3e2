"""The ways to a database, as the window's worker threads go them; free of Qt itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.clock import Clock
from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services.garbage import collector_paused
from desktop.views.databases.requests import ConnectDatabase, CreateDatabase, Opened
from desktop.views.late_tab import LateTab
from desktop.views.runner import Progress

if TYPE_CHECKING:
    from sqlalchemy import URL

    from desktop.bootstrap import Services
    from desktop.services.backups.data import BackupFile
    from desktop.views.tab import TabFactory

Tabs = Callable[[], "Sequence[TabFactory]"]


def default_tabs() -> Sequence[TabFactory]:
    """Return the factories of the window's tabs."""
    from desktop.views.tabs import tab_factories

    return tab_factories()


class BranchDoors:
    """Opens, makes and builds databases; called in worker threads, so it loads what it needs."""

    def __init__(self, clock: Clock, tabs: Tabs, front: Callable[[], str] = lambda: "") -> None:
        self._clock, self._tabs, self._front = clock, tabs, front

    def open(self, target: Any) -> Opened:
        """Open a database, with all that its front tab needs; the sample has its own last day.

        Raises:
            KnownError: as `bootstrap.open_services`.
        """
        with collector_paused():
            from desktop.bootstrap import open_services

            services, target = self._opened(target)
            if services.branch.is_sample:
                from desktop.services.sample.building import sample_clock

                services.close()
                services = open_services(target, sample_clock())
            tabs = tuple(self._tabs())
            key = self._front()
            front = next((tab for tab in tabs if tab.key == key), tabs[0] if tabs else None)
            if isinstance(front, LateTab):
                front.prepare(services)
        return Opened(services, tabs)

    def _opened(self, target: Any, *, may_migrate: bool = True) -> tuple[Services, Any]:
        """Return the services and the address that they were opened with.

        A server that wants a password is asked again with the one of the system's keyring.
        """
        from desktop.bootstrap import open_services
        from desktop.commands.opening import no_password, with_password
        from desktop.services.database import parse_address

        url = parse_address(target) if isinstance(target, str) else target
        used = [url]

        def attempt(known: URL) -> Services:
            used.append(known)
            return open_services(known, self._clock, may_migrate=may_migrate)

        services = attempt(url) if url.password else with_password(url, attempt, no_password)
        return services, used[-1]

    def load_rest(self, found: Opened) -> None:
        """Load what the other tabs need, so that none of them waits for it when it is clicked."""
        for tab in found.tabs:
            if isinstance(tab, LateTab):
                tab.prepare(found.services)

    def make(self, request: CreateDatabase) -> None:
        """Make a database.

        Raises:
            KnownError: as `bootstrap.make_database`.
        """
        from desktop.bootstrap import make_database
        from desktop.services.branches.data import MakeBranch

        command = MakeBranch(
            name=request.name,
            currency=request.currency,
            fiscal_year_start=request.fiscal_year_start,
            sales_basis=request.sales_basis,
            calendar=request.calendar,
        )
        make_database(str(request.path), command, self._clock)

    def make_sample(self, path: Path, words: str, progress: Progress) -> None:
        """Build the sample branch.

        Raises:
            KnownError: as `build_sample`.
        """
        from desktop.bootstrap import system_login
        from desktop.services.sample.building import build_sample

        path.parent.mkdir(parents=True, exist_ok=True)
        build_sample(path, words, system_login(), step=progress.step)

    def newest_backup(self, database: str) -> BackupFile | None:
        """Return the newest automatic backup of a database file that is whole, or None."""
        from desktop.services.backups.rotation import backup_folder, newest_good_backup
        from desktop.services.database import parse_address

        return newest_good_backup(backup_folder(parse_address(database)))

    def restore_backup(self, database: str, found: BackupFile) -> str:
        """Restore a backup into a new file beside the database and return that file's path.

        Raises:
            KnownError: as `restore`.
        """
        from desktop.services.backups.service import restore
        from desktop.services.database import file_path, parse_address

        path = file_path(parse_address(database))
        stem = f"{path.stem}-restored-{found.made_at:%Y%m%d-%H%M%S}"
        target = path.with_name(f"{stem}{path.suffix}")
        count = 1
        while target.exists():
            count += 1
            target = path.with_name(f"{stem}-{count}{path.suffix}")
        return restore(found.path, parse_address(str(target))).address

    def server_url(self, request: ConnectDatabase) -> URL:
        """Return the URL of a server's database with its password."""
        from sqlalchemy import URL

        return URL.create(
            "postgresql+psycopg",
            username=request.user,
            password=request.password or None,
            host=request.host,
            port=request.port,
            database=request.database,
        )

    def try_server(self, request: ConnectDatabase) -> str:
        """Return what was found on a server, in a sentence; nothing there is changed.

        Raises:
            KnownError: no way there, no such database, no right to it.
        """
        from desktop.bootstrap import OlderSchema

        try:
            services, _used = self._opened(self.server_url(request), may_migrate=False)
        except OlderSchema:
            return _(
                "The database {database} answers. Its tables are older than this program; "
                "connecting brings them up to date."
            ).format(database=request.database)
        try:
            return _("The branch {branch} answers; you are {login} there.").format(
                branch=services.branch.name, login=services.actor.login
            )
        finally:
            services.close()


def describe(error: Exception) -> str:
    """Return a foreseen error in plain words."""
    from desktop.services import messages

    return messages.sentence(error) if isinstance(error, KnownError) else str(error)
