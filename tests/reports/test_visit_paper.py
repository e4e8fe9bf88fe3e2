"""Slips, weekly forms and the page for the rep's bag, as they are printed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pypdfium2 as pdfium
import pytest

from desktop.errors import InputError
from desktop.services.entries.data import EntryKind
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.give_back.data import GiveBack, LastOrder, LastVisit
from desktop.services.give_back.forms import visit_fields
from desktop.services.give_back.printing import (
    print_dealer_page,
    print_slips,
    print_week_forms,
)
from desktop.services.reports.visit_form_data import FormLine, VisitFormData, VisitSlipData
from desktop.services.rules.talking_points import (
    MissingProduct,
    OpenPromise,
    OrderHabit,
    PointKind,
    PromiseKind,
    SeenPrice,
    TalkingPoint,
    VisitGap,
)
from tests.reports.pages import boxes_of_pages, outside, overlaps, texts

MOMENT = datetime(2026, 3, 18, 9, 30)
DAY = date(2026, 3, 16)
LONG = "杭州市余杭区良渚街道西湖边上名字最长的电器有限责任公司" * 3
SLIPS = VisitSlipData("East", (), "R1", "Li Na", DAY)
FORM = VisitFormData("East", "R1", "Li Na", DAY)
ANSWER = OpenPromise(PromiseKind.ANSWER, date(2026, 3, 10), "A <b>stand</b>?")
BACK = GiveBack(
    DAY, "CNY", 1, "C1", "L'Aurore Lamps", "B", True, "0571-1", "88 Harbour Road",
    (LastOrder("O1", DAY, Decimal("1234.50")),), OrderHabit(Decimal(60), Decimal(100)),
    Decimal(500), Decimal("99.90"), 12, (ANSWER, OpenPromise(PromiseKind.VISIT, DAY)),
    LastVisit(date(2026, 3, 2), "Bao Jie", "talked"), VisitGap(14, 15),
    SeenPrice("Northwind", "Lamp", Decimal("9.5"), DAY), MissingProduct("Fan", 4, 8), None,
    (TalkingPoint(PointKind.OVERDUE), TalkingPoint(PointKind.PROMISE, ANSWER),
     TalkingPoint(PointKind.PRODUCT)),
)  # fmt: skip
NOTHING = replace(
    BACK, customer_class="", is_key_account=False, phone="", address="", orders=(), points=(),
    promises=(), habit=OrderHabit(), overdue=Decimal(0), last_visit=None,
    gap=VisitGap(None, None), price=None, product=None,
)  # fmt: skip


def plans(count: int, name: str = "C1 East Stores") -> tuple[FormLine, ...]:
    cells = (("rep_code", "R1"), ("customer_code", name), ("purpose", "Count the stock"))
    return tuple(FormLine(DAY + timedelta(days=place % 5), cells) for place in range(count))


def placed(pdf: bytes, words: str) -> tuple[float, float]:
    """Return left and top of the first of these words on the first page."""
    page = pdfium.PdfDocument(pdf)[0].get_textpage()
    found = page.search(words, match_case=True, match_whole_word=True).get_next()
    assert found is not None, words
    left, _bottom, _right, top = page.get_charbox(found[0])
    return left, top


def test_paper_has_the_fields_of_the_grid_in_its_order() -> None:
    columns = ENTRY_SPECS[EntryKind.VISITS].columns
    fields = visit_fields()
    assert [field.key for field in fields] == [column.key for column in columns]
    assert [field.title for field in fields] == [column.title for column in columns]
    assert sum(field.is_required for field in fields) == 5


def test_a_slip_goes_down_in_the_order_of_the_grid() -> None:
    pdf = print_slips(SLIPS, "en").content
    tops = [placed(pdf, field.title)[1] for field in visit_fields() if field.title != "Order"]
    assert tops == sorted(tops, reverse=True)


def test_a_weekly_form_goes_right_in_the_order_of_the_grid() -> None:
    pdf = print_week_forms([FORM], "en").content
    lefts = [placed(pdf, field.title)[0] for field in visit_fields() if " " not in field.title]
    assert lefts == sorted(lefts) and len(lefts) > 8


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (4, 1), (5, 2)])
def test_four_slips_fill_a_page(count: int, pages: int) -> None:
    pdf = print_slips(replace(SLIPS, count=count), "en")
    assert (pdf.pages, pdf.file_name) == (pages, "slips_R1_Li-Na_2026-03-16.pdf")
    words = texts(pdf.content)
    assert len(words) == pages
    assert all(page.count("Report of a visit") == 4 for page in words)
    assert words[0].count("R1 · Li Na") == words[0].count("16 Mar 2026") == 4


def test_no_slip_is_no_file() -> None:
    with pytest.raises(ValueError, match="0 slips"):
        print_slips(replace(SLIPS, count=0), "en")


def test_a_weekly_form_lies_on_its_side_with_the_plan_and_room_for_more() -> None:
    pdf = print_week_forms([replace(FORM, lines=plans(3))], "en")
    page = pdfium.PdfDocument(pdf.content)[0]
    assert page.get_width() > page.get_height()
    (words,) = texts(pdf.content)
    for part in ("R1 · Li Na", "16 Mar 2026 to 22 Mar 2026", "C1 East Stores", "Mon 16 Mar",
                 "Wed 18 Mar", "Yes", "Talked, no order"):  # fmt: skip
        assert part in words
    assert pdf.file_name == "visits_R1_Li-Na_2026-03-16.pdf"


def test_a_week_with_more_visits_than_a_page_holds_goes_on() -> None:
    pdf = print_week_forms([replace(FORM, lines=plans(40))], "en")
    first, second = texts(pdf.content)
    assert first.count("Count the stock") + second.count("Count the stock") == 40
    assert "Page 2 of 2" in second


def test_forms_of_several_reps_are_one_file_of_the_branch() -> None:
    pdf = print_week_forms([FORM, replace(FORM, rep_code="R2", rep_name="Bao Jie")], "en")
    assert (pdf.pages, pdf.file_name) == (2, "visits_East_2026-03-16.pdf")
    assert "R2 · Bao Jie" in texts(pdf.content)[1]
    with pytest.raises(InputError):
        print_week_forms([], "en")


def test_the_page_for_the_bag_says_what_to_talk_about_and_what_stands_open() -> None:
    pdf = print_dealer_page("East", BACK, MOMENT, "en")
    (words,) = texts(pdf.content)
    plain = " ".join(words.split())
    for part in (
        "L'Aurore Lamps", "B · key account", "¥99.90 is overdue, the oldest by 12 days",
        "An answer was promised for 10 Mar 2026 and is late: “A <b>stand</b>?”",
        "50% of the customers of this class buy Fan", "¥1,234.50", "14 days ago, by Bao Jie",
        "Answer by 10 Mar 2026, 6 days late", "Visit agreed for 16 Mar 2026", "Northwind · Lamp",
        "¥60.00 in the last 13 weeks", "Page 1 of 1",
    ):  # fmt: skip
        assert part in plain, part
    assert pdf.file_name == "customer_C1_L-Aurore-Lamps_2026-03-16.pdf"


def test_of_a_customer_without_a_history_the_page_says_so() -> None:
    (words,) = texts(print_dealer_page("East", NOTHING, MOMENT, "en").content)
    for part in ("Nothing presses", "No order is known.", "Nothing is overdue.",
                 "No visit is known.", "No promise is open."):  # fmt: skip
        assert part in words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_long_names_and_many_promises_stay_on_one_page_and_off_each_other(language: str) -> None:
    promises = tuple(replace(ANSWER, text=f"{number} Will it come? " * 9) for number in range(20))
    back = replace(
        BACK, customer_name=LONG, address=LONG, phone="0571 " * 9, promises=promises,
        overdue=Decimal("123456789.12"), days_overdue=1234,
        orders=(LastOrder("A-VERY-LONG-NUMBER-OF-AN-ORDER", DAY, Decimal("-1234567890.12")),) * 3,
        points=(TalkingPoint(PointKind.PROMISE, promises[0]),) * 3,
    )  # fmt: skip
    pdf = print_dealer_page("East", back, MOMENT, language)
    (boxes,) = boxes_of_pages(pdf.content)
    assert (pdf.pages, overlaps(boxes), outside(boxes)) == (1, [], [])
    assert print_dealer_page("East", back, MOMENT, language).content == pdf.content


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_paper_with_long_names_stays_in_its_fields(language: str) -> None:
    slips = print_slips(replace(SLIPS, branch_name=LONG, rep_name=LONG), language)
    (boxes,) = boxes_of_pages(slips.content)
    assert (overlaps(boxes), outside(boxes)) == ([], [])
    form = replace(FORM, rep_name=LONG, branch_name=LONG, lines=plans(30, LONG))
    (boxes,) = boxes_of_pages(print_week_forms([form], language).content)
    assert overlaps(boxes) == []


def test_a_sign_that_the_fonts_lack_is_a_box_and_is_told() -> None:
    for pdf in (
        print_dealer_page("East", replace(BACK, customer_name="Bob's 😀"), MOMENT, "en"),
        print_week_forms([replace(FORM, lines=plans(1, "C1 😀"))], "en"),
    ):
        assert [one.facts for one in pdf.warnings] == [{"code_points": "U+1F600"}] * len(
            pdf.warnings
        )
        assert pdf.warnings and "U+1F600" in texts(pdf.content)[0]


def test_paper_is_a_pdf_that_any_reader_opens() -> None:
    content = print_slips(SLIPS, "zh_CN").content
    assert io.BytesIO(content).read(5) == b"%PDF-"
