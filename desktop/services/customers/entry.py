"""From what was typed of a customer to values, with every problem at its field, and back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from desktop.enums import CustomerClass
from desktop.errors import InputError, Issue
from desktop.money import round_half_up
from desktop.search_key import clean_text, search_key
from desktop.services import formats
from desktop.services.customers.editing_data import CustomerEntry, CustomerField, CustomerValues
from desktop.services.imports.numbers import NumberStyle, Problem, read_number

#: How long each text may be, as in the import of customers and in the records.
LONGEST: dict[CustomerField, int] = {
    CustomerField.CODE: 128,
    CustomerField.NAME: 200,
    CustomerField.PHONE: 64,
    CustomerField.ADDRESS: 4000,
    CustomerField.LEGAL_PERSON: 200,
    CustomerField.TAX_ID: 64,
}
MOST_TERMS_DAYS = 3650
YES = "yes"
# In a field of the window a point is the decimal sign, as the program itself writes amounts.
_STYLE = NumberStyle(".")


def read_entry(entry: CustomerEntry, decimals: int) -> CustomerValues:
    """Return the values of what was typed; `decimals` are the currency's.

    Texts come out in NFC without outer spaces; line breaks of an address are spaces.

    Raises:
        InputError: an issue for each field that cannot be taken; `column` is its field.
    """
    issues: list[Issue] = []
    texts = {field: _text(entry, field, issues) for field in LONGEST}
    for field in (CustomerField.CODE, CustomerField.NAME):
        if not entry.of(field).strip():
            issues.append(Issue("value_missing", column=str(field)))
    weight = entry.customer_class.strip().upper()
    if weight and weight not in tuple(CustomerClass):
        allowed = ", ".join(CustomerClass)
        issues.append(_issue(entry, CustomerField.CLASS, "choice_unknown", allowed=allowed))
    limit = _number(entry, CustomerField.CREDIT_LIMIT, issues, decimals)
    terms = _number(entry, CustomerField.TERMS_DAYS, issues, 0)
    if terms is not None and terms > MOST_TERMS_DAYS:
        issues.append(
            _issue(entry, CustomerField.TERMS_DAYS, "number_above", largest=MOST_TERMS_DAYS)
        )
    if issues:
        order = list(CustomerField)
        raise InputError(*sorted(issues, key=lambda one: order.index(CustomerField(one.column))))
    return CustomerValues(
        code=texts[CustomerField.CODE],
        name=texts[CustomerField.NAME],
        customer_class=weight or None,
        is_key_account=bool(entry.is_key_account),
        phone=texts[CustomerField.PHONE],
        address=texts[CustomerField.ADDRESS],
        legal_person=texts[CustomerField.LEGAL_PERSON],
        tax_id=texts[CustomerField.TAX_ID],
        terms_days=None if terms is None else int(terms),
        credit_limit=limit,
    )


def entry_of(values: CustomerValues, decimals: int) -> CustomerEntry:
    """Return values as they stand in the fields."""
    limit, terms = values.credit_limit, values.terms_days
    return CustomerEntry(
        code=values.code,
        name=values.name,
        customer_class=values.customer_class or "",
        is_key_account=YES if values.is_key_account else "",
        phone=values.phone,
        address=values.address,
        legal_person=values.legal_person,
        tax_id=values.tax_id,
        terms_days="" if terms is None else str(terms),
        credit_limit="" if limit is None else formats.number(limit, decimals),
    )


def settled(entry: CustomerEntry, decimals: int) -> CustomerEntry:
    """Return an entry as it would be read back once saved; as it is where it cannot be read."""
    try:
        return entry_of(read_entry(entry, decimals), decimals)
    except InputError as error:
        wrong = {issue.column for issue in error.issues}
        fine = {field: entry.of(field).strip() for field in CustomerField if field not in wrong}
        return replace(entry, **{str(field): text for field, text in fine.items()})


def _issue(entry: CustomerEntry, field: CustomerField, code: str, **facts: object) -> Issue:
    return Issue(code, facts, column=str(field), value=entry.of(field).strip())


def _text(entry: CustomerEntry, field: CustomerField, issues: list[Issue]) -> str:
    typed = entry.of(field)
    if field is CustomerField.ADDRESS:
        # A printed line has no line breaks; an import reads them so too.
        typed = " ".join(typed.split())
    try:
        clean = clean_text(typed)
    except ValueError as error:
        issues.append(_issue(entry, field, "text_unseen", character=str(error)))
        return ""
    length = max(len(clean), len(search_key(clean)))
    if length > LONGEST[field]:
        issues.append(_issue(entry, field, "text_too_long", length=length, longest=LONGEST[field]))
    return clean


def _number(
    entry: CustomerEntry, field: CustomerField, issues: list[Issue], decimals: int
) -> Decimal | None:
    """Return a number of zero or more with so many decimals, None where nothing was typed."""
    typed = entry.of(field).strip()
    if not typed:
        return None
    found = read_number(typed, _STYLE)
    if isinstance(found, Problem):
        issues.append(_issue(entry, field, found.code, **dict(found.facts)))
        return None
    if found < 0:
        issues.append(_issue(entry, field, "number_negative"))
    elif found != round_half_up(found, decimals):
        code = "amount_decimals" if decimals else "number_not_whole"
        issues.append(_issue(entry, field, code, decimals=decimals))
    return found
