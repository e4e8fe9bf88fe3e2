"""A worked example for each calculator, with its source: what "Example" fills into a panel.

The unit tests hold every one of them against the figures that its source gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.i18n import N_

#: A table as it is typed: the header, then its rows.
Table = tuple[tuple[str, ...], ...]
#: The main table's name; that of a FILE option is the option's.
MAIN = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Options and tables to begin with, and where they come from.

    `source` cites a publication, in its own language, and is empty where the figures are our own.
    `says` is a sentence on what the source finds or how the figures were reckoned, marked with N_.
    """

    source: str
    says: str
    options: Mapping[str, str | bool] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)


def _table(text: str) -> Table:
    """Return the cells of lines with commas."""
    return tuple(tuple(line.split(",")) for line in text.split())


_STATES = """
key,weight
Virginia,630560 Massachusetts,475327 Pennsylvania,432879 North_Carolina,353523 New_York,331589
Maryland,278514 Connecticut,236841 South_Carolina,206236 New_Jersey,179570 New_Hampshire,141822
Vermont,85533 Georgia,70835 Kentucky,68705 Rhode_Island,68446 Delaware,55540
"""

_MATRIX = """
row,col,seed
r1,c1,40 r1,c2,30 r1,c3,20 r1,c4,10
r2,c1,35 r2,c2,50 r2,c3,100 r2,c4,75
r3,c1,30 r3,c2,80 r3,c3,70 r3,c4,120
r4,c1,20 r4,c2,30 r4,c3,40 r4,c4,50
"""

_OCCUPANCY = """
period,value
1995-Q1,0.561 1995-Q2,0.702 1995-Q3,0.800 1995-Q4,0.568
1996-Q1,0.575 1996-Q2,0.738 1996-Q3,0.868 1996-Q4,0.605
1997-Q1,0.594 1997-Q2,0.738 1997-Q3,0.729 1997-Q4,0.600
1998-Q1,0.622 1998-Q2,0.708 1998-Q3,0.806 1998-Q4,0.632
1999-Q1,0.665 1999-Q2,0.835 1999-Q3,0.873 1999-Q4,0.670
"""

_ACCOUNTS = """
account,sales,margin,current,none,more,saturation,min,max
East,120000,0.25,12,0.50,1.27,1.35,,
West,80000,0.25,12,0.70,1.10,1.20,4,
North,40000,0.30,6,0.30,1.25,1.60,2,12
South,15000,0.30,6,0.80,1.05,1.10,,
"""

_BY_NAME: Mapping[str, Example] = {
    "allocate": Example(
        "M. L. Balinski, H. P. Young, “Fair Representation”, 1982, chapter 3",
        N_(
            "The 120 seats of the bill of 1792 by Hamilton's method, on the census of 1790: "
            "Virginia has 21 of them, Delaware 2."
        ),
        {"total": "120", "step": "1", "method": "weights"},
        {MAIN: tuple(tuple(c.replace("_", " ") for c in row) for row in _table(_STATES))},
    ),
    "two-way": Example(
        "Wikipedia, “Iterative proportional fitting”, section “Example”",
        N_("The first cell comes to 64.6, the last one to 17.03."),
        {},
        {
            MAIN: _table(_MATRIX),
            "rows": _table("key,total r1,150 r2,300 r3,400 r4,150"),
            "cols": _table("key,total c1,200 c2,300 c3,400 c4,100"),
        },
    ),
    "season": Example(
        "WizEdu, question 69738, “Group Exercise #7: The tourist industry is subject to enormous "
        "seasonal variation”",
        N_("The quarters' indices of a hotel's occupancy come to 88.1, 107.5, 117.3 and 87.1."),
        {"length": "4"},
        {MAIN: _table(_OCCUPANCY)},
    ),
    "potential": Example(
        "P. Kotler, “Marketing Management”, “Estimating Current Demand”",
        N_("Virginia's share of the buying power of the United States comes to 2.04."),
        {"weights": "income=.5,retail=.3,population=.2"},
        {MAIN: _table("area,income,retail,population Virginia,2.00,1.96,2.28")},
    ),
    "workload": Example(
        "“Professional Sales Management: Determining the number of Sales men required in a "
        "territory”, bangalore1965, September 2012",
        N_("The visits take 32,400 hours a year; at 1,200 hours each they need 27 people."),
        {"hours": "1200"},
        {
            MAIN: _table(
                "class,accounts,calls,hours_per_call major,200,12,4 medium,450,12,2 minor,1000,12,1"
            )
        },
    ),
    "funnel": Example(
        "ColdCalling101, “How many Initial Appointments do we need this year (and this week in "
        "particular)”, 2009",
        N_("240,000 in orders of 12,000 are 20 orders and 80 visits, or 1.8 in each of 44 weeks."),
        {"gap": "240000", "order-value": "12000", "hit-rate": "0.25", "field-days": "44"},
    ),
    "callplan": Example(
        "SolutionInn, “Crawford Labs has increased its profitability dramatically by using models”",
        N_(
            "The judgements of the first account: half its sales without visits, 127 % with half "
            "as many again, 135 % at most. The other accounts and the amounts are made up."
        ),
        {"visits": "36"},
        {MAIN: _table(_ACCOUNTS)},
    ),
    "gonik": Example(
        "J. Gonik, “Tie Salesmen's Bonuses to Their Forecasts”, Harvard Business Review, May 1978",
        N_("Of three forecasts of the same sales the true one earns most: 90, 120 and 60."),
        {},
        {MAIN: _table("stated,actual,objective 25,50,50 50,50,50 100,50,50")},
    ),
    "hu": Example(
        "“HU绩效考核方法”, chrm.cn, article 5125: 各报基数，算术平均，少报罚五，多报不奖，超额奖七",
        N_(
            "The mean of 100 stated and 80 demanded is a base of 90, and 70 % of the 10 beyond it "
            "is a reward of 7. Whoever states 80 and makes 100 pays half of 20, a fine of 10."
        ),
        {"w": "0.5", "p": "0.7", "q": "0.5", "demand": "80"},
        {MAIN: _table("stated,actual 80,100 90,100 100,100 110,100")},
    ),
    "curve": Example(
        "BonusPayCalc, “Bonus payout curve explained”, section “Worked example”",
        N_(
            "Paid from 70 %, in full at 100 %, twice as steep beyond, at most 200 %: 85 % earns "
            "half of the bonus, 120 % earns 140 % of it."
        ),
        {"points": "0.7:0,1:100,1.5:200"},
        {MAIN: _table("attainment 0.6 0.85 1 1.2 1.8")},
    ),
    "dso": Example(
        "Benji Pays, “Mastering DSO Calculation: The Count-Back Method Explained”, 2 April 2024",
        N_("Two whole months and 32,000 of the first month's 70,000 make 73.7 days."),
        {"method": "countback"},
        {
            MAIN: _table(
                "month,days,credit_sales,receivable_end 1,30,70000, 2,30,80000, 3,30,100000,212000"
            )
        },
    ),
    "compare-rates": Example(
        "R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics "
        "in Medicine 17, 1998, table I",
        N_("81 of 263 lie between 25.5 % and 36.6 %, 0 of 20 between 0 and 16.1 %."),
        {},
        {MAIN: _table("key,events,trials first,81,263 second,15,148 third,0,20 fourth,1,29")},
    ),
}


def example_of(calculator: str) -> Example:
    """Return the example of a calculator, by its name."""
    return _BY_NAME[calculator]
