"""Works that read: the figures of all scorecards, and the first page of the visits."""

from __future__ import annotations

from datetime import date

from desktop.periods import Period
from desktop.services.activity.data import VisitQuery
from desktop.services.activity.service import ActivityService
from desktop.services.appraisals.service import AppraisalsService
from tests.benchmarks.dataset import CLOCK, Bench
from tests.benchmarks.floors import statement
from tests.benchmarks.measure import Result, in_turns

_FIGURES_FLOOR = """
WITH sold AS (
    SELECT invoice.credited_rep_id AS rep_id, sum(line.net_minor) AS net,
           sum(line.cost_minor) AS cost, count(DISTINCT invoice.id) AS invoices,
           count(DISTINCT invoice.customer_id) AS customers
    FROM invoice_line AS line
    JOIN invoice ON invoice.branch_id = line.branch_id AND invoice.id = line.invoice_id
    WHERE invoice.branch_id = ?1 AND invoice.state = 'posted'
      AND invoice.document_date BETWEEN ?2 AND ?3
    GROUP BY invoice.credited_rep_id
), visited AS (
    SELECT rep_id, count(*) AS visits, count(DISTINCT customer_id) AS seen,
           count(DISTINCT visited_on) AS days, sum(outcome = 'ordered') AS ordered
    FROM visit WHERE branch_id = ?1 AND state = 'posted' AND visited_on BETWEEN ?2 AND ?3
    GROUP BY rep_id
), received AS (
    SELECT credited_rep_id AS rep_id, sum(amount_minor) AS amount
    FROM collection
    WHERE branch_id = ?1 AND state = 'posted' AND document_date BETWEEN ?2 AND ?3
    GROUP BY credited_rep_id
)
SELECT rep.code, sold.*, visited.*, received.amount
FROM rep LEFT JOIN sold ON sold.rep_id = rep.id LEFT JOIN visited ON visited.rep_id = rep.id
LEFT JOIN received ON received.rep_id = rep.id
WHERE rep.branch_id = ?1
"""

_PAGE_FLOOR = """
SELECT * FROM visit WHERE branch_id = ? AND state = 'posted'
ORDER BY visited_on DESC, id DESC LIMIT 200
"""


def scorecard_figures(bench: Bench) -> Result:
    """Measure the figures of everyone's scorecard of the last year.

    The floor reads all years, as scorecards must to tell new customers and lost ones.
    """
    service = AppraisalsService(bench.uow, CLOCK)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    period = Period.inclusive(first, last)
    cards = len(service.scorecards(period, last))
    begin = date(2027 - bench.size.years, 1, 1)
    values = (bench.actor.branch_id, begin.isoformat(), last.isoformat())
    floor, ours = in_turns(
        statement(bench, _FIGURES_FLOOR, *values), lambda: service.scorecards(period, last)
    )
    return Result(
        "scorecard figures of all reps, one year", bench.size.name, "one statement over the rows",
        floor, ours, 0.25, f"{cards} scorecards",
    )  # fmt: skip


def first_visits(bench: Bench) -> Result:
    """Measure the first page of the list of visits, without its sums, which come after it."""
    service = ActivityService(bench.uow, CLOCK)
    query = VisitQuery(with_totals=False)
    rows = len(service.visits(query).rows)
    floor, ours = in_turns(
        statement(bench, _PAGE_FLOOR, bench.actor.branch_id), lambda: service.visits(query)
    )
    return Result(
        "first page of the visits", bench.size.name, "raw LIMIT 200 by key",
        floor, ours, 2.0, f"{rows} of {bench.size.visits:,} visits",
    )  # fmt: skip
