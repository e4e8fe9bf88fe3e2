"""The signed workbook to headquarters and its answer, on both engines."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from desktop.enums import BridgeKind, BridgeStatus, Metric, PlanSide
from desktop.errors import ImportRefused, InputError, NotAllowed, RuleViolation, StorageError
from desktop.services.messages import sentence
from desktop.services.plans.exchange import PlanExchange
from desktop.services.plans.exchange_data import SheetName, TakeAnswer
from desktop.services.plans.talks import PlanTalks
from desktop.services.plans.talks_data import (
    AddBridgeItem,
    AddRound,
    BridgeEntry,
    ChangeRound,
    RemoveBridgeItem,
    RoundEntry,
    Talks,
)
from desktop.services.plans.versions_data import PlanStep
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

D = Decimal
Sheets = dict[str, list[list[object]]]


class Post:
    """A draft with talks, its workbook, and what headquarters does to it."""

    def __init__(self, plans: PlanDesk, folder: Path) -> None:
        self.plans, self.path = plans, folder / "plan.xlsx"
        self.card = plans.make("=1+1", growth=D("0.10"))
        self.talking = PlanTalks(plans.desk.uow, CLOCK)
        self.service = PlanExchange(plans.desk.uow, CLOCK)
        actor, at = plans.desk.actor, self.card.version_id
        for side, amount in ((PlanSide.HQ, "500"), (PlanSide.BRANCH, "418.01")):
            entry = RoundEntry(D(amount), "=HYPERLINK(1)", "@list")
            self.talking.add_round(actor, AddRound(at, Metric.SALES, side, entry))
        item = BridgeEntry(BridgeKind.PRICE, D("-12.5"), "+finance", None, "list")
        self.talking.add_item(actor, AddBridgeItem(at, Metric.SALES, item))

    @property
    def talks(self) -> Talks:
        return self.talking.talks(self.card.version_id, Metric.SALES)

    def send(self) -> str:
        return self.service.write(self.card.version_id, self.path)

    def answer(self, change: Callable[[Sheets], None]) -> None:
        """Store the file again, as a spreadsheet does, with other cells."""
        book = CalamineWorkbook.from_path(str(self.path))
        sheets: Sheets = {
            name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        }
        change(sheets)
        with xlsxwriter.Workbook(str(self.path), {"strings_to_formulas": False}) as made:
            for name, rows in sheets.items():
                sheet = made.add_worksheet(name)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)


@pytest.fixture
def post(sold_desk: Desk, tmp_path: Path) -> Post:
    return Post(a_plan_desk(sold_desk), tmp_path)


@pytest.fixture
def at_home(sold_local: Desk, tmp_path: Path) -> Post:
    """Return the same on a file, for what does not depend on the engine."""
    return Post(a_plan_desk(sold_local), tmp_path)


def place(sheets: Sheets, sheet: str, column: str) -> int:
    return sheets[sheet][0].index(column)


def put(sheets: Sheets, sheet: str, row: int, column: str, value: object) -> None:
    sheets[sheet][row - 1][place(sheets, sheet, column)] = value


def test_what_is_sent_adds_up_and_comes_back_without_a_difference(post: Post) -> None:
    signature = post.send()
    assert len(signature) == 64
    book = post.service.book(post.card.version_id)
    assert book.rows[SheetName.TOTALS] == (("sales", "CNY", D("418.01"), D("500.00"), D("418.01")),)
    lines = book.rows[SheetName.LINES]
    assert sum(D(row[6]) for row in lines) == D("418.01")
    # January 104.50 and February 52.26 of rep R1, December 261.25 of rep R2 (see the plan's test).
    assert [(row[1], row[2], row[4], row[6]) for row in lines] == [
        ("2026-01", "R1", "G1", D("104.50")),
        ("2026-02", "R1", "G1", D("52.26")),
        ("2026-12", "R2", "G1", D("261.25")),
    ]
    back = post.service.read(post.path)
    assert (back.changes, back.numbers, back.statuses) == ((), (), ())
    assert back.is_current
    assert not back.can_be_taken


def test_a_spreadsheet_may_store_the_file_again(at_home: Post) -> None:
    at_home.send()
    at_home.answer(lambda sheets: None)
    assert at_home.service.read(at_home.path).changes == ()


def test_no_text_of_the_file_is_a_formula_and_no_sheet_is_hidden(at_home: Post) -> None:
    at_home.send()
    with zipfile.ZipFile(at_home.path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        book = archive.read("xl/workbook.xml")
    assert len(sheets) == 5
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    assert b"hidden" not in book.lower()


def test_the_answer_lists_every_cell_that_differs(at_home: Post) -> None:
    at_home.send()

    def change(sheets: Sheets) -> None:
        put(sheets, "totals", 2, "answer_amount", 470)
        put(sheets, "totals", 2, "answer_argument", "Half of the way")
        put(sheets, "lines", 2, "answer_amount", 110.5)
        put(sheets, "lines", 3, "answer_amount", 52.26)
        put(sheets, "bridge", 2, "answer_status", "accepted")

    at_home.answer(change)
    back = at_home.service.read(at_home.path)
    assert [(one.sheet, one.row, one.ours, one.theirs, one.difference) for one in back.changes] == [
        (SheetName.TOTALS, 2, D(500), D(470), D(-30)),
        (SheetName.LINES, 2, D("104.5"), D("110.5"), D("6.0")),
        (SheetName.BRIDGE, 2, "open", "accepted", None),
    ]
    assert back.changes[1].subject == "2026-01 · R1 · G1"
    assert [(one.amount, one.argument) for one in back.numbers] == [(D(470), "Half of the way")]


def test_numbers_become_headquarters_next_round_and_words_come_to_the_bridge(post: Post) -> None:
    post.send()

    def change(sheets: Sheets) -> None:
        put(sheets, "totals", 2, "answer_amount", "470")
        put(sheets, "totals", 2, "answer_argument", "Half")
        put(sheets, "bridge", 2, "answer_status", "Rejected")

    post.answer(change)
    back = post.service.read(post.path)
    actor = post.plans.desk.actor
    post.service.take(actor, TakeAnswer(back, "once"))
    last = post.talks.last_round(PlanSide.HQ)
    assert last is not None
    assert (last.number, last.amount, last.argument) == (2, D(470), "Half")
    assert post.talks.items[0].status is BridgeStatus.REJECTED
    with pytest.raises(RuleViolation, match="already_done"):
        post.service.take(actor, TakeAnswer(back, "once"))


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value"),
    [
        ("totals", 2, "planned", 418.02),
        ("lines", 2, "rep", "R2"),
        ("rounds", 2, "argument", "another"),
        ("bridge", 2, "amount", -12.51),
        ("signature", 4, "value", "Other plan"),
    ],
)
def test_a_changed_cell_of_the_original_part_is_refused(
    at_home: Post, sheet: str, row: int, column: str, value: object
) -> None:
    at_home.send()
    at_home.answer(lambda sheets: put(sheets, sheet, row, column, value))
    with pytest.raises(ImportRefused) as met:
        at_home.service.read(at_home.path)
    assert met.value.issues[0].code == "exchange_changed"
    assert "signature does not fit" in sentence(met.value)


def test_a_row_that_was_taken_out_is_refused(at_home: Post) -> None:
    at_home.send()
    at_home.answer(lambda sheets: sheets["lines"].pop())
    with pytest.raises(ImportRefused) as met:
        at_home.service.read(at_home.path)
    assert met.value.issues[0].code == "exchange_changed"


@pytest.mark.parametrize(
    ("sheet", "column", "value"),
    [("totals", "answer_amount", "a lot"), ("bridge", "answer_status", "perhaps")],
)
def test_an_answer_that_says_nothing_is_refused_with_its_place(
    at_home: Post, sheet: str, column: str, value: str
) -> None:
    at_home.send()
    at_home.answer(lambda sheets: put(sheets, sheet, 2, column, value))
    with pytest.raises(ImportRefused) as met:
        at_home.service.read(at_home.path)
    issue = met.value.issues[0]
    assert (issue.code, issue.sheet, issue.row, issue.column) == ("exchange_cell", sheet, 2, column)


def test_other_files_are_refused(at_home: Post, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as made:
        made.add_worksheet("lines").write_row(0, 0, ["a", "b"])
    with pytest.raises(ImportRefused) as met:
        at_home.service.read(tmp_path / "other.xlsx")
    assert met.value.issues[0].code == "exchange_foreign"
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ImportRefused):
        at_home.service.read(tmp_path / "damaged.xlsx")


def test_a_plan_that_went_on_meanwhile_is_told(at_home: Post) -> None:
    at_home.send()
    row = at_home.talks.rounds[0]
    command = ChangeRound(row.id, row.version, RoundEntry(D(510)))
    at_home.talking.change_round(at_home.plans.desk.actor, command)
    assert not at_home.service.read(at_home.path).is_current


def test_an_answer_is_taken_over_whole_or_not_at_all(post: Post) -> None:
    post.send()

    def change(sheets: Sheets) -> None:
        put(sheets, "totals", 2, "answer_amount", 470)
        put(sheets, "bridge", 2, "answer_status", "accepted")

    post.answer(change)
    back = post.service.read(post.path)
    item, actor = post.talks.items[0], post.plans.desk.actor
    with pytest.raises(NotAllowed):
        post.service.take(post.plans.clerk(), TakeAnswer(back))
    post.talking.remove_item(actor, RemoveBridgeItem(item.id, item.version))
    with pytest.raises(InputError) as met:
        post.service.take(actor, TakeAnswer(back))
    assert met.value.issues[0].code == "bridge_item_gone"
    assert len(post.talks.rounds) == 2


def test_an_agreed_version_takes_no_answer(at_home: Post) -> None:
    at_home.send()
    at_home.answer(lambda sheets: put(sheets, "totals", 2, "answer_amount", 470))
    back = at_home.service.read(at_home.path)
    at_home.plans.lead_to(at_home.card, PlanStep.AGREE)
    with pytest.raises(RuleViolation, match="talks_over"):
        at_home.service.take(at_home.plans.desk.actor, TakeAnswer(back))


def test_an_empty_plan_can_be_sent_and_answered(at_home: Post, tmp_path: Path) -> None:
    empty = at_home.plans.make("Empty")
    path = tmp_path / "empty.xlsx"
    at_home.service.write(empty.version_id, path)
    assert at_home.service.read(path).changes == ()


def test_a_file_that_cannot_be_written_leaves_nothing(at_home: Post, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        at_home.service.write(at_home.card.version_id, tmp_path / "no such folder" / "plan.xlsx")
    assert list(tmp_path.glob("*.part")) == []
