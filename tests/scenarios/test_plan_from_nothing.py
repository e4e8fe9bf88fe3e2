"""Next year's plan of the sample branch, from nothing to a rep's answer, by keys and clicks alone.

Nothing is changed but through the window. Pictures of each step, in English and in Chinese at
night, are written where the environment's `BRANCHBOOK_STEP_PICTURES` names a folder.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QTabBar

from desktop.app import Program
from desktop.bootstrap import Services, open_services
from desktop.enums import AnswerKind, BridgeKind, Dimension, Metric, PlanLevel, PlanSide, PlanStatus
from desktop.services.figures.data import ReportRequest
from desktop.services.plans.reasons import PlanReasons
from desktop.services.plans.reasons_data import TYPED
from desktop.services.sample.building import build_sample, sample_clock
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.databases.opener import Folders
from desktop.views.parts import TabPart
from desktop.views.pdf_preview import PdfPreview
from desktop.views.plans.making.page import MakingPage
from desktop.views.plans.part_list import part_factories
from desktop.views.plans.sheets.page import SheetsPage
from desktop.views.plans.tab import PlansTab
from desktop.views.plans.talks.page import TalksPage
from desktop.views.plans.versions.words import Act
from desktop.views.request_dialog import RequestDialog
from tests.hand import Hand

LOGIN = "li"
YEAR = 2027
PICTURES = os.environ.get("BRANCHBOOK_STEP_PICTURES", "")
#: Language and theme of a run, and what its user writes.
LOOKS = [("en", ThemeChoice.LIGHT)]
if PICTURES:
    LOOKS.append(("zh_CN", ThemeChoice.DARK))
WORDS = {
    "en": {
        "remark": "First thoughts after the autumn fair",
        "reason": "Order letter of the largest customer of 12 November",
        "hq": "The market grows by a fifth",
        "branch": "Two dealers closed in summer",
        "evidence": "Industry yearbook, page 41",
    },
    "zh_CN": {
        "remark": "秋季展会后的初步想法",
        "reason": "最大客户11月12日的订货函",
        "hq": "市场增长两成",
        "branch": "夏天有两家经销商停业",
        "evidence": "行业年鉴第41页",
    },
}
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@dataclass(slots=True)
class Told:
    """What the user saw and typed, to be found again in the database."""

    total: Decimal = Decimal(0)
    leaf: Decimal = Decimal(0)
    rep: str = ""
    rep_target: Decimal = Decimal(0)
    sheet: str = ""


@pytest.fixture(params=LOOKS, ids=lambda look: look[0])
def look(request: pytest.FixtureRequest) -> tuple[str, ThemeChoice]:
    """Return the language and the theme of a run."""
    found: tuple[str, ThemeChoice] = request.param
    return found


@pytest.fixture
def database(look: tuple[str, ThemeChoice], tmp_path: Path) -> Path:
    """Build the sample branch, whose manager is the user."""
    path = tmp_path / "sample.branchbook"
    build_sample(path, look[0], LOGIN)
    return path


@pytest.fixture
def program(
    qapp: QApplication,
    look: tuple[str, ThemeChoice],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Program]:
    """Yield the program in its look, with its window at the size of a small screen."""
    import pyqtgraph  # noqa: F401

    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: LOGIN)
    folders = Folders.under(tmp_path / "own")
    settings = SettingsFile(folders.settings)
    settings.change(language=look[0], theme=look[1])
    sheet = qapp.styleSheet()
    found = Program(qapp, settings, folders, sample_clock())
    found.window.resize(1440, 900)
    yield found
    # Of a run that failed nobody is there to say what becomes of unsaved numbers.
    found.window.hide_database()
    found.window.close()
    found.close()
    found.runner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet(sheet)


def number(text: object) -> Decimal:
    """Return an amount as it is shown in a cell."""
    return Decimal(str(text).replace(",", ""))


def bring(hand: Hand, tab: PlansTab, key: str) -> TabPart:
    """Click on a page of the Plans tab and return it."""
    bar = tab.parts.findChild(QTabBar)
    assert bar is not None
    place = [one.key for one in part_factories()].index(key) + 1
    assert bar.rect().contains(bar.tabRect(place).center())
    hand.click(bar, bar.tabRect(place).center())
    page = tab.parts.current
    assert page is not None and page.isVisible()
    return page


def make_plan(hand: Hand, page: MakingPage, words: dict[str, str]) -> None:
    """Begin with last year's sales and collections, eight percent more."""
    hand.picture("no plan of the year")
    hand.click(page.versions.buttons[Act.NEW])
    form = hand.dialog
    assert form.year.currentData() == YEAR
    hand.tab_to(form.growth)
    hand.write_over("8")
    hand.tab_to(form.metrics[Metric.COLLECTIONS])
    hand.press(Qt.Key.Key_Space)
    hand.tab_to(form.note)
    hand.write(words["remark"])
    hand.picture("new plan", form)
    hand.press(Qt.Key.Key_Return)
    current = page.versions.current
    assert current is not None and current.is_draft and current.fiscal_year == YEAR
    hand.picture("draft")


def edit_plan(hand: Hand, page: MakingPage, told: Told) -> None:
    """Type a total and a leaf, lock the leaf, take a change back and do it again."""
    table, totals = page.grid.table, page.grid.totals
    whole = totals.model_shown.index(0, 0)
    before = number(whole.data())
    told.total = (before * Decimal("1.03")).quantize(Decimal("1E3"))
    hand.click_cell(totals, whole)
    hand.write(f"{told.total:f}")
    hand.press(Qt.Key.Key_Return)
    assert number(whole.data()) == told.total
    hand.picture("total typed")
    # Down to one customer and one product in one month.
    row = next(n for n in range(20) if number(table.model_shown.index(n, 3).data()) > 100_000)
    hand.click_cell(table, table.model_shown.index(row, 3))
    for down in (Dimension.CUSTOMER, Dimension.PRODUCT):
        ways = page.controller.ways_down()
        hand.press(Qt.Key.Key_B, mod=_CTRL)
        hand.press(*[Qt.Key.Key_Down] * ways.index(down), Qt.Key.Key_Return)
        assert page.controller.state.rows is down
        hand.picture(f"by {down}")
        hand.click_cell(table, table.model_shown.index(0, 0))
    assert lines_behind(page) == (1, 0)
    told.leaf = number(table.model_shown.index(0, 0).data()).quantize(Decimal(1)) + 12_345
    hand.write(str(told.leaf))
    hand.press(Qt.Key.Key_Return, Qt.Key.Key_Up)
    hand.press(Qt.Key.Key_L, mod=_CTRL)
    assert lines_behind(page) == (1, 1)
    hand.picture("leaf typed and locked")
    hand.press(Qt.Key.Key_Up, Qt.Key.Key_Up, mod=_ALT)
    change_total(hand, page, told)


def lines_behind(page: MakingPage) -> tuple[int, int]:
    """Return how many lines the first cell has, and how many of them are locked."""
    sheet, first = page.controller.sheet, page.grid.cell_at(0, 0)
    assert sheet is not None and first is not None
    return sheet.counts(*first)


def change_total(hand: Hand, page: MakingPage, told: Told) -> None:
    """Give the year another total, take it back and do it again."""
    whole = page.grid.totals.model_shown.index(0, 0)
    before = number(whole.data())
    told.total = (before + 250_000).quantize(Decimal("1E3"))
    hand.click_cell(page.grid.totals, whole)
    hand.write(f"{told.total:f}")
    hand.press(Qt.Key.Key_Return)
    for key, wanted in ((Qt.Key.Key_Z, before), (Qt.Key.Key_Y, told.total)):
        hand.press(key, mod=_CTRL)
        assert number(whole.data()) == wanted


def save_plan(hand: Hand, page: MakingPage, words: dict[str, str]) -> None:
    """Save what was typed with what it is based on."""
    hand.press(Qt.Key.Key_S, mod=_CTRL)
    form = hand.dialog
    hand.write(words["reason"])
    hand.picture("save", form)
    hand.tab_to(form.main_button)
    hand.press(Qt.Key.Key_Space)
    assert not page.controller.has_unsaved
    hand.picture("saved")


def talk(hand: Hand, page: TalksPage, told: Told, words: dict[str, str]) -> None:
    """Name both numbers and a part of what lies between them."""
    for side, factor in ((PlanSide.HQ, Decimal("1.05")), (PlanSide.BRANCH, Decimal(1))):
        hand.click(page.lists.rounds_head.buttons[str(side)])
        form = page.dialog
        assert form is hand.dialog
        hand.write(f"{told.total * factor:.0f}")
        hand.tab_to(form.argument)
        hand.write(words[str(side)])
        hand.picture(f"round of {side}", form)
        hand.tab_to(form.evidence)
        hand.press(Qt.Key.Key_Return)
        assert page.dialog is None
    hand.click(page.lists.items_head.buttons["item"])
    form = page.dialog
    assert form is hand.dialog
    hand.tab_to(form.amount)
    hand.write_over(f"{told.total * Decimal('0.045'):.0f}")
    hand.tab_to(form.evidence)
    hand.write(words["evidence"])
    hand.picture("part of the bridge", form)
    hand.press(Qt.Key.Key_Return)
    assert page.dialog is None
    hand.picture("headquarters")


def put_in_force(hand: Hand, page: MakingPage) -> None:
    """Lead the version through its life, its questions answered by Enter."""
    hand.click(page.versions.buttons[Act.SUBMIT])
    hand.picture("submitted")
    for act in (Act.AGREE, Act.PUT_IN_FORCE):
        hand.click(page.versions.buttons[act])
        question = hand.dialog
        assert isinstance(question, RequestDialog)
        hand.picture(str(act), question)
        hand.press(Qt.Key.Key_Return)
    current = page.versions.current
    assert current is not None and current.status is PlanStatus.IN_FORCE
    hand.picture("in force")


def hand_out(hand: Hand, page: SheetsPage, told: Told) -> None:
    """Look at a rep's sheet as it is printed, and write down that he accepts it."""
    table = page.pane.table
    keys = [one.key for one in table.rows_model.columns]
    rows = table.rows_model.rows
    line = next(n for n, one in enumerate(rows) if one.rep_id is not None and one.has_target)
    hand.click_cell(table, table.rows_model.index(line, keys.index("name")))
    told.rep, told.rep_target = rows[line].code, rows[line].figures[0].target
    hand.picture("target sheets")
    hand.press(Qt.Key.Key_Return)
    preview = hand.dialog
    assert isinstance(preview, PdfPreview)
    paper = pypdf.PdfReader(io.BytesIO(preview._content))
    told.sheet = "\n".join(one.extract_text() for one in paper.pages)
    hand.picture("sheet", preview)
    hand.press(Qt.Key.Key_Escape)
    hand.click(page.panel.answer)
    form = page.dialog
    assert form is hand.dialog
    hand.tab_to(form.day)
    hand.write_over("2026-11-19")
    hand.picture("answer", form)
    hand.press(Qt.Key.Key_Return)
    assert page.dialog is None
    hand.picture("accepted")


def test_next_years_plan_is_made_agreed_and_handed_out_by_keys_and_clicks(
    program: Program,
    database: Path,
    look: tuple[str, ThemeChoice],
    record_property: Callable[[str, object], None],
) -> None:
    hand, told, words = Hand(program, look[0], PICTURES), Told(), WORDS[look[0]]
    program.start(str(database))
    program.window.activateWindow()
    for _turn in range(20):
        hand.rest()
        if program.window.front is not None:
            break
    hand.press(getattr(Qt.Key, f"Key_{program.window.tabs.keys.index('plans') + 1}"), mod=_ALT)
    tab = program.window.front
    assert isinstance(tab, PlansTab)
    page = bring(hand, tab, "plan")
    assert isinstance(page, MakingPage)
    make_plan(hand, page, words)
    edit_plan(hand, page, told)
    save_plan(hand, page, words)
    talks = bring(hand, tab, "talks")
    assert isinstance(talks, TalksPage)
    talk(hand, talks, told, words)
    assert bring(hand, tab, "plan") is page
    put_in_force(hand, page)
    sheets = bring(hand, tab, "sheets")
    assert isinstance(sheets, SheetsPage)
    hand_out(hand, sheets, told)
    record_property("keys", hand.keys)
    record_property("clicks", hand.clicks)
    print(f"{hand.keys} keys, {hand.clicks} clicks, {hand.steps} pictures")
    with closing(open_services(str(database), sample_clock(), LOGIN)) as services:
        check(services, told, words)


def check(services: Services, told: Told, words: dict[str, str]) -> None:
    """Find in the database what was seen and typed."""
    card = next(one for one in services.plan_versions.cards() if one.fiscal_year == YEAR)
    assert (card.status, card.note) == (PlanStatus.IN_FORCE, words["remark"])
    for metric in (Metric.SALES, Metric.COLLECTIONS):
        totals = services.plan_making.book(card.version_id, metric, PlanLevel.BASE).cube.totals()
        assert totals.is_tied and totals.total > 0
    sheet = services.plan_making.book(card.version_id, Metric.SALES, PlanLevel.BASE)
    assert sheet.cube.total() == told.total * 100
    lines = sheet.cube.lines
    assert told.leaf * 100 in lines.amount[lines.locked].tolist()
    bases = PlanReasons(services.uow).bases(card.version_id, Metric.SALES)
    typed = [one.pedigree for one in bases if one.pedigree.method == TYPED]
    assert typed and {one.reason for one in typed} == {words["reason"]}
    check_talks(services, card.version_id, told, words)
    check_report(services, told)
    rows = services.target_sheets.book(card.version_id).rows
    answers = {one.code: one.answers for one in rows if one.answers}
    assert list(answers) == [told.rep]
    (answer,) = answers[told.rep]
    assert (answer.kind, str(answer.day)) == (AnswerKind.ACCEPTED, "2026-11-19")


def check_talks(services: Services, version_id: int, told: Told, words: dict[str, str]) -> None:
    """Find both numbers and the part of the bridge."""
    talks = services.plan_talks.talks(version_id, Metric.SALES)
    assert [(one.side, one.argument) for one in talks.rounds] == [
        (PlanSide.HQ, words["hq"]),
        (PlanSide.BRANCH, words["branch"]),
    ]
    assert talks.number_of(PlanSide.BRANCH) == told.total
    (item,) = talks.items
    assert (item.kind, item.evidence) == (next(iter(BridgeKind)), words["evidence"])


def check_report(services: Services, told: Told) -> None:
    """Find the plan's numbers in the report of attainment, by each dimension."""
    year = services.branch.fiscal.period(YEAR)
    # A territory's target holds those below it: that they tie is the cube's to say.
    for by in (Dimension.REP, Dimension.CUSTOMER, Dimension.PRODUCT):
        report = services.plans.attainment(
            ReportRequest("attainment", (by,), first=year.start, last=year.last)
        )
        place = [one.name for one in report.columns].index("target")
        targets = [row[place] for row in report.rows if isinstance(row[place], Decimal)]
        assert sum(targets, Decimal(0)) == told.total, by
        if by is Dimension.REP:
            of_rep = next(row for row in report.rows if row[0] == told.rep)
            assert of_rep[place] == told.rep_target
    assert f"{told.rep_target:,.0f}" in told.sheet
