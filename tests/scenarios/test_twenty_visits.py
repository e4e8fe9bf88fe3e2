"""Twenty visits from the sample branch's paper slips, keyed through the real window by keys alone.

The key presses are counted, and set beside those of a plain table widget that takes the same
twenty visits: `pytest -s` prints both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QTableWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import Program
from desktop.bootstrap import make_database, open_services
from desktop.enums import ImportKind, ReportedVia
from desktop.models import Customer, Entry, Rep, Visit
from desktop.services.branches.data import MakeBranch
from desktop.services.imports.service import ImportFile
from desktop.services.sample.branch import SampleBranch, generate
from desktop.services.sample.building import sample_clock
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.activity.entry.page import EntryPage
from desktop.views.activity.tab import ActivityTab
from desktop.views.databases.opener import Folders
from tests.hand import Hand

LOGIN = "li"
K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
COUNT = 20
#: Of the sample's files those that a branch has before its first visit.
MASTERS = (ImportKind.TERRITORIES, ImportKind.REPS, ImportKind.CUSTOMERS)
#: The slip's boxes, in the order in which they stand: what is ticked is one of these.
ORDERED, TALKED, COLLECTED, CLOSED = "ordered", "talked", "collected", "closed"
BOXES = {ORDERED: "1", TALKED: "2", COLLECTED: "3", CLOSED: "4"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper slip: what the rep wrote, and the pinyin initials by which a clerk reads the name."""

    rep: str
    day: str
    customer: str
    outcome: str
    minutes: str


def slips_of(branch: SampleBranch) -> list[Slip]:
    """Return the last visits of the sample, as their slips lie on the desk: rep by rep."""
    file = next(file for file in branch.files if file.kind is ImportKind.VISITS)
    rows = [dict(zip(file.columns, row, strict=True)) for row in file.rows[-COUNT:]]
    return [
        Slip(row["rep_code"], row["date"], row["customer_code"], ticked(row), length(row))
        for row in rows
    ]


def ticked(row: dict[str, str]) -> str:
    """Return the box that the rep would tick for what the sample says in words."""
    if row["order_no"]:
        return ORDERED
    if row["outcome"] == "承诺付款":
        return COLLECTED
    return CLOSED if row["outcome"] in ("闭店", "客户不在") else TALKED


def length(row: dict[str, str]) -> str:
    """Return the minutes of a visit."""
    if row["minutes"]:
        return row["minutes"]
    start, end = (datetime.strptime(row[key], "%H:%M") for key in ("start", "end"))
    return str((end - start) // timedelta(minutes=1))


class Clerk(Hand):
    """A hand that types without looking up after each key, and reads what is offered."""

    def type(self, text: str, *ends: Qt.Key) -> None:
        """Press keys one after the other."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(self._target, letter)
        for end in ends:
            self.keys += 1
            QTest.keyClick(self._target, end)

    def find(self, page: EntryPage, initials: str, code: str) -> None:
        """Type a name's initials until the list begins with the customer, then take him."""
        desk = page.controller.desk
        column = desk.spec.columns[desk.spec.index_of("customer_code")]
        for letter in initials:
            self.type(letter)
            offer = page.grid.offers.current
            if offer is not None and offer.value == code:
                break
        for _step in desk.known.offers(column, initials):
            offer = page.grid.offers.current
            assert offer is not None
            if offer.value == code:
                break
            self.type("", K.Key_Down)
        self.type("", K.Key_Tab)


@pytest.fixture(scope="module")
def sample() -> SampleBranch:
    """Return the sample branch's files, with Chinese names."""
    return generate(language="zh_CN")


@pytest.fixture
def database(sample: SampleBranch, tmp_path: Path) -> Path:
    """Make a branch with the sample's people and dealers and no visit yet."""
    path = tmp_path / "sample.branchbook"
    make_database(str(path), MakeBranch("Sample"), sample_clock(), LOGIN)
    with closing(open_services(str(path), sample_clock(), LOGIN)) as services:
        for file in sample.files:
            if file.kind in MASTERS:
                source = tmp_path / f"{file.kind}.csv"
                source.write_bytes(file.as_csv())
                services.imports.run(services.require_writer(), ImportFile(file.kind, source))
    return path


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """Yield the program with its window at the size of a small screen."""
    import pyqtgraph  # noqa: F401

    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: LOGIN)
    folders = Folders.under(tmp_path / "own")
    settings = SettingsFile(folders.settings)
    settings.change(language="en", theme=ThemeChoice.LIGHT)
    sheet = qapp.styleSheet()
    found = Program(qapp, settings, folders, sample_clock())
    found.window.resize(1440, 900)
    yield found
    found.window.hide_database()
    found.window.close()
    found.close()
    found.runner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet(sheet)


def reach_the_grid(hand: Clerk, program: Program) -> EntryPage:
    """Go from the first tab to the grid by keys."""
    while not isinstance(program.window.front, ActivityTab):
        hand.press(K.Key_PageDown, mod=CTRL)
    tab = program.window.front
    bar = tab.parts.findChild(QTabBar)
    assert bar is not None
    hand.tab_to(bar)
    hand.press(K.Key_Right)
    page = tab.parts.current
    assert isinstance(page, EntryPage)
    hand.press(K.Key_F6)
    assert page.grid.hasFocus()
    return page


def key_all(hand: Clerk, page: EntryPage, slips: list[Slip]) -> list[int]:
    """Key the slips and return the key presses of each."""
    assert page.controller.lookups is not None
    initials = {one.code: one.initials for one in page.controller.lookups.customers}
    desk, presses = page.controller.desk, []
    before: Slip | None = None
    for slip in slips:
        begun = hand.keys
        if before is None or before.rep != slip.rep:
            if before is not None:
                # The row stands at the customer; the rep's own cell is two to the left.
                hand.type("", K.Key_Home)
            hand.type(slip.rep, K.Key_Tab)
            if before is None or before.day != slip.day:
                hand.type(slip.day[5:].replace("-", ""), K.Key_Tab)
            else:
                hand.type("", K.Key_Tab)
        assert page.grid.cell[1] == desk.spec.index_of("customer_code")
        hand.find(page, initials[slip.customer], slip.customer)
        hand.type(BOXES[slip.outcome], K.Key_Tab)
        hand.type(slip.minutes, K.Key_Return)
        presses.append(hand.keys - begun)
        before = slip
    return presses


def presses_in_a_plain_table(slips: list[Slip], qtbot: QtBot) -> int:
    """Key the slips into Qt's own table, every field as it must be; return the key presses."""
    table = QTableWidget(len(slips), 5)
    table.show()
    table.activateWindow()
    table.setCurrentCell(0, 0)
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    presses = 0
    for row, slip in enumerate(slips):
        fields = (slip.rep, slip.day, slip.customer, slip.outcome, slip.minutes)
        for text in fields:
            for letter in text:
                target = QApplication.focusWidget()
                assert target is not None
                QTest.keyClicks(target, letter)
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, K.Key_Tab)
            presses += len(text) + 1
        found = tuple(table.item(row, column).text() for column in range(5))
        assert found == fields
    table.close()
    table.deleteLater()
    return presses


def test_twenty_visits_are_keyed_saved_and_read_back_by_keys_alone(
    program: Program, database: Path, sample: SampleBranch, qtbot: QtBot
) -> None:
    slips = slips_of(sample)
    program.start(str(database))
    hand = Clerk(program, "twenty visits")
    hand.rest()
    page = reach_the_grid(hand, program)
    presses = key_all(hand, page, slips)
    assert len(page.controller.desk.sheet.begun) == COUNT
    begun = hand.keys
    hand.press(K.Key_S, mod=CTRL)
    assert program.window.messages.text.startswith("20 rows are saved."), page.foot.cell.text()
    to_save = hand.keys - begun
    plain = presses_in_a_plain_table(slips, qtbot)
    print(f"\nkey presses of each visit: {presses}")
    print(f"in the grid {sum(presses)} and {to_save} to save; in a plain table {plain}, unsaved")
    required = [one for one in page.controller.desk.spec.columns if one.is_required]
    assert len(required) <= 5
    assert hand.clicks == 0
    assert sum(presses) + to_save < plain / 2
    read_back(database, slips)


def read_back(database: Path, slips: list[Slip]) -> None:
    """Find each slip's visit, and how it came, through services that are opened anew."""
    with closing(open_services(str(database), sample_clock(), LOGIN)) as services:
        query = (
            select(
                Rep.code, Visit.visited_on, Customer.code, Visit.outcome, Visit.minutes, Entry.via
            )
            .join(Rep, Rep.id == Visit.rep_id)
            .join(Customer, Customer.id == Visit.customer_id)
            .join(Entry, Entry.visit_id == Visit.id)
        )
        with services.uow.read() as session:
            found = [tuple(row) for row in session.execute(query)]
    assert sorted((rep, str(day), who, what, str(minutes), via)
                  for rep, day, who, what, minutes, via in found) == sorted(
        (one.rep, one.day, one.customer, one.outcome, one.minutes, ReportedVia.SLIP)
        for one in slips
    )  # fmt: skip
