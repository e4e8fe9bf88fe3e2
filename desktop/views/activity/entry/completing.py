"""What a cell can be completed to: codes, parts of names, pinyin initials, numbers; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.i18n import N_, _
from desktop.search_key import search_key
from desktop.services.entries.data import (
    EntryColumn,
    EntryLookup,
    EntryLookups,
    EntrySpec,
    InputKind,
)
from desktop.services.pinyin import initials

#: So many are offered at a time.
MOST_OFFERED = 12
_CODED = (InputKind.CUSTOMER, InputKind.REP, InputKind.PRODUCT)
_YES_NO = (("yes", N_("Yes")), ("no", N_("No")))


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a cell can be completed to: what is kept, its name, and a quiet detail."""

    value: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """An offer with the keys that it is found by."""

    offer: Offer
    code: str
    name: str
    initials: str
    pinyin: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """The offers of each list, ready to be searched; made in a worker, since pinyin is slow.

    `lists` are by the column's kind for codes and by the column's key for closed lists.
    """

    lists: dict[str, tuple[_Known, ...]] = field(default_factory=dict)
    by_value: dict[str, dict[str, Offer]] = field(default_factory=dict)
    by_name: dict[str, dict[str, str]] = field(default_factory=dict)

    def offers(self, column: EntryColumn, text: str, owner: str = "") -> tuple[Offer, ...]:
        """Return what a text can be completed to, the likeliest first; "" finds all in order.

        A code that begins so comes before initials, a name's beginning, pinyin, a part of the
        name and a part of the code; among equals those of the rep `owner` come first. Where
        other words are taken too, a part of a name is no match: it may be the words.
        """
        known = self.lists.get(_list_of(column), ())
        key = search_key(text)
        found = []
        for place, one in enumerate(known):
            rank = _rank(one, key, place, column)
            if rank is not None:
                found.append((rank, bool(owner) and one.owner != owner, place, one.offer))
        found.sort(key=lambda one: one[:3])
        return tuple(offer for _rank_, _other, _place, offer in found[:MOST_OFFERED])

    def exact(self, column: EntryColumn, text: str) -> str | None:
        """Return the value that a text names without doubt: a code, a value, a name of one."""
        name, key = _list_of(column), search_key(text)
        offer = self.by_value.get(name, {}).get(key)
        return offer.value if offer is not None else self.by_name.get(name, {}).get(key) or None

    def offer_of(self, column: EntryColumn, value: str) -> Offer | None:
        """Return the offer of a value that stands in a cell."""
        return self.by_value.get(_list_of(column), {}).get(search_key(value))


def has_offers(column: EntryColumn) -> bool:
    """Whether cells of a column are completed from a list."""
    return column.kind in (*_CODED, InputKind.YES_NO) or bool(column.choices)


def completions_of(spec: EntrySpec, lookups: EntryLookups) -> Completions:
    """Return the completions of a kind's columns, in the language of the moment."""
    lists: dict[str, tuple[_Known, ...]] = {
        InputKind.CUSTOMER: _coded(lookups.customers),
        InputKind.REP: _coded(lookups.reps),
        InputKind.PRODUCT: _coded(lookups.products),
    }
    for column in spec.columns:
        if column.kind is InputKind.YES_NO:
            lists[column.key] = _closed((value, _(title)) for value, title in _YES_NO)
        elif column.choices:
            lists[column.key] = _closed((one.value, _(one.title)) for one in column.choices)
    by_value = {
        name: {search_key(one.offer.value): one.offer for one in known}
        for name, known in lists.items()
    }
    return Completions(lists, by_value, {name: _names(known) for name, known in lists.items()})


def _list_of(column: EntryColumn) -> str:
    return column.kind if column.kind in _CODED else column.key


def _coded(found: tuple[EntryLookup, ...]) -> tuple[_Known, ...]:
    return tuple(
        _Known(
            Offer(one.code, one.name, " · ".join(part for part in (one.code, one.detail) if part)),
            search_key(one.code), search_key(one.name), one.initials, one.pinyin, one.owner,
        )
        for one in found
    )  # fmt: skip


def _closed(pairs: Iterable[tuple[str, str]]) -> tuple[_Known, ...]:
    return tuple(
        _Known(Offer(value, title, str(place)), search_key(value), search_key(title),
               initials(title), "")
        for place, (value, title) in enumerate(pairs, start=1)
    )  # fmt: skip


def _names(known: tuple[_Known, ...]) -> dict[str, str]:
    """Return the value of each name that only one of them has; of others an empty text."""
    found: dict[str, str] = {}
    for one in known:
        found[one.name] = "" if one.name in found else one.offer.value
    return found


def _rank(one: _Known, key: str, place: int, column: EntryColumn) -> int | None:
    """Return how well a text fits, 0 the best; None where it does not."""
    is_coded = column.kind in _CODED
    if not key:
        return 0
    if one.code == key or (not is_coded and key == str(place + 1)):
        return 0
    tests = (
        one.code.startswith(key),
        one.initials.startswith(key),
        one.name.startswith(key),
        one.pinyin.startswith(key),
        not column.free_choice and key in one.name,
        is_coded and (key in one.code or key in one.initials),
    )
    return next((rank for rank, fits in enumerate(tests, start=1) if fits), None)
