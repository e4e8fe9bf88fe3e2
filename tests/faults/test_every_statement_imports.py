"""F4: an import that fails at any of its statements leaves the database as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import insert, text, update

from desktop.enums import ImportKind
from desktop.errors import StorageError
from desktop.models import Customer, Territory
from desktop.services.imports.kinds import KINDS
from desktop.services.imports.service import ImportFile
from tests.databases import new_database
from tests.factories import Desk, a_desk
from tests.faults.every_statement import Command, on_database, prove
from tests.faults.faulty_driver import Faults
from tests.faults.sample_rows import SECOND, first_files, sample_file

_K = ImportKind
#: Imports that do more than bring a new row.
MORE: dict[str, tuple[ImportKind, dict[str, str], dict[str, object]]] = {
    "customers changed": (
        _K.CUSTOMERS, {"name": "Moonrise", "rep_code": ""}, {"update": True}),
    "products moved": (_K.PRODUCTS, {"group_code": "", "name": "Old bike"}, {"update": True}),
    "a credit note on its invoice": (
        _K.INVOICES,
        {"invoice_no": "CN-1", "kind": "credit_note", "amount": "10", "tax": "1",
         "due_date": "", "original_invoice_no": "INV-2001", "order_no": ""}, {}),
    "a shared credit": (
        _K.INVOICES, {"invoice_no": "INV-9", "rep_code": "R01:60;R00:40"}, {}),
    "money on the oldest first": (
        _K.COLLECTIONS, {"receipt_no": "RC-9", "invoice_no": "", "amount": "5"},
        {"apply_oldest_first": True}),
    "a target in an open plan": (
        _K.TARGETS, {"period": "2026-Q4"}, {"plan": "Another", "in_force": False}),
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch in which every kind of file went in once."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        for file in first_files(folder):
            made.imports.run(made.actor, file)
        made.bring("reps", "code,name\nR00,Wang\n")
        yield made


def command(desk: Desk, file: ImportFile) -> Command:
    url = desk.database.url
    return on_database(url, lambda: desk.imports.run(desk.actor, file), str(file.path))


def test_every_kind_of_file_has_its_second_one() -> None:
    assert set(SECOND) == set(KINDS) == set(ImportKind)


@pytest.mark.parametrize("kind", list(ImportKind), ids=str)
def test_an_import_that_fails_at_any_statement_leaves_no_row(desk: Desk, kind: ImportKind) -> None:
    assert prove(command(desk, sample_file(desk.folder, kind, SECOND[kind]))) > 8


@pytest.mark.parametrize("name", MORE)
def test_an_import_that_changes_rows_and_fails_changes_none(desk: Desk, name: str) -> None:
    kind, changes, options = MORE[name]
    assert prove(command(desk, sample_file(desk.folder, kind, changes, **options))) > 8


def test_a_preview_that_fails_at_any_statement_says_so(desk: Desk) -> None:
    url = desk.database.url
    file = sample_file(desk.folder, _K.ORDERS, {"order_no": "SO-P"})
    looking = on_database(url, lambda: desk.imports.preview(desk.actor, file))
    assert prove(looking, changes=False) > 8


@pytest.mark.parametrize("kind", [_K.TERRITORIES, _K.CUSTOMERS, _K.INVOICES, _K.TARGETS], ids=str)
def test_a_withdrawal_that_fails_at_any_statement_takes_nothing_back(
    desk: Desk, kind: ImportKind
) -> None:
    first, given = next(iter(SECOND[kind].items()))
    other = "2026-09" if first == "period" else f"{given}-W"
    changes = SECOND[kind] | {first: other}
    batch = desk.imports.run(desk.actor, sample_file(desk.folder, kind, changes)).batch_id
    url = desk.database.url
    assert prove(on_database(url, lambda: desk.imports.withdraw(desk.actor, batch))) > 5


def test_the_proof_finds_a_command_that_swallows_the_failure(desk: Desk) -> None:
    def silent() -> None:
        with suppress(StorageError), desk.uow.write(desk.actor, "Silent") as session:
            session.execute(update(Customer).values(phone="2"))

    url = desk.database.url
    with pytest.raises(AssertionError, match="nobody said so"):
        prove(on_database(url, silent))


def test_the_proof_finds_a_command_that_commits_in_the_middle(desk: Desk) -> None:
    """The control: the same proof, on a command without one transaction."""

    def two_commits() -> None:
        with desk.uow.write(desk.actor, "Broken") as session:
            branch = desk.actor.branch_id
            session.execute(
                insert(Territory).values(
                    branch_id=branch, code="B", code_key="b", name="B", name_key="b"
                )
            )
            # Not the bare word, which is where the proof lets the real commit fail.
            session.execute(text("COMMIT -- of a half"))
            session.execute(text("BEGIN"))
            session.execute(update(Customer).values(phone="1"))

    url = desk.database.url
    with pytest.raises(AssertionError, match="left something behind"):
        prove(on_database(url, two_commits))
