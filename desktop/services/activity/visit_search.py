"""How a text is looked for in the list of visits: in the notes and in the customers' names.

The answer is the same as that of a scan of everything; how it is found depends on how much there
is of it. What is common is found by looking at the newest visits, since two hundred make a page;
what is rare is found by the index.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, false, or_, select
from sqlalchemy.orm import Session

from desktop.models import Customer, Visit
from desktop.services.activity.visit_filters import (
    in_notes_by_index,
    like_pattern,
    of_customers,
    text_in_customer,
    text_in_note,
)
from desktop.services.database import text_search

#: More customers than these are not listed: so many have visits on every page.
MOST_CUSTOMERS: Final = 2_000
#: More hits than these are not sorted by another order than that of the days.
MOST_HITS: Final = 20_000
_MOST_TERMS = 64
_TRIGRAM = 3
_LAST = "\U0010ffff"
_KNOWN = "branchbook_text_index"


@dataclass(frozen=True, slots=True)
class TextSearch:
    """A text and how it is looked for.

    `customers` are the ids of those that it names, None where they are too many to list. `match`
    is the question to the text index, empty where notes are read one by one (Postgres reads them
    by its own index), None where no note has the text.
    """

    key: str
    customers: tuple[int, ...] | None
    match: str | None = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def has_text_index(session: Session) -> bool:
    """Whether texts are found by an index; without one they are read one by one."""
    connection = session.connection()
    known: dict[Any, Any] = connection.info
    if _KNOWN not in known:
        known[_KNOWN] = (
            text_search.has_index(connection)
            if connection.dialect.name == "sqlite"
            else bool(connection.exec_driver_sql("SELECT to_regclass('ix_visit_search')").scalar())
        )
    return bool(known[_KNOWN])


def customers_of(session: Session, branch_id: int, key: str) -> tuple[int, ...] | None:
    """Return the customers whose code, name or initials hold the text; None if too many."""
    connection = session.connection()
    match = _match(connection, "customer_search", key) if _may_ask_index(session, key) else ""
    if match is None:
        return ()
    if match:
        rows = connection.exec_driver_sql(
            "SELECT rowid FROM customer_search WHERE customer_search MATCH ? LIMIT ?",
            (match, MOST_CUSTOMERS + 1),
        ).fetchall()
    else:
        query = (
            select(Customer.id)
            .where(Customer.branch_id == branch_id, text_in_customer())
            .limit(MOST_CUSTOMERS + 1)
        )
        rows = connection.execute(query, {"pattern": like_pattern(key)}).fetchall()
    return None if len(rows) > MOST_CUSTOMERS else tuple(row[0] for row in rows)


def look_for(session: Session, branch_id: int, key: str) -> TextSearch:
    """Return how a text is found, its customers with it."""
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    customers = customers_of(session, branch_id, key)
    ids: object = json.dumps(customers or ()) if is_sqlite else list(customers or ())
    values: dict[str, Any] = {"pattern": like_pattern(key), "ids": ids, "branch": branch_id}
    match = text_search.phrase(key) if len(key) >= _TRIGRAM and _may_ask_index(session, key) else ""
    return TextSearch(key, customers, match, {**values, "match": match})


def with_terms(session: Session, search: TextSearch) -> TextSearch:
    """Return the search of a text of one or two characters by all trigrams that begin with it."""
    if search.match or not _may_ask_index(session, search.key):
        return search
    match = _match(session.connection(), "visit_search", search.key)
    return replace(search, match=match, values={**search.values, "match": match})


def _may_ask_index(session: Session, key: str) -> bool:
    """Whether the index of SQLite has an answer; it does not know what no text can hold."""
    if session.connection().dialect.name != "sqlite" or not has_text_index(session):
        return False
    return min(key) >= " "


def are_hits_few(session: Session, search: TextSearch) -> bool:
    """Whether an index finds the notes, and so few that all of them can be sorted."""
    connection = session.connection()
    if search.customers is None:
        return False
    if connection.dialect.name != "sqlite":
        return len(search.key) >= _TRIGRAM and has_text_index(session)
    if not search.match:
        return search.match is None
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM (SELECT 1 FROM visit_search WHERE visit_search MATCH ? LIMIT ?)",
        (search.match, MOST_HITS + 1),
    ).scalar()
    return (found or 0) <= MOST_HITS


def _match(connection: Connection, index: str, key: str) -> str | None:
    """Return the question to an index; empty where it has too many parts, None if none fits."""
    if len(key) >= _TRIGRAM:
        return text_search.phrase(key)
    terms = connection.exec_driver_sql(
        f"SELECT term FROM {index}_terms WHERE term >= ? AND term < ? LIMIT ?",
        (key, key + _LAST, _MOST_TERMS + 1),
    ).fetchall()
    if not terms:
        return None
    return (
        "" if len(terms) > _MOST_TERMS else " OR ".join(text_search.phrase(row[0]) for row in terms)
    )


def text_condition(search: TextSearch, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Return the condition that a visit or its customer holds the text, for sums of all of them.

    Its parameters are the search's `values`.
    """
    noted: ColumnElement[bool]
    theirs: ColumnElement[bool]
    if search.match or search.match is None:
        noted = in_notes_by_index() if search.match else false()
    else:
        noted = text_in_note()
    if search.customers is None:
        theirs = Visit.customer_id.in_(
            select(Customer.id).where(Customer.branch_id == bindparam("branch"), text_in_customer())
        )
    else:
        theirs = of_customers(is_sqlite=is_sqlite)
    return or_(noted, theirs)
