"""Sums over trees: each leaf in every row that contains it, once."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.rules.rollup import roll_up, roll_up_sets

#: Area 1 contains 2 and 3, 2 contains 4; the codes of a leaf and all above it.
_ABOVE = {1: ("N",), 2: ("N1", "N"), 3: ("N2", "N"), 4: ("N11", "N1", "N"), None: ("",)}
_CODE = {1: ("R1",), 2: ("R2",), None: ("",)}


def _areas(leaf: int | None) -> tuple[str, ...]:
    return _ABOVE[leaf]


def _reps(leaf: int | None) -> tuple[str, ...]:
    return _CODE[leaf]


def test_a_document_counts_once_in_each_area_that_contains_it() -> None:
    rows = [((4,), (10, 1)), ((3,), (5, 1)), ((1,), (1, 1)), ((None,), (7, 1)), ((4,), (2, 1))]
    assert roll_up(rows, [_areas]) == {
        ("",): [7, 1], ("N",): [18, 4], ("N1",): [12, 2], ("N11",): [12, 2], ("N2",): [5, 1],
    }  # fmt: skip


def test_rows_stand_in_the_order_of_their_codes_the_empty_one_first() -> None:
    rows = [((2, 4), (1,)), ((None, 3), (1,)), ((1, None), (1,))]
    assert list(roll_up(rows, [_reps, _areas])) == [
        ("", "N"), ("", "N2"), ("R1", ""), ("R2", "N"), ("R2", "N1"), ("R2", "N11"),
    ]  # fmt: skip


def test_managers_overlap_and_hold_their_own_figures() -> None:
    # Rep 1 leads 2; 1 is below nobody.
    chain: Callable[[int | None], tuple[str, ...]] = lambda leaf: (  # noqa: E731
        ("M1",) if leaf in (1, 2) else ("",)
    )
    rows = [((1,), (3,)), ((2,), (4,)), ((9,), (5,))]
    assert roll_up(rows, [chain]) == {("",): [5], ("M1",): [7]}


def test_without_dimensions_there_is_one_row() -> None:
    assert roll_up([((), (1, 2)), ((), (3, 4))], []) == {(): [4, 6]}
    assert roll_up([], []) == {}


def test_distinct_members_are_counted_once_in_each_row() -> None:
    rows = [((4,), "A"), ((4,), "A"), ((3,), "A"), ((2,), "B")]
    found = roll_up_sets(rows, [_areas])
    assert {key: len(members) for key, members in found.items()} == {
        ("N",): 2, ("N1",): 2, ("N11",): 1, ("N2",): 1,
    }  # fmt: skip
    assert list(found) == sorted(found)


@given(
    st.lists(
        st.tuples(
            st.tuples(st.sampled_from([1, 2, None]), st.sampled_from([1, 2, 3, 4, None])),
            st.tuples(st.integers(-9, 9)),
        )
    )
)
def test_the_roots_and_the_empty_row_add_up_to_the_total(
    rows: list[tuple[tuple[int | None, ...], tuple[int]]],
) -> None:
    found = roll_up(rows, [_reps, _areas])
    roots = sum(values[0] for (_rep, area), values in found.items() if area in ("", "N"))
    assert roots == sum(values[0] for _leaves, values in rows)
