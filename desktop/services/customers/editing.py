"""Saving a customer: entered anew, or changed where nobody else saved him meanwhile."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import Customer
from desktop.money import from_minor, to_minor
from desktop.search_key import search_key
from desktop.services.access import Action, Actor
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerField,
    CustomerForEdit,
    CustomerValues,
    SimilarCustomer,
)
from desktop.services.customers.entry import entry_of, read_entry
from desktop.services.customers.history import last_change
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.imports.likeness import LikeNames
from desktop.services.pinyin import initials
from desktop.services.uow import UnitOfWork

#: So many customers of a like name are named; whoever sees three looks for himself.
_MOST_SIMILAR = 3


class CustomerEditing:
    """Answers what an editor begins with and carries out what it sends."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def for_edit(self, customer_id: int) -> CustomerForEdit:
        """Return a customer's fields with the version that they are of.

        Raises:
            InputError: there is no such customer (any more).
        """
        with self._uow.read() as session:
            branch = load_branch(session)
            return _for_edit(_customer(session, branch, customer_id), branch)

    def change(self, actor: Actor, command: ChangeCustomer) -> ChangeSet:
        """Save a customer's fields and return what changed; the code stays as it is.

        What is found by the name (search key, pinyin initials) follows it.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `CustomerForEdit`), `last` (a
                `LastChange`, or None where it came from outside the program).
            InputError: fields that cannot be taken, or no such customer any more.
            NotAllowed: the user's roles do not include it, or not the credit limit.
            RuleViolation: `already_done`, the request was booked before.
        """
        actor.require(Action.CHANGE_CUSTOMER)
        with self._uow.write(actor, "Change customer", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = _customer(session, branch, command.customer_id, is_locked=True)
            now = _for_edit(record, branch)
            if record.version != command.expected_version:
                last = last_change(session, branch.id, record.id)
                raise ConflictError("changed_meanwhile", theirs=now, last=last)
            values = read_entry(command.entry, branch.decimals)
            if values.credit_limit != _values(record, branch).credit_limit:
                actor.require(Action.SET_CREDIT_LIMIT)
            _fill(record, values, branch)
        return ChangeSet.of(Topic.CUSTOMERS)

    def add(self, actor: Actor, command: AddCustomer) -> ChangeSet:
        """Enter a new customer and return what changed, with his id.

        Raises:
            InputError: fields that cannot be taken, or a code that is there already.
            NotAllowed: the user's roles do not include it, or not the credit limit.
            RuleViolation: `already_done`, the request was booked before.
        """
        actor.require(Action.CHANGE_CUSTOMER)
        with self._uow.write(actor, "Add customer", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            values = read_entry(command.entry, branch.decimals)
            if values.credit_limit is not None:
                actor.require(Action.SET_CREDIT_LIMIT)
            key = search_key(values.code)
            mine = Customer.branch_id == branch.id
            if session.scalar(select(Customer.id).where(mine, Customer.code_key == key)):
                raise InputError(
                    Issue("code_taken", column=str(CustomerField.CODE), value=values.code)
                )
            record = Customer(branch_id=branch.id, code=values.code, code_key=key)
            _fill(record, values, branch)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.CUSTOMERS, created_id=made)

    def similar(
        self, entry: CustomerEntry, except_id: int | None = None
    ) -> tuple[SimilarCustomer, ...]:
        """Return customers of the same code or nearly the same name, at most three.

        They ask for a look; nothing is refused by likeness alone.
        """
        key = search_key(entry.code)
        like = LikeNames()
        if entry.name.strip():
            like.add(entry.name)
        found = []
        with self._uow.read() as session:
            rows = session.execute(
                select(Customer.id, Customer.code, Customer.code_key, Customer.name)
                .where(Customer.branch_id == load_branch(session).id)
                .order_by(Customer.code)
            )
            for row_id, code, code_key, name in rows:
                is_same = bool(key) and code_key == key
                if row_id != except_id and (is_same or like.find(name) is not None):
                    found.append(SimilarCustomer(row_id, code, name, is_same))
        return tuple(sorted(found, key=lambda one: not one.is_same_code)[:_MOST_SIMILAR])


def _customer(
    session: Session, branch: BranchFacts, customer_id: int, *, is_locked: bool = False
) -> Customer:
    query = select(Customer).where(Customer.branch_id == branch.id, Customer.id == customer_id)
    if is_locked:
        # Who comes second waits, and then meets the new version instead of a bare refusal.
        query = query.with_for_update()
    record = session.scalars(query).first()
    if record is None:
        raise InputError(Issue("customer_gone"))
    return record


def _values(record: Customer, branch: BranchFacts) -> CustomerValues:
    limit = record.credit_limit_minor
    return CustomerValues(
        code=record.code,
        name=record.name,
        customer_class=record.customer_class,
        is_key_account=record.is_key_account,
        phone=record.phone,
        address=record.address,
        legal_person=record.legal_person,
        tax_id=record.tax_id,
        terms_days=record.terms_days,
        credit_limit=None if limit is None else from_minor(limit, branch.decimals),
    )


def _for_edit(record: Customer, branch: BranchFacts) -> CustomerForEdit:
    entry = entry_of(_values(record, branch), branch.decimals)
    return CustomerForEdit(record.id, record.version, entry, branch.currency)


def _fill(record: Customer, values: CustomerValues, branch: BranchFacts) -> None:
    record.name, record.name_key = values.name, search_key(values.name)
    record.pinyin = initials(values.name)
    record.customer_class = values.customer_class
    record.is_key_account = values.is_key_account
    record.phone, record.address = values.phone, values.address
    record.legal_person, record.tax_id = values.legal_person, values.tax_id
    record.terms_days = values.terms_days
    limit = values.credit_limit
    record.credit_limit_minor = None if limit is None else to_minor(limit, branch.decimals)
