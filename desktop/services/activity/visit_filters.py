"""What the list of visits is narrowed by: conditions by name, and the values they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
)

from desktop.models import Customer, Visit
from desktop.search_key import search_key
from desktop.services.activity.data import VisitQuery
from desktop.services.activity.visit_facts import valid_visit
from desktop.services.database.text_search import ID_MASK
from desktop.services.figures.frame import Frame

ESCAPE: Final = "\\"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which conditions hold, by name, and the values of their parameters; the text aside."""

    names: tuple[str, ...]
    values: Mapping[str, Any]


def _day(name: str) -> Any:
    return bindparam(name, type_=Date())


def like_pattern(key: str) -> str:
    """Return the pattern that finds the key anywhere."""
    for special in (ESCAPE, "%", "_"):
        key = key.replace(special, ESCAPE + special)
    return f"%{key}%"


def contains(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column holds what the named pattern finds."""
    found: ColumnElement[bool] = column.like(bindparam(name), escape=ESCAPE)
    return found


#: Each condition by its name, which is that of its parameter too where it has one.
CONDITIONS: Final[Mapping[str, Callable[[], ColumnElement[bool]]]] = {
    "first": lambda: Visit.visited_on >= _day("first"),
    "last": lambda: Visit.visited_on <= _day("last"),
    "rep_id": lambda: Visit.rep_id == bindparam("rep_id"),
    "channel": lambda: Visit.channel == bindparam("channel"),
    "outcome": lambda: contains(func.lower(Visit.outcome), "outcome"),
    "outcome_is": lambda: Visit.outcome == bindparam("outcome_is"),
    "valid": lambda: valid_visit(bindparam("branch")),  # type: ignore[arg-type]
    "not_valid": lambda: not_(valid_visit(bindparam("branch"))),  # type: ignore[arg-type]
    "customer_id": lambda: Visit.customer_id == bindparam("customer_id"),
    "attempt": lambda: Visit.is_attempt.is_(True),
    "no_attempt": lambda: Visit.is_attempt.is_(False),
    "planned": lambda: Visit.is_planned.is_(True),
    "unplanned": lambda: or_(Visit.is_planned.is_(False), Visit.is_planned.is_(None)),
}


def mine() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that every list has: posted visits of the branch."""
    return Visit.branch_id == bindparam("branch"), Visit.state == "posted"


def chosen(frame: Frame, query: VisitQuery) -> Chosen:
    """Return what the query chooses, its text and its page aside."""
    given: dict[str, Any] = {
        "first": query.first,
        "last": query.last,
        "channel": None if query.channel is None else query.channel.value,
        "outcome": like_pattern(key) if (key := search_key(query.outcome)) else None,
        "outcome_is": query.outcome_is or None,
        "customer_id": query.customer_id,
    }
    if query.rep_code:
        # A code that there is not is nobody's.
        ids = [rep.id for rep in frame.reps.values() if rep.code == query.rep_code]
        given["rep_id"] = ids[0] if ids else 0
    values = {name: value for name, value in given.items() if value is not None}
    flags = (
        ("valid", "not_valid", query.is_valid),
        ("attempt", "no_attempt", query.is_attempt),
        ("planned", "unplanned", query.is_planned),
    )
    switches = [yes if is_set else no for yes, no, is_set in flags if is_set is not None]
    return Chosen((*values, *switches), {**values, "branch": frame.branch.id})


def text_in_note() -> ColumnElement[bool]:
    """Return the condition that the note holds the text; parameter `pattern`."""
    return contains(Visit.note_key, "pattern")


def text_in_customer() -> ColumnElement[bool]:
    """Return the condition that a customer's code, name or initials hold the text."""
    columns = (Customer.name_key, Customer.code_key, Customer.pinyin)
    return or_(*(contains(column, "pattern") for column in columns))


#: The text index of a SQLite file: a row's number carries the id of its visit.
INDEX: Final = table("visit_search", column("rowid", BigInteger))


def index_matches() -> ColumnElement[bool]:
    """Return the condition that the index finds a note; parameter `match`."""
    found: ColumnElement[bool] = literal_column("visit_search").op("MATCH", is_comparison=True)(
        bindparam("match")
    )
    return found


def in_notes_by_index() -> ColumnElement[bool]:
    """Return the condition that the note is among those that the index finds."""
    return Visit.id.in_(select(INDEX.c.rowid.bitwise_and(ID_MASK)).where(index_matches()))


def of_customers(visit: Any = Visit, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Return the condition that the customer is one of the parameter `ids`."""
    found: ColumnElement[bool]
    if is_sqlite:
        found = visit.customer_id.in_(select(text("value FROM json_each(:ids)")))
    else:
        found = visit.customer_id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
    return found
