"""Texts are found in the list of visits as by a plain scan, whatever way they are looked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from sqlalchemy import delete, select, text, update

from desktop.models import Customer, Visit
from desktop.search_key import search_key
from desktop.services.activity import visit_reading, visit_search
from desktop.services.activity.data import VisitKey, VisitOrder, VisitQuery, VisitRow
from desktop.services.activity.service import ActivityService
from desktop.services.checking.data import Proof
from desktop.services.checking.service import CheckingService
from desktop.services.database import text_search
from tests.factories import CLOCK, Desk

_LETTERS = ("a", "b", "ab", "客", "户", "客户", "%", "_", '"', " ", "\\", "é", "x")
_FIRST = date(2026, 1, 1)


def _words(dice: random.Random, most: int) -> str:
    return "".join(dice.choice(_LETTERS) for _ in range(dice.randrange(most))).strip()


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _bring_visits(desk: Desk, dice: random.Random, count: int) -> None:
    lines = [
        f"{_FIRST + timedelta(days=dice.randrange(40))},R{dice.randrange(1, 4)},"
        f"C{dice.randrange(1, 9)},{_quoted(_words(dice, 6))},{dice.choice(['', '5', '30'])}"
        for _ in range(count)
    ]
    desk.bring("visits", "\n".join(["date,rep_code,customer_code,note,minutes", *lines]))


@pytest.fixture
def branch(desk: Desk) -> Desk:
    """Return a branch of 240 visits: some of a file, some edited, some withdrawn, some deleted."""
    dice = random.Random(7)
    desk.bring("reps", "code,name\nR1,李明\nR2,Anna\nR3,anna\n")
    names = [_words(dice, 4) or "shop" for _ in range(8)]
    lines = [f"C{i},{_quoted(name)}" for i, name in enumerate(names, 1)]
    desk.bring("customers", "\n".join(["code,name", *lines]))
    _bring_visits(desk, dice, 200)
    withdrawn = desk.bring(
        "visits", "date,rep_code,customer_code,note\n2026-01-05,R1,C1,gone with its batch\n"
    )
    _bring_visits(desk, dice, 40)
    desk.withdraw(withdrawn)
    with desk.uow.write(desk.actor, "Edit") as session:
        ids = session.scalars(select(Visit.id).where(Visit.state == "posted")).all()
        for visit_id in dice.sample(ids, 12):
            note = _words(dice, 8)
            session.execute(
                update(Visit)
                .where(Visit.id == visit_id)
                .values(note=note, note_key=search_key(note), visited_on=_FIRST)
            )
        session.execute(delete(Visit).where(Visit.id.in_(dice.sample(ids, 5))))
        session.execute(update(Customer).where(Customer.code == "C3").values(name_key="客a户"))
    return desk


@pytest.fixture
def visits(branch: Desk) -> Iterator[ActivityService]:
    """Return the service of the branch's visits."""
    yield ActivityService(branch.uow, CLOCK)


def _all(visits: ActivityService, query: VisitQuery) -> list[VisitRow]:
    return list(visits.visits(replace(query, size=1_000, text="")).rows)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The search keys of all visits by id, and of their customers."""

    notes: dict[int, str]
    customers: dict[int, tuple[str, ...]]

    @classmethod
    def of(cls, branch: Desk) -> _Texts:
        names = branch.rows(Customer, "id", "name_key", "code_key", "pinyin")
        return cls(dict(branch.rows(Visit, "id", "note_key")), {row[0]: row[1:] for row in names})

    def scan(self, rows: list[VisitRow], words: str) -> list[int]:
        """Return the visits that hold a text, found by looking at each of them."""
        key = search_key(words)
        return [
            row.id
            for row in rows
            if key in self.notes[row.id]
            or any(key in one for one in self.customers[row.customer_id])
        ]


def _keys(texts: _Texts) -> list[str]:
    """Return pieces of one to four characters, of notes and of names, and some of none."""
    dice = random.Random(11)
    words_of = [one for one in texts.notes.values() if one]
    words_of += [names[0] for names in texts.customers.values()]
    found = {"a", "客", "户客", "zq", "z", "客户客户客户", "%", "_", '""', "c1", "C", "\x02"}
    for size in (1, 2, 3, 4):
        for _ in range(9):
            words = dice.choice(words_of)
            start = dice.randrange(len(words))
            found.add(words[start : start + size])
    return sorted(one for one in found if search_key(one))


def _paged(visits: ActivityService, query: VisitQuery) -> list[int]:
    """Return the ids of the whole list, read page by page."""
    found: list[int] = []
    while True:
        page = visits.visits(query)
        found += [row.id for row in page.rows]
        if not page.has_next:
            return found
        query = replace(query, after=page.rows[-1].key)


@pytest.mark.parametrize("is_tight", [True, False])
def test_every_text_is_found_as_by_a_plain_scan(
    branch: Desk, visits: ActivityService, is_tight: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_tight:
        # Every way of looking is taken: what is common, what is rare, and what lies between.
        monkeypatch.setattr(visit_reading, "_LOOKED_AT", 3)
        monkeypatch.setattr(visit_search, "MOST_CUSTOMERS", 3)
        monkeypatch.setattr(visit_search, "MOST_HITS", 20)
    narrowed = VisitQuery(first=date(2026, 1, 9), rep_code="R2", is_ascending=True)
    texts = _Texts.of(branch)
    for order, query in product(VisitOrder, (VisitQuery(), narrowed)):
        query = replace(query, order=order, with_totals=False, size=300)
        rows = _all(visits, query)
        for words in _keys(texts):
            found = visits.visits(replace(query, text=words))
            assert [row.id for row in found.rows] == texts.scan(rows, words), (order, words)


def test_pages_of_a_text_follow_each_other_and_end_with_the_last(
    branch: Desk, visits: ActivityService
) -> None:
    texts = _Texts.of(branch)
    for words, order in product(("a", "客", "ab", "客户", "anna"), VisitOrder):
        query = VisitQuery(order=order, with_totals=False, size=7, text=words)
        expected = texts.scan(_all(visits, query), words)
        assert _paged(visits, query) == expected
        last = visits.visits(replace(query, from_end=True))
        assert [row.id for row in last.rows] == expected[-7:]
        if len(expected) > 7:
            before = visits.visits(replace(query, before=last.rows[0].key))
            assert [row.id for row in before.rows] == expected[-14:-7]


def test_the_whole_list_is_paged_through_in_every_order(visits: ActivityService) -> None:
    for order, is_ascending in product(VisitOrder, (False, True)):
        query = VisitQuery(order=order, is_ascending=is_ascending, with_totals=False, size=17)
        rows = _all(visits, query)
        assert len({row.id for row in rows}) == 235
        assert _paged(visits, query) == [row.id for row in rows]
        known = [row.sorted_by for row in rows if row.sorted_by not in (-1, 1_000_000)]
        assert known == sorted(known, reverse=not is_ascending)
        for left, right in pairwise(rows):
            if order is not VisitOrder.DAY and left.sorted_by == right.sorted_by:
                assert (left.day, left.id) > (right.day, right.id)


def test_a_day_is_gone_to_without_reading_what_lies_before(visits: ActivityService) -> None:
    query = VisitQuery(with_totals=False, size=5)
    page = visits.visits(replace(query, after=VisitKey.at_day(date(2026, 1, 20), query)))
    expected = [row.id for row in _all(visits, query) if row.day <= date(2026, 1, 20)]
    assert [row.id for row in page.rows] == expected[:5]


def test_sums_of_a_text_are_those_of_its_visits(branch: Desk, visits: ActivityService) -> None:
    query = VisitQuery(with_totals=False)
    rows, texts = _all(visits, query), _Texts.of(branch)
    for words in _keys(texts):
        totals = visits.visit_totals(replace(query, text=words))
        assert totals.visits == len(texts.scan(rows, words)), words


def test_the_check_proves_the_text_index(branch: Desk) -> None:
    findings = CheckingService(branch.uow, CLOCK).prove().findings
    assert [one for one in findings if one.proof is Proof.TEXT_INDEX] == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM visit_search WHERE rowid IN (SELECT rowid FROM visit_search LIMIT 1)", ""),
        ("UPDATE visit SET note_key = 'behind the index' WHERE id = 1", "search_text"),
        ("DELETE FROM visit WHERE id = 1", "search_rows"),
    ],
)
def test_an_index_that_nobody_kept_is_found_out(local: Desk, statement: str, code: str) -> None:
    # The control of the test above: without its triggers the index falls behind.
    local.bring("reps", "code,name\nR1,a\n")
    local.bring("customers", "code,name\nC1,a\n")
    local.bring("visits", "date,rep_code,customer_code,note\n2026-01-05,R1,C1,first note\n")
    with local.uow.write(local.actor, "Damage") as session:
        for action in ("insert", "update", "delete"):
            session.execute(text(f"DROP TRIGGER search_visit_{action}"))
        if code:
            session.execute(text(statement))
        else:
            session.execute(text("DELETE FROM visit_search WHERE rowid <> 0"))
    findings = CheckingService(local.uow, CLOCK).prove().findings
    codes = {one.code for one in findings if one.proof is Proof.TEXT_INDEX}
    assert (code or "search_rows") in codes


def test_a_bulk_load_is_taken_in_at_its_end(local: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = ActivityService(local.uow, CLOCK)
    local.bring("reps", "code,name\nR1,a\n")
    local.bring("customers", "code,name\nC1,a\n")
    head = "date,rep_code,customer_code,note\n"
    local.bring("visits", f"{head}2026-01-05,R1,C1,taken in\n")
    assert len(visits.visits(VisitQuery(text="taken")).rows) == 1
    # The control: a load that is not taken in is not found.
    monkeypatch.setattr(text_search, "add_rows_after", lambda _connection, _last: None)
    local.bring("visits", f"{head}2026-01-06,R1,C1,left out\n")
    assert visits.visits(VisitQuery(text="left")).rows == ()
