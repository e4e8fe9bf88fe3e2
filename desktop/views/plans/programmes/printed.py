"""The week plan that is shown, as the data of its printed page; free of Qt."""

from __future__ import annotations

from datetime import timedelta

from desktop.i18n import _
from desktop.services.plans.programmes_data import ProgrammeSheet
from desktop.services.reports.week_plan_data import PlannedDay, PlannedStop, WeekPlanData
from desktop.views.plans.programmes.state import Totals, WizardState, standing
from desktop.views.plans.programmes.words import capacity_words, verdict_words


def week_plan_data(sheet: ProgrammeSheet, state: WizardState, totals: Totals) -> WeekPlanData:
    """Return the week plan with the visits that stand already, territory by territory."""
    days = {one.day for one in sheet.days}
    stops: dict[object, list[PlannedStop]] = {}
    for visit in (*(state.plan or ()), *standing(sheet)):
        one = sheet.customer(visit.customer_id)
        name = _("A customer of another rep") if one is None else one.name
        stop = PlannedStop(
            name, "" if one is None else one.customer_class, "" if one is None else one.territory
        )
        stops.setdefault(visit.day, []).append(stop)
    weeks = []
    for week in range(state.weeks):
        monday = state.start + timedelta(days=7 * week)
        found = []
        for place in range(7):
            day = monday + timedelta(days=place)
            named = sorted(stops.get(day, ()), key=lambda stop: (stop.territory, stop.name))
            found.append(PlannedDay(day, day in days, tuple(named)))
        weeks.append(tuple(found))
    plan = _("{plan}, version {version}").format(plan=sheet.plan, version=sheet.number)
    verdict = _("{verdict}: {sentence}").format(
        verdict=verdict_words(totals)[0], sentence=capacity_words(totals)
    )
    return WeekPlanData(
        sheet.branch, plan, sheet.rep_code, sheet.rep_name, sheet.manager, sheet.territory,
        tuple(weeks), (verdict,),
    )  # fmt: skip
