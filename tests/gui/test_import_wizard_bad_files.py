"""Every broken file and every odd one through the real wizard: the same words, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlcipher3 import dbapi2 as sqlite3

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.errors import Issue
from desktop.services.imports import numbers
from desktop.services.imports.service import ImportFile
from desktop.services.settings import SettingsFile
from desktop.views.imports.state import Step
from desktop.views.imports.wizard import ImportWizard
from desktop.views.imports.words import placed_words, problem_words
from desktop.views.look import Look
from desktop.views.tasks import TaskRunner
from tests.bad_input.cases import BROKEN, MASTERS, ODD, Broken
from tests.bad_input.files import errors_of
from tests.gui.conftest import destroy
from tests.gui.small_branch import copy_of, make_small_branch, open_small

_AT_ONCE = 15
#: What the wizard asks for on a page of its own, where the command line can only refuse.
_ASKED = {"sheet_needed", "column_missing", "title_row", "header_duplicate"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branch")
    path = make_small_branch(folder)
    services = open_small(path)
    source = folder / "more.csv"
    source.write_text(MASTERS[ImportKind.CUSTOMERS], encoding="utf-8")
    file = ImportFile(ImportKind.CUSTOMERS, source)
    services.imports.run(services.require_writer(), file)
    services.close()
    return path


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


@contextmanager
def unwritten(path: Path) -> Iterator[None]:
    """Fail where anything is committed to the database in the block."""
    # The program's own SQLite: two libraries in one process drop each other's locks.
    watch = sqlite3.connect(path)
    before = watch.execute("PRAGMA data_version").fetchone()
    yield
    assert watch.execute("PRAGMA data_version").fetchone() == before
    watch.close()


def lead(wizard: ImportWizard, runner: TaskRunner, path: Path, kind: ImportKind) -> None:
    """Choose a file and press the default button as far as the preview, or as it goes."""
    wizard.controller.start_over()
    wizard.file_page.path.clear()
    wizard.file_page.path.insert(str(path))
    box = wizard.file_page.kind
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())
    assert runner.wait_idle(20_000)
    for _page in (Step.FILE, Step.COLUMNS):
        if wizard.messages.text or wizard.controller.state.step is Step.SHEET:
            return
        wizard.go_on.click()
        assert runner.wait_idle(20_000)


def on_screen(wizard: ImportWizard) -> list[tuple[int | None, str, str]]:
    """Return row, column and words of all that the window says is wrong."""
    if wizard.controller.state.step is not Step.PREVIEW:
        return [(None, "", line) for line in wizard.messages.text.splitlines()]
    rows = wizard.preview_page.problems.rows_model.rows
    return [(one.row, one.column, one.words) for one in rows]


def asks(wizard: ImportWizard, case: Broken) -> bool:
    """Whether the wizard asks, on a page of its own, for what the file does not say."""
    code = case.expected[0][0]
    step = wizard.controller.state.step
    if code == "sheet_needed":
        return step is Step.SHEET
    if code == "title_row":
        return wizard.columns_page.skip.isVisible()
    return step is Step.COLUMNS and "required columns" in wizard.messages.text


def told(issue: Issue, said: list[tuple[int | None, str, str]]) -> bool:
    """Whether the window says this, with its place."""
    if (issue.row, issue.column, problem_words(issue)) in said:
        return True
    return (None, "", placed_words(issue)) in said


@pytest.mark.parametrize("first", range(0, len(BROKEN), _AT_ONCE))
def test_broken_files_are_refused_in_the_same_words_and_nothing_is_written(
    first: int, wizard: ImportWizard, runner: TaskRunner, tmp_path: Path
) -> None:
    for case in BROKEN[first : first + _AT_ONCE]:
        path = tmp_path / case.name
        path.write_bytes(case.make())
        with unwritten(tmp_path / "east.branchbook"):
            lead(wizard, runner, path, case.kind)
            said = on_screen(wizard)
        if asks(wizard, case):
            assert case.expected[0][0] in _ASKED, case.title
        else:
            silent = [one for one in errors_of(path, case.kind) if not told(one, said)]
            assert silent == [], (case.title, said)
            assert case.expected[0][0] == "sheet_needed" or said, case.title
        assert not wizard.go_on.isEnabled() or wizard.controller.state.step is not Step.PREVIEW
        path.unlink()


@pytest.mark.parametrize("first", range(0, len(ODD), _AT_ONCE))
def test_odd_files_show_the_plain_row(
    first: int, wizard: ImportWizard, runner: TaskRunner, tmp_path: Path
) -> None:
    shown = []
    for title, name, make in ODD[first : first + _AT_ONCE]:
        path = tmp_path / name
        path.write_bytes(make())
        lead(wizard, runner, path, ImportKind.ORDERS)
        assert wizard.controller.state.step is Step.PREVIEW, (title, wizard.messages.text)
        rows = wizard.preview_page.table.rows_model.rows
        names = [column.key for column in wizard.preview_page.table.rows_model.columns[2:]]
        shown.append((title, *(dict(zip(names, row.cells, strict=True)) for row in rows)))
        assert wizard.go_on.isEnabled(), title
        path.unlink()
    plain = {
        "order_no": "SO1", "order_date": "1 Jul 2026", "customer_code": "C1",
        "product_code": "P1", "quantity": "2", "amount": "100.50",
    }  # fmt: skip
    assert [one for one in shown if one[1:] != (plain,)] == []


def test_with_its_checker_switched_off_a_broken_file_goes_through_and_is_seen(
    wizard: ImportWizard, runner: TaskRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in BROKEN if case.title == "too large")
    path = tmp_path / case.name
    path.write_bytes(case.make())
    issues = errors_of(path)
    monkeypatch.setattr(numbers, "LARGEST_AMOUNT", numbers.LARGEST_AMOUNT * 10)

    lead(wizard, runner, path, case.kind)

    assert not any(told(issue, on_screen(wizard)) for issue in issues)
    assert wizard.go_on.isEnabled()
    with pytest.raises(AssertionError), unwritten(tmp_path / "east.branchbook"):
        wizard.go_on.click()
        assert runner.wait_idle(20_000)
