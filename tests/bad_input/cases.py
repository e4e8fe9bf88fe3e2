"""Every broken and every odd file in one list, for those who send them all one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.enums import ImportKind
from tests.bad_input.bad_rows import BY_ROW, SIGNS, TOGETHER
from tests.bad_input.broken import SHEETS, WHOLE
from tests.bad_input.files import orders
from tests.bad_input.odd import GOOD

#: What the branch of these files must hold, so that nothing else is wrong with them.
MASTERS = {
    ImportKind.REPS: "code,name\nR1,Li Na\nR2,Bao Jie\n",
    ImportKind.PRODUCTS: "code,name\nP1,Lamp\nP2,Fan\n",
    ImportKind.CUSTOMERS: "code,name,rep_code\nC1,East Stores,R1\nC2,West Trade,R2\n",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that must not go in, and what refuses it: (code, row, column).

    `row` is None where only the file as a whole is named.
    """

    title: str
    name: str
    make: Callable[[], bytes]
    kind: ImportKind
    expected: tuple[tuple[str, int | None, str], ...]


def _rows(header: str, rows: tuple[str, ...]) -> Callable[[], bytes]:
    return lambda: orders(*rows, header=header)


def _all() -> list[Broken]:
    found = [
        Broken(title, name, make, ImportKind.ORDERS, ((code, row, ""),))
        for title, name, make, code, row in WHOLE
    ]
    header = "order_no,order_date,customer_code,product_code,quantity,amount"
    found += [
        Broken(title, "a.csv", _rows(header, rows), ImportKind.ORDERS, tuple(expected))
        for title, rows, expected in BY_ROW
    ]
    found += [
        Broken(
            f"{kind}: {code} in {row}", "a.csv", _rows(names, (row,)), kind, ((code, 2, column),)
        )
        for kind, names, row, code, column in SIGNS
    ]
    found += [
        Broken(title, "a.xlsx", make, ImportKind.ORDERS, (expected,))
        for title, make, expected in SHEETS
    ]
    found += [
        Broken(title, "a.csv", _rows(names, rows), kind, (expected,))
        for title, kind, names, rows, expected in TOGETHER
    ]
    return found


BROKEN = _all()
ODD = GOOD
