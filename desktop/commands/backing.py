"""Commands that copy a whole database and bring it back: backup and restore."""

from __future__ import annotations

import argparse
import contextlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from desktop.bootstrap import Services, address_of, open_services
from desktop.commands.console import DONE, Console
from desktop.commands.opening import database_named, opened, require_free, with_password
from desktop.errors import KnownError, StorageError
from desktop.i18n import _
from desktop.services.backups.data import Contents, RowDifference
from desktop.services.backups.rotation import backup_folder, newest_good_backup
from desktop.services.backups.service import restore
from desktop.services.database import is_file, parse_address
from desktop.services.messages import sentence

#: What is wrong with a database file itself, so that a backup is the way to go on.
DAMAGED = frozenset(
    ("database_damaged", "database_missing", "disk_error", "not_a_branchbook", "not_a_database")
)


#: Smaller files, some hundred rows, can be typed again; a batch can be withdrawn whole anyway.
_LARGE_FILE = 100_000


def run_backup(options: argparse.Namespace, console: Console) -> int:
    """Write a verified copy of the whole database."""
    with opened(options, console) as services:
        report = services.backups.backup(require_free(options.file, services))
    contents = report.manifest.contents
    console.done(
        _(
            "The database was backed up to {path}: {rows} rows in {tables} tables, {size} bytes, "
            "read again and found equal."
        ).format(
            path=report.path,
            rows=f"{contents.rows:,}",
            tables=len(contents.tables),
            size=f"{report.size:,}",
        ),
        command="backup",
        file=report.path,
        size=report.size,
        **_facts(contents),
    )
    return DONE


def run_restore(options: argparse.Namespace, console: Console) -> int:
    """Make a new database out of a backup, and say how it differs from another one."""
    target = address_of(database_named(options), options.user)
    present = _present(options, console) if options.compare else None
    report = with_password(target, lambda known: restore(options.file, known, present))
    for one in report.differences:
        console.done(
            _difference_words(one),
            command="restore",
            table=one.table,
            backup_rows=one.backup_rows,
            present_rows=one.present_rows,
            differing_sums=one.differing_sums,
        )
    if present is not None and not report.differences:
        console.say(_("The backup holds the same rows as {address}.").format(
            address=options.compare
        ))  # fmt: skip
    if report.manifest is None:
        console.complain(
            _(
                "Note: no description lay beside the backup, so only the file itself could be "
                "checked."
            )
        )
    console.done(
        _(
            "The backup {path} was restored to {address}: {rows} rows in {tables} tables, counted "
            "again and found equal."
        ).format(
            path=report.source,
            address=report.address,
            rows=f"{report.contents.rows:,}",
            tables=len(report.contents.tables),
        ),
        command="restore",
        file=report.source,
        database=report.address,
        made_at=_iso(report.manifest.made_at) if report.manifest else None,
        differences=len(report.differences),
        **_facts(report.contents),
    )
    return DONE


def back_up_before(services: Services, file: Path, console: Console) -> None:
    """Back a local database up before a large file goes in; a failure is told, no more."""
    url = services.uow.database.url
    if not is_file(url) or services.branch.is_sample:
        return
    with contextlib.suppress(OSError):
        if file.stat().st_size < _LARGE_FILE:
            return
    try:
        services.backups.automatic_backup(backup_folder(url))
    except StorageError as error:
        console.complain(_("Note: {sentence}").format(sentence=sentence(error)))


def ways_out(error: KnownError) -> tuple[str, ...]:
    """Return where to go on from where a database file is damaged or gone, in sentences."""
    address = str(error.facts.get("address", ""))
    if error.code not in DAMAGED or not address or "://" in address:
        return ()
    return newest_backup_words(parse_address(address))


def newest_backup_words(url: URL) -> tuple[str, ...]:
    """Return where the newest good backup of a database file is; nothing where there is none."""
    found = newest_good_backup(backup_folder(url)) if is_file(url) else None
    if found is None:
        return ()
    return (
        _(
            "The newest good backup is {path}, made {moment}. To go on with it: branchbook "
            "--database NEW restore {path}"
        ).format(path=found.path, moment=_iso(found.made_at)),
    )


def _present(options: argparse.Namespace, console: Console) -> Contents:
    url = address_of(options.compare, options.user)
    services = with_password(url, lambda known: open_services(known, console.clock))
    try:
        return services.backups.contents()
    finally:
        services.close()


def _difference_words(one: RowDifference) -> str:
    if one.backup_rows == one.present_rows:
        return _("{table}: {rows} rows in both, but other amounts ({columns}).").format(
            table=one.table, rows=f"{one.backup_rows:,}", columns=", ".join(one.differing_sums)
        )
    return _("{table}: {backup} rows in the backup, {present} now.").format(
        table=one.table, backup=f"{one.backup_rows:,}", present=f"{one.present_rows:,}"
    )


def _facts(contents: Contents) -> dict[str, object]:
    return {
        "revision": contents.revision,
        "tables": {name: table.rows for name, table in contents.tables.items()},
        "audit_position": contents.audit_position,
        "audit_hash": contents.audit_hash,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
