"""Editing a customer at two desks, on both engines: nothing is overwritten unseen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from desktop.changes import ChangeSet, Topic
from desktop.enums import Role
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AppUser, AuditLog, CommandLog, Customer, UserRole
from desktop.services.access import Actor, find_actor
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerForEdit,
    HistoryHow,
    LastChange,
)
from desktop.services.customers.service import CustomersService
from desktop.services.database import open_database
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk

HEAD = "code,name,class,key_account,phone,address,credit_limit,terms_days"


def begin(desk: Desk) -> CustomersService:
    desk.bring("customers", f"{HEAD}\nC1,East Stores,B,no,021-1,1 Harbour Road,50000,30\n")
    return CustomersService(desk.uow, CLOCK)


@pytest.fixture
def service(desk: Desk) -> CustomersService:
    return begin(desk)


@pytest.fixture
def at_home(local: Desk) -> CustomersService:
    """Return the service on a file, for what does not depend on the engine."""
    return begin(local)


@pytest.fixture
def other(desk: Desk) -> Iterator[CustomersService]:
    """Yield the service of a second desk, with connections of its own."""
    database = open_database(desk.database.url)
    yield CustomersService(UnitOfWork(database, CLOCK), CLOCK)
    database.close()


@pytest.fixture
def clerk(desk: Desk) -> Actor:
    """Return a second person, who is a clerk."""
    with desk.uow.write(desk.actor, "New user") as session:
        user = AppUser(
            branch_id=desk.actor.branch_id, login="wang", login_key="wang", name="Wang Min",
            is_active=True,
        )  # fmt: skip
        session.add(user)
        session.flush()
        values = {"branch_id": user.branch_id, "user_id": user.id, "role": str(Role.CLERK)}
        session.execute(insert(UserRole).values(values))
    with desk.uow.read() as session:
        return find_actor(session, desk.actor.branch_id, "wang")


def the_customer(desk: Desk, code: str = "C1") -> int:
    found: int = desk.rows(Customer, "id", code=code)[0][0]
    return found


def change(seen: CustomerForEdit, request_id: str = "", **fields: str) -> ChangeCustomer:
    return ChangeCustomer(seen.id, seen.version, replace(seen.entry, **fields), request_id)


def save(desk: Desk, service: CustomersService, **fields: str) -> ChangeSet:
    seen = service.card_for_edit(the_customer(desk))
    return service.change_customer(desk.actor, change(seen, **fields))


def wrong_fields(desk: Desk, service: CustomersService, **fields: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        save(desk, service, **fields)
    return {issue.column: issue.code for issue in caught.value.issues}


def test_the_fields_come_as_they_are_shown(local: Desk, at_home: CustomersService) -> None:
    seen = at_home.card_for_edit(the_customer(local))
    assert seen.entry == CustomerEntry(
        "C1", "East Stores", "B", "", "021-1", "1 Harbour Road", "", "", "30", "50,000.00"
    )
    assert (seen.version, seen.currency) == (1, "CNY")


def test_a_change_is_kept_with_its_search_key_and_pinyin(
    desk: Desk, service: CustomersService
) -> None:
    done = save(
        desk, service, name=" 东方商店 ", customer_class="a", is_key_account="yes",
        phone="０２１", address="2 Road\n3rd floor", credit_limit="¥1,200.5", terms_days="",
    )  # fmt: skip
    assert done == ChangeSet.of(Topic.CUSTOMERS)
    columns = (
        "name", "name_key", "pinyin", "customer_class", "is_key_account", "phone", "address",
        "credit_limit_minor", "terms_days", "version", "code",
    )  # fmt: skip
    assert desk.rows(Customer, *columns) == [
        (
            "东方商店",
            "东方商店",
            "dfsd",
            "A",
            True,
            "０２１",
            "2 Road 3rd floor",
            120050,
            None,
            2,
            "C1",
        )
    ]


def test_zero_credit_is_not_no_limit(local: Desk, at_home: CustomersService) -> None:
    save(local, at_home, credit_limit="0")
    assert local.rows(Customer, "credit_limit_minor") == [(0,)]
    assert at_home.card_for_edit(the_customer(local)).entry.credit_limit == "0.00"
    save(local, at_home, credit_limit=" ")
    assert local.rows(Customer, "credit_limit_minor") == [(None,)]


def test_every_field_that_cannot_be_taken_is_named_at_once(
    local: Desk, at_home: CustomersService
) -> None:
    assert wrong_fields(
        local, at_home, name="East\u202eStores", customer_class="E", phone="1\u200b2",
        legal_person="\x07", tax_id="9" * 65, terms_days="1.5", credit_limit="1e5",
    ) == {
        "name": "text_unseen", "customer_class": "choice_unknown", "phone": "text_unseen",
        "legal_person": "text_unseen", "tax_id": "text_too_long",
        "terms_days": "number_not_whole", "credit_limit": "number_exponent",
    }  # fmt: skip
    assert wrong_fields(local, at_home, name="  ") == {"name": "value_missing"}
    assert wrong_fields(local, at_home, credit_limit="-1") == {"credit_limit": "number_negative"}
    assert wrong_fields(local, at_home, credit_limit="1.005") == {"credit_limit": "amount_decimals"}
    assert wrong_fields(local, at_home, terms_days="4000") == {"terms_days": "number_above"}
    assert local.rows(Customer, "version") == [(1,)]


def test_the_second_save_of_what_both_saw_is_refused_and_says_what_and_who(
    desk: Desk, service: CustomersService, other: CustomersService, clerk: Actor
) -> None:
    mine, theirs = (one.card_for_edit(the_customer(desk)) for one in (service, other))
    other.change_customer(clerk, change(theirs, phone="021-2"))
    with pytest.raises(ConflictError) as caught:
        service.change_customer(desk.actor, change(mine, name="East Stores Ltd"))
    found, last = caught.value.facts["theirs"], caught.value.facts["last"]
    assert isinstance(found, CustomerForEdit) and isinstance(last, LastChange)
    assert (found.version, found.entry.phone, found.entry.name) == (2, "021-2", "East Stores")
    assert last.person == "Wang Min"
    service.change_customer(desk.actor, change(found, name="East Stores Ltd"))
    assert desk.rows(Customer, "name", "phone", "version") == [("East Stores Ltd", "021-2", 3)]


def test_without_the_version_the_first_desk_s_change_would_be_lost(
    desk: Desk, service: CustomersService, other: CustomersService, clerk: Actor
) -> None:
    """The control: what the expected version keeps from happening."""
    mine, theirs = (one.card_for_edit(the_customer(desk)) for one in (service, other))
    other.change_customer(clerk, change(theirs, phone="021-2"))
    blind = replace(mine, version=service.card_for_edit(mine.id).version)
    service.change_customer(desk.actor, change(blind, name="East Stores Ltd"))
    assert desk.rows(Customer, "phone") == [("021-1",)]


def test_two_desks_that_save_in_the_same_moment_get_one_conflict(
    desk: Desk, service: CustomersService, other: CustomersService
) -> None:
    met: list[object] = []
    start = threading.Barrier(2)

    def work(one: CustomersService, phone: str) -> None:
        seen = one.card_for_edit(the_customer(desk))
        start.wait(10)
        try:
            one.change_customer(desk.actor, change(seen, phone=phone))
        except ConflictError as error:
            met.append(error.facts["theirs"])

    threads = [threading.Thread(target=work, args=pair) for pair in ((service, "1"), (other, "2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 1
    assert desk.rows(Customer, "version") == [(2,)]


def test_an_import_meanwhile_is_a_conflict_that_names_who_imported(
    local: Desk, at_home: CustomersService
) -> None:
    seen = at_home.card_for_edit(the_customer(local))
    local.bring("customers", "code,name,phone\nC1,East Stores,021-9\n", update=True)
    with pytest.raises(ConflictError) as caught:
        at_home.change_customer(local.actor, change(seen, name="Other"))
    last = caught.value.facts["last"]
    assert isinstance(last, LastChange)
    assert last.person == "The boss"


def test_a_customer_that_went_meanwhile_is_said(local: Desk, at_home: CustomersService) -> None:
    outcome = local.bring("customers", "code,name\nC9,Gone\n")
    seen = at_home.card_for_edit(the_customer(local, "C9"))
    local.withdraw(outcome)
    with pytest.raises(InputError) as caught:
        at_home.change_customer(local.actor, change(seen, name="Other"))
    assert caught.value.issues[0].code == "customer_gone"


def test_a_request_repeated_after_a_lost_answer_is_not_booked_twice(
    local: Desk, at_home: CustomersService
) -> None:
    seen = at_home.card_for_edit(the_customer(local))
    command = change(seen, "11111111-1111-1111-1111-111111111111", phone="021-7")
    at_home.change_customer(local.actor, command)
    with pytest.raises(RuleViolation) as caught:
        at_home.change_customer(local.actor, command)
    assert caught.value.code == "already_done"
    assert local.rows(Customer, "phone", "version") == [("021-7", 2)]


def test_a_clerk_changes_the_telephone_but_not_the_credit_limit(
    desk: Desk, service: CustomersService, clerk: Actor
) -> None:
    seen = service.card_for_edit(the_customer(desk))
    service.change_customer(clerk, change(seen, phone="021-5"))
    seen = service.card_for_edit(seen.id)
    with pytest.raises(NotAllowed):
        service.change_customer(clerk, change(seen, credit_limit="90000"))
    with pytest.raises(NotAllowed):
        service.change_customer(replace(clerk, roles=frozenset({Role.REP})), change(seen))
    assert desk.rows(Customer, "phone", "credit_limit_minor") == [("021-5", 5_000_000)]


def test_a_new_customer_goes_in_once(local: Desk, at_home: CustomersService) -> None:
    entry = CustomerEntry(code="C2", name="West Trade", credit_limit="100")
    done = at_home.add_customer(local.actor, AddCustomer(entry))
    assert local.rows(Customer, "id", "name", "credit_limit_minor", code="C2") == [
        (done.created_id, "West Trade", 10_000)
    ]
    with pytest.raises(InputError) as caught:
        at_home.add_customer(local.actor, AddCustomer(replace(entry, code="ｃ2")))
    assert [issue.code for issue in caught.value.issues] == ["code_taken"]


def test_customers_of_a_like_name_or_the_same_code_are_found(
    local: Desk, at_home: CustomersService
) -> None:
    local.bring("customers", "code,name\nC2,Sunrise Trading Co. Ltd\nC3,Sunset Travel\n")
    entry = CustomerEntry(code="c1", name="Sunrise Tradng")
    assert [(one.code, one.is_same_code) for one in at_home.similar(entry)] == [
        ("C1", True), ("C2", False),
    ]  # fmt: skip
    assert at_home.similar(CustomerEntry(name="Sunrise Trading"), the_customer(local, "C2")) == ()
    assert at_home.similar(CustomerEntry()) == ()


def test_the_history_tells_each_field_with_who_and_how(
    desk: Desk, service: CustomersService, clerk: Actor
) -> None:
    seen = service.card_for_edit(the_customer(desk))
    service.change_customer(clerk, change(seen, phone="021-2", terms_days="45"))
    desk.bring("customers", "code,name,class\nC1,East Stores,A\n", update=True)
    save(desk, service, credit_limit="")
    rows = [(row.person, row.how, row.field, row.old, row.new) for row in service.history(seen.id)]
    assert rows == [
        ("The boss", HistoryHow.TYPED, "credit_limit", "50,000.00", ""),
        ("The boss", HistoryHow.IMPORT, "customer_class", "B", "A"),
        ("Wang Min", HistoryHow.TYPED, "phone", "021-1", "021-2"),
        ("Wang Min", HistoryHow.TYPED, "terms_days", "30", "45"),
        ("The boss", HistoryHow.IMPORT, "", "", ""),
    ]
    assert service.history(seen.id)[1].source.endswith(".csv")


def test_an_import_that_was_taken_back_stays_in_the_history(
    local: Desk, at_home: CustomersService
) -> None:
    outcome = local.bring("customers", "code,name,class\nC1,East Stores,A\n", update=True)
    local.withdraw(outcome)
    save(local, at_home, phone="021-2")
    rows = [(row.how, row.field, row.old, row.new) for row in at_home.history(the_customer(local))]
    assert rows == [
        (HistoryHow.TYPED, "phone", "021-1", "021-2"),
        (HistoryHow.WITHDRAWN, "", "", ""),
        (HistoryHow.IMPORT, "", "", ""),
        (HistoryHow.IMPORT, "", "", ""),
    ]


def test_a_change_from_outside_the_program_is_told_apart(
    desk: Desk, service: CustomersService
) -> None:
    with desk.database.writer.begin() as connection:
        connection.execute(update(Customer.__table__).values(phone="999"))
    assert [(row.how, row.new) for row in service.history(the_customer(desk))][:1] == [
        (HistoryHow.OUTSIDE, "999")
    ]


def test_each_save_is_one_command_with_old_and_new_in_the_audit_log(
    local: Desk, at_home: CustomersService
) -> None:
    save(local, at_home, phone="021-2")
    with local.uow.read() as session:
        rows = session.execute(
            select(CommandLog.name, AuditLog.action, AuditLog.login, AuditLog.old_row,
                   AuditLog.new_row)
            .join(CommandLog, CommandLog.id == AuditLog.command_id)
            .where(AuditLog.table_name == "customer")
        ).all()  # fmt: skip
    assert [tuple(row[:3]) for row in rows] == [("Change customer", "update", "boss")]
    assert "021-1" in str(rows[0][3]) and "021-2" in str(rows[0][4])


def test_a_batch_whose_customer_was_edited_by_hand_is_not_taken_back(
    desk: Desk, tmp_path: Path
) -> None:
    service = CustomersService(desk.uow, CLOCK)
    outcome = desk.bring("customers", "code,name\nC1,East Stores\n")
    save(desk, service, phone="typed by hand")
    with pytest.raises(RuleViolation) as caught:
        desk.withdraw(outcome)
    assert caught.value.code == "batch_in_use"
    assert desk.rows(Customer, "phone") == [("typed by hand",)]
