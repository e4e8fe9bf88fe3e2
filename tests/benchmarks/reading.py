"""Works that read: the figures of all scorecards."""

from __future__ import annotations

from datetime import date

from desktop.enums import Dimension
from desktop.services.activity.service import ActivityService
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.figures.data import ReportRequest
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
           count(DISTINCT visited_on) AS days, count(nullif(outcome <> 'ordered', true)) AS ordered
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


def scorecard_figures(bench: Bench) -> Result:
    """Measure the activity figures of everyone's scorecard of the last year: `kpi` by rep.

    The floor reads all years, as scorecards must to tell new customers and lost ones.
    """
    # The rows were filled in without triggers: what is kept of them is made first.
    refresh_summaries(bench.uow, bench.actor)
    service = ActivityService(bench.uow, CLOCK)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    request = ReportRequest("kpi", (Dimension.REP,), last, first, last)
    reps = len(service.kpi(request).rows)
    begin = date(2027 - bench.size.years, 1, 1)
    values = (bench.actor.branch_id, begin.isoformat(), last.isoformat())
    floor, ours = in_turns(statement(bench, _FIGURES_FLOOR, *values), lambda: service.kpi(request))
    return Result(
        "scorecard figures of all reps, one year", bench.size.name, "one statement over the rows",
        floor, ours, 0.25, f"{reps} reps",
    )  # fmt: skip
