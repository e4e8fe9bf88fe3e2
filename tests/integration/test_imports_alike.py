"""What is probably there already: said with its place, refused by nobody."""

from __future__ import annotations

from desktop.errors import Issue
from desktop.services.messages import issue_sentence
from tests.factories import Desk

_HEAD = "code,name,tax_id\n"


def _warned(issues: tuple[Issue, ...]) -> list[tuple[str, int | None, str]]:
    return [(issue.code, issue.row, issue.column) for issue in issues if issue.is_warning]


def test_a_customer_with_the_name_of_another_is_said_and_goes_in(desk: Desk) -> None:
    desk.bring("customers", _HEAD + "A1,East Stores Ltd.,\nA2,杭州大华商贸有限公司,\n")

    outcome = desk.bring(
        "customers", _HEAD + "B1,Stores East,\nB2,杭州大华商贸,\nB3,Northern Lamps,\n"
    )

    assert outcome.row_count == 3
    assert _warned(outcome.issues) == [("name_known", 2, "name"), ("name_known", 3, "name")]
    assert issue_sentence(outcome.issues[0]).endswith(
        "row 2 › name: “Stores East” looks like East Stores Ltd. (A1), who is there already. "
        "Leave this row out if it is the same customer."
    )


def test_two_rows_of_one_file_that_look_alike_are_said(desk: Desk) -> None:
    outcome = desk.bring("customers", _HEAD + "B1,Golden Dragon Trade,\nB2,Golden Dragno Trade,\n")

    assert _warned(outcome.issues) == [("name_again", 3, "name")]
    assert outcome.issues[0].facts["other_row"] == 2


def test_a_tax_number_that_another_has_is_said(desk: Desk) -> None:
    desk.bring("customers", _HEAD + "A1,East Stores,91330100X\n")

    outcome = desk.bring("customers", _HEAD + "B1,Wholly Other,91330100x\n")

    assert _warned(outcome.issues) == [("tax_id_known", 2, "tax_id")]


def test_a_changed_customer_is_not_taken_for_his_own_double(desk: Desk) -> None:
    desk.bring("customers", _HEAD + "A1,East Stores,91330100X\n")

    outcome = desk.bring("customers", _HEAD + "A1,East Stores,91330100X\n \n", update=True)

    assert _warned(outcome.issues) == []


def test_a_visit_without_a_number_that_is_there_already_is_said(desk: Desk) -> None:
    desk.reps()
    desk.customers(rep="R1")
    head = "date,start,rep_code,customer_code\n"
    desk.bring("visits", head + "2026-01-05,09:00,R1,C1\n")

    again = desk.bring("visits", head + "2026-01-05,09:00,R1,C1\n2026-01-05,14:00,R1,C1\n")

    assert _warned(again.issues) == [("visit_known", 2, "date")]


def test_an_expense_that_is_there_already_is_said(desk: Desk) -> None:
    desk.reps()
    head = "date,rep_code,category,amount\n"
    desk.bring("expenses", head + "2026-01-05,R1,meals,80\n")

    again = desk.bring("expenses", head + "2026-01-05,R1,meals,80\n2026-01-05,R1,meals,81\n")

    assert _warned(again.issues) == [("expense_known", 2, "amount")]


def test_what_a_batch_holds_is_named_before_it_goes(desk: Desk) -> None:
    desk.reps()
    made = desk.bring("customers", _HEAD + "A1,East Stores,\nA2,West Trade,\n")
    changed = desk.bring("customers", _HEAD + "A1,East Stores Ltd,\nA3,North,\n", update=True)

    first = desk.imports.contents(desk.actor, made.batch_id)
    second = desk.imports.contents(desk.actor, changed.batch_id)

    assert (first.removed, first.restored) == ((("customer", 2),), ())
    assert (second.removed, second.restored) == ((("customer", 1),), (("customer", 1),))
    desk.withdraw(changed)
    assert desk.imports.contents(desk.actor, changed.batch_id).removed == ()
