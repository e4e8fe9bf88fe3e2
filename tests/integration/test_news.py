"""What another desk wrote is heard, from whom and what it touches, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Table

from desktop.changes import Topic
from desktop.models import Base, Customer
from desktop.search_key import search_key
from desktop.services.customers.editing_data import ChangeCustomer
from desktop.services.customers.service import CustomersService
from desktop.services.database import open_database
from desktop.services.database.audited import watched_tables
from desktop.services.imports.service import ImportService
from desktop.services.news.data import News, NewsKind, NewsMark
from desktop.services.news.service import TOPIC_OF_TABLE, NewsService
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk, a_desk

#: Audited tables whose change touches everything, by their meaning.
WHOLE = {
    "branch", "app_user", "user_role", "rep", "territory", "item_ownership", "sales_month",
    "rep_month",
}  # fmt: skip


@contextmanager
def beside(desk: Desk, name: str = "other") -> Iterator[Desk]:
    """Yield a second desk on the same database."""
    database = open_database(desk.database.url)
    uow = UnitOfWork(database, CLOCK)
    folder = desk.folder / name
    folder.mkdir()
    try:
        yield Desk(database, uow, ImportService(uow, CLOCK), desk.actor, folder)
    finally:
        database.close()


@pytest.fixture
def other(local: Desk) -> Iterator[Desk]:
    with beside(local) as made:
        yield made


def change_phone(desk: Desk, code: str, phone: str) -> None:
    service = CustomersService(desk.uow, CLOCK)
    seen = service.card_for_edit(desk.rows(Customer, "id", code=code)[0][0])
    entry = replace(seen.entry, phone=phone)
    service.change_customer(desk.actor, ChangeCustomer(seen.id, seen.version, entry))


def test_nothing_is_news_until_another_desk_writes(local: Desk, other: Desk) -> None:
    local.customers(1)
    news = NewsService(local.uow)
    mark = news.now()
    local.customers(1)
    found = news.since(mark)
    assert (found.changes.topics, found.items) == (frozenset(), ())
    assert news.since(found.mark) == News(found.mark, found.changes, ())


def test_an_import_elsewhere_touches_what_it_brought_and_is_told_by_its_file(
    local: Desk, other: Desk
) -> None:
    local.customers(1)
    news = NewsService(local.uow)
    mark = news.now()
    brought = other.bring("products", "code,name\nP9,Lamp\n")
    found = news.since(mark)
    assert found.changes.topics == {Topic.PRODUCTS, Topic.IMPORTS}
    assert [(item.kind, item.name) for item in found.items] == [(NewsKind.IMPORTED, "file1.csv")]
    other.withdraw(brought)
    found = news.since(found.mark)
    assert found.changes.topics == frozenset(Topic)
    assert [(item.kind, item.name) for item in found.items] == [(NewsKind.WITHDREW, "file1.csv")]


def test_a_command_without_changes_is_no_news(local: Desk, other: Desk) -> None:
    news = NewsService(local.uow)
    mark = news.now()
    with other.uow.write(other.actor, "Seal audit log"):
        pass
    found = news.since(mark)
    assert (found.changes.topics, found.items) == (frozenset(), ())


@contextmanager
def under_way(desk: Desk) -> Iterator[None]:
    """Hold a command of a desk open, its number taken: a product group, of which few know."""
    with desk.uow.write(desk.actor, "Add product") as session:
        table = Base.metadata.tables["product_group"]
        assert isinstance(table, Table)
        values = {
            "branch_id": desk.actor.branch_id, "code": "G1", "code_key": search_key("G1"),
            "name": "G", "name_key": "g", "version": 1,
        }  # fmt: skip
        session.execute(table.insert().values(values))
        yield


def test_a_customer_changed_elsewhere_is_told_by_name_and_person(desk: Desk) -> None:
    desk.customers(1)
    news = NewsService(desk.uow)
    mark = news.now()
    with beside(desk) as other:
        change_phone(other, "C1", "021-9")
    found = news.since(mark)
    assert found.changes.topics == {Topic.CUSTOMERS}
    item = found.items[0]
    assert (item.kind, item.person, item.name) == (NewsKind.CHANGED, "The boss", "Customer C1")
    assert news.since(found.mark).items == ()


def test_a_command_that_is_committed_after_a_later_one_is_heard(
    postgres_url: str, tmp_path: Path
) -> None:
    """On a server the numbers of commands are not the order of their commits."""
    with (
        a_desk(postgres_url, tmp_path) as desk,
        beside(desk) as other,
        beside(desk, "third") as third,
    ):
        news = NewsService(third.uow)
        mark = news.now()
        with under_way(other):
            desk.customers(1)
            early = news.since(mark)
            assert [item.name for item in early.items] == ["file1.csv"]
        late = news.since(early.mark)
        assert late.changes.topics == {Topic.PRODUCTS}
        # The control: who only looks for higher numbers never hears of it.
        assert news.since(NewsMark(early.mark.highest)).items == ()


def test_every_table_that_is_audited_has_its_topic() -> None:
    audited = {table.name for table in watched_tables() if table.is_audited}
    assert set(TOPIC_OF_TABLE) <= audited
    assert audited - set(TOPIC_OF_TABLE) <= WHOLE


def test_a_command_that_failed_is_not_this_desk_s_own(local: Desk) -> None:
    """Its number is given again, on a file to whoever comes next."""

    class Stop(Exception):
        pass

    numbers = []
    with pytest.raises(Stop), local.uow.write(local.actor, "Change customer") as session:
        numbers.append(session.info["command_id"])
        raise Stop
    assert not local.uow.is_own(numbers[0])
    with local.uow.write(local.actor, "Change customer") as session:
        numbers.append(session.info["command_id"])
    assert numbers[0] == numbers[1]
    assert local.uow.is_own(numbers[1])
