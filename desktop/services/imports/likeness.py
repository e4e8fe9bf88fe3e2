"""Names that probably mean the same: written otherwise, or with one slip of the keyboard.

A person decides; nothing is merged or refused by likeness alone (DESKTOP.md, U32). Comparing
each name with each would take a file of ten thousand customers a hundred million comparisons,
so names meet by keys: their core, and every form of it with one character left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.search_key import search_key

_FORMS = frozenset(
    (
        "ltd", "limited", "co", "company", "inc", "incorporated", "corp", "corporation", "llc",
        "plc", "gmbh", "ag", "sa", "srl", "pty", "the", "and",
    )
)  # fmt: skip
_CHINESE_FORMS = re.compile(
    "股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|股份公司|公司|集团"
)
_WORDS = re.compile(r"[^\W_]+")
#: What tells two shops of one name apart; names that differ in it are different on purpose.
_TELLING = re.compile(r"[0-9]+|(?<![a-z])[a-z](?![a-z])|[一二三四五六七八九十甲乙丙丁东南西北中]")
_SHORTEST, _SHORTEST_CHINESE = 8, 6
#: Beyond so many names only cores are compared: each name has as many forms as characters.
_MOST_NEAR = 60_000


class LikeNames:
    """Finds, of the names it was told, one that a new name probably repeats."""

    def __init__(self) -> None:
        self._cores: dict[str, int] = {}
        self._forms: dict[str, list[int]] = {}
        self._names: list[tuple[str, tuple[str, ...]]] = []

    def add(self, name: str) -> int:
        """Remember a name and return its number, counted from zero."""
        number = len(self._names)
        core, telling = core_of(name), _telling(name)
        self._names.append((core, telling))
        self._cores.setdefault(core, number)
        if number < _MOST_NEAR:
            for form in _forms(core):
                self._forms.setdefault(form, []).append(number)
        return number

    def find(self, name: str) -> int | None:
        """Return the number of a name that this one probably repeats, or None."""
        core, telling = core_of(name), _telling(name)
        found = self._cores.get(core)
        if found is not None:
            return found
        for form in _forms(core):
            for number in self._forms.get(form, ()):
                other, others = self._names[number]
                if others == telling and _is_one_slip(core, other):
                    return number
        return None


def core_of(name: str) -> str:
    """Return a name without its legal form, marks, spaces and the order of its words."""
    words = _WORDS.findall(_CHINESE_FORMS.sub(" ", search_key(name)))
    kept = sorted(word for word in words if word not in _FORMS)
    return "".join(kept) or search_key(name)


def _telling(name: str) -> tuple[str, ...]:
    return tuple(sorted(_TELLING.findall(search_key(name))))


def _forms(core: str) -> Iterator[str]:
    """Yield the core and, where it is long enough for a slip, its forms less one character."""
    shortest = _SHORTEST if core.isascii() else _SHORTEST_CHINESE
    if len(core) < shortest:
        return
    yield core
    for place in range(len(core)):
        yield core[:place] + core[place + 1 :]


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one character was left out, added, changed, or changed places with the next."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    rest, others = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(rest), len(others)) <= 1 or (len(rest) == 2 and rest == others[::-1])
