"""The figures of PERFORMANCE.md and the start of the program, each beside its floor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from statistics import median

from desktop.enums import Dimension
from desktop.services.figures.data import ReportRequest
from desktop.services.plans.service import PlansService
from desktop.services.receivables.service import ReceivablesService
from tests.benchmarks.dataset import CLOCK, Bench
from tests.benchmarks.floors import statement
from tests.benchmarks.measure import RUNS, Result, in_turns

_ATTAINMENT_FLOOR = """
SELECT invoice.credited_rep_id, invoice.month, product.group_id, sum(line.net_minor)
FROM invoice_line AS line
JOIN invoice ON invoice.branch_id = line.branch_id AND invoice.id = line.invoice_id
LEFT JOIN product ON product.id = line.product_id
WHERE invoice.branch_id = ? AND invoice.state = 'posted'
GROUP BY invoice.credited_rep_id, invoice.month, product.group_id
"""

_AGING_FLOOR = """
SELECT customer_id, sum(gross_minor - coalesce((
    SELECT sum(amount_minor) FROM application
    WHERE application.branch_id = invoice.branch_id AND invoice_id = invoice.id
      AND applied_on <= ?), 0))
FROM invoice WHERE branch_id = ? AND state = 'posted' AND document_date <= ?
GROUP BY customer_id
"""


def attainment(bench: Bench) -> Result:
    """Measure attainment by rep, month and product group over all years of the database."""
    service = PlansService(bench.uow, CLOCK)
    request = ReportRequest(
        "attainment",
        (Dimension.REP, Dimension.MONTH, Dimension.PRODUCT_GROUP),
        first=date(2027 - bench.size.years, 1, 1),
        last=date(2026, 12, 31),
        as_of=date(2026, 12, 31),
    )
    cells = len(service.attainment(request).rows)
    floor, ours = in_turns(
        statement(bench, _ATTAINMENT_FLOOR, bench.actor.branch_id),
        lambda: service.attainment(request),
    )
    return Result(
        "attainment, rep × month × product group", bench.size.name, "one statement over the lines",
        floor, ours, 0.10, f"{bench.size.invoices:,} invoices, {cells:,} cells",
    )  # fmt: skip


def aging(bench: Bench, as_of: date) -> Result:
    """Measure aging by customer at a date."""
    service = ReceivablesService(bench.uow, CLOCK)
    request = ReportRequest("aging", (Dimension.CUSTOMER,), as_of=as_of)
    rows = len(service.aging(request).rows)
    floor, ours = in_turns(
        statement(bench, _AGING_FLOOR, as_of.isoformat(), bench.actor.branch_id, as_of.isoformat()),
        lambda: service.aging(request),
    )
    return Result(
        f"aging by customer at {as_of}", bench.size.name, "one statement over invoices",
        floor, ours, 0.10, f"{bench.size.invoices:,} invoices, {rows:,} customers open",
    )  # fmt: skip


def start(bench: Bench) -> tuple[Result, ...]:
    """Measure the start of the program to its first painted window, and to its first rows."""
    bare, window, first = [], [], []
    for _run in range(RUNS):
        bare.append(_started("bare")["painted"])
        found = _started("program", bench.address)
        window.append(found["painted"])
        first.append(found["rows"])
    return (
        Result(
            "start to first painted window", bench.size.name, "bare PySide6 table window",
            median(bare), median(window), 1.2, "new process each",
        ),
        Result(
            "start to first rows", bench.size.name, "bare PySide6 table window",
            median(bare), median(first), 2.5, "new process each",
        ),
    )  # fmt: skip


def _started(*arguments: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BRANCHBOOK_SETTINGS": folder}
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.starting", *arguments],
            capture_output=True, text=True, env=env, check=True,
        )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout.strip().splitlines()[-1])
    return found
