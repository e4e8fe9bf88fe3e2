"""Undoing a save: everything is as it was before, or it is refused and said why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.errors import RuleViolation
from desktop.models import Expense, Invoice
from desktop.services.checking.service import CheckingService
from desktop.services.entries.data import EntryKind, SaveEntries, TakeBack
from desktop.services.entries.service import EntryService
from desktop.services.messages import sentence
from tests.databases import Copying
from tests.factories import CLOCK, Desk, a_filled_desk
from tests.integration.entries_branch import (
    DAY,
    FILES,
    MADE,
    C,
    O,
    V,
    X,
    a_visit,
    fill_branch,
    rows_of,
    typed,
)


@pytest.fixture
def desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on each engine."""
    with a_filled_desk(filled_url(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def local(filled_file: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on SQLite, for what does not depend on the engine."""
    with a_filled_desk(filled_file(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def entries(desk: Desk) -> EntryService:
    return EntryService(desk.uow, CLOCK)


@pytest.fixture
def local_entries(local: Desk) -> EntryService:
    return EntryService(local.uow, CLOCK)


@pytest.mark.parametrize("kind", list(EntryKind))
def test_taking_back_leaves_everything_as_it_was(
    desk: Desk, entries: EntryService, kind: EntryKind
) -> None:
    desk.invoices([("C1", "2026-03-02", "450.00")])
    before = desk.contents(versions=False)
    rows = typed(kind) if kind is not V else rows_of(V, a_visit(next_visit_on="2026-03-27"))
    outcome = entries.save(desk.actor, SaveEntries(kind, rows))
    assert desk.contents() != before
    entries.take_back(desk.actor, TakeBack(kind, outcome.ids))
    after = desk.contents()
    after["entry"] = before["entry"]  # How it came in is told of what is void, too.
    assert after == before
    assert desk.rows(Invoice, "settled_on") == [(date(9999, 12, 31),)]
    assert entries.recent(desk.actor, kind) == ()
    if kind in (O, C):
        assert CheckingService(desk.uow, CLOCK).run() == ()
    # The numbers are free again.
    assert entries.save(desk.actor, SaveEntries(kind, rows)).saved == outcome.saved
    with pytest.raises(RuleViolation, match="entry_gone"):
        entries.take_back(desk.actor, TakeBack(kind, outcome.ids))


def test_what_something_rests_on_is_not_taken_back(desk: Desk, entries: EntryService) -> None:
    order = {"order_no": "S1", "order_date": DAY, "customer_code": "C1", "amount": "100"}
    saved = entries.save(desk.actor, SaveEntries(O, rows_of(O, order)))
    desk.bring("invoices", "invoice_no,invoice_date,customer_code,amount,order_no\n"
                           "F1,2026-03-18,C1,100,S1\n")  # fmt: skip
    with pytest.raises(RuleViolation) as refused:
        entries.take_back(desk.actor, TakeBack(O, saved.ids))
    assert sentence(refused.value) == "This cannot be taken back; invoice rests on it: F1."


def test_what_came_in_a_file_goes_with_its_batch_alone(
    local: Desk, local_entries: EntryService
) -> None:
    local.bring(*FILES[X])
    ids = tuple(row[0] for row in local.rows(Expense, "id"))
    with pytest.raises(RuleViolation, match="entry_of_file"):
        local_entries.take_back(local.actor, TakeBack(X, ids))
