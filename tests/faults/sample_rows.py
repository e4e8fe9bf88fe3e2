"""A file of one row for every kind of import, out of the examples of its template."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from desktop.enums import ImportKind
from desktop.services.imports.kinds import KINDS, kind_spec
from desktop.services.imports.service import ImportFile

_K = ImportKind
#: What makes a second file of the kind another one than the first.
SECOND: dict[ImportKind, dict[str, str]] = {
    _K.TERRITORIES: {"code": "WEST", "parent_code": "EAST"},
    _K.REPS: {"code": "R02", "manager_code": "R01"},
    _K.PRODUCT_GROUPS: {"code": "PARTS", "parent_code": "BIKES"},
    _K.PRODUCTS: {"code": "P200"},
    _K.CUSTOMERS: {"code": "C0002"},
    _K.ASSIGNMENTS: {"from": "2026-06-01"},
    _K.ORDERS: {"order_no": "SO-1002"},
    _K.INVOICES: {"invoice_no": "INV-2002"},
    _K.COLLECTIONS: {"receipt_no": "RC-3002"},
    _K.VISITS: {"visit_no": "V-4002"},
    _K.VISIT_PLANS: {"date": "2026-07-10"},
    _K.EXPENSES: {"date": "2026-07-03"},
    _K.BUDGETS: {"period": "2026-08"},
    _K.TARGETS: {"period": "2026-08"},
    _K.MARKET_NOTES: {"date": "2026-07-03"},
    _K.CALENDAR: {"date": "2026-10-08"},
    _K.LEAVE: {"from": "2026-09-01", "to": "2026-09-02"},
}
_OPTIONS: dict[ImportKind, dict[str, Any]] = {_K.TARGETS: {"plan": "Plan", "in_force": True}}


def sample_file(folder: Path, kind: ImportKind, changes: dict[str, str] | None = None,
                **options: Any) -> ImportFile:  # fmt: skip
    """Write the kind's example row, some of its cells changed, and return the order for it."""
    row = {column.name: column.example for column in kind_spec(kind).columns} | (changes or {})
    path = folder / f"{kind}-{len(list(folder.glob('*.csv'))) + 1}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(row)
        writer.writerow(row.values())
    return ImportFile(kind, path, **{**_OPTIONS.get(kind, {}), **options})


def first_files(folder: Path) -> list[ImportFile]:
    """Return a file of every kind, in the order in which they can go in."""
    return [sample_file(folder, kind) for kind in KINDS]
