"""Territories, product groups and reps: records that refer to others of their own kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.changes import Topic
from desktop.models import ProductGroup, Rep, Territory
from desktop.search_key import search_key
from desktop.services.imports.loading.attribution import reattribute
from desktop.services.imports.loading.context import Coded, LoadContext, Writer
from desktop.services.imports.loading.masters import MasterRows
from desktop.services.imports.loading.summary import refresh_sales_months
from desktop.services.pinyin import initials

_ORGANISATION = frozenset({Topic.ORGANISATION})


def load_territories(context: LoadContext) -> Writer:
    """Check territories and return what writes them."""
    rows = MasterRows.of(context, Territory)
    parents = _own_references(context, "parent_code", Territory, rows)
    values = _named(context)
    for value, parent in zip(values, parents, strict=True):
        value["parent_id"] = parent
    return rows.writer(values, {"parent_code": ("parent_id",)}, _ORGANISATION, parents)


def load_product_groups(context: LoadContext) -> Writer:
    """Check product groups and return what writes them."""
    rows = MasterRows.of(context, ProductGroup)
    parents = _own_references(context, "parent_code", ProductGroup, rows)
    values = _named(context)
    for value, parent in zip(values, parents, strict=True):
        value["parent_id"] = parent
    return rows.writer(
        values, {"parent_code": ("parent_id",)}, frozenset({Topic.PRODUCTS}), parents
    )


def load_reps(context: LoadContext) -> Writer:
    """Check reps and return what writes them."""
    rows = MasterRows.of(context, Rep)
    managers = _own_references(context, "manager_code", Rep, rows)
    territories = context.resolve("territory_code", Territory)
    hired, left = context.column("hire_date"), context.column("leave_date")
    titles = context.column("title")
    values = _named(context)
    for place, value in enumerate(values):
        first, last = hired[place], left[place]
        if first is not None and last is not None and last < first:
            context.refuse(place, "leave_date", "leaves_before_hired", hired=first)
        value.update(
            pinyin=initials(value["name"], is_person=True),
            title=titles[place] or "",
            manager_id=managers[place],
            territory_id=territories[place],
            hire_date=first,
            leave_date=last,
        )
    fields = {
        "manager_code": ("manager_id",),
        "territory_code": ("territory_id",),
        "title": ("title",),
        "hire_date": ("hire_date",),
        "leave_date": ("leave_date",),
    }
    write = rows.writer(values, fields, _ORGANISATION, managers, {"name": ("pinyin",)})

    def write_and_attribute() -> frozenset[Topic]:
        topics = write()
        if rows.updates_existing:
            months = reattribute(context.session, context.branch.id, None)
            refresh_sales_months(context.session, context.branch, months)
        return topics

    return write_and_attribute


def _named(context: LoadContext) -> list[dict[str, Any]]:
    return [
        {"code": code, "code_key": search_key(code), "name": name, "name_key": search_key(name)}
        for code, name in zip(context.column("code"), context.column("name"), strict=True)
    ]


def _own_references(
    context: LoadContext, column: str, record: Coded, rows: MasterRows
) -> list[int | None]:
    """Return the ids that rows refer to, in the file or in the database; a circle is refused."""
    # Rows of the same file may refer to each other, whatever their order.
    context.codes(record).update(rows.new_codes())
    found = context.resolve(column, record)
    above: dict[int, int | None] = dict(zip(rows.ids, found, strict=True))
    above = {**rows.stored_parents(), **above}
    for place, own in enumerate(rows.ids):
        if _runs_in_circle(own, above):
            context.refuse(place, column, "circle")
    return found


def _runs_in_circle(start: int, above: Mapping[int, int | None]) -> bool:
    seen = {start}
    node = above.get(start)
    while node is not None:
        if node in seen:
            return node == start
        seen.add(node)
        node = above.get(node)
    return False
