"""Six real branches go in by the command line, and both engines give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import CommandLine, Ran

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "branches"

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there"),
    pytest.mark.slow,
]


@dataclass(frozen=True)
class RealBranch:
    """A branch of ../shared/data: how its database is made, and what its reports are asked."""

    name: str
    settings: tuple[str, ...]
    reports: tuple[tuple[str, ...], ...]


_SALES = (
    ("sales", "--by", "rep,quarter"),
    ("sales", "--by", "territory"),
    ("sales", "--by", "customer,year"),
    ("sales", "--by", "product_group"),
    ("sales", "--by", "manager"),
    ("classes",),
    ("kpi", "--by", "rep"),
    ("customer-flow", "--by", "rep"),
)
_MONEY = (
    ("aging", "--by", "customer"),
    ("aging", "--by", "rep", "--age-from", "document"),
    ("open-items",),
    ("open-items", "--owner", "origin"),
    ("collections", "--by", "rep,month"),
)
#: Where everything was paid by the last day, nothing is open on it.
_SETTLED = tuple(("ibm_receivables", report) for report in _MONEY)
_USD = ("--currency", "USD", "--calendar", "weekdays")

BRANCHES = (
    RealBranch(
        "adventureworks",
        (*_USD, "--fiscal-year-start", "7", "--sales-basis", "ordered"),
        (
            *_SALES,
            ("attainment", "--by", "rep,year"),
            ("attainment", "--by", "territory,quarter"),
        ),
    ),
    RealBranch("classicmodels", _USD, (*_SALES, *_MONEY)),
    RealBranch(
        "ibm_receivables",
        _USD,
        (
            *_MONEY,
            ("sales", "--by", "customer", "--from", "2012", "--to", "2013"),
            ("aging", "--by", "customer", "--as-of", "2013-06-30"),
            ("open-items", "--as-of", "2013-06"),
        ),
    ),
    RealBranch("highradius", _USD, (*_MONEY, ("sales", "--by", "month"))),
    RealBranch("maven", (*_USD, "--sales-basis", "ordered"), _SALES),
    RealBranch("northwind", (*_USD, "--sales-basis", "ordered"), _SALES),
)


def _import_all(line: CommandLine, branch: RealBranch) -> None:
    line.must("new", line.database, "--name", branch.name, *branch.settings)
    for path in sorted((DATA / branch.name).glob("*.csv")):
        kind = path.stem.split("-", 1)[1]
        more: tuple[str, ...] = ()
        if kind == "targets":
            more = ("--plan", "Quotas", "--in-force")
        elif kind == "collections":
            more = ("--apply", "oldest-first")
        line.must("import", kind, path, *more)


def _sum(ran: Ran, column: str) -> Decimal:
    header, *rows = ran.rows
    place = header.index(column)
    return sum((Decimal(row[place]) for row in rows if row[place]), Decimal(0))


@pytest.mark.parametrize("branch", BRANCHES, ids=lambda branch: branch.name)
def test_a_real_branch_goes_in_and_both_engines_agree(
    branch: RealBranch,
    tmp_path: Path,
    empty_postgres: Callable[[], str],
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    local = CommandLine(capsysbinary, str(tmp_path / "branch.db"))
    server = local.on(empty_postgres())
    for line in (local, server):
        _import_all(line, branch)
    for report in branch.reports:
        here, there = local.must("report", *report), server.must("report", *report)
        assert here.output == there.output, report
        assert len(here.rows) > 1 or (branch.name, report) in _SETTLED, report
    for line in (local, server):
        checked = line("check")
        assert (checked.status, checked.errors) == (0, ()), checked.text
    wide = ("--from", "1990-01-01", "--to", "2030-12-31")
    total = _sum(local.must("report", "sales", *wide), "net_sales")
    assert total > 0
    for by in ("rep", "customer", "product", "month", "class"):
        assert _sum(local.must("report", "sales", *wide, "--by", by), "net_sales") == total
