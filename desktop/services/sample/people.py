"""Who works at the branch, how each of them works, and when they were away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.services.sample.days import AS_OF, FIRST_DAY, WorkDays, months
from desktop.services.sample.dice import Dice
from desktop.services.sample.stories import LEAVER, LEFT_ON, NEW_REP, NEW_REP_FROM
from desktop.services.sample.words import Words, say

MANAGER = "M01"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the branch with the habits that the sample gives him.

    `visits` is a usual field day's count; `hit` how often an order follows from a visit;
    `plan_keeping`, `on_time`, `noted` and `timed` are shares of visits; `ambition` is his
    targets over what was to be expected; `travel`, `wining` are his style of spending.
    """

    code: str
    name: Words
    title: Words
    manager: str
    territory: str
    hired: date
    left: date | None = None
    visits: float = 0.0
    hit: float = 0.0
    plan_keeping: float = 0.0
    on_time: float = 0.0
    noted: float = 0.0
    timed: float = 1.0
    ambition: float = 1.0
    travel: float = 1.0
    wining: float = 1.0

    def works_on(self, day: date) -> bool:
        """Whether he is employed on this day."""
        return self.hired <= day and (self.left is None or day <= self.left)


_BOSS = ("分公司经理", "Branch manager")
_LEADER = ("区域主管", "District leader")
_REP = ("业务员", "Sales rep")
_SENIOR = ("高级业务员", "Senior sales rep")

PEOPLE: tuple[Person, ...] = (
    Person("M01", ("沈国华", "Shen Guohua"), _BOSS, "", "", date(2011, 3, 1)),
    Person("L01", ("陈志明", "Chen Zhiming"), _LEADER, "M01", "33", date(2012, 7, 2), None,
           0.5, 0.1, 0.8, 0.9, 0.9, 1.0, 1.0, 1.2, 1.3),
    Person("L02", ("周晓峰", "Zhou Xiaofeng"), _LEADER, "M01", "32", date(2013, 4, 8), None,
           1.2, 0.4, 0.7, 0.8, 0.8, 1.0, 1.02, 1.3, 1.2),
    Person("R01", ("王磊", "Wang Lei"), _SENIOR, "L01", "3301", date(2014, 3, 3), None,
           3.9, 0.62, 0.88, 0.96, 0.85, 1.0, 0.96, 0.9, 1.1),
    Person("R02", ("李娜", "Li Na"), _SENIOR, "L01", "3302", date(2015, 6, 1), None,
           3.1, 0.55, 0.80, 0.92, 0.75, 0.95, 1.08, 1.0, 1.2),
    Person("R03", ("张伟强", "Zhang Weiqiang"), _REP, "L01", "3303", date(2016, 9, 1), None,
           2.3, 0.40, 0.64, 0.70, 0.45, 0.85, 1.10, 1.3, 2.0),
    Person("R04", ("刘洋", "Liu Yang"), _REP, "L01", "3304", date(2017, 3, 1), None,
           3.0, 0.60, 0.82, 0.90, 0.70, 1.0, 1.00, 1.0, 1.0),
    Person("R05", ("吴芳", "Wu Fang"), _REP, "L01", "3306", date(2018, 5, 7), None,
           3.6, 0.58, 0.90, 0.98, 0.92, 1.0, 1.03, 0.8, 0.6),
    Person("R06", ("徐建平", "Xu Jianping"), _REP, "L01", "3307", date(2015, 3, 2), None,
           2.7, 0.50, 0.72, 0.80, 0.55, 0.60, 1.05, 1.1, 1.0),
    Person("R07", ("孙丽", "Sun Li"), _SENIOR, "L02", "3201", date(2014, 9, 1), None,
           3.3, 0.56, 0.84, 0.94, 0.80, 1.0, 1.05, 1.0, 1.1),
    Person("R08", ("朱俊杰", "Zhu Junjie"), _REP, "L02", "3205", date(2016, 4, 5), None,
           3.4, 0.54, 0.78, 0.88, 0.72, 1.0, 1.07, 1.0, 0.9),
    Person("R09", ("胡海波", "Hu Haibo"), _REP, "L02", "3202", date(2017, 8, 1), None,
           4.4, 0.22, 0.95, 0.55, 0.98, 1.0, 1.08, 1.1, 1.0),
    Person(NEW_REP, ("林雪", "Lin Xue"), _REP, "L02", "3206", NEW_REP_FROM, None,
           3.2, 0.45, 0.74, 0.95, 0.88, 1.0, 1.00, 0.9, 0.4),
    Person("R11", ("何勇", "He Yong"), _REP, "L02", "3401", date(2018, 3, 5), None,
           2.9, 0.48, 0.76, 0.86, 0.66, 1.0, 1.04, 1.2, 0.8),
    Person("R12", ("高翔", "Gao Xiang"), _REP, "L02", "3402", date(2019, 6, 3), None,
           2.4, 0.46, 0.70, 0.30, 0.60, 0.90, 1.12, 1.2, 0.7),
    Person(LEAVER, ("郭伟", "Guo Wei"), _REP, "L01", "3310", date(2016, 11, 1), LEFT_ON,
           2.2, 0.42, 0.60, 0.62, 0.50, 0.85, 1.06, 1.2, 1.4),
)  # fmt: skip

BY_CODE = {person.code: person for person in PEOPLE}
SELLERS = tuple(person for person in PEOPLE if person.visits > 0)
#: Codes of the reps in post on the as-of day, those who lead others left out.
REPS_IN_POST = tuple(
    person.code for person in PEOPLE if person.title in (_REP, _SENIOR) and person.works_on(AS_OF)
)

REP_COLUMNS = (
    "code", "name", "manager_code", "title", "territory_code", "hire_date", "leave_date",
)  # fmt: skip
LEAVE_COLUMNS = ("rep_code", "from", "to", "kind")

#: The kinds of days away from the field, and how many days each usually takes.
_AWAY = (("annual", 5), ("annual", 3), ("sick", 2), ("personal", 1))


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which someone is not in the field, both ends included."""

    rep: str
    first: date
    last: date
    kind: str


def rows(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the reps' file, superiors first."""
    return tuple(
        (
            person.code,
            say(person.name, language),
            person.manager,
            say(person.title, language),
            person.territory,
            person.hired.isoformat(),
            person.left.isoformat() if person.left else "",
        )
        for person in PEOPLE
    )


def leave(seed: int, work: WorkDays) -> tuple[Away, ...]:
    """Return who was away when: the monthly meeting, yearly training, leave and illness.

    In order of rep and first day; the days of one person never overlap.
    """
    dice = Dice(seed, 1)
    result: list[Away] = []
    for person in SELLERS:
        taken: set[date] = set()
        for away in _wishes(person, dice, work):
            days = set(work.between(away.first, away.last))
            if not days or days & taken:
                continue
            if not (person.works_on(away.first) and person.works_on(away.last)):
                continue
            taken |= days
            result.append(away)
    result.sort(key=lambda away: (away.rep, away.first))
    return tuple(result)


def _wishes(person: Person, dice: Dice, work: WorkDays) -> list[Away]:
    """Return the days away as somebody would like them, earlier ones first to be granted."""
    result = []
    for month in months():
        first = work.next(month.start)
        if first <= AS_OF:
            result.append(Away(person.code, first, first, "meeting"))
    for year in sorted({month.year for month in months()}):
        spring = work.next(date(year, 3, 10))
        if spring >= FIRST_DAY:
            result.append(Away(person.code, spring, spring + timedelta(days=1), "training"))
        for kind, usual in _AWAY:
            start = work.next(date(year, 1, 6) + timedelta(days=dice.below(300)))
            length = dice.between(1, usual)
            last = start + timedelta(days=length - 1)
            if last <= AS_OF:
                result.append(Away(person.code, start, last, kind))
    return result


def leave_rows(away: tuple[Away, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the leave file."""
    return tuple((a.rep, a.first.isoformat(), a.last.isoformat(), a.kind) for a in away)
