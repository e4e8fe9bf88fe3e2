"""A branch in which every name, note and number is markup or a formula, in a real SQLite file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from desktop.bootstrap import make_database, open_services
from desktop.enums import CalendarKind, ImportKind
from desktop.services.branches.data import MakeBranch
from desktop.services.imports.service import ImportFile
from tests.gui.small_branch import CLOCK, LOGIN

#: What Qt or reportlab would draw rather than write, if it were taken for markup.
BOLD = "<b>bold</b>"
PICTURE = '<img src="file:///etc/hostname">'
LINK = "<a href='file:///etc/passwd'>here</a>"
RULE = "<hr><h1>Title</h1>"
ENTITY = "&amp;&lt;b&gt;"
#: What a spreadsheet would run.
FORMULA = '=HYPERLINK("http://a.example","x")'
_DAYS = ("2026-05-11", "2026-06-16", "2026-07-03", "2026-07-14")


def make_marked_branch(folder: Path) -> Path:
    """Write the database into the folder and return its path."""
    path = folder / "marked.branchbook"
    command = MakeBranch(f"East {BOLD}", calendar=CalendarKind.WEEKDAYS)
    make_database(str(path), command, CLOCK, LOGIN)
    services = open_services(str(path), CLOCK, LOGIN)
    for kind, rows in _files():
        source = folder / f"{kind} &amp;.csv"
        source.write_text(_text(rows), encoding="utf-8")
        is_plan = kind is ImportKind.TARGETS
        order = ImportFile(kind, source, plan=f"Plan {BOLD}" if is_plan else "", in_force=is_plan)
        services.imports.run(services.require_writer(), order)
    services.close()
    return path


def _text(rows: list[tuple[str, ...]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def _files() -> list[tuple[ImportKind, list[tuple[str, ...]]]]:
    customers = [("<i>C1</i>", f"Dealer {PICTURE}"), ("=C2+1", FORMULA), ("C3", f"{LINK} & {RULE}")]
    reps = (("<u>R1</u>", f"Rep {BOLD}"), ("R2", ENTITY))
    rep_of = {"<i>C1</i>": "<u>R1</u>", "=C2+1": "R2", "C3": "<u>R1</u>"}
    documents, money, visits, orders, costs = [], [], [], [], []
    for at, day in enumerate(_DAYS):
        for code, _name in customers:
            number = f"<b>{at}{code}</b>"
            documents.append((number, day, day, code, rep_of[code], "<s>P1</s>", "3", "120.50",
                              "80.00"))  # fmt: skip
            orders.append((number, day, code, rep_of[code], "<s>P1</s>", "3", "120.50"))
            visits.append((day, f"1{at}:00", f"1{at}:40", rep_of[code], code,
                           f"saw {RULE}", f"note {PICTURE} {BOLD}"))  # fmt: skip
            costs.append((day, rep_of[code], "travel", "12.00", code, LINK))
        money.append((f"{BOLD}{at}", day, "<i>C1</i>", "60.00", f"<b>{at}<i>C1</i></b>"))
    return [
        (ImportKind.TERRITORIES, [("code", "name"), ("<b>T</b>", f"North {PICTURE}")]),
        (ImportKind.REPS, [("code", "name", "territory_code"),
                           *((code, name, "<b>T</b>") for code, name in reps)]),
        (ImportKind.PRODUCT_GROUPS, [("code", "name"), ("G&amp;", f"Goods {BOLD}")]),
        (ImportKind.PRODUCTS, [("code", "name", "group_code"), ("<s>P1</s>", LINK, "G&amp;")]),
        (ImportKind.CUSTOMERS, [("code", "name", "rep_code", "territory_code", "class"),
                                *((c, n, rep_of[c], "<b>T</b>", "A") for c, n in customers)]),
        (ImportKind.ORDERS, [("order_no", "order_date", "customer_code", "rep_code",
                              "product_code", "quantity", "amount"), *orders]),
        (ImportKind.INVOICES, [("invoice_no", "invoice_date", "due_date", "customer_code",
                                "rep_code", "product_code", "quantity", "amount", "cost"),
                               *documents]),
        (ImportKind.COLLECTIONS, [("receipt_no", "date", "customer_code", "amount", "invoice_no"),
                                  *money]),
        (ImportKind.VISITS, [("date", "start", "end", "rep_code", "customer_code", "outcome",
                              "note"), *visits]),
        (ImportKind.EXPENSES, [("date", "rep_code", "category", "amount", "customer_code", "note"),
                               *costs]),
        (ImportKind.MARKET_NOTES, [
            ("date", "type", "text", "rep_code", "customer_code", "competitor", "product_code",
             "price", "source"),
            ("2026-07-06", "competitor", f"{RULE} {BOLD}", "<u>R1</u>", "<i>C1</i>", PICTURE,
             "<s>P1</s>", "95", LINK),
        ]),
        (ImportKind.TARGETS, [("period", "metric", "amount", "rep_code", "customer_code"),
                              ("2026-07", "sales", "400.00", "<u>R1</u>", "<i>C1</i>"),
                              ("2026-Q3", "sales", "900.00", "R2", "")]),
    ]  # fmt: skip
