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
from desktop.services.backups.service import BackupService, restore
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.checking.service import CheckingService
from desktop.services.customers.editing_data import AddCustomer, ChangeCustomer
from desktop.services.customers.service import CustomersService
from desktop.services.database import make_engine, parse_address
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import Command, address, fail, files_of, prove, rows_of
from tests.faults.faulty_driver import FAULTS, Faults

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
            "services/plans/planning.py: Planning.save_edit",
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
    return lambda run: Command(run, rows_of(url), (address(url),))


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
    before = documents()
    with FAULTS.failing(10**6) as counter:
        refresh_summaries(desk.uow, desk.actor)
        count = len(counter.asked)
    right = made()
    desk.invoices([("C1", "2026-02-06", "10")])
    desk.imports.withdraw(desk.actor, desk.imports.batches()[0].id)
    before = documents()
    for at in (*range(1, count, 3), count):
        with FAULTS.failing(at), suppress(StorageError):
            refresh_summaries(desk.uow, desk.actor)
        assert documents() == before, at
    refresh_summaries(desk.uow, desk.actor)
    # The invoice that came and went leaves the sums that were there without it.
    assert made() == right


def test_a_backup_over_an_older_one(desk: Desk, tmp_path: Path) -> None:
    service = BackupService(desk.uow, CLOCK)
    target = tmp_path / "copy.bak"
    service.backup(target)
    desk.reps()
    command = Command(
        lambda: service.backup(target),
        lambda: repr(list(files_of(tmp_path))),
        (address(desk.database.url), str(target)),
    )
    before = command.state()
    for at in (1, 2, 3, 5, 8, 13, 21, 34, 40):
        fail(command, at, before)
    command.run()
    assert command.state() != before


def test_a_new_branch_in_a_file(faults: Faults, tmp_path: Path) -> None:
    url = parse_address(str(tmp_path / "new.branchbook"))
    made = Command(
        lambda: make_branch(url, MakeBranch(name="New"), "boss", CLOCK),
        lambda: repr(list(files_of(tmp_path))),
        (address(url),),
    )
    assert prove(made) > 60


def test_a_new_branch_on_a_server(faults: Faults, empty_postgres: Callable[[], str]) -> None:
    url = parse_address(empty_postgres())
    made = Command(
        lambda: make_branch(url, MakeBranch(name="New"), "boss", CLOCK), rows_of(url),
        (address(url),),
    )  # fmt: skip
    assert prove(made, 30) > 60


@pytest.mark.parametrize("target", ["file", "server"])
def test_a_restore(
    desk: Desk, tmp_path: Path, empty_postgres: Callable[[], str], target: str
) -> None:
    backup = tmp_path / "copy.bak"
    BackupService(desk.uow, CLOCK).backup(backup)
    folder = tmp_path / "restored"
    folder.mkdir()
    is_file = target == "file"
    url = parse_address(str(folder / "new.branchbook") if is_file else empty_postgres())
    restoring = Command(
        lambda: restore(backup, url),
        (lambda: repr(list(files_of(folder)))) if is_file else rows_of(url),
        (address(url), str(backup)),
    )
    if is_file and desk.database.url.get_backend_name() == "sqlite":
        # A file becomes a file by one copy; the statements are those that read and verify.
        before = restoring.state()
        for at in (1, 2, 5, 20, 60):
            fail(restoring, at, before)
        restoring.run()
    else:
        assert prove(restoring, 30) > 60
    engine = make_engine(url)
    try:
        with engine.engine.connect() as connection:
            assert not engine.integrity_problems(connection)
    finally:
        engine.close()
