"""The sample's reports that are due, late and missing, and its announced policies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import ReceiptHow, ReportCycle, ReportSource
from desktop.models import PolicyNotice, PolicyReceipt, Rep, ReportDuty, ReportReceipt
from desktop.periods import Period
from desktop.services.access import Actor
from desktop.services.figures.frame import load_frame
from desktop.services.information.report_reading import read_reports
from desktop.services.rules.report_calendar import DueReport
from desktop.services.sample.days import AS_OF, WorkDays, work_days
from desktop.services.sample.dice import Dice
from desktop.services.sample.people import SELLERS
from desktop.services.sample.words import Words, say
from desktop.services.uow import UnitOfWork

#: The part's own streams of draws.
_REPORTS, _POLICIES = 59, 61
#: How often a report that is ticked off by hand comes in time, and how often late.
_ON_TIME, _LATE = 0.84, 0.10
#: Name, cycle, by what it is known, working days it may take, first and last day.
_DUTIES: tuple[tuple[Words, ReportCycle, ReportSource, int, date, date | None], ...] = (
    (("日报（拜访）", "Daily report of calls"), ReportCycle.DAILY, ReportSource.VISITS, 1,
     date(2026, 9, 21), None),
    (("周报", "Weekly summary"), ReportCycle.WEEKLY, ReportSource.HAND, 1,
     date(2026, 9, 21), None),
    (("市场月报", "Monthly market report"), ReportCycle.MONTHLY, ReportSource.HAND, 3,
     date(2026, 9, 1), None),
    (("年底渠道库存专项", "Dealers' stock before year's end"), ReportCycle.SPECIAL,
     ReportSource.HAND, 2, date(2026, 11, 2), date(2026, 11, 27)),
)  # fmt: skip
_EXCUSE: Words = ("外出培训，已当面汇报。", "At a training; he told it in person.")
#: Title, words, announced on, due on, and how many at the end of the list have not acknowledged.
_TOLD: tuple[tuple[Words, Words, date, date, int], ...] = (
    (("严禁跨区供货", "No deliveries outside the region"),
     ("经销商只能在合同约定的区域内销售。\n发现跨区货物，业务员须在一个工作日内上报货号和数量。",
      "Dealers sell in the region of their contract alone.\nWho finds goods from elsewhere reports "
      "their numbers within one working day."),
     date(2026, 9, 14), date(2026, 9, 25), 0),
    (("招待费须事先申请", "Entertainment is asked for beforehand"),
     ("单次超过 500 元的招待费须事先申请，并写明客人姓名。",
      "Entertainment above 500 yuan is asked for beforehand, and names its guests."),
     date(2026, 10, 12), date(2026, 10, 23), 2),
    (("年末返利结算办法", "How the rebates of the year are settled"),
     ("返利按已回款的净销售额计算，十二月二十日前对账，一月结算。\n任何口头承诺均无效。",
      "Rebates count net sales that are paid for; accounts are agreed by 20 December and settled "
      "in January.\nNothing that was only said counts."),
     date(2026, 11, 16), date(2026, 11, 27), 5),
)  # fmt: skip
_QUESTIONS: tuple[Words, ...] = (
    ("节日期间是否也适用？", "Does it hold over the holidays too?"),
    ("老客户以前的约定怎么办？", "What about what was agreed with old customers before?"),
)


def fill(uow: UnitOfWork, actor: Actor, seed: int, language: str) -> None:
    """Write what is due, what came in and what was announced; the same for a seed."""
    with uow.write(actor, "Sample reports and policies") as session:
        _reports(session, actor, Dice(seed, _REPORTS), language)
        _policies(session, actor, Dice(seed, _POLICIES), language)


def _reports(session: Session, actor: Actor, dice: Dice, language: str) -> None:
    duties = [
        ReportDuty(
            branch_id=actor.branch_id, name=say(name, language), cycle=str(cycle),
            source=str(source), rep_id=None, due_after=wait, starts_on=first, ends_on=last,
        )
        for name, cycle, source, wait, first, last in _DUTIES
    ]  # fmt: skip
    session.add_all(duties)
    session.flush()
    by_hand = [one for one in duties if one.source == ReportSource.HAND]
    frame, work = load_frame(session, actor.branch_id), work_days()
    within = Period.inclusive(date(2026, 9, 1), AS_OF)
    dues = read_reports(session, frame, by_hand, within, AS_OF).dues
    codes = {rep.id: rep.code for rep in frame.reps.values()}
    is_excused = False
    for due in sorted(dues, key=lambda one: (one.duty_id, one.period, codes[one.rep_id])):
        moment = _received(dice, work, due)
        excused = moment is None and not is_excused and due.due_on < AS_OF
        if moment is None and not excused:
            continue
        is_excused = is_excused or excused
        session.add(
            ReportReceipt(
                branch_id=actor.branch_id, duty_id=due.duty_id, rep_id=due.rep_id,
                period_start=due.period.start, received_at=moment,
                note=say(_EXCUSE, language) if excused else "",
            )
        )  # fmt: skip


def _received(dice: Dice, work: WorkDays, due: DueReport) -> datetime | None:
    """Return when a report came in; None where it has not by the last day."""
    drawn, days, minute = dice.spread(0, 1), dice.between(1, 3), dice.below(60)
    if drawn > _ON_TIME + _LATE:
        return None
    day = due.due_on
    if drawn > _ON_TIME:
        for _one in range(days):
            day = work.next(day + timedelta(days=1))
    # Office hours in UTC at which it is the same day from the Americas to East Asia.
    return datetime.combine(day, time(7, minute), UTC) if day <= AS_OF else None


def _policies(session: Session, actor: Actor, dice: Dice, language: str) -> None:
    rows = session.execute(select(Rep.code, Rep.id).where(Rep.branch_id == actor.branch_id))
    reps = {code: found for code, found in rows}
    for title, text, announced_on, due_on, missing in _TOLD:
        notice = PolicyNotice(
            branch_id=actor.branch_id, title=say(title, language), text=say(text, language),
            announced_on=announced_on, due_on=due_on, announced_by_id=actor.user_id,
        )  # fmt: skip
        session.add(notice)
        session.flush()
        told = [one.code for one in SELLERS if one.works_on(announced_on)]
        left = dice.shuffled([code for code in told if _is_there(code)])[:missing]
        for place, code in enumerate(told):
            wait, how = dice.between(0, (due_on - announced_on).days), dice.pick(tuple(ReceiptHow))
            day = min(announced_on + timedelta(days=wait), AS_OF)
            question = _QUESTIONS[place % 2] if dice.chance(0.12) else ("", "")
            is_missing = code in left
            session.add(
                PolicyReceipt(
                    branch_id=actor.branch_id, notice_id=notice.id, rep_id=reps[code],
                    acknowledged_on=None if is_missing else day,
                    how=None if is_missing else str(how),
                    question=say(question, language) if not is_missing else "",
                )
            )  # fmt: skip


def _is_there(code: str) -> bool:
    """Whether somebody still sells on the sample's last day: one who left owes nothing."""
    return any(one.code == code and one.works_on(AS_OF) for one in SELLERS)
