"""Making verified backups of a database, by hand and in rotation, and restoring them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL, Connection

from desktop.clock import Clock
from desktop.errors import InputError, Issue, StorageError
from desktop.services.atomic_file import file_fault
from desktop.services.backups.contents import differences, read_contents, read_mark
from desktop.services.backups.data import (
    BackupKind,
    BackupReport,
    Contents,
    RestoreReport,
)
from desktop.services.backups.database_copy import (
    back_up_database,
    opened_backup,
    restore_database,
    verify_database,
)
from desktop.services.backups.manifest import (
    kind_of,
    manifest_path,
    read_manifest,
    require_manifest,
)
from desktop.services.backups.rotation import (
    backup_folder,
    backup_name,
    list_backups,
    require_unchanged,
    thin_out,
)
from desktop.services.backups.row_dump import back_up_rows, verify_rows
from desktop.services.backups.row_load import (
    DatabaseRows,
    RowSource,
    ZippedRows,
    load_rows,
    open_zip,
)
from desktop.services.backups.staging import BESIDE
from desktop.services.database import (
    create_schema,
    describe,
    file_path,
    is_file,
    make_engine,
)
from desktop.services.database.filling import refresh_statistics
from desktop.services.database.schema import HEAD, REVISIONS
from desktop.services.uow import UnitOfWork

logger = logging.getLogger(__name__)
_A_DAY = timedelta(days=1)


class BackupService:
    """Copies the whole database while others work on it."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    @property
    def is_local(self) -> bool:
        """Whether the database is a file of this machine."""
        return is_file(self._uow.database.url)

    def backup(self, target: Path) -> BackupReport:
        """Write a verified backup of one committed state to `target`.

        Of SQLite a database file that can be opened, its manifest beside it; of Postgres a zip
        of rows with its manifest inside. A backup that is at `target` already is replaced when
        the new one is verified; anything else there is left alone.

        Raises:
            InputError: the target is the database itself.
            DiskFull: no room; what was there before is untouched.
            StorageError: the folder refuses, something else is there, the database is damaged.
        """
        self._require_free(target)
        url = self._uow.database.url
        made_at = self._clock.now()
        with self._uow.read() as session:
            self._uow.database.allow_long_work(session)
            connection = session.connection()
            if is_file(url):
                manifest = back_up_database(connection, file_path(url), target, made_at)
            else:
                manifest = back_up_rows(connection, target, made_at)
        size = target.stat().st_size
        logger.info("backup of %d rows, %d bytes", manifest.contents.rows, size)
        return BackupReport(target, manifest, size)

    def automatic_backup(self, folder: Path, *, always: bool = False) -> BackupReport | None:
        """Back up into the folder under the time's name and let old ones go.

        Returns None where nothing changed since the newest backup there, unless `always`.

        Raises:
            StorageError: as `backup`; the older backups are all still there.
        """
        if not always and not self.is_changed_since(folder):
            return None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise file_fault(error, folder) from error
        report = self.backup(folder / backup_name(self._uow.database.url, self._clock.now()))
        removed = thin_out(folder, report.path)
        return BackupReport(report.path, report.manifest, report.size, removed)

    def regular_backup(self, elsewhere: Path, *, is_closing: bool = False) -> BackupReport | None:
        """Make the automatic backup that is due; return None where none is.

        A file is backed up when it changed. A server has its administrator's backups: a desk
        adds one a day below `elsewhere`, and nobody waits for it when he closes.

        Raises:
            StorageError: as `backup`.
        """
        folder = self.folder(elsewhere)
        if not self.is_local:
            made = list_backups(folder)
            if is_closing or (made and self._clock.now() - made[0].made_at < _A_DAY):
                return None
        return self.automatic_backup(folder)

    def is_changed_since(self, folder: Path) -> bool:
        """Whether the database differs from the newest backup in the folder, or has none."""
        backups = list_backups(folder)
        try:
            newest = read_manifest(backups[0].path) if backups else None
        except StorageError:
            newest = None
        if newest is None:
            return True
        with self._uow.read() as session:
            mark = read_mark(session.connection())
        return mark != (newest.contents.last_command, newest.contents.last_entry)

    def folder(self, elsewhere: Path) -> Path:
        """Return the folder of the automatic backups; a server's lies below `elsewhere`."""
        return backup_folder(self._uow.database.url, elsewhere)

    def contents(self) -> Contents:
        """Return what the present state comes to, to compare a backup with."""
        with self._uow.read() as session:
            self._uow.database.allow_long_work(session)
            return read_contents(session.connection())

    def _require_free(self, target: Path) -> None:
        url = self._uow.database.url
        if is_file(url):
            own = [Path(f"{file_path(url)}{ending}") for ending in ("", *BESIDE)]
            places = (target.resolve(), manifest_path(target).resolve())
            if any(one.resolve() in places for one in own):
                raise InputError(Issue("file_is_database", {"path": str(target)}))
        if not target.parent.is_dir():
            raise StorageError("folder_missing", address=str(target.parent))
        if target.exists() and not _is_backup(target):
            raise StorageError("backup_target_taken", path=str(target))


def _is_backup(path: Path) -> bool:
    """Whether a file may be replaced by a newer backup: only what has a manifest."""
    if path.is_dir():
        return False
    if path.stat().st_size == 0:
        return True
    try:
        return kind_of(path) is not None and read_manifest(path) is not None
    except StorageError:
        return False


def restore(source: Path, target: URL, present: Contents | None = None) -> RestoreReport:
    """Restore a backup into a new file or an empty database, and prove that it is equal.

    A database file becomes a database file again, rows go into either engine, and so do the
    rows of a database file into Postgres. `present` is a database to compare the backup with.

    Raises:
        DatabaseUnreachable: there is something at the target already, or no way to it.
        StorageError: the backup is damaged, changed since it was made, or of a newer program.
    """
    kind = kind_of(source)
    if kind is None:
        raise StorageError("not_a_backup", path=str(source))
    manifest = read_manifest(source)
    if kind is BackupKind.ROWS:
        contents = verify_rows(source)
    else:
        if manifest is not None:
            require_unchanged(source, manifest.size, manifest.sha256)
        contents = verify_database(source, manifest.contents if manifest else None)
    _require_known(source, contents)
    if kind is BackupKind.DATABASE and is_file(target):
        _require_new(target)
        restore_database(source, file_path(target), manifest)
    else:
        _load(source, kind, target, contents)
    found = differences(contents, present) if present is not None else ()
    return RestoreReport(source, describe(target), contents, manifest, found)


def _require_new(target: URL) -> None:
    path = file_path(target)
    if path.exists():
        raise StorageError("database_exists", address=str(path))
    if not path.parent.is_dir():
        raise StorageError("folder_missing", address=str(path.parent))


def _require_known(source: Path, contents: Contents) -> None:
    if contents.revision not in REVISIONS:
        raise StorageError(
            "backup_of_newer_schema", path=str(source), found=contents.revision, known=HEAD
        )


def _load(source: Path, kind: BackupKind, target: URL, contents: Contents) -> None:
    """Fill a new database with the rows of a backup, and prove that they are all there.

    Raises:
        DatabaseUnreachable: the database is not empty, or there is no way to it.
        StorageError: what came in is not what the backup holds; nothing was kept.
    """
    is_same_kind = kind is BackupKind.ROWS and not is_file(target)
    if contents.revision != HEAD and not is_same_kind:
        # The values of a row are read as the present records describe them.
        raise StorageError(
            "backup_of_older_schema", path=str(source), found=contents.revision, known=HEAD
        )
    engine = make_engine(target)

    def fill(rows: RowSource) -> Callable[[Connection], None]:
        def then(connection: Connection) -> None:
            load_rows(connection, engine, rows, contents.counters)
            if read_contents(connection) != contents:
                raise StorageError("backup_not_equal", path=str(source))
            refresh_statistics(engine, connection)

        return then

    try:
        if kind is BackupKind.ROWS:
            with open_zip(source) as archive:
                rows = ZippedRows(archive, require_manifest(source).members)
                create_schema(target, then=fill(rows), revision=contents.revision)
        else:
            with opened_backup(source) as connection:
                create_schema(target, then=fill(DatabaseRows(connection)))
    finally:
        engine.close()
