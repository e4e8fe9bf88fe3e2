"""What a customer's fields are called, and what their texts say to people; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.i18n import N_, _
from desktop.services.customers.editing_data import CustomerField, HistoryHow, HistoryRow


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The label of a field in the form, with its key, and the hint below it."""

    label: str
    hint: str = ""


FIELDS: Mapping[CustomerField, FieldWords] = {
    CustomerField.CODE: FieldWords(N_("C&ode")),
    CustomerField.NAME: FieldWords(N_("&Name")),
    CustomerField.CLASS: FieldWords(N_("C&lass")),
    CustomerField.KEY_ACCOUNT: FieldWords(N_("&Key account")),
    CustomerField.PHONE: FieldWords(N_("&Telephone")),
    CustomerField.ADDRESS: FieldWords(N_("&Address")),
    CustomerField.LEGAL_PERSON: FieldWords(N_("Le&gal representative")),
    CustomerField.TAX_ID: FieldWords(N_("Ta&x number")),
    CustomerField.TERMS_DAYS: FieldWords(N_("&Days of credit")),
    CustomerField.CREDIT_LIMIT: FieldWords(
        N_("Credit l&imit"), N_("Empty means none was set, 0 means nothing is allowed.")
    ),
}


def field_label(field: CustomerField | str) -> str:
    """Return a field's name without its key."""
    return _(FIELDS[CustomerField(field)].label).replace("&", "")


def shown_text(field: CustomerField | str, text: str) -> str:
    """Return what a field's text says to people."""
    if field == CustomerField.KEY_ACCOUNT:
        return _("yes") if text else _("no")
    return text


def how_words(row: HistoryRow) -> str:
    """Return by what a change came."""
    match row.how:
        case HistoryHow.IMPORT:
            return _("Import of {file}").format(file=row.source)
        case HistoryHow.WITHDRAWN:
            return _("Import of {file} taken back").format(file=row.source)
        case HistoryHow.OUTSIDE:
            return _("From outside the program")
        case _:
            return _("Typed")


def what_words(row: HistoryRow) -> str:
    """Return which field a row is about."""
    if row.field:
        return field_label(row.field)
    return _("The whole customer") if row.number == 1 else _("Not known any more")
