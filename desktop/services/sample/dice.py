"""Chance that falls the same way everywhere: every draw is made from `Random.random` alone.

Python promises the sequence of `random()` for a seed, but not that of the convenience methods
built on it, and the C library's `exp` and `pow` differ in the last bit between machines. So
nothing here uses them. Nor does it use the built-in `sum` for numbers with a
fraction, which rounds otherwise from Python 3.12 on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of draws of its own: what one part of the sample draws never moves another's."""

    def __init__(self, seed: int, stream: int) -> None:
        self._draw = Random(seed * 1000 + stream).random

    def below(self, count: int) -> int:
        """Return a whole number from 0 to count - 1."""
        return int(self._draw() * count)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._draw() * (high - low + 1))

    def spread(self, low: float, high: float) -> float:
        """Return a number between low and high."""
        return low + self._draw() * (high - low)

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share (0 to 1) of all cases."""
        return self._draw() < share

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each as likely as the others."""
        return choices[int(self._draw() * len(choices))]

    def heavy(self, cumulative: Sequence[float]) -> int:
        """Return an index, drawn by weights given as running sums."""
        found = bisect_right(cumulative, self._draw() * cumulative[-1])
        return min(found, len(cumulative) - 1)

    def count(self, expected: float) -> int:
        """Return the expected number rounded up or down at random, right on average."""
        return int(expected + self._draw())

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result


def total(values: Iterable[float]) -> float:
    """Return the sum, added one by one from the left."""
    whole = 0.0
    for value in values:
        whole += value
    return whole


def running(weights: Sequence[float]) -> tuple[float, ...]:
    """Return the running sums of weights, as `Dice.heavy` takes them."""
    whole, sums = 0.0, []
    for weight in weights:
        whole += weight
        sums.append(whole)
    return tuple(sums)
