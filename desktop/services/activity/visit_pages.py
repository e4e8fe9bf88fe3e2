"""The statements that read a page of visits, each made once and kept as the driver takes it.

A page is two hundred rows; to make the statement, compile it and wrap the rows would cost
several times what the database takes. The form of a question names its statement, its values
are the statement's parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from desktop.models import Customer, Rep, Visit
from desktop.services.activity.data import VisitOrder
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit
from desktop.services.activity.visit_filters import (
    CONDITIONS,
    INDEX,
    index_matches,
    mine,
    of_customers,
    text_in_customer,
    text_in_note,
)
from desktop.services.activity.visit_order import beyond, order_by, sort_parts, sorted_column
from desktop.services.database.faults import as_sqlalchemy
from desktop.services.database.text_search import ID_MASK

#: Where these stand in a row of the page.
ID, DAY = 0, 1
COLUMNS: Final = (
    Visit.id, Visit.visited_on, Visit.version, Visit.visit_no, Visit.starts_at, Visit.ends_at,
    Visit.minutes, Visit.rep_id, Visit.customer_id, Customer.code, Customer.name, Visit.channel,
    Visit.purpose, Visit.outcome, Visit.is_attempt, Visit.is_planned, Visit.rejected_on,
    Visit.note, Visit.order_number, Visit.keyed_at, Visit.received_at, Visit.batch_id,
)  # fmt: skip


class Source(StrEnum):
    """Where the rows of a page come from, as far as a text is looked for.

    ALL: no text. SCAN: every visit is looked at. NOTES: those whose notes the index finds, in the
    order of days. CUSTOMERS: those of the customers `ids`. HITS: both of these, in any order.
    """

    ALL = "all"
    SCAN = "scan"
    NOTES = "notes"
    CUSTOMERS = "customers"
    HITS = "hits"


class Group(StrEnum):
    """Of which visits the page is read, where the list is read value by value of its order."""

    WHOLE = "whole"
    REPS = "reps"
    MINUTES = "minutes"
    NO_MINUTES = "no_minutes"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a question: equal forms have the same statement.

    `is_beyond` says that the page begins after a key, `backwards` that it is read from its end.
    """

    names: tuple[str, ...]
    source: Source
    group: Group
    order: VisitOrder
    is_ascending: bool
    backwards: bool
    is_beyond: bool
    #: Whether a text index is asked for the notes (SQLite), or the texts themselves.
    by_index: bool = False


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement as the driver takes it; `places` are its parameters in order, None by name."""

    words: str
    places: tuple[str, ...] | None
    fixed: Mapping[str, Any]


def read_page(session: Session, form: Form, values: Mapping[str, Any]) -> Sequence[Any]:
    """Return the rows of a page as the driver gives them: `COLUMNS`, validity, what sorts."""
    connection = session.connection()
    made = _statement(form, connection.dialect)
    given = {**made.fixed, **values}
    row: Any
    if made.places is None:
        row = {name: given[name] for name in made.fixed}
    else:
        row = tuple(_plain(given[name]) for name in made.places)
    result = connection.exec_driver_sql(made.words, row)
    with as_sqlalchemy(connection.dialect.loaded_dbapi.Error):
        # The driver's own rows: to wrap two hundred costs a quarter of reading them.
        return result.cursor.fetchall()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=512)
def _statement(form: Form, dialect: Dialect) -> _Statement:
    is_sqlite = dialect.name == "sqlite"
    made = _select(form, is_sqlite=is_sqlite).compile(dialect=dialect)
    words = str(made)
    if is_sqlite:
        words = _in_written_order(form, words)
    places = tuple(made.positiontup) if made.positiontup is not None else None
    return _Statement(words, places, dict(made.params))


def _in_written_order(form: Form, words: str) -> str:
    """Return the statement such that SQLite reads by the index of the order, then joins.

    Its guess of what is cheapest rests on statistics that know neither the page nor an index
    that is new.
    """
    words = words.replace(" JOIN ", " CROSS JOIN ")
    if _begins_with_customers(form):
        words = words.replace("FROM customer ", "FROM customer INDEXED BY ix_customer_letters ", 1)
        return words.replace(" visit ON ", " visit INDEXED BY ix_visit_customer ON ", 1)
    if form.source not in (Source.ALL, Source.SCAN):
        return words
    if "customer_id" in form.names:
        index = "ix_visit_customer"
    elif form.group is Group.REPS or "rep_id" in form.names:
        index = "ix_visit_rep"
    elif form.group in (Group.MINUTES, Group.NO_MINUTES):
        index = "ix_visit_minutes"
    else:
        index = "ix_visit_date"
    return words.replace("FROM visit ", f"FROM visit INDEXED BY {index} ", 1)


def _select(form: Form, *, is_sqlite: bool) -> Select[Any]:
    first = sorted_column(form.order, is_ascending=form.is_ascending)
    if first is None or form.group is not Group.WHOLE:
        first = literal_column("''")
    is_valid = valid_visit(bindparam("branch")).label("is_valid")  # type: ignore[arg-type]
    columns: tuple[Any, ...] = (*COLUMNS, is_valid, first.label("sorted_by"))
    found = select(*columns)
    found = _joined(form, found, is_sqlite=is_sqlite)
    found = found.where(*mine(), *(CONDITIONS[name]() for name in form.names))
    found = found.where(*_source(form, is_sqlite=is_sqlite), *_group(form, is_sqlite=is_sqlite))
    return _in_order(form, found, is_sqlite=is_sqlite).limit(bindparam("size", type_=BigInteger))


def _joined(form: Form, found: Select[Any], *, is_sqlite: bool) -> Select[Any]:
    customer = and_(Customer.branch_id == Visit.branch_id, Customer.id == Visit.customer_id)
    if form.source is Source.NOTES and form.by_index:
        found = found.select_from(INDEX).join(Visit, Visit.id == INDEX.c.rowid.bitwise_and(ID_MASK))
    elif _begins_with_customers(form):
        found = found.select_from(Customer).join(Visit, customer).join(Rep, rep_of_visit())
        return found.where(Customer.branch_id == bindparam("branch"))
    else:
        found = found.select_from(Visit)
    return found.join(Rep, rep_of_visit()).join(Customer, customer)


def _begins_with_customers(form: Form) -> bool:
    """Whether customers are read in their order, and the visits of each."""
    is_all = form.source in (Source.ALL, Source.SCAN) and "customer_id" not in form.names
    return form.order is VisitOrder.CUSTOMER and is_all


def _source(form: Form, *, is_sqlite: bool) -> tuple[ColumnElement[bool], ...]:
    match form.source:
        case Source.ALL:
            return ()
        case Source.SCAN:
            return (or_(text_in_note(), text_in_customer()),)
        case Source.NOTES if form.by_index:
            return (
                index_matches(),
                INDEX.c.rowid.between(bindparam("lowest"), bindparam("highest")),
            )
        case Source.NOTES:
            return (text_in_note(),)
        case Source.CUSTOMERS:
            return (of_customers(is_sqlite=is_sqlite),)
        case Source.HITS:
            return (_hit(form, is_sqlite=is_sqlite),)


def _hit(form: Form, *, is_sqlite: bool) -> ColumnElement[bool]:
    if not form.by_index:
        return or_(text_in_note(), of_customers(is_sqlite=is_sqlite))
    noted = select(INDEX.c.rowid.bitwise_and(ID_MASK)).where(index_matches())
    theirs = aliased(Visit)
    visited = select(theirs.id).where(
        theirs.branch_id == bindparam("branch"),
        of_customers(theirs, is_sqlite=True),
    )
    return Visit.id.in_(noted.union_all(visited))


def _group(form: Form, *, is_sqlite: bool) -> tuple[ColumnElement[bool], ...]:
    match form.group:
        case Group.WHOLE:
            return ()
        case Group.REPS:
            return (Visit.rep_id == bindparam("value"),)
        case Group.MINUTES:
            return (Visit.minutes == bindparam("value"),)
        case Group.NO_MINUTES:
            return (Visit.minutes.is_(None),)


def _in_order(form: Form, found: Select[Any], *, is_sqlite: bool) -> Select[Any]:
    if form.group is Group.WHOLE:
        parts = sort_parts(form.order, is_ascending=form.is_ascending)
    else:
        # Within a value of the order the newest stand first, whichever way the values go.
        parts = sort_parts(VisitOrder.DAY, is_ascending=False)
    if form.is_beyond:
        found = found.where(beyond(parts, backwards=form.backwards))
    if form.source is Source.NOTES and form.by_index:
        place = INDEX.c.rowid
        newest_first = parts[-1].is_descending is not form.backwards
        return found.order_by(place.desc() if newest_first else place.asc())
    if form.source in (Source.CUSTOMERS, Source.HITS) and is_sqlite:
        # Such a column keeps SQLite from walking through all days: few visits are found and sorted.
        parts = tuple(part._replace(column=func.coalesce(part.column, null())) for part in parts)
    return found.order_by(*order_by(parts, backwards=form.backwards))
