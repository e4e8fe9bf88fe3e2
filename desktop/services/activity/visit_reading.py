"""Reading a page of visits: whole, value by value of the order, or from several sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.models import Visit
from desktop.search_key import search_key
from desktop.services.activity.data import VisitKey, VisitOrder, VisitQuery, VisitRow
from desktop.services.activity.visit_filters import chosen, like_pattern
from desktop.services.activity.visit_order import minutes_unknown
from desktop.services.activity.visit_pages import DAY, ID, Form, Group, Source, read_page
from desktop.services.activity.visit_rows import rows_of
from desktop.services.activity.visit_search import (
    TextSearch,
    are_hits_few,
    has_text_index,
    look_for,
    with_terms,
)
from desktop.services.database.text_search import place_of
from desktop.services.figures.frame import Frame

#: So many visits are looked at for a short text before the index is asked.
_LOOKED_AT: Final = 5_000
_TRIGRAM = 3
_LONG_AGO, _FAR_OFF = date(1, 1, 1), date(9999, 12, 31)


def read_rows(session: Session, frame: Frame, query: VisitQuery) -> list[VisitRow]:
    """Return the rows of a page and one more where there are more, in the order of reading.

    A page that is read from its end comes in the opposite order.
    """
    reading = _Reading.of(session, frame, query)
    key = search_key(query.text)
    if query.order is VisitOrder.DAY and 0 < len(key) < _TRIGRAM:
        newest = _by_looking(reading.given({"pattern": like_pattern(key)}))
        if newest is not None:
            return list(rows_of(frame, newest))
    search = look_for(session, frame.branch.id, key) if key else None
    if query.order is VisitOrder.DAY:
        return list(rows_of(frame, _by_day(reading, search)))
    source = Source.ALL
    if search is not None:
        source, reading = _sorted_source(reading, search)
    if source is Source.HITS or query.customer_id is not None:
        # So few visits that they are sorted.
        return list(rows_of(frame, reading.page(source)))
    if query.order is VisitOrder.CUSTOMER:
        return list(rows_of(frame, reading.page(source)))
    groups = _rep_groups if query.order is VisitOrder.REP else _minute_groups
    return _walk(reading, source, groups(reading))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question on its snapshot: the form of its statement, and the values of its parameters."""

    session: Session
    frame: Frame
    query: VisitQuery
    form: Form
    values: Mapping[str, Any]

    @classmethod
    def of(cls, session: Session, frame: Frame, query: VisitQuery) -> _Reading:
        """Return the reading of a query, its text aside."""
        choice = chosen(frame, query)
        backwards = query.before is not None or query.from_end
        key = None if query.from_end else query.before or query.after
        is_sqlite = session.connection().dialect.name == "sqlite"
        form = Form(
            choice.names, Source.ALL, Group.WHOLE, query.order, query.is_ascending, backwards,
            key is not None, by_index=is_sqlite,
        )  # fmt: skip
        values = {**choice.values, "size": query.size + 1}
        if key is not None:
            values |= {"key_day": key.day, "key_id": key.visit_id, "key_value": key.sorted_by}
        return cls(session, frame, query, form, values)

    @property
    def key(self) -> VisitKey | None:
        """The neighbour that the page is found by."""
        return None if self.query.from_end else self.query.before or self.query.after

    @property
    def goes_down(self) -> bool:
        """Whether the greatest values of the order are read first."""
        return self.query.is_ascending is self.form.backwards

    def page(self, source: Source) -> list[Any]:
        """Return the driver's rows of a source."""
        return list(read_page(self.session, replace(self.form, source=source), self.values))

    def given(self, values: Mapping[str, Any], **form: Any) -> _Reading:
        """Return the reading with more values, and another form."""
        merged = {**self.values, **values}
        return replace(self, form=replace(self.form, **form), values=merged)


def _sorted_source(reading: _Reading, search: TextSearch) -> tuple[Source, _Reading]:
    """Return where a text's visits come from in another order than that of the days."""
    if len(search.key) < _TRIGRAM and search.customers is not None:
        search = with_terms(reading.session, search)
    if search.match is None and not search.customers:
        return Source.HITS, reading.given({**search.values, "match": '""'})
    if are_hits_few(reading.session, search):
        values = {**search.values, "match": search.match or '""'}
        return Source.HITS, reading.given(values)
    return Source.SCAN, reading.given(search.values)


def _by_looking(reading: _Reading) -> list[Any] | None:
    """Return the page of a text of one or two characters, or None where an index is to be asked.

    Nearly always the newest visits hold enough; to find the customers that it names, of whom
    there may be a hundred thousand, would take ten times as long.
    """
    if not _is_index_asked(reading):
        return reading.page(Source.SCAN)
    newest, is_all = _look_at_some(reading)
    return newest if is_all or len(newest) > reading.query.size else None


def _is_index_asked(reading: _Reading) -> bool:
    return reading.form.by_index and has_text_index(reading.session)


def _by_day(reading: _Reading, search: TextSearch | None) -> list[Any]:
    if search is None:
        return reading.page(Source.ALL)
    reading = reading.given(search.values)
    is_index_asked = _is_index_asked(reading)
    if search.customers is None:
        return reading.page(Source.SCAN)
    if len(search.key) < _TRIGRAM:
        search = with_terms(reading.session, search)
        reading = reading.given(search.values)
    if is_index_asked and search.match == "":
        return reading.page(Source.SCAN)
    if not is_index_asked:
        reading = reading.given({}, by_index=False)
        if reading.session.connection().dialect.name == "sqlite":
            return reading.page(Source.SCAN)
    noted = [] if search.match is None else _with_places(reading).page(Source.NOTES)
    if not search.customers:
        return noted
    return _merged(reading, noted, reading.page(Source.CUSTOMERS))


def _merged(reading: _Reading, one: list[Any], other: list[Any]) -> list[Any]:
    """Return the rows of both in the order of days, each visit once."""
    rows = {row[ID]: row for row in (*one, *other)}
    found = sorted(rows.values(), key=lambda row: (row[DAY], row[ID]), reverse=reading.goes_down)
    return found[: reading.query.size + 1]


def _with_places(reading: _Reading) -> _Reading:
    """Return the reading with the part of the index that its days and its neighbour leave."""
    values = reading.values
    lowest = place_of(values.get("first", _LONG_AGO), 0)
    highest = place_of(values.get("last", _FAR_OFF), -1)
    if (key := reading.key) is not None:
        place = place_of(key.day, key.visit_id)
        lowest, highest = (lowest, min(highest, place)) if reading.goes_down else (
            max(lowest, place), highest,
        )  # fmt: skip
    return reading.given({"lowest": lowest, "highest": highest})


def _look_at_some(reading: _Reading) -> tuple[list[Any], bool]:
    """Return what is found among the next visits, and whether these are all there are."""
    goes_down, key = reading.goes_down, reading.key
    column = Visit.visited_on
    limit = reading.values.get("last" if goes_down else "first")
    starts = [day for day in (key.day if key else None, limit) if day is not None]
    query = select(column).where(Visit.branch_id == reading.frame.branch.id)
    if starts:
        start = min(starts) if goes_down else max(starts)
        query = query.where(column <= start if goes_down else column >= start)
    query = query.order_by(column.desc() if goes_down else column.asc()).offset(_LOOKED_AT).limit(1)
    end = reading.session.scalar(query)
    name = "first" if goes_down else "last"
    bound = reading.values.get(name)
    if end is None or (bound is not None and (bound >= end if goes_down else bound <= end)):
        return reading.page(Source.SCAN), True
    names = reading.form.names
    bounded = reading.given({name: end}, names=names if name in names else (*names, name))
    return bounded.page(Source.SCAN), False


@dataclass(frozen=True, slots=True)
class _Part:
    """Visits that are equal in the order: where they are read, and what they are sorted by."""

    group: Group
    values: tuple[int, ...]
    sorted_by: int | str


def _walk(reading: _Reading, source: Source, parts: Iterator[_Part]) -> list[VisitRow]:
    """Return the rows of the parts in their order, as many as make a page and one more."""
    wanted = reading.query.size + 1
    found: list[VisitRow] = []
    for part in parts:
        key = reading.key
        begins_here = key is not None and key.sorted_by == part.sorted_by
        rows: list[Any] = []
        for value in part.values:
            given = {"value": value, "size": wanted - len(found)}
            rows += reading.given(given, group=part.group, is_beyond=begins_here).page(source)
        if len(part.values) > 1:
            # People of the same name stand between each other, by the day.
            rows.sort(key=lambda row: (row[DAY], row[ID]), reverse=not reading.form.backwards)
        found += rows_of(reading.frame, rows, part.sorted_by)
        if len(found) >= wanted:
            break
    return found[:wanted]


def _rep_groups(reading: _Reading) -> Iterator[_Part]:
    by_letters: dict[str, list[int]] = {}
    wanted = reading.values.get("rep_id")
    for rep in reading.frame.reps.values():
        if wanted is None or rep.id == wanted:
            by_letters.setdefault(rep.letters, []).append(rep.id)
    start = None if reading.key is None else str(reading.key.sorted_by)
    for letters in sorted(by_letters, reverse=reading.goes_down):
        if start is None or (letters <= start if reading.goes_down else letters >= start):
            yield _Part(Group.REPS, tuple(by_letters[letters]), letters)


def _minute_groups(reading: _Reading) -> Iterator[_Part]:
    unknown = _Part(
        Group.NO_MINUTES, (0,), minutes_unknown(is_ascending=reading.query.is_ascending)
    )
    key = None if reading.key is None else reading.key.sorted_by
    if reading.form.backwards and (key is None or key == unknown.sorted_by):
        yield unknown
    if reading.form.backwards or key != unknown.sorted_by:
        start = key if isinstance(key, int) and key != unknown.sorted_by else None
        for minutes in _lengths(reading, start):
            yield _Part(Group.MINUTES, (minutes,), minutes)
    if not reading.form.backwards:
        yield unknown


def _lengths(reading: _Reading, start: int | None) -> Iterator[int]:
    """Yield each length that a visit has, in the order of reading, from `start` on."""
    extreme = "max" if reading.goes_down else "min"
    sign = "<" if reading.goes_down else ">"
    query = f"SELECT {extreme}(minutes) FROM visit WHERE branch_id = :branch AND minutes"
    values = {"branch": reading.frame.branch.id, "length": start}
    words = f"{query} {sign}= :length" if start is not None else f"{query} IS NOT NULL"
    length = reading.session.connection().execute(text(words), values).scalar()
    while length is not None:
        yield length
        values["length"] = length
        words = f"{query} {sign} :length"
        length = reading.session.connection().execute(text(words), values).scalar()
