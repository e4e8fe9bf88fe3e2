"""Works on what a manager looks at every week: a rep's week, and scrolling through the visits.

Both are to be as quick with 300,000 visits as with 3,000 (sizes XS and M): the table's growth
shows it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.services.activity.data import VisitQuery
from desktop.services.activity.service import ActivityService
from desktop.services.rep_week.data import RepWeekQuery
from desktop.services.rep_week.service import RepWeeks
from tests.benchmarks.dataset import CLOCK, Bench
from tests.benchmarks.floors import statement
from tests.benchmarks.measure import Result, in_turns

#: A rep of the data, and a day of the week that is opened.
_REP, _DAY = 5, date(2026, 11, 18)
_RAW = (
    "SELECT visit.* FROM visit WHERE branch_id = ?1 AND state = 'posted' "
    "ORDER BY visited_on DESC, id DESC LIMIT 200"
)
_PAGES = 5


def opened_week(bench: Bench) -> Result:
    """Measure opening a rep's week: lines, figures, comparisons and gaps."""
    service, query = RepWeeks(bench.uow, CLOCK), RepWeekQuery(_REP, _DAY)
    week = service.sheet(query)
    lines = sum(len(day.lines) for day in week.days)
    floor, ours = in_turns(
        statement(bench, _RAW, bench.actor.branch_id), lambda: service.sheet(query)
    )
    return Result(
        "opening a rep-week", bench.size.name, "raw LIMIT 200", floor, ours, None,
        f"{lines} lines, {len(week.gaps)} gaps; {bench.size.visits:,} visits",
    )  # fmt: skip


def scrolled_visits(bench: Bench) -> Result:
    """Measure scrolling: the first page, End, and three pages before it."""
    service, page = ActivityService(bench.uow, CLOCK), VisitQuery(with_totals=False)
    branch = bench.actor.branch_id

    def scroll() -> int:
        rows = len(service.visits(page).rows)
        found = service.visits(replace(page, from_end=True))
        for _n in range(_PAGES - 2):
            found = service.visits(replace(page, before=found.rows[0].key))
            rows += len(found.rows)
        return rows

    raw = statement(bench, _RAW, branch)
    rows = scroll()
    floor, ours = in_turns(lambda: [raw() for _n in range(_PAGES)], scroll)
    return Result(
        "scrolling visits: first page, End, three back", bench.size.name,
        "raw LIMIT 200, five times", floor, ours, None,
        f"{rows} rows of {bench.size.visits:,}",
    )  # fmt: skip
