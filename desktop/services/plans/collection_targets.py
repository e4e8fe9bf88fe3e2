"""Collection targets: opening receivables and planned sales by terms or habit, taken as targets."""

from __future__ import annotations

from desktop.clock import Clock
from desktop.enums import Metric
from desktop.errors import ConflictError, RuleViolation
from desktop.money import from_minor
from desktop.services.access import Actor
from desktop.services.garbage import collector_paused
from desktop.services.plans.collection_reading import read_collections
from desktop.services.plans.collection_targets_data import (
    CollectionBook,
    CollectionRow,
    PayBasis,
    TakeCollections,
)
from desktop.services.plans.outlooks_data import TakenTargets
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import PlanSheet
from desktop.services.plans.reasons_data import BasisInput, Pedigree
from desktop.services.plans.taking import Wanted, targets_edit, year_scope
from desktop.services.uow import UnitOfWork

#: The method of targets that were taken from here, as pedigrees keep it.
RECEIVABLES_AND_TERMS = "receivables_and_terms"


class CollectionTargets:
    """Derives what a version's collections come to, and makes targets of it."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._planning = Planning(uow, clock)

    def book(self, version_id: int, basis: PayBasis) -> CollectionBook:
        """Return what comes in by customer and month.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            return read_collections(session, version_id, basis, self._clock.today())

    def take(self, actor: Actor, command: TakeCollections) -> TakenTargets:
        """Write what comes in into a draft's lines of collections, with its pedigree.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `Planning.save_edit`;
                `grounds_none`, nothing comes in.
        """
        book = self.book(command.version_id, command.basis)
        if book.card.version != command.expected_version:
            raise ConflictError("changed_meanwhile", theirs=book.card)
        if not book.total:
            raise RuleViolation("grounds_none")
        sheet = self._planning.sheet(command.version_id, Metric.COLLECTIONS)
        wanted = [Wanted(row.owner, row.year.months, _pedigree(book, sheet, row))
                  for row in book.rows]  # fmt: skip
        edit = targets_edit(sheet, wanted, _whole(book, sheet), command.request_id)
        saved = self._planning.save_edit(actor, edit.command)
        taken = sum(bool(row.owner.customer_id and row.year.year) for row in book.rows)
        amount = from_minor(edit.amount, book.decimals)
        return TakenTargets(saved.changes, saved.version, amount, taken, edit.kept)


def _pedigree(book: CollectionBook, sheet: PlanSheet, row: CollectionRow) -> Pedigree | None:
    """Return how a customer's year was reached; a pool has none of its own."""
    if not row.owner.customer_id or not row.year.year:
        return None
    is_habit = book.basis is PayBasis.HABIT
    timing = BasisInput("terms_days", str(row.terms_days), "customer_card")
    if is_habit:
        timing = BasisInput("habit", "own" if row.has_habit else "branch", "documents")
    return Pedigree(
        year_scope(sheet, row.owner.customer_id), row.year.year, RECEIVABLES_AND_TERMS, "",
        (
            BasisInput(
                "receivable", str(row.year.opening), "documents", book.opening_day.isoformat()
            ),
            BasisInput("planned_with_tax", str(row.planned), "plan"),
            timing,
        ),
    )  # fmt: skip


def _whole(book: CollectionBook, sheet: PlanSheet) -> Pedigree:
    opening = sum(row.year.opening for row in book.rows)
    planned = sum(row.planned for row in book.rows)
    return Pedigree(
        year_scope(sheet), book.total, RECEIVABLES_AND_TERMS, "",
        (
            BasisInput("receivable", str(opening), "documents", book.opening_day.isoformat()),
            BasisInput("planned_with_tax", str(planned), "plan"),
            BasisInput("tax_ratio", f"{book.tax_ratio:.4f}", "documents"),
        ),
    )  # fmt: skip
