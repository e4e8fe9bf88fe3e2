"""From what was typed to what the checks understand: normal forms, and names for codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Customer, Product, Rep
from desktop.search_key import search_key
from desktop.services.entries.data import EntryColumn, EntrySpec, InputKind, Rows
from desktop.services.rules.typed_input import (
    Lean,
    narrow,
    typed_date,
    typed_minutes,
    typed_number,
    typed_time,
    typed_yes_no,
)

#: Records that a cell names by their codes.
Named = type[Customer] | type[Rep] | type[Product]
_RECORDS: Mapping[InputKind, Named] = {
    InputKind.CUSTOMER: Customer,
    InputKind.REP: Rep,
    InputKind.PRODUCT: Product,
}
#: The ids of codes, by record and search key.
Codes = dict[Named, dict[str, int]]
_CHUNK = 500
#: Between these a rep's cell shares the credit of an order; such a cell names no one rep.
_SHARING = frozenset(":;：；")


def normal_cell(column: EntryColumn, text: str, today: date) -> str | None:
    """Return a cell in the form that the checks understand, or None where it has none.

    Texts, codes and words of a list come back without outer spaces; an empty cell is empty.
    """
    match column.kind:
        case InputKind.DATE:
            is_plan = column.key == "next_visit_on"
            return typed_date(text, today, Lean.AHEAD if is_plan else Lean.PAST)
        case InputKind.TIME:
            return typed_time(text)
        case InputKind.NUMBER:
            return typed_minutes(text) if column.key == "minutes" else typed_number(text)
        case InputKind.MONEY:
            return typed_number(text)
        case InputKind.YES_NO:
            return typed_yes_no(text)
        case _:
            return text.strip()


def is_begun(spec: EntrySpec, row: tuple[str, ...]) -> bool:
    """Whether a row holds anything but what it took over from the line above."""
    return any(
        cell.strip() and not column.is_sticky
        for column, cell in zip(spec.columns, row, strict=True)
    )


def normal_rows(spec: EntrySpec, rows: Rows, today: date) -> Rows:
    """Return the rows with every cell in its normal form; what has none stays as typed."""
    return tuple(
        tuple(
            text if (normal := normal_cell(column, text, today)) is None else normal
            for column, text in zip(spec.columns, row, strict=True)
        )
        for row in rows
    )


def completed(session: Session, branch_id: int, spec: EntrySpec, rows: Rows) -> tuple[Rows, Codes]:
    """Return the rows with names that fit one record alone written as its code, and the codes.

    A pasted sheet says who was visited by name as often as by code. Only what the rows name is
    asked for, so that checking a few rows is quick in a branch of many customers.
    """
    known: Codes = {}
    written: dict[tuple[InputKind, str], str] = {}
    for kind, record in _RECORDS.items():
        places = [place for place, column in enumerate(spec.columns) if column.kind is kind]
        texts = {row[place] for row in rows for place in places}
        keys = {
            search_key(part): part
            for text in texts
            for part in (_sharers(text) if _SHARING & set(text) else (text,))
            if part
        }
        known[record] = _by_key(session, branch_id, record, keys)
        for key, code, row_id in _by_name(session, branch_id, record, keys, known[record]):
            written[kind, key] = code
            known[record][search_key(code)] = row_id
    return _with_codes(spec, rows, written), known


def _sharers(text: str) -> tuple[str, ...]:
    parts = narrow(text).replace("；", ";").split(";")
    return tuple(part.rpartition(":")[0].strip() for part in parts)


def _with_codes(spec: EntrySpec, rows: Rows, written: Mapping[tuple[InputKind, str], str]) -> Rows:
    if not written:
        return rows
    return tuple(
        tuple(
            written.get((column.kind, search_key(text)), text) if text else text
            for column, text in zip(spec.columns, row, strict=True)
        )
        for row in rows
    )


def _by_key(
    session: Session, branch_id: int, record: Named, wanted: Iterable[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(wanted):
        rows = session.execute(
            select(record.code_key, record.id).where(
                record.branch_id == branch_id, record.code_key.in_(chunk)
            )
        )
        found.update({code: row_id for code, row_id in rows})
    return found


def _by_name(
    session: Session,
    branch_id: int,
    record: Named,
    keys: Mapping[str, str],
    known: Mapping[str, int],
) -> list[tuple[str, str, int]]:
    """Return key, code and id of the records that alone have a name which is no code."""
    found: dict[str, list[tuple[str, int]]] = {}
    for chunk in _chunks(key for key in keys if key not in known):
        rows = session.execute(
            select(record.name_key, record.code, record.id).where(
                record.branch_id == branch_id,
                record.name_key.in_(chunk),
            )
        )
        for name, code, row_id in rows:
            found.setdefault(name, []).append((code, row_id))
    return [(name, *ones[0]) for name, ones in found.items() if len(ones) == 1]


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    known = sorted(set(keys))
    for start in range(0, len(known), _CHUNK):
        yield known[start : start + _CHUNK]
