"""A matrix fitted to two margins and rounded so that both stay exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.rules import two_way
from desktop.services.rules.two_way import Misfit, TwoWay, Unfittable, fit_two_way

Matrix = list[list[int]]


def require_exact(seed: Matrix, rows: list[int], columns: list[int], step: int = 1) -> TwoWay:
    """Fit, and require what always holds: both margins, zeros, and rounding to a neighbour."""
    found = fit_two_way(seed, rows, columns, step)
    for matrix in (found.fitted, found.amounts):
        assert [sum(line) for line in matrix] == rows
        assert [sum(line[j] for line in matrix) for j in range(len(columns))] == columns
    for i, line in enumerate(seed):
        for j, cell in enumerate(line):
            fitted, amount = found.fitted[i][j], found.amounts[i][j]
            assert cell or (not fitted and not amount)
            assert fitted >= 0
            assert amount % step == 0
            assert abs(amount - fitted) < step
    return found


def test_a_published_matrix_is_fitted() -> None:
    # Wikipedia, "Iterative proportional fitting", example of four rows and columns; the values
    # there are printed after few rounds, with row sums off by up to 0.14.
    found = require_exact(
        [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]],
        [150, 300, 400, 150],
        [200, 300, 400, 100],
    )
    printed = [
        [64.61, 46.28, 35.42, 3.83],
        [49.95, 68.15, 156.49, 25.37],
        [56.70, 144.40, 145.06, 53.76],
        [28.74, 41.18, 63.03, 17.03],
    ]
    for line, wanted in zip(found.fitted, printed, strict=True):
        assert [float(cell) for cell in line] == pytest.approx(wanted, abs=0.07)


def test_a_matrix_of_two_by_two_keeps_its_odds_ratio() -> None:
    # Hand-computed: x(5+x) / ((5−x)(10−x)) = 7·7 / (9·12), so x = (√2203825 − 1275) / 118.
    found = require_exact([[7, 9], [12, 7]], [5, 15], [10, 10])
    assert float(found.fitted[0][0]) == pytest.approx((2203825**0.5 - 1275) / 118, abs=1e-9)
    assert found.amounts == ((2, 3), (8, 7))


def test_independent_margins_give_the_products() -> None:
    found = require_exact([[1, 1], [1, 1]], [30, 70], [40, 60])
    assert found.amounts == ((12, 18), (28, 42))


def test_halves_are_rounded_so_that_every_row_and_column_still_adds_up() -> None:
    found = require_exact([[1, 1], [1, 1]], [1, 1], [1, 1])
    assert found.fitted == ((Fraction(1, 2),) * 2,) * 2
    assert found.amounts in (((1, 0), (0, 1)), ((0, 1), (1, 0)))


def test_a_step_is_kept_in_every_cell() -> None:
    require_exact([[3, 1], [1, 2]], [7_000, 3_000], [4_000, 6_000], 1_000)


def test_a_cell_that_can_only_be_zero_is_zero_though_fitting_never_reaches_it() -> None:
    found = require_exact([[1, 1], [0, 1]], [1, 1], [1, 1])
    assert found.amounts == ((1, 0), (0, 1))


def test_a_chain_of_zeros_that_forces_everything_is_solved() -> None:
    size = 12
    seed = [[int(i >= j) for j in range(size)] for i in range(size)]
    found = require_exact(seed, [10] * size, [10] * size)
    assert found.amounts == tuple(tuple(10 * (i == j) for j in range(size)) for i in range(size))


def test_nothing_to_spread_is_nothing_everywhere() -> None:
    assert require_exact([[1, 0], [0, 0]], [0, 0], [0, 0]).amounts == ((0, 0), (0, 0))


def test_seeds_may_be_fractions_and_decimals() -> None:
    found = fit_two_way([[Fraction(1, 3), Decimal("0.5")], [0.25, 2]], [5, 5], [4, 6])
    assert [sum(line) for line in found.amounts] == [5, 5]


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "misfit", "places"),
    [
        ([[1, 1]], [5], [2, 2], Misfit.MARGINS_DIFFER, ((), ())),
        ([[0, 0], [1, 1]], [2, 2], [2, 2], Misfit.ROW_WITHOUT_SEED, ((0,), ())),
        ([[1, 0], [1, 0]], [2, 2], [2, 2], Misfit.COLUMN_WITHOUT_SEED, ((), (1,))),
        ([[1, 0], [1, 1]], [5, 1], [3, 3], Misfit.BLOCKED, ((0,), (0,))),
    ],
)
def test_margins_that_cannot_be_met_are_refused_by_name(
    seed: Matrix,
    rows: list[int],
    columns: list[int],
    misfit: Misfit,
    places: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    with pytest.raises(Unfittable) as caught:
        fit_two_way(seed, rows, columns)
    assert caught.value.misfit is misfit
    assert (caught.value.rows, caught.value.columns) == places


@pytest.mark.parametrize(
    ("rows", "columns", "misfit"),
    [
        ([5, 5], [10, 0], Misfit.ROW_NOT_IN_STEPS),
        ([10, 10], [15, 5], Misfit.COLUMN_NOT_IN_STEPS),
    ],
)
def test_a_total_that_is_no_multiple_of_the_step_is_refused(
    rows: list[int], columns: list[int], misfit: Misfit
) -> None:
    with pytest.raises(Unfittable) as caught:
        fit_two_way([[1, 1], [1, 1]], rows, columns, 10)
    assert caught.value.misfit is misfit


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "step", "words"),
    [
        ([[1]], [1], [1], 0, "step"),
        ([[1]], [1], [1, 0], 1, "a cell for each column"),
        ([[-1]], [1], [1], 1, "a seed"),
        ([[1]], [-1], [-1], 1, "a total"),
    ],
)
def test_what_is_no_matrix_with_margins_is_refused(
    seed: Matrix, rows: list[int], columns: list[int], step: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        fit_two_way(seed, rows, columns, step)


@st.composite
def solvable(draw: st.DrawFn) -> tuple[Matrix, list[int], list[int], int]:
    """A seed with zeros and the margins of some other matrix with no more than those zeros."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    cells = st.sampled_from([0, 0, 1, 2, 5, 1_000_000])
    seed = [[draw(cells) for _j in range(width)] for _i in range(height)]
    step = draw(st.sampled_from([1, 1, 5]))
    other = [[draw(st.integers(0, 12)) * step if cell else 0 for cell in line] for line in seed]
    columns = [sum(line[j] for line in other) for j in range(width)]
    return seed, [sum(line) for line in other], columns, step


@settings(max_examples=60)
@given(solvable())
def test_both_margins_are_exact_and_zeros_stay(
    case: tuple[Matrix, list[int], list[int], int],
) -> None:
    require_exact(*case)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 3]), min_size=3, max_size=3), min_size=3, max_size=3),
    st.permutations([0, 2, 7]),
    st.permutations([1, 3, 5]),
)
def test_a_refusal_names_rows_that_need_more_than_their_columns_have(
    seed: Matrix, rows: list[int], columns: list[int]
) -> None:
    try:
        require_exact(seed, list(rows), list(columns))
    except Unfittable as error:
        if error.misfit is not Misfit.BLOCKED:
            return
        assert error.first == sum(rows[i] for i in error.rows)
        assert error.second == sum(columns[j] for j in error.columns)
        assert error.first > error.second
        outside = [j for j in range(3) if j not in error.columns]
        assert not any(seed[i][j] for i in error.rows for j in outside)


def test_a_seed_of_any_spread_of_magnitudes_is_fitted() -> None:
    # Hand-computed: the seed of 10⁻³⁰⁰ leaves as good as nothing in one of the two small cells.
    tiny = Fraction(1, 10**300)
    found = fit_two_way([[tiny, 1], [1, tiny]], [5, 5], [9, 1])
    assert found.amounts == ((4, 1), (5, 0))


def test_a_fit_whose_parts_do_not_balance_is_refused_rather_than_bent() -> None:
    import numpy as np

    # No public way leads here: feasible margins balance in every part of the matrix.
    with pytest.raises(ValueError, match="too far apart"):
        two_way._exact(np.array([[1.0, 0.0], [0.0, 2.0]]), [2, 1], [1, 2])
