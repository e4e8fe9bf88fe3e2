"""What is typed into the forms and cells of a plan's reasons: read, or refused at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Confidence
from desktop.errors import InputError
from desktop.i18n import set_language
from desktop.periods import Month
from desktop.services.plans.outlooks_data import OutlookEntry
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialMethod,
    PotentialRow,
    SubjectKind,
)
from desktop.views.plans.grounds.forms import (
    calculated,
    cell_text,
    outlook_typed,
    parse_month,
    parse_percent,
    potential_typed,
    read_prospect,
)

D = Decimal
TODAY = date(2026, 7, 20)
ROW = PotentialRow(SubjectKind.CUSTOMER, 1, "C1", "East", "", D(100))
ENTRY = PotentialEntry(D(400), TODAY, "Yearbook", target_share=D("0.3"))


@pytest.mark.parametrize(
    ("text", "wanted"), [("5", "0.05"), ("5%", "0.05"), ("-2.5％", "-0.025"), ("100", "1")]
)
def test_percentages_are_read_with_and_without_their_sign(text: str, wanted: str) -> None:
    assert parse_percent(text) == D(wanted)


@pytest.mark.parametrize("text", ["2027-03", "2027/3", "2027年3月"])
def test_months_are_read_as_people_write_them(text: str) -> None:
    assert parse_month(text) == Month.at(2027, 3)


@pytest.mark.parametrize("text", ["", "2027", "2027-13", "27-03", "March"])
def test_other_texts_are_no_months(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_month(text)


def test_an_index_weighs_income_retail_sales_and_population() -> None:
    # Kotler's weights 0.5, 0.3, 0.2: 0.5 × 2.00 + 0.3 × 1.96 + 0.2 × 2.28 = 2.044 per cent.
    text = "100,000,000; 2.00; 1.96; 2.28"
    assert calculated(text, PotentialMethod.INDEX) == D("2044000")
    with pytest.raises(ValueError, match="not an index"):
        calculated("100; 2", PotentialMethod.INDEX)


def test_a_potential_begins_with_its_amount() -> None:
    assert potential_typed(ROW, {"amount": "4万"}, TODAY) == PotentialEntry(D(40000), TODAY)
    with pytest.raises(InputError) as caught:
        potential_typed(ROW, {"source": "Yearbook"}, TODAY)
    assert caught.value.issues[0].column == "amount"
    known = replace(ROW, entry=ENTRY)
    with pytest.raises(InputError):
        potential_typed(known, {"amount": " "}, TODAY)
    assert potential_typed(known, {"target_share": ""}, TODAY).target_share is None


def test_words_of_the_screen_are_taken_in_both_languages() -> None:
    known = replace(ROW, entry=ENTRY)
    typed = potential_typed(known, {"method": "chain of ratios", "confidence": "high"}, TODAY)
    assert (typed.method, typed.confidence) == (PotentialMethod.CHAIN_RATIO, Confidence.HIGH)
    set_language("zh_CN")
    assert potential_typed(known, {"confidence": cell_text(known, "confidence")}, TODAY) == ENTRY
    with pytest.raises(InputError):
        potential_typed(known, {"method": "by the stars"}, TODAY)


def test_an_emptied_cell_of_an_outlook_is_nothing_said() -> None:
    entry = OutlookEntry(D(500), D("0.05"), D(7), commitment=D(600), signed_on=TODAY)
    texts = {"base": "", "growth": "", "wallet": "", "commitment": "", "signed_on": ""}
    assert outlook_typed(entry, texts, TODAY) == OutlookEntry()


@pytest.mark.parametrize(
    ("field", "text"), [("churn", "101"), ("growth", "-101"), ("base", "-1"), ("signed_on", "x")]
)
def test_what_cannot_be_is_refused_at_its_field(field: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        outlook_typed(OutlookEntry(), {field: text}, TODAY)
    assert [issue.column for issue in caught.value.issues] == [field]


def test_every_missing_field_of_a_prospect_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_prospect({"name": "Harbour"}, TODAY, None, None)
    assert [issue.column for issue in caught.value.issues] == ["value", "chance", "first_month"]


def test_a_cell_is_edited_as_it_was_typed() -> None:
    known = replace(ROW, entry=ENTRY)
    assert [cell_text(known, one) for one in ("amount", "target_share", "as_of", "source")] == [
        "400", "30%", "2026-07-20", "Yearbook",
    ]  # fmt: skip
    assert cell_text(ROW, "amount") == ""
