"""What is added in several places is in all of them: fields, kinds of import, reports, records."""

from __future__ import annotations

from dataclasses import asdict, fields

from desktop.commands.reporting import TABLES
from desktop.enums import ImportKind
from desktop.models import Base
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerField,
)
from desktop.services.customers.service import CustomersService
from desktop.services.imports.loading.loaders import LOADERS
from desktop.services.messages import RECORD_WORDS
from desktop.views.accounts.field_words import FIELDS
from desktop.views.imports.state import _NAMES
from tests.factories import CLOCK, Desk
from tests.integration.test_cli_reports import _REPORTS

_TYPED = {
    "customer_class": "A", "is_key_account": "yes", "terms_days": "30", "credit_limit": "50.00",
}  # fmt: skip


def test_every_field_of_a_customer_stands_in_the_form() -> None:
    assert list(FIELDS) == list(CustomerField) == [one.name for one in fields(CustomerEntry)]


def test_what_is_typed_into_every_field_is_there_again(desk: Desk) -> None:
    service = CustomersService(desk.uow, CLOCK)
    typed = {str(field): _TYPED.get(field, f"text of {field}") for field in CustomerField}
    entry = CustomerEntry(**typed)
    made = service.add_customer(desk.actor, AddCustomer(entry)).created_id
    assert made is not None
    seen = service.card_for_edit(made)
    assert asdict(seen.entry) == typed
    other = {name: _OTHER.get(name, f"other {text}") for name, text in typed.items()}
    other["code"] = typed["code"]
    service.change_customer(desk.actor, ChangeCustomer(made, seen.version, CustomerEntry(**other)))
    assert asdict(service.card_for_edit(made).entry) == other


_OTHER = {
    "customer_class": "B", "is_key_account": "", "terms_days": "60", "credit_limit": "70.00",
}  # fmt: skip


def test_every_kind_of_import_has_its_loader_and_is_known_by_its_files_name() -> None:
    assert set(LOADERS) == set(_NAMES) == set(ImportKind)


def test_every_report_is_tried_on_both_engines() -> None:
    assert {words[0] for words in _REPORTS} == set(TABLES)


def test_every_record_that_comes_in_a_file_has_a_name_for_people() -> None:
    brought = {table.name for table in Base.metadata.sorted_tables if "batch_id" in table.c}
    # What stands only in the plan it came with is never named by itself.
    assert brought - set(RECORD_WORDS) == {"batch_change", "plan_season"}
