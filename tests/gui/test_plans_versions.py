"""The bar of versions as it is used: by keys and clicks, over a small branch in a real database."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.changes import ChangeSet, Topic
from desktop.enums import Dimension, ImportKind, Metric, PlanStatus
from desktop.i18n import set_language
from desktop.models import PlanBasis, PlanVersion
from desktop.services.imports.service import ImportFile
from desktop.services.plans.versions_data import DiscardVersion, MakePlan, PlanStep, TakeStep
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.filter_bar import FilterState
from desktop.views.look import Look
from desktop.views.plans.versions.bar import VersionBar
from desktop.views.plans.versions.differences import LINES
from desktop.views.plans.versions.differences_dialog import DifferencesDialog
from desktop.views.plans.versions.new_plan import Beginning
from desktop.views.plans.versions.new_plan_dialog import NewPlanDialog
from desktop.views.plans.versions.step_dialog import StepDialog
from desktop.views.plans.versions.unfounded_dialog import UnfoundedDialog
from desktop.views.plans.versions.words import Act
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.conftest import destroy
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small

SOLD = """invoice_no,kind,invoice_date,customer_code,amount,rep_code,product_code
I1,invoice,2025-01-10,0001,100.00,R1,P1
I2,invoice,2025-03-10,0002,250.00,R2,P2
I3,invoice,2026-06-10,0002,10.00,R2,P2
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a branch that sold 350.00 in 2025."""
    folder = tmp_path_factory.mktemp("branch")
    path = make_small_branch(folder)
    services = open_small(path)
    source = folder / "invoices.csv"
    source.write_text(SOLD, encoding="utf-8")
    services.imports.run(services.require_writer(), ImportFile(ImportKind.INVOICES, source))
    services.close()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    return copy_of(template, tmp_path / "east.branchbook")


@pytest.fixture
def services(database: Path) -> Iterator[Services]:
    opened = open_small(database)
    yield opened
    opened.close()


class Page:
    """A page with the bar at its top, which writes down what the bar tells it."""

    def __init__(self, services: Services, runner: TaskRunner, settings: SettingsFile) -> None:
        self.services, self.runner = services, runner
        self.widget = QWidget()
        self.bar = VersionBar(TabContext(services, runner, settings, CLOCK), self.widget)
        layout = QVBoxLayout(self.widget)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.chosen: list[int] = []
        self.told: list[str] = []
        self.errors: list[Exception] = []
        self.bar.version_chosen.connect(self.chosen.append)
        self.bar.message_requested.connect(self._tell)
        self.bar.error_met.connect(self.errors.append)
        # As the window does: what a command changed makes the page reload.
        runner.committed.connect(self._reload)
        self.widget.resize(1200, 400)
        self.widget.show()
        self.bar.reload()
        self.settle()

    def _tell(self, text: str, tone: Tone, _actions: object) -> None:
        assert tone is Tone.GOOD
        self.told.append(text)

    def _reload(self, _changes: object) -> None:
        self.bar.reload()

    def settle(self) -> None:
        assert self.runner.wait_idle()

    def offered(self) -> list[Act]:
        """The buttons that are seen, from left to right."""
        return [act for act, button in self.bar.buttons.items() if not button.isHidden()]

    def press(self, qtbot: QtBot, act: Act) -> None:
        button = self.bar.buttons[act]
        assert not button.isHidden()
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def confirm(self, qtbot: QtBot) -> StepDialog:
        """Press the main button of the question that is open."""
        dialog = self.bar.dialog
        assert isinstance(dialog, StepDialog)
        qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
        self.settle()
        return dialog


@pytest.fixture
def page(services: Services, runner: TaskRunner, settings: SettingsFile) -> Iterator[Page]:
    """Yield the page over a branch without a plan."""
    found = Page(services, runner, settings)
    yield found
    assert found.errors == []
    runner.committed.disconnect(found._reload)
    destroy(found.widget)


def make(services: Services, name: str = "Base", year: int = 2026, growth: str = "0.1") -> int:
    command = MakePlan(name, year, Decimal(growth))
    made = services.plan_versions.make(services.require_writer(), command)
    assert made.created_id is not None
    return made.created_id


def lead(services: Services, version_id: int, *steps: PlanStep) -> None:
    for step in steps:
        card = services.plan_versions.card(version_id)
        order = TakeStep(version_id, card.version, step)
        services.plan_versions.take_step(services.require_writer(), order)


@pytest.fixture
def draft(services: Services) -> int:
    """Make a draft of 2026 before the page is opened."""
    return make(services)


def shown(page: Page) -> str:
    return page.bar.chooser.currentText()


def open_new(page: Page, qtbot: QtBot) -> NewPlanDialog:
    page.press(qtbot, Act.NEW)
    dialog = page.bar.dialog
    assert isinstance(dialog, NewPlanDialog)
    look_at(page, dialog)
    return dialog


def look_at(page: Page, dialog: NewPlanDialog) -> None:
    """Let the form ask now what it asks a moment after the last key."""
    dialog._soon.stop()
    dialog._ask_preview()
    page.settle()


def choose(dialog: NewPlanDialog, beginning: Beginning) -> None:
    dialog.beginning.setCurrentIndex(dialog.beginning.findData(beginning))


# --- the bar ----------------------------------------------------------------------------------


def test_a_branch_without_a_plan_is_told_how_to_make_one(page: Page) -> None:
    assert (shown(page), page.bar.chooser.isEnabled()) == ("No plan yet", False)
    assert "New plan…" in page.bar.since.accessibleName()
    assert page.offered() == [Act.NEW]
    assert page.bar.current is None
    assert page.chosen == [0]


def test_a_draft_left_over_from_an_earlier_year_is_not_what_is_shown_first(
    services: Services, runner: TaskRunner, settings: SettingsFile
) -> None:
    services.plan_versions.make(services.require_writer(), MakePlan("Left over", 2025))
    now = make(services, "Now", 2026)
    lead(services, now, PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE)
    page = Page(services, runner, settings)
    assert page.chosen == [now]
    destroy(page.widget)


def test_a_draft_can_be_submitted_discarded_and_nothing_else(draft: int, page: Page) -> None:
    assert shown(page) == "2026 · Base · version 1 · Draft"
    assert page.offered() == [Act.SUBMIT, Act.DISCARD, Act.NEW]
    assert page.chosen == [draft]
    current = page.bar.current
    assert current is not None and current.is_draft
    assert (current.lines, current.totals[0].amount) == (2, Decimal("385.00"))


def test_the_whole_life_of_a_version_by_its_buttons(
    draft: int, page: Page, services: Services, qtbot: QtBot
) -> None:
    page.press(qtbot, Act.SUBMIT)
    assert page.offered() == [Act.AGREE, Act.REVISE, Act.SEND_BACK, Act.NEW]
    page.press(qtbot, Act.AGREE)
    page.confirm(qtbot)
    page.press(qtbot, Act.PUT_IN_FORCE)
    page.confirm(qtbot)
    assert page.offered() == [Act.REVISE, Act.CLOSE, Act.NEW]
    assert shown(page).endswith("In force")
    page.press(qtbot, Act.CLOSE)
    page.confirm(qtbot)
    assert services.plan_versions.card(draft).status is PlanStatus.CLOSED
    assert page.offered() == [Act.NEW]
    assert page.told == [
        "“2026 · Base · version 1” is submitted.",
        "“2026 · Base · version 1” is agreed.",
        "“2026 · Base · version 1” is in force.",
        "“2026 · Base · version 1” is closed.",
    ]
    assert page.chosen == [draft]


def test_a_submitted_version_can_be_sent_back(draft: int, page: Page, qtbot: QtBot) -> None:
    page.press(qtbot, Act.SUBMIT)
    page.press(qtbot, Act.SEND_BACK)
    assert shown(page).endswith("Draft")


def test_what_cannot_be_undone_is_asked_first_with_what_it_is_about(
    draft: int, page: Page, services: Services, qtbot: QtBot
) -> None:
    page.press(qtbot, Act.DISCARD)
    dialog = page.bar.dialog
    assert isinstance(dialog, StepDialog)
    assert "This cannot be undone." in dialog.effect.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    page.settle()
    assert services.plan_versions.card(draft).status is PlanStatus.DRAFT
    page.press(qtbot, Act.DISCARD)
    page.confirm(qtbot)
    assert services.plan_versions.cards() == ()
    assert page.chosen == [draft, 0]
    assert shown(page) == "No plan yet"


def test_putting_in_force_names_the_version_that_is_superseded(
    services: Services, runner: TaskRunner, settings: SettingsFile, qtbot: QtBot
) -> None:
    old, new = make(services, "Old"), make(services, "New")
    lead(services, old, PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE)
    lead(services, new, PlanStep.SUBMIT, PlanStep.AGREE)
    page = Page(services, runner, settings)
    assert page.bar.choose(new)
    page.press(qtbot, Act.PUT_IN_FORCE)
    dialog = page.bar.dialog
    assert isinstance(dialog, StepDialog)
    assert "“2026 · Old · version 1” is superseded." in dialog.effect.text()
    page.confirm(qtbot)
    assert services.plan_versions.card(old).status is PlanStatus.SUPERSEDED
    destroy(page.widget)


def test_a_revision_takes_its_remark_and_becomes_the_version_shown(
    draft: int, page: Page, services: Services, qtbot: QtBot
) -> None:
    page.press(qtbot, Act.SUBMIT)
    page.press(qtbot, Act.REVISE)
    dialog = page.bar.dialog
    assert isinstance(dialog, StepDialog)
    qtbot.keyClicks(dialog.note, "after the fair")
    page.confirm(qtbot)
    assert shown(page) == "2026 · Base · version 2 · Draft"
    assert "after the fair" in page.bar.since.accessibleName()
    assert page.chosen[-1] == services.plan_versions.cards()[0].version_id


def test_another_version_is_chosen_with_the_keyboard(
    draft: int, services: Services, page: Page, qtbot: QtBot
) -> None:
    second = make(services, "Second")
    page.bar.reload()
    page.settle()
    page.bar.chooser.setFocus()
    qtbot.keyClick(page.bar.chooser, Qt.Key.Key_Down)
    assert page.chosen == [draft, second]


def test_a_page_that_does_not_let_go_keeps_its_version(
    draft: int, services: Services, page: Page, qtbot: QtBot
) -> None:
    make(services, "Second")
    page.bar.reload()
    page.settle()
    page.bar.can_close_asked = lambda: False
    page.bar.chooser.setFocus()
    qtbot.keyClick(page.bar.chooser, Qt.Key.Key_Down)
    page.press(qtbot, Act.SUBMIT)
    assert shown(page) == "2026 · Base · version 1 · Draft"
    assert page.chosen == [draft]
    assert not page.bar.choose(999)


def test_what_is_saved_when_a_draft_is_submitted_is_no_conflict(
    draft: int, page: Page, services: Services, runner: TaskRunner, qtbot: QtBot
) -> None:
    def save() -> ChangeSet:
        with services.uow.write(services.require_writer(), "Save") as session:
            record = session.get(PlanVersion, draft)
            assert record is not None
            record.note = "saved just now"
        return ChangeSet.of(Topic.PLANS)

    def ask() -> bool:
        """Save as the page does when it is asked to let go."""
        loop = QEventLoop()
        runner.command(save, lambda _changes: loop.quit(), owner=page.widget)
        loop.exec()
        return True

    page.bar.can_close_asked = ask
    page.press(qtbot, Act.SUBMIT)
    assert services.plan_versions.card(draft).status is PlanStatus.SUBMITTED
    assert page.bar.messages.text == ""


def test_what_another_desk_did_meanwhile_is_said_and_shown(
    draft: int, database: Path, page: Page, services: Services, qtbot: QtBot
) -> None:
    other = open_small(database)
    lead(other, draft, PlanStep.SUBMIT)
    other.close()
    page.press(qtbot, Act.SUBMIT)
    assert "it is now: Submitted" in page.bar.messages.text
    assert shown(page).endswith("Submitted")
    assert page.offered()[0] is Act.AGREE


def test_a_refusal_is_said_in_the_question_and_the_next_press_is_of_what_is_shown(
    draft: int, database: Path, page: Page, qtbot: QtBot
) -> None:
    page.press(qtbot, Act.DISCARD)
    other = open_small(database)
    lead(other, draft, PlanStep.SUBMIT)
    other.close()
    dialog = page.confirm(qtbot)
    assert "it is now: Submitted" in dialog.messages.text
    page.confirm(qtbot)
    assert dialog.messages.text == ("Only a draft can be discarded; this version is: Submitted.")
    destroy(dialog)


def test_an_empty_draft_is_not_submitted_and_the_bar_says_why(
    services: Services, runner: TaskRunner, settings: SettingsFile, qtbot: QtBot
) -> None:
    services.plan_versions.make(services.require_writer(), MakePlan("Empty", 2026))
    page = Page(services, runner, settings)
    page.press(qtbot, Act.SUBMIT)
    assert "line" in page.bar.messages.text
    assert shown(page).endswith("Draft")
    destroy(page.widget)


def test_a_reader_sees_the_buttons_disabled_and_why(
    draft: int, database: Path, runner: TaskRunner, settings: SettingsFile
) -> None:
    reader = open_small(database, "stranger")
    page = Page(reader, runner, settings)
    submit = page.bar.buttons[Act.SUBMIT]
    assert not submit.isEnabled()
    assert "Your roles do not include this." in submit.accessibleDescription()
    destroy(page.widget)
    reader.close()


def test_the_bar_speaks_the_language_of_the_moment(draft: int, page: Page, look: Look) -> None:
    try:
        set_language("zh_CN")
        page.bar.retranslate()
        assert page.bar.chooser.currentText().startswith("2026 · Base")
    finally:
        set_language("en")
        page.bar.retranslate()
    assert page.bar.buttons[Act.NEW].text() == "New plan…"


# --- a new plan -------------------------------------------------------------------------------


def test_a_plan_from_last_year_shows_what_it_will_hold_before_it_is_made(
    page: Page, services: Services, qtbot: QtBot
) -> None:
    dialog = open_new(page, qtbot)
    assert dialog.name.text() == "Plan 2026"
    dialog.growth.selectAll()
    qtbot.keyClicks(dialog.growth, "10 %")
    look_at(page, dialog)
    assert dialog.preview.rows_model.texts(0) == (
        "Net sales", "Jan 2025 – Dec 2025", "month, customer, product", "¥350.00", "¥385.00", "2",
    )  # fmt: skip
    assert dialog.summary.text().startswith("2 lines will be made")
    qtbot.keyClicks(dialog.note, "first thoughts")
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    page.settle()
    assert shown(page) == "2026 · Plan 2026 · version 1 · Draft"
    current = page.bar.current
    assert current is not None
    assert (current.totals[0].amount, current.card.note) == (Decimal("385.00"), "first thoughts")
    assert page.chosen == [0, current.version_id]


def test_an_empty_plan_is_made_without_a_line(page: Page, qtbot: QtBot) -> None:
    dialog = open_new(page, qtbot)
    choose(dialog, Beginning.EMPTY)
    look_at(page, dialog)
    assert dialog.summary.text().startswith("The plan begins without a line.")
    assert dialog.growth.isHidden()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    page.settle()
    assert page.bar.current is not None and page.bar.current.lines == 0


def test_a_copy_of_a_version_moves_into_the_new_year(draft: int, page: Page, qtbot: QtBot) -> None:
    dialog = open_new(page, qtbot)
    choose(dialog, Beginning.COPY)
    dialog.year.setCurrentIndex(dialog.year.findData(2027))
    look_at(page, dialog)
    assert dialog.preview.rows_model.texts(0) == ("Net sales", "¥385.00", "2")
    assert dialog.name.text() == "Plan 2027"
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    page.settle()
    assert shown(page) == "2027 · Plan 2027 · version 1 · Draft"


def test_a_metric_without_results_is_named_before_the_plan_is_made(
    page: Page, qtbot: QtBot
) -> None:
    dialog = open_new(page, qtbot)
    dialog.metrics[Metric.COLLECTIONS].setChecked(True)
    look_at(page, dialog)
    assert dialog.preview.rows_model.texts(1)[1] == "No whole month of results to rest on"
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    page.settle()
    assert "Collections" in dialog.messages.text
    assert dialog.isVisible()
    destroy(dialog)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Give the plan a name."),
        ("growth", "", "Type the growth in percent, such as 8."),
        ("growth", "many", "Type the growth in percent, such as 8."),
        ("growth", "-100", "-100"),
        ("growth", "901", "901"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    page: Page, qtbot: QtBot, field: str, typed: str, words: str
) -> None:
    dialog = open_new(page, qtbot)
    edit = dialog.name if field == "name" else dialog.growth
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, typed)
    dialog.submit()
    page.settle()
    assert words in edit.accessibleDescription()
    assert edit.text() == typed
    destroy(dialog)


def test_a_name_that_is_taken_is_said_at_the_name_and_kept(
    draft: int, page: Page, qtbot: QtBot
) -> None:
    dialog = open_new(page, qtbot)
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "Base")
    dialog.submit()
    page.settle()
    assert "Base" in dialog.name.accessibleDescription()
    assert dialog.main_button.isEnabled()
    destroy(dialog)


def test_no_metric_at_all_is_refused(page: Page, qtbot: QtBot) -> None:
    dialog = open_new(page, qtbot)
    dialog.metrics[Metric.SALES].setChecked(False)
    dialog.submit()
    page.settle()
    checks = dialog._fields["metrics"][0]
    assert checks.accessibleDescription() == "Choose at least one metric."
    destroy(dialog)


def test_the_first_year_without_a_plan_in_force_is_proposed(
    draft: int, services: Services, page: Page, qtbot: QtBot
) -> None:
    lead(services, draft, PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE)
    page.bar.reload()
    page.settle()
    dialog = open_new(page, qtbot)
    assert (dialog.year.currentText(), dialog.name.text()) == ("2027", "Plan 2027")
    destroy(dialog)


# --- differences ------------------------------------------------------------------------------


def open_differences(page: Page) -> DifferencesDialog:
    page.bar.actions_set[str(Act.DIFFERENCES)].trigger()
    dialog = page.bar.dialog
    assert isinstance(dialog, DifferencesDialog)
    page.settle()
    return dialog


def texts(dialog: DifferencesDialog) -> list[tuple[str, ...]]:
    """What the visible cells say, line by line."""
    table = dialog.pane.table
    places = [p for p in range(table.rows_model.columnCount()) if not table.isColumnHidden(p)]
    lines = [table.rows_model.texts(n) for n in range(table.rows_model.rowCount())]
    return [tuple(line[place] for place in places) for line in lines]


def pick(dialog: DifferencesDialog, page: Page, key: str, value: object) -> None:
    bar = dialog.versions if key in ("old", "new") else dialog.filters
    bar.set_state(FilterState(None, {key: value}, bar.state().text))
    page.settle()


@pytest.fixture
def pair(services: Services) -> tuple[int, int]:
    """Make a plan of 350.00 and another of 385.00, both of 2026."""
    return make(services, "Flat", growth="0"), make(services, "More")


def test_one_version_alone_has_no_differences(draft: int, page: Page) -> None:
    acts = [action.text() for action in page.bar.menu_actions()]
    assert "Di&fferences…" not in acts
    assert "Numbers without a bas&is…" in acts


def test_two_versions_are_compared_by_rep_at_first(pair: tuple[int, int], page: Page) -> None:
    assert page.bar.choose(pair[1])
    dialog = open_differences(page)
    assert texts(dialog) == [
        ("R2", "Bao Jie", "250", "275", "25", "10.0%"),
        ("R1", "Li Na", "100", "110", "10", "10.0%"),
    ]
    assert dialog.summary.text() == (
        "2 lines differ (0 added, 0 gone, 2 changed). The total goes from ¥350.00 to ¥385.00 "
        "(+10.0%)."
    )
    destroy(dialog)


def test_the_rows_may_be_sums_by_anything_or_lines(pair: tuple[int, int], page: Page) -> None:
    assert page.bar.choose(pair[1])
    dialog = open_differences(page)
    pick(dialog, page, "by", Dimension.MONTH)
    assert [line[0] for line in texts(dialog)] == ["Jan 2026", "Mar 2026"]
    pick(dialog, page, "by", LINES)
    assert texts(dialog)[0] == (
        "Changed", "Mar 2026", "West Trade", "Bao Jie", "Fan", "250", "275", "25", "10.0%",
    )  # fmt: skip
    destroy(dialog)


def test_old_and_new_are_swapped_and_the_quick_filter_narrows(
    pair: tuple[int, int], page: Page, qtbot: QtBot
) -> None:
    assert page.bar.choose(pair[1])
    dialog = open_differences(page)
    dialog.swap()
    page.settle()
    dialog.filters.set_state(FilterState(text="li"))
    assert texts(dialog) == [("R1", "Li Na", "110", "100", "-10", "-9.1%")]
    destroy(dialog)


def test_what_is_shown_is_exported_with_the_names_of_the_versions(
    pair: tuple[int, int], page: Page
) -> None:
    assert page.bar.choose(pair[1])
    dialog = open_differences(page)
    table = dialog.export_table()
    assert table is not None
    assert table.title == "Differences by Rep"
    assert table.rows[0][:3] == ("R2", "Bao Jie", Decimal("250.00"))
    assert table.total is not None and table.total[4] == Decimal("35.00")
    assert table.notes[0] == ("Old version", "2026 · Flat · version 1")
    destroy(dialog)


def test_a_version_that_went_meanwhile_is_said_in_the_dialog(
    pair: tuple[int, int], services: Services, page: Page
) -> None:
    assert page.bar.choose(pair[1])
    dialog = open_differences(page)
    card = services.plan_versions.card(pair[0])
    order = DiscardVersion(card.version_id, card.version)
    services.plan_versions.discard(services.require_writer(), order)
    dialog.swap()
    page.settle()
    assert "not there any more" in dialog.messages.text
    destroy(dialog)


# --- numbers without a basis ------------------------------------------------------------------


def open_unfounded(page: Page) -> UnfoundedDialog:
    page.bar.actions_set[str(Act.UNFOUNDED)].trigger()
    dialog = page.bar.dialog
    assert isinstance(dialog, UnfoundedDialog)
    page.settle()
    return dialog


def type_over(services: Services, version_id: int, reason: str) -> None:
    """Write a pedigree that says that all of the year was typed."""
    months = services.branch.fiscal.period(2026).months()
    with services.uow.write(services.require_writer(), "Type") as session:
        session.add(
            PlanBasis(
                branch_id=services.branch.id, version_id=version_id, metric="sales",
                level="base", first_month=months[0].ordinal, last_month=months[-1].ordinal,
                method="typed", inputs="[]", adjustments="[]", amount=38_500, reason=reason,
                made_by_id=services.actor.user_id, made_at=CLOCK.now(),
            )
        )  # fmt: skip


def test_a_plan_with_a_basis_has_an_empty_list_that_says_so(draft: int, page: Page) -> None:
    dialog = open_unfounded(page)
    assert dialog.summary.text() == "Every number of this version rests on more than typing."
    assert dialog.table.rows_model.rowCount() == 0
    destroy(dialog)


def test_typed_numbers_are_listed_with_reason_and_person(
    draft: int, services: Services, page: Page, qtbot: QtBot
) -> None:
    type_over(services, draft, "<b>fair</b> of spring")
    dialog = open_unfounded(page)
    texts = dialog.table.rows_model.texts(0)
    assert texts[:4] == ("Net sales", "Typed", "Whole branch", "Jan 2026 – Dec 2026")
    assert texts[5:9] == ("¥385.00", "100.0%", "2", "<b>fair</b> of spring")
    assert "2 lines rest on nothing but a typed number." in dialog.summary.text()
    assert dialog.export_table().rows[0][0] == "Net sales"
    qtbot.keyClicks(dialog.quick, "nothing like it")
    dialog.filters._tell()
    assert dialog.table.rows_model.rowCount() == 0
    destroy(dialog)
