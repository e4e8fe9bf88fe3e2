"""Sums over trees: each leaf counts in every row that contains it, once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import product
from operator import add, getitem
from typing import TypeVar

Leaf = int | None
Codes = tuple[str, ...]
Expand = Callable[[Leaf], Codes]
Member = TypeVar("Member", bound=Hashable)


class _Known(dict[Leaf, Codes]):
    """The codes of the leaves of one dimension, each leaf asked for once."""

    def __init__(self, ask: Expand) -> None:
        self._ask = ask

    def __missing__(self, leaf: Leaf) -> Codes:
        codes = self[leaf] = self._ask(leaf)
        return codes


def roll_up(
    rows: Iterable[tuple[tuple[Leaf, ...], Sequence[int]]], expand: Sequence[Expand]
) -> dict[Codes, list[int]]:
    """Return the sums of each combination of codes, in the order of the codes.

    A row is its leaf in each dimension and its whole numbers; `expand` names, a dimension
    each, the codes of all rows that a leaf counts in (a territory and all that contain it).
    A row without leaf stands under the empty code, which sorts first.
    """
    known = [_Known(ask) for ask in expand]
    sums: dict[Codes, list[int]] = {}
    for leaves, values in rows:
        for key in product(*map(getitem, known, leaves)):
            cell = sums.get(key)
            sums[key] = list(values) if cell is None else list(map(add, cell, values))
    # Codes alone are sorted twice as fast as codes with their sums.
    return {key: sums[key] for key in sorted(sums)}


def roll_up_sets(
    rows: Iterable[tuple[tuple[Leaf, ...], Member]], expand: Sequence[Expand]
) -> dict[Codes, set[Member]]:
    """Return the distinct members of each combination of codes, in the order of the codes."""
    known = [_Known(ask) for ask in expand]
    sets: dict[Codes, set[Member]] = {}
    for leaves, member in rows:
        for key in product(*map(getitem, known, leaves)):
            sets.setdefault(key, set()).add(member)
    return dict(sorted(sets.items()))
