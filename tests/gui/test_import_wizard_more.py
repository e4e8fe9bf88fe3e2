"""The import wizard: what is stopped, what looks alike, what comes back mended, keys."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.imports.service import ImportFile, ImportOutcome, ImportService
from desktop.services.imports.source import read_source
from desktop.services.settings import SettingsFile
from desktop.views.imports.report import cell_text
from desktop.views.imports.state import Step, Waiting
from desktop.views.imports.wizard import ImportWizard
from desktop.views.look import Look
from desktop.views.tasks import TaskRunner
from tests.gui.conftest import destroy
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_import_wizard_bad_files import lead, unwritten

_HEAD = "order_no,order_date,customer_code,product_code,quantity,amount\n"
ORDERS = _HEAD + "".join(f"S{n},2026-07-01,0001,P1,2,{n}.00\n" for n in range(1, 1500))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "east.branchbook"))
    yield found
    found.close()


@pytest.fixture
def wizard(
    services: Services, runner: TaskRunner, settings: SettingsFile, look: Look
) -> Iterator[ImportWizard]:
    found = ImportWizard(services, runner, settings)
    found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    found.show()
    yield found
    assert runner.wait_idle(20_000)
    found.close()
    destroy(found)


@pytest.fixture
def bring(
    wizard: ImportWizard, runner: TaskRunner, tmp_path: Path
) -> Callable[[str, ImportKind], None]:
    """Return what takes a text to the preview."""

    def go(text: str, kind: ImportKind = ImportKind.ORDERS, name: str = "f.csv") -> None:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        lead(wizard, runner, path, kind)
        assert wizard.controller.state.step is Step.PREVIEW, wizard.messages.text

    return go


class Held:
    """A watcher between the import and the wizard: holds the import until it is to stop."""

    def __init__(self, inner: Any, words: str, reached: threading.Event) -> None:
        self._inner, self._words, self._reached = inner, words, reached

    def check(self) -> None:
        self._inner.check()

    def step(self, done: int, total: int, words: str = "") -> None:
        self._inner.step(done, total, words)
        if words == self._words:
            self._reached.set()
            # The user stops it now; without him the test ends here with a failure.
            assert self._inner._stopped.wait(20)
            self._inner.check()


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """Return what makes the next import wait where it says these words."""
    whole = ImportService.run

    def at(words: str) -> threading.Event:
        reached = threading.Event()

        def run(
            self: ImportService, actor: Any, file: ImportFile, *, watcher: Any, **rest: Any
        ) -> ImportOutcome:
            return whole(self, actor, file, watcher=Held(watcher, words, reached), **rest)

        monkeypatch.setattr(ImportService, "run", run)
        return reached

    return at


@pytest.mark.parametrize(
    "words", ["Reading the file…", "Comparing with what is in the book…", "Writing the rows…",
              "Almost done…"],
)  # fmt: skip
def test_a_running_import_is_stopped_and_can_be_started_again(
    words: str,
    wizard: ImportWizard,
    bring: Callable[..., None],
    hold: Callable[[str], threading.Event],
    runner: TaskRunner,
    services: Services,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(ORDERS)
    reached = hold(words)
    with unwritten(tmp_path / "east.branchbook"):
        wizard.go_on.click()
        qtbot.waitUntil(lambda: reached.is_set() and wizard._waiting.text() == words)
        assert wizard.leave.text().replace("&", "") == "Stop"
        assert wizard._bar.maximum() == 1000
        wizard.leave.click()
        assert not wizard.leave.isEnabled()
        assert runner.wait_idle(20_000)
    assert wizard.messages.text == "The work was stopped; nothing was changed."
    assert wizard.controller.state.step is Step.PREVIEW
    assert wizard.controller.state.waiting is Waiting.NOTHING
    monkeypatch.undo()
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    assert wizard.result_page.title.text() == "1,499 rows went in"


def test_escape_stops_the_import_and_leaves_the_window_open(
    wizard: ImportWizard,
    bring: Callable[..., None],
    hold: Callable[[str], threading.Event],
    runner: TaskRunner,
    qtbot: QtBot,
) -> None:
    bring(ORDERS)
    reached = hold("Writing the rows…")
    wizard.go_on.click()
    qtbot.waitUntil(reached.is_set)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert runner.wait_idle(20_000)
    assert wizard.isVisible()
    assert wizard.go_on.isEnabled()


def test_a_stop_that_comes_after_the_commit_shows_what_went_in(
    wizard: ImportWizard,
    bring: Callable[..., None],
    runner: TaskRunner,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(ORDERS)
    whole = ImportService.run

    def run(self: ImportService, *args: Any, **rest: Any) -> ImportOutcome:
        outcome = whole(self, *args, **rest)
        rest["watcher"].cancel()
        return outcome

    monkeypatch.setattr(ImportService, "run", run)
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    assert wizard.controller.state.step is Step.RESULT
    assert services.imports.batches()[0].row_count == 1499


def test_customers_that_look_like_known_ones_are_shown_and_asked_about(
    wizard: ImportWizard, bring: Callable[..., None]
) -> None:
    bring("code,name\nN1,EAST STORES Ltd\nN2,Quite Another\n", ImportKind.CUSTOMERS)
    page = wizard.preview_page
    (note,) = page.notes.rows_model.rows
    assert (note.row, note.column) == (2, "name")
    assert "looks like East Stores (0001), who is there already" in note.words
    assert page.lists.tabText(page.lists.indexOf(page.notes)) == "To look at (1)"
    assert note.words in page.table.rows_model.row(0).problems
    assert wizard.go_on.isEnabled()


def test_refused_rows_of_a_foreign_layout_come_back_and_go_in_when_mended(
    wizard: ImportWizard, runner: TaskRunner, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text(
        "Report of July;;;\nNr;Tag;Kunde;Summe\nA1;2026-07-01;0001;10\nA2;2026-02-30;0002;20\n",
        encoding="utf-8",
    )
    lead(wizard, runner, path, ImportKind.ORDERS)
    wizard.columns_page.skip.click()
    assert runner.wait_idle(20_000)
    for name, header in zip(
        ("order_no", "order_date", "customer_code", "amount"), ("Nr", "Tag", "Kunde", "Summe"),
        strict=True,
    ):  # fmt: skip
        row = next(one for one in wizard.columns_page.rows if one.source.column.name == name)
        row.origin.setCurrentIndex(row.origin.findData(header))
        row.origin.activated.emit(row.origin.currentIndex())
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    wizard.preview_page.good_only.click()
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    back = tmp_path / "back.csv"
    wizard.controller.save_refused(back)
    assert runner.wait_idle(20_000)
    rows = list(csv.reader(back.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Nr", "Tag", "Kunde", "Summe", "reason"]
    assert rows[1][:4] == ["A2", "2026-02-30", "0002", "20"]

    back.write_bytes(back.read_bytes().replace(b"2026-02-30", b"2026-02-28"))
    lead(wizard, runner, back, ImportKind.ORDERS)
    assert wizard.controller.state.is_remembered
    assert wizard.preview_page.good.text == "1 row goes in"
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    assert [row.row_count for row in services.imports.batches()[:2]] == [1, 1]


def test_f8_goes_from_problem_to_problem_and_to_their_cells(
    wizard: ImportWizard, bring: Callable[..., None], qtbot: QtBot
) -> None:
    bring(_HEAD + "S0,2026-07-01,0001,P1,1,1\nS1,2026-07-01,0001,P1,two,1\nS2,never,0001,P1,1,1\n")
    page = wizard.preview_page
    found = []
    for key, held in (
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(page.table, key, held)
        found.append(page.table.currentIndex().data())
    assert sorted(found[:2]) == ["never", "two"]
    assert found[2] == found[0]
    tips = page.table.rows_model.row(1).problems
    assert [tip for tip in tips if tip] == [
        "“two” is not a number. Write it in digits, such as 1234.50."
    ]


MESSY = Path(__file__).resolve().parents[3] / "shared" / "data" / "messy"
needs_data = pytest.mark.skipif(not MESSY.is_dir(), reason="../shared/data is absent")


def make_codes(services: Services, folder: Path, kind: ImportKind, codes: set[str]) -> None:
    path = folder / f"{kind}.csv"
    lines = "".join(f"{code},{code}\n" for code in sorted(codes))
    path.write_text("code,name\n" + lines, encoding="utf-8")
    services.imports.run(services.require_writer(), ImportFile(kind, path))


def codes_of(path: Path, header: str) -> set[str]:
    raw = read_source(path)
    place = raw.headers.index(header)
    return {cell_text(row[place]) for row in raw.rows}


def settle(wizard: ImportWizard, name: str, header: str) -> None:
    """Say on the columns' page where a column comes from: a header, or one value for all."""
    row = next(one for one in wizard.columns_page.rows if one.source.column.name == name)
    place = row.origin.findData(header)
    row.origin.setCurrentIndex(place if place >= 0 else 1)
    row.origin.activated.emit(row.origin.currentIndex())
    if place < 0:
        row.value.setEditText(header)


@needs_data
def test_months_side_by_side_in_thousands_go_in_by_the_wizard(
    wizard: ImportWizard, runner: TaskRunner, services: Services, tmp_path: Path
) -> None:
    path = MESSY / "pl300_ResellerSalesTargets_UTF16_wide_months.csv"
    make_codes(services, tmp_path, ImportKind.REPS, codes_of(path, "EmployeeID"))
    lead(wizard, runner, path, ImportKind.TARGETS)
    assert "Metric" in wizard.messages.text
    settle(wizard, "rep_code", "EmployeeID")
    settle(wizard, "metric", "sales")
    amount = next(one for one in wizard.columns_page.rows if one.source.column.name == "amount")
    amount.factor.setEditText("1000")
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    page = wizard.preview_page
    page.plan.setText("Resellers")
    page.plan.editingFinished.emit()
    assert runner.wait_idle(20_000)
    assert page.good.text == "809 rows go in", page.problems.rows_model.rows[:3]
    assert page.table.rows_model.row(0).cells[:3] == ("2017-07", "sales", "200,000.00")
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    assert wizard.result_page.title.text() == "809 rows went in"


@needs_data
def test_a_small_dirty_sheet_goes_in_by_a_mapping_file_and_its_bad_row_comes_back(
    wizard: ImportWizard, runner: TaskRunner, services: Services, tmp_path: Path
) -> None:
    path = MESSY / "cn_small_sales_dirty.xlsx"
    make_codes(services, tmp_path, ImportKind.CUSTOMERS, codes_of(path, "客户名称"))
    make_codes(services, tmp_path, ImportKind.PRODUCTS, codes_of(path, "商品名称"))
    mapping = tmp_path / "dirty.toml"
    mapping.write_text(
        '[columns]\norder_date = "销售日期"\ncustomer_code = "客户名称"\n'
        'product_code = "商品名称"\nquantity = "销售数量"\namount = "单价"\n'
        '[key]\norder_no = ["销售日期", "客户名称"]\n',
        encoding="utf-8",
    )
    lead(wizard, runner, path, ImportKind.ORDERS)
    wizard.controller.load_mapping(mapping)
    assert runner.wait_idle(20_000)
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    page = wizard.preview_page
    assert page.good.text == "19 rows go in"
    found = page.problems.rows_model.rows
    assert [(one.row, one.column) for one in found] == [(7, "单价")]
    page.good_only.click()
    wizard.go_on.click()
    assert runner.wait_idle(20_000)
    assert wizard.result_page.title.text() == "19 rows went in"
    assert wizard.result_page.save.isVisible()
