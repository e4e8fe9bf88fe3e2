"""The composition root without Qt: opens a database and makes the services that work on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import URL

from desktop.clock import Clock
from desktop.errors import KnownError, NotAllowed
from desktop.services.access import Actor, find_actor
from desktop.services.activity.desk import FieldDesk
from desktop.services.database import (
    DatabaseEngine,
    describe,
    is_file,
    open_database,
    parse_address,
)
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.information.desk import InformationDesk
from desktop.services.news.service import NewsService, present_mark
from desktop.services.plans.desk import PlansDesk
from desktop.services.uow import UnitOfWork

if TYPE_CHECKING:
    from desktop.services.appraisals.service import AppraisalsService
    from desktop.services.backups.service import BackupService
    from desktop.services.branches.data import MakeBranch
    from desktop.services.checking.service import CheckingService
    from desktop.services.customers.service import CustomersService
    from desktop.services.imports.service import ImportService
    from desktop.services.receivables.service import ReceivablesService


class OlderSchema(Exception):
    """The tables are older than this program's, and were to be left as they are."""


class Services(PlansDesk, FieldDesk, InformationDesk):
    """An open database, who acts on it, and everything that can be asked of it.

    `address` is the database as people read it, without a password. An `actor` that the
    database does not know has no roles: he may read a local file and write nothing. A service
    is loaded when it is first asked for: a start pays only for the tab that it shows.
    """

    def __init__(
        self,
        address: str,
        uow: UnitOfWork,
        clock: Clock,
        actor: Actor,
        branch: BranchFacts,
        news: NewsService,
    ) -> None:
        self.address, self.uow, self.clock = address, uow, clock
        self.actor, self.branch, self.news = actor, branch, news

    @cached_property
    def receivables(self) -> ReceivablesService:
        """Open items, aging, credit, collections."""
        from desktop.services.receivables.service import ReceivablesService

        return ReceivablesService(self.uow, self.clock)

    @cached_property
    def customers(self) -> CustomersService:
        """The customers and what they may owe."""
        from desktop.services.customers.service import CustomersService

        return CustomersService(self.uow, self.clock)

    @cached_property
    def appraisals(self) -> AppraisalsService:
        """Scorecards."""
        from desktop.services.appraisals.service import AppraisalsService

        return AppraisalsService(self.uow, self.clock)

    @cached_property
    def imports(self) -> ImportService:
        """Files into records."""
        from desktop.services.imports.service import ImportService

        return ImportService(self.uow, self.clock)

    @cached_property
    def checking(self) -> CheckingService:
        """The named checks of the database."""
        from desktop.services.checking.service import CheckingService

        return CheckingService(self.uow, self.clock)

    @cached_property
    def backups(self) -> BackupService:
        """Backups of the database."""
        from desktop.services.backups.service import BackupService

        return BackupService(self.uow, self.clock)

    @property
    def can_write(self) -> bool:
        """Whether the database knows who acts."""
        return bool(self.actor.user_id)

    def require_writer(self) -> Actor:
        """Return who acts.

        Raises:
            NotAllowed: the database does not know the login.
        """
        if not self.can_write:
            raise NotAllowed("login_unknown", login=self.actor.login)
        return self.actor

    def close(self) -> None:
        """Give back every connection."""
        self.uow.database.close()


def system_login() -> str:
    """Return the operating system's user, who acts on local files."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "user"


def login_for(url: URL, login: str = "") -> str:
    """Return in whose name commands on this database are carried out.

    On a local file the login given, else the operating system's user; on Postgres the login
    of the connection, whatever was given.
    """
    if is_file(url):
        return login or system_login()
    return url.username or os.environ.get("PGUSER", "") or system_login()


def address_of(address: str, user: str = "", password: str = "") -> URL:
    """Return a database's URL with user and password filled in where it is a server's.

    Raises:
        DatabaseUnreachable: an address of an unknown kind, or none.
    """
    url = parse_address(address)
    if is_file(url):
        return url
    if user:
        url = url.set(username=user)
    return url.set(password=password) if password else url


def open_services(
    address: str | URL, clock: Clock, login: str = "", *, may_migrate: bool = True
) -> Services:
    """Open a database, bring its schema up to date, and return the services on it.

    Raises:
        OlderSchema: the schema is older and may not be changed; it was not.
        DatabaseUnreachable: no database there, or none of this program.
        SchemaTooNew: written by a newer program.
        NotAllowed: a server's login that its branch does not know.
    """
    url = parse_address(address) if isinstance(address, str) else address
    database = open_database(url, _backed_up_first(clock) if may_migrate else _left_alone)
    uow = UnitOfWork(database, clock)
    try:
        with uow.read() as session:
            branch = load_branch(session)
            name = login_for(url, login)
            actor = Actor(branch.id, 0, name, frozenset())
            # A person with the file has its data anyway: he may look without being known.
            with contextlib.suppress(*((NotAllowed,) if is_file(url) else ())):
                actor = find_actor(session, branch.id, name)
            # What is read from now on may miss what comes after this mark, and hears of it.
            mark = present_mark(session)
    except KnownError:
        database.close()
        raise
    return Services(describe(url), uow, clock, actor, branch, NewsService(uow, mark))


def _left_alone(database: DatabaseEngine) -> None:
    database.close()
    raise OlderSchema(describe(database.url))


def _backed_up_first(clock: Clock) -> Callable[[DatabaseEngine], None]:
    """Return what is done before an older database file is migrated.

    A backup that cannot be made keeps the schema as it is. A server's backups are its
    administrator's.
    """

    def back_up(database: DatabaseEngine) -> None:
        if is_file(database.url):
            from desktop.services.backups.rotation import backup_folder
            from desktop.services.backups.service import BackupService

            folder = backup_folder(database.url)
            BackupService(UnitOfWork(database, clock), clock).automatic_backup(folder, always=True)

    return back_up


def make_database(address: str | URL, command: MakeBranch, clock: Clock, login: str = "") -> URL:
    """Make a database with one branch, whose manager is who acts, and return its URL.

    Raises:
        InputError: a setting that no branch can have.
        DatabaseUnreachable: there is something at the address already, or no way to it.
    """
    from desktop.services.branches.service import make_branch

    url = parse_address(address) if isinstance(address, str) else address
    make_branch(url, command, login_for(url, login), clock)
    return url
