"""How a rep's month stands: his net sales so far against the month's target."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.i18n import N_
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.figures.frame import Frame
from desktop.services.give_back.data import RepProgress
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.target_queries import TargetReader, chosen_versions

NO_TARGET = N_("no target")


def progress_of(session: Session, frame: Frame, rep_code: str, as_of: date) -> RepProgress | None:
    """Return the month to date of a rep; None where nobody has the code."""
    rep = next((one for one in frame.reps.values() if one.code == rep_code), None)
    if rep is None:
        return None
    month, axes = Month.of(as_of), (Axis.REP,)
    target = None
    reader = TargetReader(session, frame, Metric.SALES, chosen_versions(session, frame))
    for (rep_id,), (amount, _count) in reader.rows(axes, month.period):
        if rep_id == rep.id:
            target = (target or 0) + amount
    so_far = Period(month.start, as_of + timedelta(days=1))
    sold = ActualsReader(session, frame, Metric.SALES, ((Dimension.REP, rep.code),))
    actual = sum(sums[0] for leaf, sums in sold.rows(axes, so_far) if leaf[0] == rep.id)
    decimals = frame.branch.decimals
    wanted = None if target is None else from_minor(target, decimals)
    done = from_minor(actual, decimals)
    attainment = Ratio.undefined(NO_TARGET) if wanted is None else Ratio.of(done, wanted, NO_TARGET)
    return RepProgress(rep.code, rep.name, month, wanted, done, attainment)
