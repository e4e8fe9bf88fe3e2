"""F7: ten desks at an office's pace and an importer; no error, and every save arrives.

How long they wait is printed here and measured by `python dev.py bench` (`benchmarks/desks.py`).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.models import Customer, SalesOrder
from tests.factories import Desk, a_desk
from tests.faults.desk_work import Shift, counted, furnish, office, office_desk, together

SECONDS = 6.0
LINES = 3_000


def orders(desk: Desk) -> int:
    return len(desk.rows(SalesOrder, "id"))


@pytest.mark.parametrize("engine", ["new_sqlite_url", "postgres_url"])
def test_ten_desks_and_an_importer_meet_no_error(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    url: str = request.getfixturevalue(engine)
    with a_desk(url, tmp_path) as desk:
        ids = furnish(desk)
        shifts: list[Shift] = together(office(url, tmp_path, ids, SECONDS, LINES))
        *desks, importer = shifts
        assert [one.errors for one in shifts if one.errors] == []
        saved = sum(one.saved for one in desks)
        assert counted(desk) == (saved, saved)
        small = sum(len(one.waits) - one.saved for one in desks)
        assert orders(desk) == small + importer.saved * LINES // 3
        assert min(len(one.waits) for one in desks) > 1 and importer.saved > 1
        longest = max(max(one.waits) for one in desks)
        print(f"\n{engine}: {saved + small} saves, the longest took {longest:.2f} s; "
              f"{importer.saved} imports, the longest {max(importer.waits):.2f} s")  # fmt: skip


def test_a_save_that_goes_nowhere_is_missed(new_sqlite_url: str, tmp_path: Path) -> None:
    """The control: a desk that calls saved what it took back."""
    with a_desk(new_sqlite_url, tmp_path) as desk:
        ids = furnish(desk)
        (shift,) = together([(office_desk, (new_sqlite_url, str(tmp_path), "D0", ids, 1.5))])
        with desk.uow.write(desk.actor, "Lose it") as session:
            session.execute(update(Customer).values(address="0"))
        assert shift.saved and counted(desk)[0] != shift.saved
