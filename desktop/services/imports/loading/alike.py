"""Warnings of what is probably in the branch already: names, tax numbers, days in the field.

They ask for a look and refuse nothing: two shops may have one name, and a rep may call twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from desktop.models import Customer, Expense, Visit
from desktop.search_key import search_key
from desktop.services.imports.likeness import LikeNames
from desktop.services.imports.loading.context import LoadContext, chunks

#: So many warnings of a kind are said; a file of nothing but doubles is said by its first ones.
_MOST = 200


def warn_of_known_customers(context: LoadContext, known: frozenset[int]) -> None:
    """Say which new customers look like one that is there, or like an earlier row of the file.

    `known` are the places of rows that change a customer: those are meant.
    """
    names, codes = context.column("name"), context.column("code")
    tax_ids = context.column("tax_id")
    like = LikeNames()
    whose: list[tuple[str, str, int | None]] = []
    by_tax: dict[str, tuple[str, str, int | None]] = {}
    stored = select(Customer.code, Customer.name, Customer.tax_id).where(
        Customer.branch_id == context.branch.id
    )
    for code, name, tax_id in context.session.execute(stored.order_by(Customer.id)):
        like.add(name)
        whose.append((code, name, None))
        if tax_id:
            by_tax.setdefault(search_key(tax_id), whose[-1])
    said = 0
    for place in context.good():
        if place in known or said >= _MOST:
            continue
        tax_key = search_key(tax_ids[place] or "")
        other = by_tax.get(tax_key) if tax_key else None
        if other is not None:
            _say(context, place, "tax_id", other)
        elif (found := like.find(names[place])) is not None:
            other = whose[found]
            _say(context, place, "name", other)
        said += other is not None
        like.add(names[place])
        whose.append((codes[place], names[place], context.table.row_numbers[place]))
        if tax_key:
            by_tax.setdefault(tax_key, whose[-1])


def _say(context: LoadContext, place: int, column: str, other: tuple[str, str, int | None]) -> None:
    code, name, row = other
    facts = {"other": name, "other_code": code}
    if row is None:
        context.warn(place, column, f"{column}_known", **facts)
    else:
        context.warn(place, column, f"{column}_again", **facts, other_row=row)


def warn_of_known_visits(
    context: LoadContext, reps: list[int | None], customers: list[int | None]
) -> None:
    """Say which visits without a number stand in the branch already on that day and time."""
    numbers, dates, starts = (context.column(name) for name in ("visit_no", "date", "start"))
    bare = [place for place in context.good() if not numbers[place]]
    stored = _stored(
        context, Visit, Visit.visited_on, (dates[place] for place in bare),
        (Visit.rep_id, Visit.customer_id, Visit.visited_on, Visit.starts_at),
    )  # fmt: skip
    keys = {place: (reps[place], customers[place], dates[place], starts[place]) for place in bare}
    _warn_of_stored(context, keys, stored, "date", "visit_known")


def warn_of_known_expenses(
    context: LoadContext, reps: list[int | None], customers: list[int | None]
) -> None:
    """Say which expenses stand in the branch already: day, rep, category, amount, customer."""
    dates, categories, amounts = (context.column(n) for n in ("date", "category", "amount"))
    good = context.good()
    stored = _stored(
        context, Expense, Expense.spent_on, (dates[place] for place in good),
        (Expense.rep_id, Expense.category, Expense.spent_on, Expense.amount_minor,
         Expense.customer_id),
    )  # fmt: skip
    keys = {i: (reps[i], categories[i], dates[i], amounts[i], customers[i]) for i in good}
    _warn_of_stored(context, keys, stored, "amount", "expense_known")


def _stored(
    context: LoadContext, record: Any, day: Any, days: Any, columns: tuple[Any, ...]
) -> set[tuple[Any, ...]]:
    """Return these columns of what is posted on the days of the file."""
    found: set[tuple[Any, ...]] = set()
    for chunk in chunks(sorted(set(days)), 500):
        rows = context.session.execute(
            select(*columns).where(
                record.branch_id == context.branch.id, record.state != "void", day.in_(chunk)
            )
        )
        found.update(tuple(row) for row in rows)
    return found


def _warn_of_stored(
    context: LoadContext,
    keys: dict[int, tuple[Any, ...]],
    stored: set[tuple[Any, ...]],
    column: str,
    code: str,
) -> None:
    alike = [place for place, key in keys.items() if key in stored]
    for place in alike[:_MOST]:
        context.warn(place, column, code, count=len(alike))
