"""How the targets of a rep were reached, from the pedigrees of the version, in short sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel
from desktop.i18n import N_, _
from desktop.models import PlanBasis, PlanVersion
from desktop.services import formats
from desktop.services.plans.reasons_data import TYPED
from desktop.services.plans.sheet_lines import PlacedLine, PlanColumn
from desktop.services.rules.programme import Programme

#: How a number was reached, as pedigrees name it, in words. What is not here is a person's own.
_METHODS = {
    "last_year": N_("Last year, grown"),
    "copied": N_("Copied from another version"),
    "proportional": N_("Spread in proportion"),
    "even": N_("Spread evenly"),
    "prior_year": N_("Spread like last year"),
    "untapped": N_("Spread by untapped potential"),
    "increment": N_("Rise spread, nothing lowered"),
    "two_margins": N_("Fitted to two totals"),
    "potential": N_("From the market's potential"),
    "bottom_up": N_("Taken from the customers from below"),
    "receivables_and_terms": N_("Taken from receivables, sales and terms"),
    "imported": N_("From an imported file"),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A pedigree: which lines it is of, by what method, and why."""

    column: PlanColumn
    months: range
    customer_id: int | None
    rep_id: int | None
    territory_id: int | None
    group_id: int | None
    method: str
    reason: str
    growth: Decimal | None
    period: str

    def covers(self, line: PlacedLine) -> bool:
        """Whether the pedigree is (also) of this line; a product's is of its group's lines."""
        wanted = (
            (self.customer_id, line.customer_id), (self.rep_id, line.rep_id),
            (self.territory_id, line.territory_id), (self.group_id, line.group_id),
        )  # fmt: skip
        return line.month in self.months and all(
            asked is None or asked == found for asked, found in wanted
        )


def read_bases(session: Session, record: PlanVersion) -> tuple[Basis, ...]:
    """Return the pedigrees of a version, the latest first."""
    query = (
        select(PlanBasis)
        .where(PlanBasis.branch_id == record.branch_id, PlanBasis.version_id == record.id)
        .order_by(PlanBasis.id.desc())
    )
    return tuple(_basis(one) for one in session.scalars(query))


def _basis(found: PlanBasis) -> Basis:
    inputs = {str(one.get("name")): one for one in json.loads(found.inputs or "[]")}
    return Basis(
        (Metric(found.metric), PlanLevel(found.level)),
        range(found.first_month, found.last_month + 1),
        found.customer_id,
        found.rep_id,
        found.territory_id,
        found.product_group_id,
        found.method,
        found.reason.strip(),
        _number(inputs.get("growth", {}).get("value")),
        str(inputs.get("last_year", {}).get("date", "")),
    )


def _number(text: object) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None


def basis_of(
    bases: Sequence[Basis], column: PlanColumn, lines: Sequence[PlacedLine]
) -> Basis | None:
    """Return the latest pedigree of any of these lines; None where there is none."""
    for basis in bases:
        if basis.column == column and any(basis.covers(line) for line in lines):
            return basis
    return None


def method_words(basis: Basis | None, is_imported: bool) -> str:
    """Return how a number was reached in a word or two; "" where it was only typed."""
    if basis is None:
        return _(_METHODS["imported"]) if is_imported else ""
    if basis.method == TYPED:
        return ""
    return _(_METHODS[basis.method]) if basis.method in _METHODS else basis.method


def reason_words(basis: Basis | None) -> str:
    """Return why a number is what it is: a person's own words, else what it was made of."""
    if basis is None:
        return ""
    if basis.reason or basis.growth is None:
        return basis.reason
    if not basis.period:
        return _("Grown by {growth}.").format(growth=formats.percent(basis.growth))
    return _("The results of {period}, grown by {growth}.").format(
        period=basis.period.replace("/", " – "), growth=formats.percent(basis.growth)
    )


def visits_words(programme: Programme) -> str:
    """Return what a sales target asks of the days that are left; "" where nothing is known."""
    if not programme.gap or programme.visits is None:
        return ""
    return _("Expected {expected}; the gap takes {visits} visits on top of {present}.").format(
        expected=formats.number(programme.expected),
        visits=formats.number(programme.visits),
        present=formats.number(programme.present_visits),
    )
