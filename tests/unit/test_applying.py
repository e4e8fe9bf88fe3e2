"""Whose money pays what, and when a document is settled: hand-computed tables."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services.rules.applying import (
    NEVER,
    Applied,
    OpenDocument,
    OpenMoney,
    apply_oldest_first,
    settled_on,
    used_up_on,
)


def day(number: int) -> date:
    return date(2026, 3, number)


def document(id: int, due: int, number: str, open_minor: int, dated: int = 1) -> OpenDocument:
    return OpenDocument(id, day(due), number, open_minor, day(dated))


def money(id: int, dated: int, number: str, unapplied: int) -> OpenMoney:
    return OpenMoney(id, day(dated), number, unapplied)


def test_documents_are_paid_by_due_date_then_number_as_text() -> None:
    documents = [document(1, 20, "9", 100), document(2, 20, "10", 100), document(3, 15, "99", 100)]

    applied = apply_oldest_first(documents, [money(7, 25, "R1", 250)])

    assert [(one.invoice_id, one.amount_minor) for one in applied] == [(3, 100), (2, 100), (1, 50)]


def test_money_is_taken_by_date_then_receipt_number_as_text() -> None:
    purse = [money(1, 12, "R9", 40), money(2, 12, "R10", 40), money(3, 11, "R99", 40)]

    applied = apply_oldest_first([document(5, 20, "A", 100)], purse)

    assert [(one.collection_id, one.amount_minor) for one in applied] == [(3, 40), (2, 40), (1, 20)]


def test_one_receipt_pays_several_documents_and_several_receipts_pay_one() -> None:
    documents = [document(1, 10, "A", 60), document(2, 11, "B", 60)]

    applied = apply_oldest_first(documents, [money(8, 5, "R1", 100), money(9, 6, "R2", 100)])

    assert applied == (
        Applied(1, 8, 60, day(5)),
        Applied(2, 8, 40, day(5)),
        Applied(2, 9, 20, day(6)),
    )


def test_an_application_carries_the_later_of_the_two_dates() -> None:
    documents = [document(1, 10, "A", 60, dated=2), document(2, 28, "B", 60, dated=20)]

    applied = apply_oldest_first(documents, [money(8, 9, "R1", 120)])

    assert [one.applied_on for one in applied] == [day(9), day(20)]


def test_credit_notes_and_spent_money_are_passed_over() -> None:
    documents = [document(1, 1, "CN", -50), document(2, 2, "Z", 0), document(3, 9, "A", 30)]

    applied = apply_oldest_first(documents, [money(7, 1, "R0", 0), money(8, 5, "R1", 100)])

    assert applied == (Applied(3, 8, 30, day(5)),)


def test_money_without_documents_stays_unapplied() -> None:
    assert apply_oldest_first([], [money(8, 5, "R1", 100)]) == ()


def test_documents_without_money_stay_open() -> None:
    assert apply_oldest_first([document(1, 1, "A", 10)], []) == ()


@pytest.mark.parametrize(
    ("gross", "applications", "expected"),
    [
        (0, [], day(3)),
        (100, [], NEVER),
        (100, [(day(9), 99)], NEVER),
        (100, [(day(9), 100)], day(9)),
        (100, [(day(12), 40), (day(9), 60)], day(12)),
        (100, [(day(9), 60), (day(12), 40), (day(15), 1)], day(12)),
        (-100, [(day(9), 100)], day(9)),
        (-100, [(day(9), 99)], NEVER),
        (100, [(day(1), 100)], day(3)),
    ],
)
def test_a_document_is_settled_on_the_first_day_with_nothing_open(
    gross: int, applications: list[tuple[date, int]], expected: date
) -> None:
    assert settled_on(gross, day(3), applications) == expected


def test_a_collection_is_used_up_by_the_same_rule() -> None:
    assert used_up_on(50, day(3), [(day(3), 20), (day(8), 30)]) == day(8)
