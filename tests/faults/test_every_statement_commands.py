"""F4: every other command that fails at any of its statements leaves everything as it was."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

import desktop
from desktop.errors import StorageError
from desktop.models import Customer
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.backups.service import BackupService
from desktop.services.checking.service import CheckingService
from desktop.services.customers.editing_data import AddCustomer, ChangeCustomer
from desktop.services.customers.service import CustomersService
from desktop.services.database import make_engine, parse_address
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import Command, on_database, prove, prove_ways, rows_of
from tests.faults.faulty_driver import FAULTS, Faults, Known
from tests.faults.long_commands import backed_up, new_branch, restored

#: Tables of sums, which are made anew from the documents.
SUMS = ("activity_month", "activity_days", "activity_known", "customer_turn")
#: Where the program writes into a database, and which test lets that fail at each statement.
WRITERS = {
    "services/activity/summaries.py: refresh_summaries": "the sums that changes left behind",
    "services/checking/service.py: CheckingService.seal": "seal",
    "services/customers/editing.py: CustomerEditing.change": "change",
    "services/customers/editing.py: CustomerEditing.add": "add",
    "services/imports/service.py: ImportService._load": "test_every_statement_imports",
    "services/imports/service.py: ImportService.withdraw": "test_every_statement_imports",
    **dict.fromkeys(
        (
            "services/plans/situation.py: PlanSituation.save",
            "services/plans/situation.py: PlanSituation.remove",
            "services/plans/situation.py: PlanSituation.fill_own",
            "services/plans/potentials.py: Potentials.save",
            "services/plans/potentials.py: Potentials.remove",
            "services/plans/outlooks.py: PlanOutlooks.save",
            "services/plans/outlooks.py: PlanOutlooks.save_prospect",
            "services/plans/outlooks.py: PlanOutlooks.remove_prospect",
        ),
        "test_every_statement_grounds",
    ),
    **dict.fromkeys(
        (
            "services/plans/planning.py: Planning.save_edits",
            *(
                f"services/plans/versions.py: PlanVersions.{name}"
                for name in ("make", "copy", "take_step", "revise", "discard")
            ),
            *(
                f"services/plans/talks.py: PlanTalks.{name}_{part}"
                for name in ("add", "change", "remove")
                for part in ("round", "item")
            ),
            "services/plans/answers.py: PlanAnswers.record",
            "services/plans/answers.py: PlanAnswers.remove",
            "services/plans/exchange.py: PlanExchange.take",
        ),
        "test_every_statement_plans",
    ),
    **dict.fromkeys(
        (
            f"services/plans/budgets.py: PlanBudgets.{name}"
            for name in (
                "add_driver",
                "change_driver",
                "remove_driver",
                "put",
                "set_amount",
                "commit",
                "release",
            )
        ),
        "test_every_statement_budgets",
    ),
    **dict.fromkeys(
        (
            f"services/plans/programmes.py: PlanProgrammes.{name}"
            for name in ("save", "save_template", "remove_template", "write_weeks")
        ),
        "test_every_statement_programmes",
    ),
    **dict.fromkeys(
        (
            *(
                f"services/plans/work.py: PlanWork.{name}_objective"
                for name in ("add", "change", "close", "reopen", "remove")
            ),
            *(
                f"services/plans/work.py: PlanWork.{name}_task"
                for name in ("add", "change", "finish", "remove")
            ),
            "services/plans/reviews.py: TaskReviews.record",
            "services/plans/reviews.py: TaskReviews.remove",
        ),
        "test_every_statement_work",
    ),
    **dict.fromkeys(
        (
            f"services/plans/measures.py: PlanMeasures.{name}"
            for name in ("add", "change", "remove", "save")
        ),
        "test_every_statement_measures",
    ),
    **dict.fromkeys(
        (
            "services/entries/service.py: EntryService.save",
            "services/entries/service.py: EntryService.take_back",
            "services/entries/checks.py: EntryChecks.decide",
            "services/entries/checks.py: EntryChecks.draw_sample",
            "services/sample/checks.py: fill",
        ),
        "test_every_statement_entries",
    ),
    **dict.fromkeys(
        (
            *(
                f"services/weeks/service.py: WeekPlans.{name}"
                for name in ("_decide", "reconcile", "save", "submit", "tell")
            ),
            "services/sample/weeks.py: fill",
        ),
        "test_every_statement_weeks",
    ),
    **dict.fromkeys(
        (
            *(
                f"services/information/notes.py: MarketNotes.{name}"
                for name in ("add", "answer", "change", "rate", "read", "reassign")
            ),
            *(
                f"services/information/questions.py: InfoQuestions.{name}"
                for name in ("answer", "ask", "withdraw")
            ),
            *(
                f"services/information/decisions.py: InfoDecisions.{name}"
                for name in ("add", "change", "remove")
            ),
        ),
        "test_every_statement_information",
    ),
    **dict.fromkeys(
        (
            *(
                f"services/information/report_calendar.py: ReportCalendars.{name}"
                for name in ("add_duty", "change_duty", "end_duty", "excuse", "tick", "untick")
            ),
            *(
                f"services/team/policies.py: Policies.{name}"
                for name in ("acknowledge", "announce", "take_back", "withdraw")
            ),
            "services/sample/discipline.py: fill",
            "services/sample/information.py: fill",
        ),
        "test_every_statement_reports_due",
    ),
    "services/database/schema.py: create_tables": "a new branch, restore",
    "services/database/schema.py: bring_up_to_date": "the tests of migrations that are stopped",
    "services/uow.py: UnitOfWork.write": "all of them",
}


def writers() -> set[str]:
    """Return every function of the program that opens a transaction which writes."""
    root = Path(desktop.__file__).parent
    found = set()
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        for owner, function in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            if any(_writes(node) for node in ast.walk(function)):
                found.add(f"{place}: {owner}{function.name}")
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.", part


def _writes(node: ast.AST) -> bool:
    """Whether the node is `uow.write(…)`, or takes the engine that writes."""
    if not isinstance(node, ast.Attribute):
        return False
    named = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    named = node.value.id if isinstance(node.value, ast.Name) else named
    if node.attr == "write":
        return named.lstrip("_") == "uow"
    return node.attr == "writer" and named.lstrip("_") in ("database", "engine")


def test_every_command_that_writes_is_among_those_that_are_made_to_fail() -> None:
    assert writers() == set(WRITERS)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with a customer and an invoice."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        made.customers(2, rep=made.reps()[0])
        made.invoices([("C1", "2026-01-05", "10")])
        yield made


@pytest.fixture
def on_the_desk(desk: Desk) -> Callable[[Callable[[], object]], Command]:
    """Return what makes a command of a call, on all rows of the desk's database."""
    url = desk.database.url
    return lambda run: on_database(url, run)


def test_a_change_of_a_customer(desk: Desk, on_the_desk: Callable[..., Command]) -> None:
    service = CustomersService(desk.uow, CLOCK)
    card = service.card_for_edit(desk.rows(Customer, "id")[0][0])
    entry = replace(card.entry, phone="021-5555 0199")
    command = ChangeCustomer(card.id, card.version, entry)
    assert prove(on_the_desk(lambda: service.change_customer(desk.actor, command))) > 5


def test_a_new_customer(desk: Desk, on_the_desk: Callable[..., Command]) -> None:
    service = CustomersService(desk.uow, CLOCK)
    card = service.card_for_edit(desk.rows(Customer, "id")[0][0])
    command = AddCustomer(replace(card.entry, code="C77", name="Harbour"))
    assert prove(on_the_desk(lambda: service.add_customer(desk.actor, command))) > 5


def test_sealing_the_audit_log(desk: Desk, on_the_desk: Callable[..., Command]) -> None:
    service = CheckingService(desk.uow, CLOCK)
    service.seal(desk.actor)
    with desk.uow.write(desk.actor, "Edit") as session:
        session.get_one(Customer, desk.rows(Customer, "id")[1][0]).phone = "1"
    assert prove(on_the_desk(lambda: service.seal(desk.actor))) > 5


def test_the_sums_that_changes_left_behind(desk: Desk) -> None:
    """They are made in several transactions, on purpose; the documents never change with them."""
    url = desk.database.url
    refresh_summaries(desk.uow, desk.actor)
    desk.invoices([("C1", "2026-02-05", "10")])
    made = rows_of(url, only=SUMS)
    documents = rows_of(url, but=(*SUMS, "summary_due", "command_log", "sqlite_sequence"))
    refresh_summaries(desk.uow, desk.actor)
    right = made()
    desk.invoices([("C1", "2026-02-06", "10")])
    desk.imports.withdraw(desk.actor, desk.imports.batches()[0].id)
    before = documents()
    known: set[Known] = set()
    is_done = False
    while not is_done:
        with FAULTS.failing_new(known) as faults, suppress(StorageError):
            refresh_summaries(desk.uow, desk.actor)
        assert documents() == before, faults.failed
        is_done = faults.failed is None
    # The invoice that came and went leaves the sums that were there without it.
    assert made() == right
    assert len(known) > 20


def test_a_backup_over_an_older_one(desk: Desk, tmp_path: Path) -> None:
    service, url = BackupService(desk.uow, CLOCK), desk.database.url
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        folder.mkdir()
        service.backup(folder / "copy.bak")
    desk.reps()
    one, other = (backed_up(service, url, folder / "copy.bak") for folder in folders)
    count, failed = prove_ways(one, like=other)
    assert count > failed > 4


def test_a_new_branch_in_a_file(faults: Faults, tmp_path: Path) -> None:
    count, failed = prove_ways(new_branch(tmp_path / "new.branchbook"))
    assert count > failed > 8


def test_a_new_branch_on_a_server(faults: Faults, empty_postgres: Callable[[], str]) -> None:
    count, failed = prove_ways(new_branch(empty_postgres()))
    assert count > failed > 8


@pytest.mark.parametrize("target", ["file", "server"])
def test_a_restore(
    desk: Desk, tmp_path: Path, empty_postgres: Callable[[], str], target: str
) -> None:
    backup = tmp_path / "copy.bak"
    BackupService(desk.uow, CLOCK).backup(backup)
    folder = tmp_path / "restored"
    folder.mkdir()
    is_file = target == "file"
    into = folder / "new.branchbook" if is_file else empty_postgres()
    if is_file and desk.database.url.get_backend_name() == "sqlite":
        # A file becomes a file by one copy; the statements are those that read and verify.
        other = tmp_path / "other"
        other.mkdir()
        like = restored(backup, other / "new.branchbook")
    else:
        like = None
    count, failed = prove_ways(restored(backup, into), like)
    assert count > failed > 8
    engine = make_engine(parse_address(str(into)))
    try:
        with engine.engine.connect() as connection:
            assert not engine.integrity_problems(connection)
    finally:
        engine.close()


def test_a_backup_that_can_no_longer_be_looked_into_is_told_in_words(
    faults: Faults, local: Desk, tmp_path: Path, empty_postgres: Callable[[], str]
) -> None:
    backup = tmp_path / "copy.bak"
    BackupService(local.uow, CLOCK).backup(backup)
    restoring = restored(backup, empty_postgres())
    with FAULTS.failing(0), suppress(StorageError):
        restoring.run()
    begun = [at for at, asked in enumerate(FAULTS.asked, 1) if asked == "BEGIN"]
    with FAULTS.failing(begun[-1]), pytest.raises(StorageError):
        restoring.run()
