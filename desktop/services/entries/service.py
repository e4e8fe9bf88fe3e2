"""Keying reports in the office: check as one types, save in one transaction, take back, look up."""

from __future__ import annotations

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.services.access import Actor
from desktop.services.entries.data import (
    EntryBatchFacts,
    EntryKind,
    EntryLookups,
    EntryOutcome,
    EntryProblem,
    KeyedRow,
    Rows,
    SaveEntries,
    TakeBack,
)
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.figures.frame import load_branch
from desktop.services.uow import UnitOfWork

#: What a save of each kind changes.
TOPICS: dict[EntryKind, frozenset[Topic]] = {
    EntryKind.VISITS: frozenset({Topic.VISITS}),
    EntryKind.ORDERS: frozenset({Topic.ORDERS}),
    EntryKind.COLLECTIONS: frozenset({Topic.COLLECTIONS}),
    EntryKind.EXPENSES: frozenset({Topic.EXPENSES}),
    EntryKind.MARKET_NOTES: frozenset({Topic.INFORMATION}),
}


class EntryService:
    """Takes in what reps hand over, row by row, by the rules that files are taken in by."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def check(
        self, kind: EntryKind, rows: Rows, facts: EntryBatchFacts | None = None
    ) -> tuple[EntryProblem, ...]:
        """Return everything that is wrong or odd with the rows, by row and column.

        Reads only what the rows name, on one snapshot. Rows that hold nothing but what they
        took over from the line above have no problems. A reporter that nobody is stands at
        row -1, column `reported_by`.
        """
        from desktop.services.entries.reading import load_sheet, reporter

        facts = facts or EntryBatchFacts()
        with self._uow.read() as session:
            branch = load_branch(session)
            load = load_sheet(session, self._uow.database, branch, self._clock, kind, rows, facts)
            problems = load.problems()
            try:
                reporter(session, branch.id, facts)
            except InputError as error:
                of_sheet = [EntryProblem(-1, issue.column, issue) for issue in error.issues]
                return (*of_sheet, *problems)
        return problems

    def normal(self, kind: EntryKind, rows: Rows) -> Rows:
        """Return the rows as the cells show them: normal forms, and codes for whole names.

        What is not understood stays as it was typed.
        """
        from desktop.services.entries.typing import completed, normal_rows

        spec = ENTRY_SPECS[kind]
        with self._uow.read() as session:
            branch = load_branch(session)
            normal = normal_rows(spec, rows, self._clock.today())
            return completed(session, branch.id, spec, normal)[0]

    def save(self, actor: Actor, command: SaveEntries) -> EntryOutcome:
        """Write the rows, how they came, next visits and second looks, in one transaction.

        Raises:
            InputError: rows with errors and not `good_only`, or no good row at all; each issue
                has the row (from one) and the column's key.
            NotAllowed: the user's roles do not include this kind.
            RuleViolation: the request was carried out already.
        """
        from desktop.services.entries.reading import load_sheet, reporter
        from desktop.services.entries.saving import Keyed, write_beside

        spec, facts = ENTRY_SPECS[command.kind], command.facts
        actor.require(spec.right)
        with self._uow.write(
            actor, f"Key {command.kind}", request_id=command.request_id
        ) as session:
            branch = load_branch(session, actor.branch_id)
            # Two desks could key the same number at once, and each would sum the months alone.
            self._uow.database.wait_for_bulk_changes(session, branch.id)
            reported_by = reporter(session, branch.id, facts)
            load = load_sheet(
                session, self._uow.database, branch, self._clock, command.kind, command.rows,
                facts, user_id=actor.user_id,
            )  # fmt: skip
            problems = load.problems()
            if load.is_refused and not command.good_only:
                raise _refused(problems)
            if not load.context.good():
                raise _refused(problems)
            topics = load.write()
            session.flush()
            keyed = Keyed(branch, facts, reported_by, actor.user_id, self._clock.now())
            asked = write_beside(session, load, keyed)
            session.flush()
        made = load.context.made
        return EntryOutcome(
            tuple(sorted(load.index(place) for place in made)),
            tuple(sorted(set(made.values()))),
            problems,
            asked,
            ChangeSet(topics | TOPICS[command.kind]),
        )

    def take_back(self, actor: Actor, command: TakeBack) -> ChangeSet:
        """Undo a save: the documents become void, and what was made with them goes.

        Raises:
            RuleViolation: `entry_gone` or `entry_of_file`, or `entry_in_use` with what rests on
                a document; nothing was changed. The request was carried out already.
            NotAllowed: the user's roles do not include this kind.
        """
        from desktop.services.entries.taking import take_back

        actor.require(ENTRY_SPECS[command.kind].right)
        with self._uow.write(
            actor, f"Take back {command.kind}", request_id=command.request_id
        ) as session:
            branch = load_branch(session, actor.branch_id)
            self._uow.database.wait_for_bulk_changes(session, branch.id)
            take_back(session, branch, command.kind, command.ids, self._clock.today())
        return ChangeSet(TOPICS[command.kind])

    def lookups(self) -> EntryLookups:
        """Return what codes can be completed to: by the code, a part of the name, or pinyin."""
        from desktop.services.entries.lookups import load_lookups

        with self._uow.read() as session:
            return load_lookups(session, self._clock.today())

    def recent(self, actor: Actor, kind: EntryKind, limit: int = 50) -> tuple[KeyedRow, ...]:
        """Return what the user keyed last of a kind, the latest first, without what was undone."""
        from desktop.services.entries.lookups import load_recent

        with self._uow.read() as session:
            return load_recent(session, actor, kind, limit)


def _refused(problems: tuple[EntryProblem, ...]) -> InputError:
    """Return the refusal of a sheet: its errors by row, or that there is nothing in it."""
    errors = [one for one in problems if not one.issue.is_warning]
    if not errors:
        return InputError(Issue("entry_nothing"))
    return InputError(
        *(
            Issue(
                one.issue.code, one.issue.facts, row=one.row + 1, column=one.column,
                value=one.issue.value,
            )
            for one in errors
        )
    )  # fmt: skip
