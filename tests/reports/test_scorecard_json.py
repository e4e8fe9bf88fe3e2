from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.services.reports.scorecard_json import fingerprint, to_json_dict
from tests.reports import cards


def as_json(data: object = None) -> dict[str, Any]:
    return json.loads(json.dumps(to_json_dict(data or cards.ordinary())))  # type: ignore[arg-type, no-any-return]


def test_the_period_is_inclusive_and_money_has_the_decimals_of_the_currency() -> None:
    found = as_json()
    assert (found["from"], found["to"], found["as_of"]) == (
        "2026-07-01",
        "2026-09-30",
        "2026-09-30",
    )
    sales = found["results"][0]
    assert (sales["name"], sales["target"], sales["actual"], sales["variance"]) == (
        "sales", "1240000.00", "1284560.00", "44560.00",
    )  # fmt: skip


def test_a_quotient_carries_its_value_both_parts_and_a_note() -> None:
    sales = as_json()["results"][0]
    # 1,284,560 ÷ 1,240,000 = 1.0359354…
    assert sales["attainment"] == "1.035935"
    assert sales["attainment_numerator"] == "1284560.00"
    assert sales["attainment_denominator"] == "1240000.00"
    assert sales["attainment_note"] == ""


def test_an_undefined_quotient_is_null_with_its_reason() -> None:
    found = as_json(cards.newcomer())
    assert found["results"][0]["attainment"] is None
    assert found["results"][0]["attainment_note"] == "no target"
    assert found["activity"][0]["value"] is None
    assert found["activity"][0]["value_note"] == "no visits"


def test_activity_values_are_written_in_their_unit() -> None:
    lines = {line["name"]: line for line in as_json()["activity"]}
    assert lines["calls_per_day"]["value"] == "6.70"  # 412 ÷ 61.5 = 6.699…
    assert lines["calls_per_day"]["value_denominator"] == "61.5"
    assert lines["revenue_per_call"]["value"] == "3117.86"
    assert lines["revenue_per_call"]["value_numerator"] == "1284560.00"
    assert lines["productive_rate"]["value"] == "0.317961"
    assert lines["new_customers"]["value"] == "3"
    assert lines["new_customers"]["branch"] == "2.75"
    assert lines["new_customers"]["small_base"] is True


def test_ages_and_unapplied_money_add_up_to_the_receivable() -> None:
    part = as_json()["receivables"]
    names = ("not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "over_365", "unapplied")
    assert sum(Decimal(part[name]) for name in names) == Decimal(part["receivable"])


def test_the_fingerprint_changes_with_a_figure_and_only_then() -> None:
    data = cards.ordinary()
    changed = replace(data.results[0], actual=Decimal("1284560.01"))
    assert fingerprint(data) == fingerprint(cards.ordinary())
    assert fingerprint(replace(data, results=(changed, *data.results[1:]))) != fingerprint(data)


def test_what_rounds_to_zero_has_no_sign() -> None:
    data = cards.ordinary()
    line = replace(data.results[0], actual=Decimal("-0.004"))
    found = as_json(replace(data, results=(line,)))
    assert found["results"][0]["actual"] == "0.00"
