"""A branch whose plan has all a plan can have: pools, a rep who left, a vacant area, nobody."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import Metric
from desktop.models import PlanVersion
from desktop.services.plans.sheets import TargetSheets
from desktop.services.plans.sheets_data import SheetBook, SheetRow
from desktop.services.reports.plan_pages_data import TabPart
from tests.factories import CLOCK, Desk

PEOPLE = """
code,name,manager_code,territory_code,leave_date
M,Mo Li,,,
R1,Ada Wu,M,N,
R2,Bao Jie,M,S,
R3,Chen Lu,M,S,2026-03-31
"""

#: C1 goes from Ada to Bao in July; C4 belongs to nobody; Chen left in March with C3 still his.
CUSTOMERS = """
code,name,rep_code,territory_code
C1,East Stores,R1,N
C2,West Trade,R2,S
C3,Old Mill,R3,S
C4,Nobody's Shop,,S
"""

TARGETS = """
period,metric,amount,rep_code,territory_code,customer_code,product_code,group_code
2026,sales,1200.01,,,C1,,G1
2026,sales,600.00,,,C2,P1,
2026,sales,240.00,,,C3,,
2026,sales,120.00,,,C4,,
2026,sales,99.99,R1,,,,
2026,sales,48.00,,V,,,
2026,visits,365,R1,,,,
2026-05,new_customers,3,R2,,,,
"""


@dataclass(slots=True)
class SheetDesk:
    """A desk with the service and the plan's version."""

    desk: Desk
    service: TargetSheets
    version_id: int

    def book(self) -> SheetBook:
        """Return the list as it stands."""
        return self.service.book(self.version_id)

    def row(self, code: str) -> SheetRow:
        """Return a rep's row."""
        return next(row for row in self.book().rows if row.code == code)

    def rep_id(self, code: str) -> int:
        """Return a rep's id."""
        found = self.row(code).rep_id
        assert found is not None
        return found


def a_sheet_desk(desk: Desk) -> SheetDesk:
    """Bring the branch and its plan of 2026, in force."""
    desk.bring("territories", "code,name,parent_code\nN,North,\nS,South,\nV,Vacant valley,\n")
    desk.bring("reps", PEOPLE)
    desk.bring("product-groups", "code,name\nG1,Lamps\nG2,Fans\n")
    desk.bring("products", "code,name,group_code\nP1,Fan,G2\n")
    desk.bring("customers", CUSTOMERS)
    desk.bring("assignments", "customer_code,rep_code,from,to\nC1,R2,2026-07-01,\n")
    desk.bring("targets", TARGETS, plan="2026 plan", in_force=True)
    return SheetDesk(desk, TargetSheets(desk.uow, CLOCK), latest_version(desk))


def latest_version(desk: Desk) -> int:
    """Return the id of the version that was made last."""
    found = desk.rows(PlanVersion, "id")[-1][0]
    assert isinstance(found, int)
    return found


def of(row: SheetRow | None, metric: Metric = Metric.SALES) -> Decimal | None:
    """Return a row's target of a metric."""
    assert row is not None
    figure = row.figure(metric)
    assert figure is not None
    return figure.target


def together(parts: tuple[TabPart, ...], place: int) -> Decimal:
    """Return the sum of a list's amounts in one column."""
    return sum((part.amounts[place] or Decimal(0) for part in parts), Decimal(0))
