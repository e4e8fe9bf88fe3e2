"""Works on the list of visits: a page in each order, far pages, and filtering as one types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from desktop.services.activity.data import VisitKey, VisitOrder, VisitQuery
from desktop.services.activity.service import ActivityService
from desktop.services.activity.visit_search import has_text_index
from tests.benchmarks.dataset import CLOCK, Bench
from tests.benchmarks.floors import statement
from tests.benchmarks.measure import Result, in_turns

_PAGE = VisitQuery(with_totals=False)
_MINE = "SELECT visit.* FROM visit WHERE branch_id = ?1 AND state = 'posted'"
_NEWEST = "ORDER BY visited_on DESC, id DESC LIMIT 200"
_LETTERS = (
    "CASE WHEN customer.name_key >= '\u0080' "
    "THEN customer.pinyin || ' ' || customer.name_key ELSE customer.name_key END"
)
_BY_CUSTOMER = (
    "SELECT visit.* FROM customer CROSS JOIN visit WHERE customer.branch_id = ?1 "
    "AND visit.branch_id = customer.branch_id AND visit.customer_id = customer.id "
    f"AND visit.state = 'posted' ORDER BY {_LETTERS}, visited_on DESC, visit.id DESC LIMIT 200"
)
_FAR = date(2026, 3, 3)
#: A rep of the data, whose visits are read for the floor of the order by rep.
_REP = 5


@dataclass(frozen=True, slots=True)
class _Work:
    """What is asked, and the bare statement that finds the same rows."""

    name: str
    query: VisitQuery
    floor: str
    values: tuple[object, ...]
    floor_name: str


def listed_visits(bench: Bench) -> list[Result]:
    """Measure a page of the list in each order, the last page, and one of a far day."""
    branch = bench.actor.branch_id
    far = VisitKey(_FAR, 0)
    works = [
        _Work("first page by day", _PAGE, f"{_MINE} {_NEWEST}", (branch,), "raw LIMIT 200"),
        _Work(
            "last page by day", replace(_PAGE, from_end=True),
            f"{_MINE} ORDER BY visited_on, id LIMIT 200", (branch,), "raw LIMIT 200",
        ),
        _Work(
            "far page by day", replace(_PAGE, after=far),
            f"{_MINE} AND (visited_on, id) < (?2, ?3) {_NEWEST}",
            (branch, _FAR.isoformat(), 0), "raw LIMIT 200 by key",
        ),
        _Work(
            "first page by minutes", replace(_PAGE, order=VisitOrder.MINUTES),
            f"{_MINE} AND minutes IS NOT NULL ORDER BY minutes DESC, visited_on DESC, id DESC "
            "LIMIT 200",
            (branch,), "raw LIMIT 200",
        ),
        _Work(
            "first page by rep", replace(_PAGE, order=VisitOrder.REP, is_ascending=True),
            f"{_MINE} AND rep_id = ?2 {_NEWEST}", (branch, _REP), "raw LIMIT 200 of a rep",
        ),
        _Work(
            "first page by customer", replace(_PAGE, order=VisitOrder.CUSTOMER, is_ascending=True),
            _BY_CUSTOMER, (branch,), "raw LIMIT 200",
        ),
    ]  # fmt: skip
    return [_measured(bench, work) for work in works]


def filter_visits(bench: Bench) -> list[Result]:
    """Measure a key press in the quick filter: texts of 1, 2, 3 and more characters.

    The floor of three characters and more is the question to the text index with its rows; of
    fewer, for which the index alone has no answer, the scan that ends with the page. For a text
    of a customer the floor is the index of customers, and the visits of those that it finds.
    """
    with bench.uow.read() as session:
        if not has_text_index(session):
            return []
    short = [_scanned(bench, words) for words in ("o", "付", "or", "付款")]
    notes = [_noted(bench, words) for words in ("ord", "order p", "新品 pr", "no. 2988", "zzzz")]
    return [_measured(bench, work) for work in (*short, *notes, _named(bench, "c1987"))]


def _scanned(bench: Bench, words: str) -> _Work:
    return _Work(
        f"filter “{words}”", replace(_PAGE, text=words), f"{_MINE} AND note_key LIKE ?2 {_NEWEST}",
        (bench.actor.branch_id, f"%{words}%"), "LIKE up to the page",
    )  # fmt: skip


def _noted(bench: Bench, words: str) -> _Work:
    if not bench.is_sqlite:
        return replace(_scanned(bench, words), floor_name="pg_trgm query")
    floor = (
        "SELECT visit.* FROM visit_search CROSS JOIN visit "
        "ON visit.id = visit_search.rowid & 8796093022207 "
        "WHERE visit_search MATCH ? ORDER BY visit_search.rowid DESC LIMIT 200"
    )
    query = replace(_PAGE, text=words)
    return _Work(f"filter “{words}”", query, floor, (f'"{words}"',), "FTS5 trigram query")


def _named(bench: Bench, words: str) -> _Work:
    if bench.is_sqlite:
        theirs, value = "rowid FROM customer_search WHERE customer_search MATCH ?2", f'"{words}"'
    else:
        theirs, value = "id FROM customer WHERE code_key LIKE ?2", f"%{words}%"
    return _Work(
        f"filter “{words}” (customers)", replace(_PAGE, text=words),
        f"{_MINE} AND customer_id IN (SELECT {theirs}) {_NEWEST}",
        (bench.actor.branch_id, value), "text index of customers",
    )  # fmt: skip


def _measured(bench: Bench, work: _Work) -> Result:
    service = ActivityService(bench.uow, CLOCK)
    rows = len(service.visits(work.query).rows)
    floor, ours = in_turns(
        statement(bench, work.floor, *work.values), lambda: service.visits(work.query)
    )
    return Result(
        f"visits, {work.name}", bench.size.name, work.floor_name, floor, ours, 2.0,
        f"{rows} of {bench.size.visits:,}",
    )  # fmt: skip
