"""Credit notes that name the invoice they reduce."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from desktop.models import Application, Invoice
from desktop.search_key import search_key
from desktop.services.imports.loading.context import LoadContext, chunks
from desktop.services.imports.loading.settling import settle

_COLUMN = "original_invoice_no"


def refuse_wrong_originals(
    context: LoadContext, customers: Sequence[int | None], in_file: Collection[str]
) -> None:
    """Refuse rows whose original invoice is unknown, of another customer, or no invoice."""
    numbers = context.column(_COLUMN)
    kinds, own = context.column("kind"), context.column("invoice_no")
    keys = {search_key(number) for number in numbers if number}
    in_database = context.existing(
        Invoice, Invoice.number_key, Invoice.customer_id, keys, Invoice.state == "posted"
    )
    notes = context.existing(
        Invoice, Invoice.number_key, Invoice.id, keys,
        Invoice.state == "posted", Invoice.kind == "credit_note",
    )  # fmt: skip
    owner_in_file = {
        search_key(number): (customer, kind)
        for number, customer, kind in zip(own, customers, kinds, strict=True)
    }
    for place, number in enumerate(numbers):
        if number is None:
            continue
        key = search_key(number)
        owner = in_database.get(key) or owner_in_file.get(key, (None, None))[0]
        if kinds[place] != "credit_note":
            context.refuse(place, _COLUMN, "original_of_invoice", number=number)
        elif key not in in_database and key not in in_file:
            context.refuse(place, _COLUMN, "unknown_code", given=number, record="invoice")
        elif owner != customers[place] and customers[place] is not None:
            context.refuse(place, _COLUMN, "invoice_of_other_customer", number=number)
        elif key in notes or owner_in_file.get(key, (None, None))[1] == "credit_note":
            context.refuse(place, _COLUMN, "credit_note_not_payable", number=number)


def refuse_lost_originals(context: LoadContext, lost: Collection[str]) -> bool:
    """Refuse credit notes whose original stands in the file but does not go in.

    `lost` are the keys of the documents that stay out. Returns whether there was such a note.
    """
    numbers = context.column(_COLUMN)
    wanted = {search_key(number) for number in numbers if number} & set(lost)
    if not wanted:
        return False
    known = context.existing(
        Invoice, Invoice.number_key, Invoice.id, wanted, Invoice.state == "posted"
    )
    found = False
    for place in context.good():
        number = numbers[place]
        if number and search_key(number) in wanted and search_key(number) not in known:
            context.refuse(place, _COLUMN, "unknown_code", given=number, record="invoice")
            found = True
    return found


def offset_credit_notes(context: LoadContext, made: Mapping[str, int]) -> None:
    """Let the new credit notes reduce the invoices that they name, as far as these are open."""
    wanted = {
        made[search_key(own)]: search_key(original)
        for own, original in zip(context.column("invoice_no"), context.column(_COLUMN), strict=True)
        if original and search_key(own) in made
    }
    if not wanted:
        return
    targets = context.existing(
        Invoice, Invoice.number_key, Invoice.id, wanted.values(), Invoice.state == "posted"
    )
    ids = sorted({*wanted, *targets.values()})
    facts = _facts(context, ids)
    left = _still_open(context, facts)
    rows = []
    for note, original in sorted(wanted.items()):
        invoice = targets[original]
        amount = min(-facts[note][0], left[invoice])
        if amount > 0:
            left[invoice] -= amount
            rows.append((invoice, note, max(facts[note][1], facts[invoice][1]), amount))
    context.insert(
        Application, ["invoice_id", "credit_note_id", "applied_on", "amount_minor"], rows
    )
    settle(
        context.session,
        context.branch.id,
        [row[0] for row in rows] + [row[1] for row in rows],
        (),
    )


def _facts(context: LoadContext, ids: Sequence[int]) -> dict[int, tuple[int, date]]:
    """Return amount and date of documents."""
    found = {}
    for chunk in chunks(ids, 5_000):
        for row in context.session.execute(
            select(Invoice.id, Invoice.gross_minor, Invoice.document_date).where(
                Invoice.branch_id == context.branch.id, Invoice.id.in_(chunk)
            )
        ):
            found[row[0]] = (row[1], row[2])
    return found


def _still_open(context: LoadContext, facts: Mapping[int, tuple[int, date]]) -> dict[int, int]:
    """Return what is open on each of the documents."""
    left = {key: gross for key, (gross, _day) in facts.items()}
    for chunk in chunks(sorted(left), 5_000):
        for invoice, amount in context.session.execute(
            select(Application.invoice_id, func.sum(Application.amount_minor))
            .where(Application.branch_id == context.branch.id, Application.invoice_id.in_(chunk))
            .group_by(Application.invoice_id)
        ):
            left[invoice] -= int(amount)
    return left
