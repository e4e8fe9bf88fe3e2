"""Imports: parse, map, check, preview, and one transaction; a batch can be taken back whole.

What reads, checks and loads files is imported when the first file comes: the program's window
makes this service at its start and needs none of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import ImportKind
from desktop.errors import ImportRefused, Issue, RuleViolation
from desktop.models import AppUser, CommandLog, ImportBatch
from desktop.search_key import clean_text, search_key
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.garbage import collector_paused
from desktop.services.uow import UnitOfWork

if TYPE_CHECKING:
    from desktop.services.imports.data import CheckedTable
    from desktop.services.imports.loading.contents import BatchContents
    from desktop.services.imports.loading.context import LoadOptions, Writer
    from desktop.services.imports.mapping import Mapping
    from desktop.services.imports.watching import Course, Watcher

#: So many issues of the database's own checks are kept; the rest is counted.
_MOST_ISSUES = 1_000
_LONGEST_PLAN = 128


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that is to go in, and what the user asked for."""

    kind: ImportKind
    path: Path
    sheet: str = ""
    mapping: Mapping | None = None
    update: bool = False
    good_rows_only: bool = False
    decimal_comma: bool = False
    plan: str = ""
    in_force: bool = False
    apply_oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a file.

    `issues` are warnings, and the errors of rows that were left out; `refused` are those rows,
    by their number in the file, with the first reason. `batch_id` is 0 for a preview.
    """

    batch_id: int
    kind: ImportKind
    row_count: int
    refused_count: int
    rounded_count: int
    issues: tuple[Issue, ...]
    refused: tuple[tuple[int, Issue], ...]
    table: CheckedTable
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import batch as it is listed."""

    id: int
    kind: ImportKind
    scope: str
    file_name: str
    sheet: str
    row_count: int
    refused_count: int
    rounded_count: int
    imported_at: datetime
    user: str
    withdrawn_at: datetime | None


class _PreviewDone(Exception):
    """Ends a preview's transaction, so that nothing of it is kept."""


class ImportService:
    """Takes files in, shows what they would do, and takes batches back."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def preview(
        self, actor: Actor, file: ImportFile, *, watcher: Watcher | None = None
    ) -> ImportOutcome:
        """Return what the file would do, having done all of it and taken it back.

        Raises:
            Cancelled: the watcher stopped it.
            ImportRefused: the file cannot go in; every problem with its place.
            NotAllowed: the user's roles do not include this kind.
        """
        outcomes: list[ImportOutcome] = []
        with suppress(_PreviewDone), collector_paused():
            self._load(actor, file, outcomes, watcher, is_preview=True)
        return replace(outcomes[0], batch_id=0)

    def run(
        self,
        actor: Actor,
        file: ImportFile,
        *,
        request_id: str = "",
        watcher: Watcher | None = None,
    ) -> ImportOutcome:
        """Take the file in, in one transaction, and return what became of it.

        Raises:
            Cancelled: the watcher stopped it before the commit; nothing was written.
            ImportRefused: the file cannot go in; nothing was written.
            NotAllowed: the user's roles do not include this kind.
            StorageError: the database is busy, full or out of reach; nothing was written.
        """
        outcomes: list[ImportOutcome] = []
        with collector_paused():
            self._load(actor, file, outcomes, watcher, is_preview=False, request_id=request_id)
        return outcomes[0]

    def _load(
        self,
        actor: Actor,
        file: ImportFile,
        outcomes: list[ImportOutcome],
        watcher: Watcher | None,
        *,
        is_preview: bool,
        request_id: str = "",
    ) -> None:
        from desktop.services.imports.loading.loaders import LOADERS
        from desktop.services.imports.watching import Course

        actor.require(LOADERS[file.kind][1])
        _require_plan(file)
        with self._uow.read() as session:
            branch = load_branch(session, actor.branch_id)
        course = Course(watcher)
        table = self._checked(file, branch, course)
        with self._uow.write(
            actor, f"Import {file.kind}", is_bulk=True, request_id=request_id
        ) as session:
            self._uow.database.allow_long_work(session)
            self._uow.database.wait_for_bulk_changes(session, branch.id)
            course.follow(session)
            outcomes.append(self._write(session, actor, branch, file, table, course))
            if is_preview:
                raise _PreviewDone
            self._uow.database.analyze_changed(session, outcomes[0].row_count)
            course.was_written()

    def _checked(self, file: ImportFile, branch: BranchFacts, course: Course) -> CheckedTable:
        from desktop.services.imports.check import check_table
        from desktop.services.imports.source import read_source

        course.begin()
        raw = read_source(file.path, file.sheet or None, file.mapping)
        course.was_read()
        table = check_table(
            raw,
            file.kind,
            file.mapping,
            decimals=branch.decimals,
            fiscal=branch.fiscal,
            decimal_comma=file.decimal_comma,
            pause=course.check,
        )
        course.was_checked()
        if table.table_error:
            raise ImportRefused(table.issues)
        return table

    def _write(
        self,
        session: Session,
        actor: Actor,
        branch: BranchFacts,
        file: ImportFile,
        table: CheckedTable,
        course: Course,
    ) -> ImportOutcome:
        from desktop.services.imports.loading.context import LoadContext
        from desktop.services.imports.loading.loaders import LOADERS
        from desktop.services.imports.loading.new_batch import new_batch, refuse_same_content

        context = LoadContext(
            session, self._uow.database, branch, self._clock, table, _options(file), course,
            user_id=actor.user_id,
        )  # fmt: skip
        refuse_same_content(session, branch, file, table)
        batch = new_batch(session, branch, file, table)
        context.batch_id = batch.id
        loader, _right = LOADERS[file.kind]
        write: Writer = loader(context)
        # Not `table.errors`: of many warnings the last are only counted, which is no error.
        if (context.refused or table.refused) and not file.good_rows_only:
            raise ImportRefused((*table.issues, *_limited(context.issues)))
        good = context.good()
        if not good:
            raise ImportRefused((*table.issues, *_limited(context.issues), _nothing(table)))
        course.begin_writing(len(good))
        topics = write()
        session.flush()
        refused = {**dict(table.refused)}
        for place, issue in context.refused.items():
            refused.setdefault(table.row_numbers[place], issue)
        batch.row_count, batch.refused_count = len(good), len(refused)
        session.flush()
        return ImportOutcome(
            batch.id,
            file.kind,
            len(good),
            len(refused),
            table.rounded_amounts,
            (*table.issues, *_limited(context.issues)),
            tuple(sorted(refused.items())),
            table,
            ChangeSet(topics | {Topic.IMPORTS}, batch.id),
        )

    def batches(self) -> tuple[BatchRow, ...]:
        """Return the imports so far, the latest first."""
        with self._uow.read() as session:
            rows = session.execute(
                select(ImportBatch, CommandLog.at, AppUser.name)
                .join(CommandLog, CommandLog.id == ImportBatch.command_id)
                .outerjoin(AppUser, AppUser.id == CommandLog.user_id)
                .order_by(ImportBatch.id.desc())
            )
            return tuple(
                BatchRow(
                    batch.id,
                    ImportKind(batch.kind),
                    batch.scope,
                    batch.file_name,
                    batch.sheet,
                    batch.row_count,
                    batch.refused_count,
                    batch.rounded_count,
                    at,
                    user or "",
                    batch.withdrawn_at,
                )
                for batch, at, user in rows
            )

    def contents(self, actor: Actor, batch_id: int) -> BatchContents:
        """Return what goes when a batch is taken back.

        Raises:
            RuleViolation: there is no such batch.
        """
        from desktop.services.imports.loading.contents import contents_of

        with self._uow.read() as session:
            return contents_of(session, _batch(session, actor, batch_id))

    def withdraw(self, actor: Actor, batch_id: int) -> ChangeSet:
        """Take a batch back whole; its documents are void and its numbers are free again.

        Raises:
            RuleViolation: no such batch, taken back already, or something rests on it.
            NotAllowed: the user's roles do not include it.
        """
        from desktop.services.imports.loading.attribution import reattribute
        from desktop.services.imports.loading.batches import withdraw
        from desktop.services.imports.loading.summary import refresh_sales_months

        actor.require(Action.WITHDRAW_BATCH)
        # The log of commands is what says who took which batch back.
        with self._uow.write(actor, f"Withdraw batch {batch_id}", is_bulk=True) as session:
            self._uow.database.allow_long_work(session)
            self._uow.database.wait_for_bulk_changes(session, actor.branch_id)
            batch = _batch(session, actor, batch_id)
            if batch.withdrawn_at is not None:
                raise RuleViolation("batch_withdrawn", batch=batch_id)
            branch = load_branch(session, actor.branch_id)
            done = withdraw(session, batch, self._clock.today(), self._clock.now())
            months: frozenset[int] | None = done.months
            if done.is_master_data or done.has_changes:
                session.flush()
                reattribute(session, branch.id, None)
                months = None
            refresh_sales_months(session, branch, months)
        return ChangeSet.everything()


def _batch(session: Session, actor: Actor, batch_id: int) -> ImportBatch:
    batch = session.scalars(
        select(ImportBatch).where(
            ImportBatch.branch_id == actor.branch_id, ImportBatch.id == batch_id
        )
    ).first()
    if batch is None:
        raise RuleViolation("batch_unknown", batch=batch_id)
    return batch


def _require_plan(file: ImportFile) -> None:
    if file.kind is not ImportKind.TARGETS:
        return
    try:
        name = clean_text(file.plan)
    except ValueError as error:
        issue = Issue("text_unseen", {"character": str(error)}, file.path.name, value=file.plan)
        raise ImportRefused((issue,)) from error
    if not name:
        raise ImportRefused((Issue("plan_missing", file=file.path.name),))
    length = max(len(name), len(search_key(name)))
    if length > _LONGEST_PLAN:
        facts = {"length": length, "longest": _LONGEST_PLAN}
        raise ImportRefused((Issue("text_too_long", facts, file.path.name, value=name),))


def _options(file: ImportFile) -> LoadOptions:
    from desktop.services.imports.loading.context import LoadOptions

    plan = clean_text(file.plan) if file.kind is ImportKind.TARGETS else ""
    return LoadOptions(
        file.update, file.good_rows_only, plan, file.in_force, file.apply_oldest_first
    )


def _limited(issues: list[Issue]) -> tuple[Issue, ...]:
    if len(issues) <= _MOST_ISSUES:
        return tuple(issues)
    return (*issues[:_MOST_ISSUES], Issue("more_issues", {"count": len(issues) - _MOST_ISSUES}))


def _nothing(table: CheckedTable) -> Issue:
    return Issue("no_rows", file=table.file_name, sheet=table.sheet)
