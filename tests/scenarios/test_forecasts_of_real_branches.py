"""Forecasts of three real branches, held against the last full year that they had."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.benchmarks.forecasting import DATA, METHODS, TRIALS, Trial, held_against, make

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there"),
    pytest.mark.slow,
]

#: The blended forecast of the branch's year misses by no more than this, after each quarter.
#: What was measured is 2.5, 0.1 and 4.2 %, 2.6, 0.2 and 12.6 %, 9.6, 12.5 and 10.6 %.
_BLENDED_WITHIN = {
    "adventureworks": ("0.05", "0.05", "0.05"),
    "classicmodels": ("0.05", "0.05", "0.15"),
    "ibm_receivables": ("0.15", "0.15", "0.15"),
}


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_the_last_full_year_is_forecast_after_each_quarter(trial: Trial, tmp_path: Path) -> None:
    errors = held_against(trial, make(trial, tmp_path))
    assert [one.quarters for one in errors] == [1, 2, 3]
    for one, most in zip(errors, _BLENDED_WITHIN[trial.name], strict=True):
        assert one.rows >= 14
        assert one.total[METHODS.index("blended")] <= Decimal(most), one
        # The rows' mean is a figure for the closing note, but never worse than knowing nothing.
        assert one.mean[METHODS.index("blended")] < 1, one
    first = errors[0]
    run_rate, _seasonal, blended = first.total
    assert blended < run_rate, "history is worth most after one quarter"
