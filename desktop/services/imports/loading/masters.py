"""Master data: new rows go in, known ones are refused or, with `--update`, changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.changes import Topic
from desktop.search_key import search_key
from desktop.services.imports.loading.context import Coded, LoadContext, Writer
from desktop.services.imports.loading.undo import change_rows

#: Columns of a file → columns of the record that they fill.
Fields = Mapping[str, tuple[str, ...]]
_ALWAYS: Fields = {"name": ("name", "name_key"), "code": ("code",)}


@dataclass(slots=True)
class MasterRows:
    """The rows of a master file and the ids they have or will get."""

    context: LoadContext
    record: Coded
    ids: list[int]
    known: frozenset[int]

    @classmethod
    def of(cls, context: LoadContext, record: Coded) -> MasterRows:
        """Return the rows with their ids; without `--update` a known code refuses its row."""
        codes = context.codes(record)
        keys = [search_key(code) for code in context.column("code")]
        fresh = [key for key in keys if key not in codes]
        made = iter(context.new_ids(record, len(fresh)))
        ids, known = [], set()
        for place, key in enumerate(keys):
            found = codes.get(key)
            if found is None:
                ids.append(next(made))
                continue
            ids.append(found)
            known.add(place)
            if not context.options.update:
                context.refuse(place, "code", "code_exists")
        return cls(context, record, ids, frozenset(known))

    @property
    def updates_existing(self) -> bool:
        """Whether any row changes one that is already there."""
        return bool(self.known)

    def new_codes(self) -> dict[str, int]:
        """Return the codes that the file adds, by search key."""
        column = self.context.column("code")
        return {
            search_key(code): self.ids[place]
            for place, code in enumerate(column)
            if place not in self.known
        }

    def stored_parents(self) -> dict[int, int | None]:
        """Return who is above whom in the database."""
        record = self.record
        parent = getattr(record, "parent_id", None)
        if parent is None:
            parent = record.manager_id  # type: ignore[union-attr]
        rows = self.context.session.execute(
            select(record.id, parent).where(record.branch_id == self.context.branch.id)
        )
        return {own: above for own, above in rows}

    def writer(
        self,
        values: Sequence[Mapping[str, Any]],
        fields: Fields,
        topics: frozenset[Topic],
        parents: Sequence[int | None] = (),
        derived: Fields | None = None,
    ) -> Writer:
        """Return what inserts the new rows and changes the known ones.

        Only columns that the file has are changed: `fields` says which they fill, `derived`
        what else follows from one of them. A row below one that is refused is refused too.
        """
        if parents:
            self._refuse_orphans(parents, next(iter(fields)))

        def write() -> frozenset[Topic]:
            good = set(self.context.good())
            order = parents_first(self.ids, parents) if parents else range(len(self.ids))
            fresh = [place for place in order if place in good and place not in self.known]
            if fresh:
                columns = ["id", *values[fresh[0]]]
                self.context.insert(
                    self.record,
                    columns,
                    [(self.ids[place], *values[place].values()) for place in fresh],
                )
            present = self.context.table.present
            changed = [
                name
                for source in (_ALWAYS, fields, derived or {})
                for column, names in source.items()
                if column in present
                for name in names
            ]
            change_rows(
                self.context,
                self.record,
                {
                    self.ids[place]: {name: values[place][name] for name in changed}
                    for place in sorted(self.known & good)
                },
            )
            return topics

        return write

    def _refuse_orphans(self, parents: Sequence[int | None], column: str) -> None:
        """Refuse rows that refer to a new row of the file which does not go in."""
        place_of = {row_id: place for place, row_id in enumerate(self.ids)}
        for place in parents_first(self.ids, parents):
            parent = parents[place]
            above = place_of.get(parent) if parent is not None else None
            if above is None or above in self.known or above not in self.context.refused:
                continue
            if place not in self.context.refused:
                code = self.context.column("code")[above]
                record = self.record.__tablename__
                self.context.refuse(place, column, "unknown_code", given=code, record=record)


def parents_first(ids: Sequence[int], parents: Sequence[int | None]) -> list[int]:
    """Return places in an order in which nobody comes before what he refers to."""
    place_of = {row_id: place for place, row_id in enumerate(ids)}
    done: set[int] = set()
    order: list[int] = []
    for start in range(len(ids)):
        path = []
        place: int | None = start
        while place is not None and place not in done:
            path.append(place)
            done.add(place)
            parent = parents[place]
            place = place_of.get(parent) if parent is not None else None
        order.extend(reversed(path))
    return order
