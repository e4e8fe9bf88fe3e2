"""The stories that the sample tells: who and what was planted where, so that a tab can find it.

Everything else in the sample is ordinary trade made by chance; these are not. Codes of dealers
run in the order of the cities, so that a story's place can be named here.

| no. | story | who and where | when |
|---|---|---|---|
| 1 | big dealer that never pays | rep R04 (Jiaxing), dealer C0087, a key account | buys a quarter more than before; nothing paid that was invoiced from 2025-12-01 on |
| 2 | period-end push that comes back | rep R02 (Ningbo), dealers C0036 to C0041 | large orders invoiced on the last three working days of December 2025 and June 2026; 60 to 85 % of each line credited 15 to 45 days later |
| 3 | leaver with open receivables | rep R13 (Taizhou), dealers C0151 to C0170 | left on 2026-09-30; C0163 to C0170 went to R06 on 2026-10-09, C0151 to C0162 are not handed over; his dealers pay late since July 2026 |
| 4 | dealer cut off from visits | rep R06 (Jinhua), dealer C0127, a key account | no visit after 2026-04-10; buys half from July 2026 and pays late |
| 5 | copied visit notes | rep R09 (Wuxi, Changzhou) | since 2026-03-01 nearly the same note on every visit, starts on the hour or half hour, short visits, reports all in on Friday, some visits on Sundays, few orders follow |
| 6 | territory without targets | city 3408 Anqing, dealers C0315 to C0320 (rep R12, whose targets are for 3402) | all years: sales, but no line of any plan |
| 7 | sales without any cash | dealer C0215 (Suzhou, rep R08) | opened on 2026-02-10, buys each month, has never paid anything |
| 8 | new rep ramping up | rep R10 (Nantong) | hired on 2026-03-16; took ten dealers of district leader L02 on 2026-04-01 and eight on 2026-06-01; visits and hit rate rise month by month |
| 9 | suspicion of diverted goods | dealer C0085 (Taishun County, rep R03), class C | since 2026-04 air conditioners at the lowest price, many times what its county takes |
| 10 | entertainment without guests | rep R03 (Wenzhou) | since 2026-01 round amounts, no guests, mostly no visit |
| 11 | sales rise, gross profit falls | rep R07 (Nanjing) | in 2026 a third more pieces, nine per cent lower prices and more cheap models |
| 12 | lost key dealer that comes back | dealer C0199 (Suzhou, rep R08), a key account | no order from 2025-05-21 to 2026-03-09, then larger than before |

Smaller things: C0001 is a chain whose credit is shared by R01 and R02 (60 to 40); C0020 has an
apostrophe in its name, C0142 an emoji, C0240 a very long name; C0060 and C0061 share a
telephone; C0122 is paid for by somebody else; C0102 to C0106 moved from R04 to R05 on
2025-07-01; a product's cost is missing in March 2024 (`NO_COST`); rep R12 reports late;
rep R06 often gives minutes instead of times.
"""  # noqa: E501

from __future__ import annotations

from datetime import date

NEVER_PAYS = "C0087"
NEVER_PAYS_FROM = date(2025, 12, 1)

PUSH_REP = "R02"
PUSH_DEALERS = ("C0036", "C0037", "C0038", "C0039", "C0040", "C0041")
PUSH_MONTHS = ((2025, 12), (2026, 6))

LEAVER = "R13"
LEFT_ON = date(2026, 9, 30)
LEAVER_HANDED = ("C0163", "C0164", "C0165", "C0166", "C0167", "C0168", "C0169", "C0170")
LEAVER_HANDED_TO = "R06"
LEAVER_HANDED_ON = date(2026, 10, 9)
LEAVER_LATE_FROM = date(2026, 7, 1)

CUT_OFF = "C0127"
CUT_OFF_REP = "R06"
LAST_VISIT = date(2026, 4, 10)
CUT_OFF_SHRINKS_FROM = date(2026, 7, 1)

COPIER = "R09"
COPIES_FROM = date(2026, 3, 1)

NO_TARGETS = "3408"

NO_CASH = "C0215"
NO_CASH_OPENED = date(2026, 2, 10)

NEW_REP = "R10"
NEW_REP_FROM = date(2026, 3, 16)
BEFORE_NEW_REP = "L02"
FIRST_WAVE = date(2026, 4, 1)
SECOND_WAVE = date(2026, 6, 1)

DIVERTER = "C0085"
DIVERTER_COUNTY = "330329"
DIVERTS_FROM = (2026, 4)

GUESTLESS = "R03"
GUESTLESS_FROM = date(2026, 1, 1)

EROSION_REP = "R07"
EROSION_YEAR = 2026

COMES_BACK = "C0199"
AWAY_FROM = date(2025, 5, 21)
BACK_ON = date(2026, 3, 10)

SHARED_CREDIT = "C0001"
SHARED_CREDIT_REPS = "R01:60;R02:40"
APOSTROPHE = "C0020"
EMOJI = "C0142"
LONG_NAME = "C0240"
SHARED_PHONE = ("C0060", "C0061")
OTHER_PAYER = "C0122"
MOVED = ("C0102", "C0103", "C0104", "C0105", "C0106")
MOVED_TO = "R05"
MOVED_ON = date(2025, 7, 1)
NO_COST = "SW20-A"
NO_COST_MONTH = (2024, 3)
