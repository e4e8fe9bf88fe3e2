"""One level for each of several things within a common capacity: the choice worth most.

The multiple-choice knapsack: a thing's levels cost as many units each as the level is high, and
what they are worth need be neither concave nor rising. Source: PLANNING.md, section 10; L. M.
Lodish, Management Science 18 (1971), who steps along the upper concave envelope.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ladder:
    """A thing to choose a level of: level n costs n · `cost` cells and is worth `worths[n]`.

    Worths are whole numbers, so that they add up the same in any order; level 0 always fits.
    """

    cost: int
    worths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GreedyChoice:
    """Levels in the order of the ladders, and the gain a cell at which the capacity ran out.

    `price` is 0 where everything that gains anything found room; then the levels are the best.
    """

    levels: tuple[int, ...]
    price: Fraction


def envelope(worths: Sequence[int]) -> tuple[int, ...]:
    """Return the levels on the upper concave envelope, from 0 to the first of the highest worth.

    Between two neighbours of the answer every level lies below the straight line.
    """
    top = worths.index(max(worths))
    corners = [0]
    for level in range(1, top + 1):
        while len(corners) > 1 and _bends_up(worths, corners[-2], corners[-1], level):
            corners.pop()
        corners.append(level)
    return tuple(corners)


def _bends_up(worths: Sequence[int], first: int, middle: int, last: int) -> bool:
    """Whether the middle of three levels lies below the line from first to last."""
    left = (worths[middle] - worths[first]) * (last - first)
    return left < (worths[last] - worths[first]) * (middle - first)


def greedy_levels(ladders: Sequence[Ladder], room: int) -> GreedyChoice:
    """Return levels by taking the envelopes' stretches of the highest gain a cell first.

    A stretch that does not fit ends its ladder; what room is left is filled with the best
    single climbs that fit. Equal gains go to the earlier ladder.
    """
    paths = [envelope(ladder.worths) for ladder in ladders]
    waiting = [_next(ladders, paths, place, 0) for place, path in enumerate(paths) if path[1:]]
    heapq.heapify(waiting)
    levels = [0] * len(ladders)
    price = 0.0
    while waiting:
        loss, place, corner = heapq.heappop(waiting)
        path = paths[place]
        cells = (path[corner + 1] - path[corner]) * ladders[place].cost
        if cells > room:
            price = price or -loss
            continue
        room -= cells
        levels[place] = path[corner + 1]
        if corner + 2 < len(path):
            heapq.heappush(waiting, _next(ladders, paths, place, corner + 1))
    _fill(ladders, levels, room)
    return GreedyChoice(tuple(levels), Fraction(price))


def _next(
    ladders: Sequence[Ladder], paths: Sequence[Sequence[int]], place: int, corner: int
) -> tuple[float, int, int]:
    """Return what the stretch from a corner loses a cell (less is better), to wait in a heap."""
    ladder, start, end = ladders[place], paths[place][corner], paths[place][corner + 1]
    gained = ladder.worths[end] - ladder.worths[start]
    return -gained / ((end - start) * ladder.cost), place, corner


def _fill(ladders: Sequence[Ladder], levels: list[int], room: int) -> None:
    """Raise levels by the climbs of the highest gain a cell until none fits."""
    while True:
        best, climb = Fraction(0), (-1, 0)
        for place, ladder in enumerate(ladders):
            now = levels[place]
            top = min(len(ladder.worths) - 1, now + room // ladder.cost)
            for level in range(now + 1, top + 1):
                gained = ladder.worths[level] - ladder.worths[now]
                # Compared crosswise: a fraction made of every level would take long.
                cells = (level - now) * ladder.cost
                if gained * best.denominator > best.numerator * cells:
                    best, climb = Fraction(gained, cells), (place, level)
        place, level = climb
        if place < 0:
            return
        room -= (level - levels[place]) * ladders[place].cost
        levels[place] = level


def exact_levels(ladders: Sequence[Ladder], room: int) -> tuple[int, ...]:
    """Return the levels worth most within the room: the optimum, by dynamic programming.

    Of equal choices the one with the lower levels in the later ladders. Levels that cannot be
    part of an optimum, by the bound that the greedy choice's price gives, are left out first,
    so that even a fine grid of cells takes a moment only.
    """
    greedy = greedy_levels(ladders, room)
    if not greedy.price:
        return tuple(ladder.worths.index(max(ladder.worths)) for ladder in ladders)
    reached = sum(one.worths[level] for one, level in zip(ladders, greedy.levels, strict=True))
    return _best_within(ladders, _worth_trying(ladders, greedy.price, room, reached), room)


def _worth_trying(
    ladders: Sequence[Ladder], price: Fraction, room: int, reached: int
) -> tuple[tuple[int, ...], ...]:
    """Return the levels of each ladder that may be part of a choice worth at least `reached`.

    With a price on every cell each ladder has a best net worth; their sum and the price of the
    room bound every choice from above. A level is out where its net worth falls short of its
    ladder's best by more than that bound lies above `reached` (Lagrangian reduction; exact,
    since everything is multiplied by the price's denominator and stays whole).
    """
    bottom, top = price.denominator, price.numerator
    nets = [
        [worth * bottom - level * one.cost * top for level, worth in enumerate(one.worths)]
        for one in ladders
    ]
    slack = top * room + sum(max(net) for net in nets) - reached * bottom
    return tuple(
        tuple(level for level, value in enumerate(net) if max_net - value <= slack)
        for net, max_net in ((net, max(net)) for net in nets)
    )


def _best_within(
    ladders: Sequence[Ladder], tries: Sequence[Sequence[int]], room: int
) -> tuple[int, ...]:
    import numpy as np

    best = np.zeros(room + 1, dtype=np.int64)
    chosen = []
    lowest = -math.ldexp(1.0, 62)
    for ladder, levels in zip(ladders, tries, strict=True):
        reached = np.full(room + 1, int(lowest), dtype=np.int64)
        place = np.zeros(room + 1, dtype=np.int32)
        for level in levels:
            cells = level * ladder.cost
            if cells > room:
                break
            found = best[: room + 1 - cells] + ladder.worths[level]
            better = found > reached[cells:]
            reached[cells:][better] = found[better]
            place[cells:][better] = level
        best = reached
        chosen.append(place)
    answer = []
    left = room
    for ladder, place in zip(reversed(ladders), reversed(chosen), strict=True):
        level = int(place[left])
        answer.append(level)
        left -= level * ladder.cost
    return tuple(reversed(answer))
