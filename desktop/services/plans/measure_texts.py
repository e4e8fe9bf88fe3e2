"""Reading the numbers of a measure as people type them; free of the database."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from desktop.errors import Issue
from desktop.money import LARGEST_AMOUNT
from desktop.services import formats
from desktop.services.plans.measures_data import MeasureEntry


def read_number(text: str, entry: MeasureEntry, column: str = "") -> Decimal | Issue | None:
    """Return the number that a text says, None of an empty one, or what is wrong with it.

    The measure's own unit may stand behind the number. Issues: `measure_number_form`,
    `measure_decimals`, `measure_range`, each at `column`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    unit = unicodedata.normalize("NFKC", entry.unit)
    if unit and plain.endswith(unit):
        plain = plain[: -len(unit)].strip()
    if not plain:
        return None if not text.strip() else _issue("measure_number_form", column, text)
    try:
        value = formats.parse_amount(plain)
    except ValueError:
        return _issue("measure_number_form", column, text)
    if abs(value) >= LARGEST_AMOUNT:
        return _issue("measure_range", column, text)
    scaled = value.scaleb(entry.decimals)
    if scaled != scaled.to_integral_value():
        return Issue(
            "measure_decimals", {"decimals": entry.decimals}, column=column, value=text.strip()
        )
    return value


def plain_number(value: Decimal | None) -> str:
    """Return a number as a field begins with it, without a separator of thousands."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _issue(code: str, column: str, text: str) -> Issue:
    return Issue(code, column=column, value=text.strip())
