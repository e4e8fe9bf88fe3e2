"""A small branch in which everything is awkward, and its figures as a clerk would work them out.

Shared credit that leaves a cent over, a prepayment, part payments, more paid than owed, a credit
note with and one without its invoice, a rep who left, a customer handed over in mid-month, one
without rep and territory, a product without group, a cancelled order, a return, an invoice over
nothing, a half day on a leap day, a fiscal year from April and a plan that supersedes another.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.cli import main
from tests.command_line import CLOCK
from tests.databases import PostgresServer

#: The import files, in order: kind, options, text.
FILES: tuple[tuple[str, str, str], ...] = (
    ("territories", "", "code,name,parent_code\nN,North,\nN1,North one,N\nS,South,\n"),
    ("reps", "", "code,name,manager_code,territory_code,hire_date,leave_date\n"
     "M,Manager,,,2020-01-01,\nA,Ann,M,N1,2020-01-01,\nB,Bob,M,S,2020-01-01,\n"
     "L,Lea,M,S,2020-01-01,2024-02-15\n"),
    ("product-groups", "", "code,name\nG,Goods\n"),
    ("products", "", "code,name,group_code\nP1,One,G\nP2,Two,\n"),
    ("customers", "", "code,name,territory_code,rep_code,class,terms_days\n"
     "C1,First,N1,A,A,30\nC2,Second,S,L,B,30\nC3,Third,,,,\nC4,Fourth,S,B,C,\n"
     "C5,Long lost,N1,A,,\n"),
    ("assignments", "", "customer_code,rep_code,from\nC1,B,2024-02-15\n"),
    ("calendar", "", "date,kind\n2024-02-29,half\n"),
    ("leave", "", "rep_code,from,to,kind\nB,2024-02-29,2024-02-29,training\n"),
    ("orders", "", "order_no,order_date,customer_code,rep_code,amount,status\n"
     "O1,2024-02-05,C1,A,80.00,cancelled\nO2,2024-02-28,C1,B,90.00,confirmed\n"
     "O3,2024-02-29,C4,,-15.00,confirmed\nO3,2024-02-29,C4,,25.00,confirmed\n"),
    ("invoices", "", "invoice_no,kind,invoice_date,due_date,customer_code,rep_code,"
     "original_invoice_no,product_code,quantity,amount,tax,cost\n"
     "S1,invoice,2022-05-10,,C5,A:60;B:40,,,,100.00,,70.00\n"
     "S2,invoice,2022-05-11,,C5,B,,,,10.00,,\nS3,invoice,2022-06-10,,C5,A:50;B:50,,,,30.00,,\n"
     "I5,invoice,2023-11-29,2023-12-29,C4,,,P1,10,300.00,39.00,180.00\n"
     "I1,invoice,2024-01-10,,C1,A:60;B:40,,P1,3,100.01,13.00,70.03\n"
     "I2,invoice,2024-01-31,,C2,,,P2,4,200.00,26.00,\n"
     "K1,credit_note,2024-02-10,,C4,,I5,P1,1,30.00,3.90,18.00\n"
     "K2,credit_note,2024-02-12,,C2,L,,P2,1,20.00,2.60,\n"
     "I3,invoice,2024-02-20,,C1,,,P1,2,50.00,0.00,60.00\n"
     "I4,invoice,2024-02-29,,C3,,,,,0.00,,\n"),
    ("collections", "", "receipt_no,date,customer_code,amount,invoice_no\n"
     "R0,2022-07-01,C5,100.00,S1\nR0,2022-07-01,C5,10.00,S2\nR0,2022-07-01,C5,30.00,S3\n"
     "R1,2023-11-01,C4,50.00,I5\nR2,2024-02-01,C4,100.00,I5\nR3,2024-02-27,C1,150.00,\n"
     "R4,2024-02-28,C1,113.01,I1\nR4,2024-02-28,C1,6.99,\nR5,2024-03-05,C2,226.00,I2\n"),
    ("visits", "", "date,start,end,minutes,rep_code,customer_code,channel,outcome\n"
     "2024-02-26,09:00,09:40,,B,C1,,\n2024-02-26,09:55,10:10,,B,C1,,\n"
     "2024-02-27,10:00,10:30,,A,C1,phone,\n2024-02-28,10:00,10:05,,B,C4,,absent\n"
     "2024-02-29,,,30,B,C4,,\n"),
    ("expenses", "", "date,rep_code,category,amount,customer_code\n"
     "2024-02-26,B,travel,12.34,C1\n2024-02-29,A,gift,100.00,C1\n"),
    ("targets", "--plan First --in-force",
     "period,metric,amount,rep_code,customer_code\n2024-02,sales,500.00,A,\n"),
    ("targets", "--plan Second --in-force",
     "period,metric,amount,rep_code,customer_code\n2024-02,sales,210.00,A,\n"
     "2024-02,sales,105.00,,C1\n2024-02,sales,21.00,,C3\n"),
)  # fmt: skip

_FEBRUARY = "--from 2024-02-01 --to 2024-02-29"
_LEAP_DAY = "--as-of 2024-02-29"


@dataclass(frozen=True, slots=True)
class Case:
    """A report, the columns looked at, and its rows as worked out by hand."""

    name: str
    report: str
    columns: str
    rows: tuple[str, ...]


CASES = (
    # 60 % of 100.01 is 60.006 and of 70.03 42.018: the cent left over goes to the larger rest.
    Case("a shared cent goes to the larger remainder",
         "sales --from 2024-01-01 --to 2024-01-31 --by rep",
         "rep quantity net_sales cost gross_profit margin orders customers",
         ("A 1.8 60.01 42.02 17.99 0.299783 1 1", "B 1.2 40.00 28.01 11.99 0.299750 1 1",
          "L 4 200.00 - - - 1 1")),
    # I4 is nobody's; B has I3 (50, cost 60, a loss) and K1 (-30, cost -18); L has K2.
    Case("credit notes count on their own date, for who was credited, also after leaving",
         f"sales {_FEBRUARY} --by rep",
         "rep quantity net_sales cost gross_profit margin orders customers",
         ("- 0 0.00 - - - 1 1", "B 1 20.00 42.00 -22.00 -1.100000 2 2", "L -1 -20.00 - - - 1 1")),
    # S1's cost is shared like its amount; S2 of May has none, nor has S3 of June.
    Case("who shares a line with a cost has a profit, also beside a line without one",
         "kpi --from 2022-05-01 --to 2022-05-31 --by rep", "rep net_sales gross_profit",
         ("A 60.00 18.00", "B 50.00 12.00", "L 0.00 0.00")),
    Case("the attainment of profit says so too",
         "attainment --metric profit --from 2022-05-01 --to 2022-05-31 --by rep",
         "rep actual actual_note", ("A 18.00 -", "B 12.00 lines without cost left out")),
    Case("who shares only a line without a cost has no profit to speak of",
         "attainment --metric profit --from 2022-06-01 --to 2022-06-30 --by rep",
         "rep actual actual_note", ("A - no cost", "B - no cost")),
    Case("nor in part of a month",
         "attainment --metric profit --from 2022-06-01 --to 2022-06-20 --by rep",
         "rep actual actual_note", ("A - no cost", "B - no cost")),
    # 300 + 100.01 + 200 - 30 - 20 + 50 + 0; cost is known of I5, I1, K1 and I3.
    Case("the fiscal year from April 2023 is named by its end",
         "sales --to 2024-02-29 --as-of 2024-02-29 --by year",
         "year quantity net_sales cost gross_profit orders customers",
         ("FY2024 17 600.01 292.03 127.98 7 4",)),
    # The customer's territory: N1 below N; I4's customer has none, nor has its line a product.
    Case("a territory holds its subtree and each document once",
         f"sales {_FEBRUARY} --by territory,product_group",
         "territory product_group net_sales orders",
         ("- - 0.00 1", "N G 50.00 1", "N1 G 50.00 1", "S - -20.00 1", "S G -30.00 1")),
    # I5: 339 less 33.90 (K1), 50 (R1), 100 (R2), 62 days late; Lea left, so I2 and K2 are nobody's.
    Case("aging by due date on a leap day", f"aging {_LEAP_DAY} --by rep",
         "rep not_due d1_30 d31_60 d61_90 d91_180 unapplied total",
         ("- 203.40 0.00 0.00 0.00 0.00 0.00 203.40",
          "B 50.00 0.00 0.00 155.10 0.00 -156.99 48.11")),
    Case("aging by the document's date", f"aging {_LEAP_DAY} --age-from document",
         "not_due d1_30 d31_60 d61_90 d91_180 unapplied total",
         ("0.00 253.40 0.00 0.00 155.10 -156.99 251.51",)),
    Case("who made the item answers for it by origin", f"aging {_LEAP_DAY} --owner origin --by rep",
         "rep total", ("B 48.11", "L 203.40")),
    Case("before the hand-over the customer's items are the first rep's",
         "aging --as-of 2024-02-14 --by rep", "rep not_due d1_30 d31_60 total",
         ("A 0.00 113.01 0.00 113.01", "B 0.00 0.00 155.10 155.10", "L 203.40 0.00 0.00 203.40")),
    Case("a prepayment is unapplied until the invoice is there",
         "aging --as-of 2023-11-28", "not_due unapplied total", ("0.00 -50.00 -50.00",)),
    Case("open items name what is left", f"open-items {_LEAP_DAY}",
         "document_no kind customer owner due_date amount applied open days_overdue",
         ("R3 collection C1 B 2024-02-27 -150.00 0.00 -150.00 0",
          "R4 collection C1 B 2024-02-28 -120.00 -113.01 -6.99 0",
          "I3 invoice C1 B 2024-03-21 50.00 0.00 50.00 0",
          "I2 invoice C2 - 2024-03-01 226.00 0.00 226.00 0",
          "K2 credit_note C2 - 2024-03-13 -22.60 0.00 -22.60 0",
          "I5 invoice C4 B 2023-12-29 339.00 183.90 155.10 62")),
    # Due: I1 113.01, I5 289.00 and K1 -33.90; paid of it: R2 100.00 and R4 113.01.
    Case("what was owed, collected and due", f"collections {_FEBRUARY}",
         "receivable_start invoiced collected receivable_end collected_to_collectable "
         "due_in_period collected_of_due collected_due_rate overdue overdue_rate",
         ("628.01 -6.50 370.00 251.51 0.595324 368.11 213.01 0.578659 155.10 0.616675",)),
    Case("a plan supersedes the one before; a customer's target is the first day's owner's",
         f"attainment {_FEBRUARY} --as-of 2024-02-29 --by rep",
         "rep target actual variance attainment",
         ("- 21.00 0.00 -21.00 0.000000", "A 315.00 0.00 -315.00 0.000000", "B - 20.00 - -",
          "L - -20.00 - -")),
    Case("the superseded plan can still be asked for", f"attainment {_FEBRUARY} --plan First",
         "target actual", ("500.00 0.00",)),
    # 10 of February's 20.5 working days: 315 * 10 / 20.5 and 21 * 10 / 20.5.
    Case("part of a month counts its share of working days, a half day as a half",
         "attainment --from 2024-02-01 --to 2024-02-14 --as-of 2024-02-29 --by rep",
         "rep target actual",
         ("- 10.24 0.00", "A 153.66 0.00", "B - -30.00", "L - -20.00")),
    # Two reports 15 minutes apart are one visit of 70 minutes; order O2 and O3 follow a visit.
    Case("days, visits and orders of a rep", f"kpi {_FEBRUARY} --by rep",
         "rep net_sales collections scheduled_days field_days active_days visits timed_visits "
         "calls_per_day minutes_per_call revenue_per_call order_value_per_call "
         "order_value_per_day cost_per_call orders orders_per_100 productive_rate "
         "new_customers lost_customers expenses cost_ratio",
         ("- 0.00 0.00 0.00 0.00 0.00 0 0 - - - - - - 0 - - 1 0 0.00 -",
          "A 0.00 0.00 20.50 20.50 0.00 0 0 0.00 - - - 0.00 - 0 - - 0 0 100.00 -",
          "B 20.00 370.00 20.50 20.00 2.00 2 2 0.10 50.00 10.00 50.00 5.00 6.17 2 100.00 "
          "1.000000 0 1 12.34 0.617000",
          "L -20.00 0.00 11.00 11.00 0.00 0 0 0.00 - - - 0.00 - 0 - - 0 0 0.00 -")),
    # C4 last bought on 29 November: 90 days later, on 27 February, it is lost.
    Case("customers move with their reps and the balance holds",
         f"customer-flow {_FEBRUARY} --by rep",
         "rep at_start new reactivated lost moved_in moved_out at_end",
         ("- 0 1 0 0 1 0 2", "A 1 0 0 0 0 1 0", "B 1 0 0 1 1 0 1", "L 1 0 0 0 0 1 0")),
    Case("expenses go with the rep who claims and the customer's place",
         f"expenses {_FEBRUARY} --by territory,category", "territory category amount claims",
         ("N gift 100.00 1", "N travel 12.34 1", "N1 gift 100.00 1", "N1 travel 12.34 1")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A database, and the way to run commands on it."""

    database: str
    folder: Path

    def run(self, *arguments: str) -> None:
        """Run a command that has to succeed."""
        assert main(["--lang", "en", "--database", self.database, *arguments], CLOCK) == 0, (
            arguments
        )

    def report(self, arguments: str, columns: str) -> tuple[str, ...]:
        """Return a report's rows: the columns named, with `-` for an empty cell."""
        out = self.folder / "report.csv"
        out.unlink(missing_ok=True)
        self.run("report", *arguments.split(), "--format", "csv", "--out", str(out))
        with out.open(encoding="utf-8", newline="") as stream:
            return tuple(
                " ".join(row[name] or "-" for name in columns.split())
                for row in csv.DictReader(stream)
            )


Opened = Callable[[str, int], Branch]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def make(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """Yield what makes the database of an empty branch in a currency, on one of the engines."""
    made: list[tuple[PostgresServer, str]] = []

    def new(currency: str, fiscal_year_start: int) -> Branch:
        folder = tmp_path_factory.mktemp("nasty")
        database = str(folder / "branch.db")
        if request.param == "postgres":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            made.append((server, server.create()))
            database = server.url(made[-1][1])
        branch = Branch(database, folder)
        named = ("new", database, "--name", "Nasty", "--currency", currency)
        set_up = ("--calendar", "weekdays", "--fiscal-year-start", str(fiscal_year_start))
        assert main(["--lang", "en", *named, *set_up], CLOCK) == 0
        return branch

    yield new
    for server, name in made:
        server.drop(name)


def _import(branch: Branch, number: int, kind: str, text: str, *options: str) -> None:
    path = branch.folder / f"{number:02d}-{kind}.csv"
    path.write_text(text, encoding="utf-8")
    branch.run("import", kind, str(path), *options)


@pytest.fixture(scope="module")
def nasty(make: Opened) -> Branch:
    """Return the nasty branch with all its files imported."""
    branch = make("CNY", 4)
    for number, (kind, options, text) in enumerate(FILES, start=1):
        _import(branch, number, kind, text, *options.split())
    return branch


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_report_says_what_a_clerk_worked_out(nasty: Branch, case: Case) -> None:
    assert nasty.report(case.report, case.columns) == case.rows


def test_the_proofs_hold(nasty: Branch) -> None:
    nasty.run("check")


@pytest.mark.parametrize(
    ("currency", "amount", "rows"),
    [
        # 60 % of 101 is 60.6, 40 % is 40.4: the unit left over goes to the larger remainder.
        ("JPY", "101", ("A 61 1", "B 40 1")),
        ("KWD", "1100.001", ("A 660.001 1", "B 440.000 1")),
    ],
)
def test_a_currency_is_divided_in_its_own_smallest_unit(
    make: Opened, currency: str, amount: str, rows: tuple[str, ...]
) -> None:
    branch = make(currency, 1)
    _import(branch, 1, "reps", "code,name\nA,Ann\nB,Bob\n")
    _import(branch, 2, "customers", "code,name,rep_code\nC1,First,A\n")
    _import(branch, 3, "invoices", "invoice_no,invoice_date,customer_code,rep_code,amount\n"
            f"I1,2024-02-29,C1,A:60;B:40,{amount}\n")  # fmt: skip
    assert branch.report("sales --by rep", "rep net_sales orders") == rows
