"""What was typed into the calculators, kept at this desk between starts, and back; no Qt."""

from __future__ import annotations

import json
from typing import Any

from desktop.clock import Clock
from desktop.services.calculators.data import CalcOption, Calculator, OptionKind
from desktop.services.calculators.examples import MAIN
from desktop.services.calculators.typed import MOST_ROWS, TypedRow
from desktop.services.drafts import Draft, DraftFolder
from desktop.views.plans.calculators.state import Typed, blank, field_options, file_options

_TAB, _KIND = "plans", "calculator"


class PanelShelf:
    """Keeps the figures of each calculator, a small file each; they are of no database."""

    def __init__(self, folder: DraftFolder, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    def put(self, calculator: Calculator, typed: Typed) -> None:
        """Keep a panel over what was kept of it; an empty one is forgotten.

        Raises:
            StorageError: the file cannot be written.
        """
        texts = {
            "options": json.dumps(dict(typed.options)),
            "tables": json.dumps(
                {key: list(map(dict, rows)) for key, rows in typed.tables.items()}
            ),
            "is_example": json.dumps(typed.is_example),
        }
        draft = self._draft(calculator, texts)
        is_blank = typed.is_empty and typed.options == blank(calculator).options
        if is_blank:
            self._folder.drop(draft.key)
        else:
            self._folder.keep(draft)

    def find(self, calculator: Calculator) -> Typed | None:
        """Return the panel as it was kept, or None where nothing was or it cannot be read."""
        key = self._draft(calculator, {}).key
        kept = next((one for one in self._folder.waiting("") if one.key == key), None)
        if kept is None:
            return None
        try:
            options = json.loads(kept.typed["options"])
            tables = json.loads(kept.typed["tables"])
            is_example = bool(json.loads(kept.typed["is_example"]))
            return Typed(
                _known_options(calculator, options),
                _known_tables(calculator, tables),
                is_example,
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _draft(self, calculator: Calculator, texts: dict[str, str]) -> Draft:
        name = calculator.name
        return Draft(_TAB, "", f"{_KIND} {name}", 0, name, self._clock.now(), {}, texts)


def _known_options(calculator: Calculator, found: dict[str, Any]) -> dict[str, str | bool]:
    """Return what a field of the panel can hold; a program of another age had others."""
    return {
        option.name: found[option.name]
        for option in field_options(calculator)
        if option.name in found and _fits(option, found[option.name])
    }


def _fits(option: CalcOption, value: object) -> bool:
    if option.kind is OptionKind.CHOICE:
        return value in [str(one) for one in option.choices]
    return isinstance(value, bool if option.kind is OptionKind.FLAG else str)


def _known_tables(calculator: Calculator, found: dict[str, Any]) -> dict[str, tuple[TypedRow, ...]]:
    keys = [MAIN, *(option.name for option in file_options(calculator))]
    return {
        key: tuple(
            {str(column): str(text) for column, text in row.items()}
            for row in found[key][:MOST_ROWS]
        )
        for key in keys
        if key in found
    }
