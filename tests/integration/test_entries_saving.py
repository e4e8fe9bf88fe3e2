"""Keying reports: the rules and figures of a file, problems at their cells, one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.enums import CheckReason, Dimension, ReportedVia
from desktop.errors import InputError, NotAllowed, RuleViolation
from desktop.models import (
    Application,
    Base,
    Collection,
    Entry,
    EntryCheck,
    ExpenseCeiling,
    Invoice,
    MarketNote,
    Rep,
    SalesMonth,
    Visit,
    VisitPlan,
)
from desktop.services.access import Actor
from desktop.services.activity.service import ActivityService
from desktop.services.checking.service import CheckingService
from desktop.services.entries.data import (
    EntryBatchFacts,
    EntryKind,
    SaveEntries,
    TakeBack,
)
from desktop.services.entries.service import EntryService
from desktop.services.figures.data import ReportRequest
from desktop.services.messages import issue_problem, sentence
from tests.databases import Copying
from tests.factories import CLOCK, Desk, a_filled_desk
from tests.integration.entries_branch import (
    DAY,
    FILES,
    MADE,
    C,
    N,
    O,
    V,
    X,
    a_visit,
    fill_branch,
    rows_of,
    told,
    typed,
)


@pytest.fixture
def desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on each engine."""
    with a_filled_desk(filled_url(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def local(filled_file: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on SQLite, for what does not depend on the engine."""
    with a_filled_desk(filled_file(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def entries(desk: Desk) -> EntryService:
    return EntryService(desk.uow, CLOCK)


@pytest.fixture
def local_entries(local: Desk) -> EntryService:
    return EntryService(local.uow, CLOCK)


#: What only one of the two ways has.
_WAY = frozenset({"id", "batch_id", "order_id", "visit_id", "collection_id", "invoice_id",
                  "keyed_by_id", "keyed_at"})  # fmt: skip


def state(desk: Desk) -> dict[str, list[dict[str, object]]]:
    """Return what was written besides how it came, without ids."""
    tables = ("visit", "sales_order", "order_line", "order_credit", "collection", "application",
              "expense", "market_note", "sales_month")  # fmt: skip
    found: dict[str, list[dict[str, object]]] = {}
    for mapper in Base.registry.mappers:
        name = mapper.local_table.name
        if name in tables:
            columns = [one.name for one in mapper.local_table.columns if one.name not in _WAY]
            rows = [
                dict(zip(columns, row, strict=True)) for row in desk.rows(mapper.class_, *columns)
            ]
            found[name] = sorted(rows, key=repr)
    return found


def figures(desk: Desk) -> object:
    """Return the report `kpi` of the year by rep."""
    day = date(2026, 3, 18)
    request = ReportRequest("kpi", (Dimension.REP,), day, date(2026, 1, 1), day)
    return ActivityService(desk.uow, CLOCK).kpi(request).rows


def test_keyed_rows_are_what_the_same_rows_of_a_file_are(desk: Desk, entries: EntryService) -> None:
    desk.invoices([("C1", "2026-03-02", "450.00")])
    batches = [desk.bring(kind, text) for kind, text in FILES.values()]
    from_file, sums = state(desk), figures(desk)
    for batch in reversed(batches):
        desk.withdraw(batch)
    for kind in EntryKind:
        outcome = entries.save(desk.actor, SaveEntries(kind, typed(kind)))
        assert outcome.saved == tuple(range(len(typed(kind))))
    kept = {
        table: [row for row in rows if row.get("state") != "void"]
        for table, rows in state(desk).items()
    }
    # Lines have no state of their own: those of the withdrawn batch stand beside the new ones.
    for table in ("order_line", "order_credit"):
        assert sorted([*from_file[table], *from_file[table]], key=repr) == kept.pop(table)
        del from_file[table]
    assert kept == from_file
    assert figures(desk) == sums
    assert CheckingService(desk.uow, CLOCK).run() == ()


SHEET = rows_of(
    V,
    a_visit(next_visit_on="2026-03-27", next_purpose="Shelf"),
    a_visit(customer_code="C9"),
    a_visit(outcome="", minutes=""),
    a_visit(date="17-45", start="25:00"),
    {"rep_code": "R1", "date": DAY},
    a_visit(customer_code="C2", outcome="closed", minutes=""),
    a_visit(customer_code="C2", minutes="", start="9点半", end="1015", next_purpose="Again"),
    a_visit(date="2026-03-19", next_visit_on="3-18", minutes="１小时30"),
)


def test_problems_stand_at_their_cells(local_entries: EntryService) -> None:
    assert told(local_entries.check(V, SHEET)) == [
        (1, "customer_code", "unknown_code"),
        (2, "outcome", "value_missing"),
        (2, "minutes", "value_missing"),
        (3, "date", "date_form"),
        (3, "start", "time_impossible"),
        (6, "next_visit_on", "next_visit_needs_day"),
        (7, "date", "day_ahead"),
        (7, "next_visit_on", "next_visit_not_later"),
    ]
    at_fault = local_entries.check(V, SHEET)[0]
    assert (at_fault.issue.value, at_fault.issue.row) == ("C9", None)
    assert issue_problem(at_fault.issue) == "There is no customer “C9”."


def test_a_sheet_with_an_error_is_refused_whole(desk: Desk, entries: EntryService) -> None:
    with pytest.raises(InputError) as refused:
        entries.save(desk.actor, SaveEntries(V, SHEET))
    first = refused.value.issues[0]
    assert (first.row, first.column, first.code) == (2, "customer_code", "unknown_code")
    assert desk.rows(Visit, "id") == desk.rows(VisitPlan, "id") == desk.rows(Entry, "id") == []


def test_good_rows_go_in_alone_where_that_is_asked_for(desk: Desk, entries: EntryService) -> None:
    outcome = entries.save(desk.actor, SaveEntries(V, SHEET, good_only=True))
    assert outcome.saved == (0, 5)
    assert [row for row, _column, _code in told(outcome.problems)] == [1, 2, 2, 3, 3, 6, 7, 7]
    assert desk.rows(Visit, "id", "is_attempt") == [(outcome.ids[0], False), (outcome.ids[1], True)]


def test_a_sheet_without_a_row_is_refused_in_words(
    local: Desk, local_entries: EntryService
) -> None:
    sticky = rows_of(V, {"rep_code": "R1", "date": DAY}, {})
    with pytest.raises(InputError) as refused:
        local_entries.save(local.actor, SaveEntries(V, sticky, good_only=True))
    assert sentence(refused.value) == "There is no row that can be saved."


def test_an_order_with_a_bad_line_stays_out_whole(local: Desk, local_entries: EntryService) -> None:
    def line(number: str, **cells: str) -> dict[str, str]:
        return {"order_no": number, "order_date": DAY, "customer_code": "C1", "amount": "1万",
                **cells}  # fmt: skip

    sheet = rows_of(O, line("S1"), line("S1", amount="much"), line("S2"), line("S2", amount="1,5"))
    outcome = local_entries.save(local.actor, SaveEntries(O, sheet, good_only=True))
    assert outcome.saved == (2, 3)
    assert len(outcome.ids) == 1
    assert {(row, column) for row, column, _code in told(outcome.problems)} >= {
        (0, "order_no"), (1, "amount"),
    }  # fmt: skip
    assert local.rows(SalesMonth, "net_minor") == []  # The branch's sales are its invoices.


def test_forgiving_forms_and_whole_names_are_understood(local_entries: EntryService) -> None:
    typed_so = rows_of(
        C,
        {"receipt_no": "A1", "date": "２０２６年3月7日", "customer_code": "customer c2",
         "amount": "￥1,5万", "rep_code": "Rep R2"},
        {"receipt_no": "A2", "date": "0307", "customer_code": "C1", "amount": "about 5"},
    )  # fmt: skip
    normal = local_entries.normal(C, typed_so)
    assert normal == rows_of(
        C,
        {"receipt_no": "A1", "date": "2026-03-07", "customer_code": "C2", "amount": "15000",
         "rep_code": "R2"},
        {"receipt_no": "A2", "date": "2026-03-07", "customer_code": "C1", "amount": "about 5"},
    )  # fmt: skip
    assert local_entries.check(C, typed_so[:1]) == ()


def test_a_row_that_is_typed_twice_is_marked_where_it_begins(local_entries: EntryService) -> None:
    twice = rows_of(V, a_visit(), a_visit())
    assert told(local_entries.check(V, twice)) == [(1, "customer_code", "row_equal")]


def test_a_foreign_number_does_not_change_how_the_others_are_read(
    local_entries: EntryService,
) -> None:
    amounts = ("12.50", "€1,50", "1.500", "3,75")
    sheet = rows_of(
        X, *({"date": DAY, "rep_code": "R1", "category": "travel", "amount": one}
             for one in amounts)
    )  # fmt: skip
    assert [
        (one.row, one.issue.code, one.issue.value) for one in local_entries.check(X, sheet)
    ] == [(1, "number_form", "€1,50")]


def test_a_request_is_carried_out_once(local: Desk, local_entries: EntryService) -> None:
    command = SaveEntries(V, SHEET[:1], request_id="one")
    local_entries.save(local.actor, command)
    with pytest.raises(RuleViolation, match="already_done"):
        local_entries.save(local.actor, command)
    assert len(local.rows(Visit, "id")) == 1


def test_the_next_visit_becomes_a_planned_one_once(desk: Desk, entries: EntryService) -> None:
    desk.bring("visit-plans", "rep_code,customer_code,date,purpose\nR1,C2,2026-03-26,Stock\n")
    sheet = rows_of(
        V,
        a_visit(next_visit_on="27", next_purpose="Shelf"),
        a_visit(start="14:00", next_visit_on="3-27", next_purpose="Other"),
        a_visit(customer_code="C2", next_visit_on="0326"),
    )
    entries.save(desk.actor, SaveEntries(V, sheet))
    assert desk.rows(VisitPlan, "planned_on", "purpose") == [
        (date(2026, 3, 26), "Stock"), (date(2026, 3, 27), "Shelf"),
    ]  # fmt: skip


def test_reported_received_and_keyed_are_three_facts(desk: Desk, entries: EntryService) -> None:
    received = datetime(2026, 3, 17, 17, 5, tzinfo=UTC)
    facts = EntryBatchFacts(ReportedVia.MESSAGE, received, "R2")
    late = a_visit(date="2026-03-02", customer_code="C2")
    entries.save(desk.actor, SaveEntries(V, rows_of(V, a_visit(), late), facts))
    reps = {code: row_id for row_id, code in desk.rows(Rep, "id", "code")}
    columns = ("via", "received_at", "reported_by_id", "keyed_by_id", "keyed_at")
    told_so = ("message", received, reps["R2"], desk.actor.user_id, CLOCK.now())
    assert desk.rows(Entry, *columns) == [told_so, told_so]
    assert (
        desk.rows(Visit, "rep_id", "received_at", "keyed_at")
        == [(reps["R1"], received, CLOCK.now())] * 2
    )
    # The second one reached the office two weeks after its day; the first one was only keyed late.
    assert [(row,) for (row,) in desk.rows(EntryCheck, "reason")] == [("late",)]


def test_a_reporter_whom_nobody_knows_is_refused_at_his_field(
    local: Desk, local_entries: EntryService
) -> None:
    facts = EntryBatchFacts(reported_by="R9")
    (problem,) = local_entries.check(V, SHEET[:1], facts)
    assert (problem.row, problem.column, problem.issue.code) == (-1, "reported_by", "unknown_code")
    with pytest.raises(InputError):
        local_entries.save(local.actor, SaveEntries(V, SHEET[:1], facts, good_only=True))


def test_second_looks_are_asked_for_where_the_rule_says(desk: Desk, entries: EntryService) -> None:
    with desk.uow.write(desk.actor, "Ceiling") as session:
        session.add(
            ExpenseCeiling(
                branch_id=desk.actor.branch_id, category="travel", per="day", amount_minor=10_000,
                valid_from=date(2026, 1, 1),
            )
        )  # fmt: skip

    def claim(category: str, amount: str, **cells: str) -> dict[str, str]:
        return {"date": DAY, "rep_code": "R1", "category": category, "amount": amount, **cells}

    visits = rows_of(V, a_visit(minutes="4"), a_visit(customer_code="C2", minutes="480"))
    expenses = rows_of(
        X, claim("travel", "60"), claim("travel", "50"), claim("entertainment", "80"),
        claim("entertainment", "90", guests="Ms Li"),
    )  # fmt: skip
    money = rows_of(
        C,
        {"receipt_no": "A1", "date": DAY, "customer_code": "C1", "amount": "1万", "method": "现金"},
        {"receipt_no": "A2", "date": DAY, "customer_code": "C1", "amount": "9999.99",
         "method": "cash"},
    )  # fmt: skip
    asked = {
        kind: [
            (one.row, one.reason)
            for one in entries.save(desk.actor, SaveEntries(kind, rows)).checks_asked
        ]
        for kind, rows in ((V, visits), (X, expenses), (C, money))
    }
    amount = CheckReason.AMOUNT
    assert asked == {
        V: [(0, CheckReason.LENGTH)],
        X: [(0, amount), (1, amount), (2, CheckReason.GUESTS)],
        C: [(0, amount)],
    }
    assert len(desk.rows(EntryCheck, "id")) == 5


def test_money_that_was_typed_pays_its_invoice(desk: Desk, entries: EntryService) -> None:
    desk.invoices([("C1", "2026-03-02", "450.00")])
    sheet = rows_of(
        C, {"receipt_no": "A1", "date": DAY, "customer_code": "C1", "amount": "450",
            "invoice_no": "I1"},
    )  # fmt: skip
    entries.save(desk.actor, SaveEntries(C, sheet))
    assert desk.rows(Application, "amount_minor", "batch_id") == [(45_000, None)]
    assert desk.rows(Invoice, "settled_on") == [(date(2026, 3, 17),)]
    assert desk.rows(Collection, "used_up_on") == [(date(2026, 3, 17),)]


def test_a_market_note_knows_when_the_office_got_it(
    local: Desk, local_entries: EntryService
) -> None:
    received = CLOCK.now() - timedelta(hours=3)
    command = SaveEntries(N, typed(N), EntryBatchFacts(received_at=received))
    assert local_entries.save(local.actor, command).saved == (0, 1)
    assert local.rows(MarketNote, "received_at", "keyed_at") == [(received, CLOCK.now())] * 2


def test_what_was_keyed_last_is_told_by_kind(local: Desk, local_entries: EntryService) -> None:
    for kind in (V, X):
        local_entries.save(local.actor, SaveEntries(kind, typed(kind)))
    latest = local_entries.recent(local.actor, V, 2)
    assert [(one.number, one.rep, one.customer, one.text) for one in latest] == [
        ("V3", "R2", "C2", "talked"), ("V2", "R1", "C2", "closed"),
    ]  # fmt: skip
    assert local_entries.recent(replace(local.actor, user_id=99), V) == ()


def test_keying_needs_the_right_of_its_kind(local: Desk, local_entries: EntryService) -> None:
    nobody = Actor(local.actor.branch_id, local.actor.user_id, "nobody", frozenset())
    for kind in EntryKind:
        with pytest.raises(NotAllowed):
            local_entries.save(nobody, SaveEntries(kind, typed(kind)))
        with pytest.raises(NotAllowed):
            local_entries.take_back(nobody, TakeBack(kind, (1,)))


def test_codes_can_be_completed_by_code_name_and_pinyin(
    local: Desk, local_entries: EntryService
) -> None:
    local.bring("reps", "code,name,leave_date\nA0,曾志伟,2026-01-31\n")
    local.bring("customers", "code,name,rep_code,class\nC0,上海友谊商店,R2,A\n")
    found = local_entries.lookups()
    first = found.customers[0]
    assert (first.code, first.initials, first.pinyin) == ("C0", "shyysd", "shanghaiyouyishangdian")
    assert (first.detail, first.owner) == ("A", "R2")
    assert [one.code for one in found.reps] == ["R1", "R2", "A0"]
    assert found.reps[-1].initials == "zzw"
    assert [one.code for one in found.products] == ["P1"]
