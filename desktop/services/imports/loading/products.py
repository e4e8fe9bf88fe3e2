"""Products of the product tree."""

from __future__ import annotations

from desktop.changes import Topic
from desktop.models import Product, ProductGroup
from desktop.search_key import search_key
from desktop.services.imports.loading.context import LoadContext, Writer
from desktop.services.imports.loading.masters import MasterRows
from desktop.services.imports.loading.summary import refresh_sales_months

_FIELDS = {
    "group_code": ("group_id",),
    "unit": ("unit",),
    "list_price": ("list_price_millionths",),
    "standard_cost": ("standard_cost_millionths",),
}


def load_products(context: LoadContext) -> Writer:
    """Check products and return what writes them."""
    rows = MasterRows.of(context, Product)
    groups = context.resolve("group_code", ProductGroup)
    cells = zip(
        context.column("code"),
        context.column("name"),
        groups,
        context.column("unit"),
        context.column("list_price"),
        context.column("standard_cost"),
        strict=True,
    )
    values = [
        {
            "code": code,
            "code_key": search_key(code),
            "name": name,
            "name_key": search_key(name),
            "group_id": group,
            "unit": unit or "",
            "list_price_millionths": price,
            "standard_cost_millionths": cost,
        }
        for code, name, group, unit, price, cost in cells
    ]
    write = rows.writer(values, _FIELDS, frozenset({Topic.PRODUCTS}))

    def write_and_sum() -> frozenset[Topic]:
        topics = write()
        if rows.updates_existing and "group_code" in context.table.present:
            context.session.flush()
            refresh_sales_months(context.session, context.branch, None)
        return topics

    return write_and_sum
