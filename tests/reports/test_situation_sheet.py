"""The situation sheets on paper: a page each, sources named, what has none said so."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pypdfium2 as pdfium
import pytest

from desktop.enums import PlanStatus
from desktop.services.reports.situation_sheet import situation_file_name, write
from desktop.services.reports.situation_sheet_data import MarketLine, OwnLine, SituationData

D = Decimal
NOON = datetime(2026, 7, 20, 12, 0)
DAY = date(2026, 6, 30)


def data(own: int = 2, market: int = 2) -> SituationData:
    """Return sheets with so many reps and so many figures of the market."""
    return SituationData(
        "East branch", "Next", 1, PlanStatus.DRAFT, "2027", "CNY",
        tuple(
            MarketLine("size", f"Figure {place}", D(1000 + place), "tons",
                       "" if place else "Yearbook", DAY, "All sellers")
            for place in range(market)
        ),
        tuple(
            OwnLine("sales_by_rep", f"Rep {place}", "CNY", (None, D(100), D(120 + place)),
                    D("0.2"), "Branchbook", DAY)
            for place in range(own)
        ),
        ("2024", "2025", "2026"), DAY, False,
    )  # fmt: skip


def texts(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def printed(given: SituationData, language: str = "en") -> bytes:
    stream = io.BytesIO()
    assert write(given, stream, NOON, language).pages == 2
    return stream.getvalue()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_each_sheet_has_its_page_and_equal_data_equal_bytes(language: str) -> None:
    content = printed(data(), language)
    assert content == printed(data(), language)
    market, own = texts(content)
    assert "Yearbook" in market and "Figure 1" in market and "1,001" in market
    assert "Rep 1" in own and "121" in own and "+20.0%" in own


def test_a_figure_without_a_source_is_printed_as_unsourced() -> None:
    market, own = texts(printed(data()))
    assert market.count("Unsourced") == 1
    assert "2026 to date" in own and "2025 on 2024" in own


def test_what_does_not_fit_is_counted_and_summed() -> None:
    market, own = texts(printed(data(own=120, market=90)))
    assert "more figures are in the program" in market
    assert "others" in own


def test_empty_sheets_say_so() -> None:
    market, own = texts(printed(data(0, 0)))
    assert "No figure of the market was entered." in market
    assert "was not filled in" in own
    assert situation_file_name(data()) == "situation_Next-v1_2027.pdf"
