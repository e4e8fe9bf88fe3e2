"""The sample's call backs: visits of its last whole month, drawn by the sample's own seed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from desktop.enums import CheckMethod, CheckReason, CheckResult
from desktop.models import EntryCheck
from desktop.periods import Month
from desktop.services.access import Actor
from desktop.services.entries.checks import countable_visits
from desktop.services.rules.second_eyes import SAMPLE_SHARE, draw
from desktop.services.sample.days import AS_OF
from desktop.services.sample.dice import Dice
from desktop.services.sample.words import say
from desktop.services.uow import UnitOfWork

#: The part's own stream of draws.
_STREAM = 43
#: How often somebody called back already, and how often nobody answered.
_CALLED, _UNANSWERED = 0.7, 0.15
#: What customers said, in Chinese and English.
_SAID = (
    ("客户确认来访，谈了秋季订单。", "The customer remembers the visit; they spoke of the order."),
    ("店主确认，时间相符。", "The owner confirms it, and the time."),
    ("采购确认见过业务员。", "The buyer confirms that the rep was there."),
)
_NO_ANSWER = ("两次拨打无人接听。", "Nobody answered two calls.")


def fill(uow: UnitOfWork, actor: Actor, seed: int, language: str) -> None:
    """Draw the sample and say what most of the calls found; none found a false report."""
    month = Month.of(AS_OF).plus(-1)
    dice = Dice(seed, _STREAM)
    asked_at = datetime.combine(month.end, time(7, 30), UTC)
    with uow.write(actor, "Sample second looks") as session:
        ids = session.scalars(countable_visits(actor.branch_id, month)).all()
        for one in draw(ids, SAMPLE_SHARE, seed):
            check = EntryCheck(
                branch_id=actor.branch_id, visit_id=one, reason=str(CheckReason.SAMPLE), seed=seed,
                asked_at=asked_at, note="",
            )  # fmt: skip
            if dice.chance(_CALLED):
                is_reached = not dice.chance(_UNANSWERED)
                found = CheckResult.CONFIRMED if is_reached else CheckResult.NOT_REACHED
                said = _SAID[dice.below(len(_SAID))] if is_reached else _NO_ANSWER
                check.method, check.result = str(CheckMethod.CALL_BACK), str(found)
                check.checked_by_id = actor.user_id
                check.checked_at = asked_at + timedelta(minutes=dice.between(60, 9_000))
                check.note = say(said, language)
            session.add(check)
