"""Pages of a plan as bytes with the names of their files."""

from __future__ import annotations

import io

import pypdf
import pytest

from desktop.errors import Cancelled, InputError
from desktop.services.plans.printing import (
    print_plan_bridge,
    print_plan_summary,
    print_target_sheet,
    print_target_sheets,
)
from tests.reports import plans


def test_each_page_is_bytes_with_the_name_of_its_file() -> None:
    made = (
        print_target_sheet(plans.sheet(), plans.PRINTED_AT, "en"),
        print_plan_summary(plans.summary(), plans.PRINTED_AT, "en"),
        print_plan_bridge(plans.bridge(), plans.PRINTED_AT, "en"),
    )
    assert [page.file_name for page in made] == [
        "targets_R07_Zhang-Wei_2027.pdf",
        "plan_HZ_2027-v3_2027.pdf",
        "bridge_HZ_2027-v3_sales_2027.pdf",
    ]
    assert [page.pages for page in made] == [1, 2, 1]
    assert all(page.content.startswith(b"%PDF") for page in made)
    assert all(page.warnings == () for page in made)


def test_many_sheets_are_one_file() -> None:
    made = print_target_sheets((plans.sheet(), plans.sheet(rep_code="R08")), plans.PRINTED_AT, "en")
    assert made.file_name == "targets_HZ_2027.pdf"
    assert len(pypdf.PdfReader(io.BytesIO(made.content)).pages) == made.pages == 2


def test_no_sheet_is_refused_and_a_stop_is_heard() -> None:
    class Stop:
        def step(self, done: int, total: int) -> None:
            raise Cancelled

    with pytest.raises(InputError):
        print_target_sheets((), plans.PRINTED_AT, "en")
    with pytest.raises(Cancelled):
        print_target_sheets((plans.sheet(),), plans.PRINTED_AT, "en", Stop())
