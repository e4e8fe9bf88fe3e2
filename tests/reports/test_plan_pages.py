"""The printed pages of a plan: target sheet, summary, bridge; what they say and how they fit."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pytest

from desktop import i18n
from desktop.enums import AnswerKind, BridgeKind, BridgeStatus, Metric, PlanSide, SalesBasis
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.reports import plan_bridge, plan_summary, target_sheet
from desktop.services.reports.page_parts import Printed
from desktop.services.reports.plan_pages_data import (
    BridgeItem,
    MonthlyTargets,
    NegotiationRound,
    PartKind,
    PlanDefinitions,
    TabPart,
    TargetAnswer,
    TargetMeasure,
    TargetReason,
    TargetSheetData,
)
from desktop.services.reports.plan_words import metric_name
from tests.reports import plans
from tests.reports.pages import boxes_of_pages, outside, overlaps, texts

LONG = "杭州市余杭区勾庄建材市场东区宏发防水材料经营部有限责任公司" * 3
WORD = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maximilian Alexander " * 3
LARGE = Decimal("999999999999.99")
D = Decimal
OWN = TargetMeasure("Complaints", "letters", 1, True, (D(5), None, D("4.5"), D(3)), D("12.5"))


def printed(
    data: Any, language: str = "en", moment: datetime = plans.PRINTED_AT
) -> tuple[bytes, Printed]:
    """Return the page's file and what printing it told."""
    writers: dict[str, Callable[..., Printed]] = {
        "TargetSheetData": target_sheet.write,
        "PlanSummaryData": plan_summary.write,
        "BridgeData": plan_bridge.write,
    }
    stream = io.BytesIO()
    report = writers[type(data).__name__](data, stream, moment, language)
    return stream.getvalue(), report


def words(data: Any, page: int = 0) -> str:
    return texts(printed(data)[0])[page].replace("\r\n", "\n")


def many(count: int, name: str, lines: tuple[MonthlyTargets, ...]) -> tuple[TabPart, ...]:
    return plans.parts(lines, tuple(f"{name} {place}" for place in range(count)), "Pool")


def awkward() -> dict[str, Any]:
    """Return data that try the layout: nothing, very much, very long, very large."""
    lines = plans.targets()
    huge = tuple(replace(line, months=(LARGE,) * 12) for line in lines)
    own = replace(plans.IDENTITY, branch_name=LONG, plan_name=LONG)
    bare = plans.sheet(
        targets=(), customers=(), activity=(), reasons=(), title="", manager_name="",
        territory_name="",
    )  # fmt: skip
    bridge_items = tuple(
        BridgeItem(BridgeKind.OTHER, D(1000 * n - 9000), LONG, LONG, name=LONG) for n in range(30)
    )
    rounds = tuple(
        NegotiationRound(n // 2 + 1, side, date(2026, 11, 1 + n), D(40_000_000 + n), LONG, LONG)
        for n, side in enumerate((PlanSide.HQ, PlanSide.BRANCH) * 10)
    )
    metrics = plans.summary().metrics
    return {
        "sheet": plans.sheet(),
        "sheet without anything": bare,
        "sheet of 200 customers": plans.sheet(customers=many(200, LONG, lines)),
        "sheet without customers": plans.sheet(customers=()),
        "sheet of long names": plans.sheet(
            identity=own, rep_name=LONG, title=LONG, manager_name=LONG, territory_name=LONG,
            rep_code="R" * 40, customers=many(3, WORD, lines),
        ),
        "sheet of large amounts": plans.sheet(
            targets=huge,
            customers=tuple(
                replace(part, amounts=(LARGE,) * 5, quarters=(LARGE,) * 4)
                for part in plans.parts(lines, plans.NAMES)
            ),
        ),
        "sheet of many long reasons": plans.sheet(
            reasons=tuple(TargetReason(plans.SALES, LONG, LONG) for _n in range(12)),
            customers=many(200, LONG, lines),
        ),
        "sheet with own measures": plans.sheet(measures=(OWN,)),
        "sheet of own measures alone": plans.sheet(
            measures=(OWN,), targets=(), customers=(), activity=(), reasons=()
        ),
        "sheet of many long measures": plans.sheet(
            measures=(replace(OWN, name=LONG, unit=LONG, year=LARGE, quarters=(LARGE,) * 4),) * 12,
            reasons=tuple(TargetReason(plans.SALES, LONG, LONG) for _n in range(4)),
        ),
        "sheet with an answer": plans.sheet(answer=plans.objection()),
        "sheet with a long answer": plans.sheet(
            answer=TargetAnswer(
                AnswerKind.OBJECTED, date(2026, 12, 1), LONG, LONG * 9, LONG * 9,
                date(2026, 12, 2), LONG,
            )
        ),
        "summary": plans.summary(),
        "summary without anything": plans.summary(
            metrics=(), reps=(), territories=(), product_groups=(), customers=()
        ),
        "summary without parts": plans.summary(
            reps=(), territories=(), product_groups=(), customers=()
        ),
        "summary of one metric": plans.summary(
            metrics=metrics[:1],
            **{
                name: tuple(
                    replace(part, amounts=part.amounts[:1])
                    for part in getattr(plans.summary(), name)
                )
                for name in ("reps", "territories", "product_groups", "customers")
            },
        ),
        "summary of long lists": plans.summary(
            identity=own,
            reps=many(60, LONG, lines), territories=many(40, WORD, lines),
            product_groups=many(50, LONG, lines), customers=many(320, LONG, lines),
        ),
        "summary of large amounts": plans.summary(
            metrics=tuple(
                replace(one, targets=replace(one.targets, months=(LARGE,) * 12), unassigned=LARGE)
                for one in metrics
            ),
            reps=(TabPart("R1", LONG, (LARGE,) * 5),),
        ),
        "bridge": plans.bridge(),
        "bridge without anything": plans.bridge(items=(), rounds=(), agreed=None),
        "bridge of zeros": plans.bridge(
            items=(), rounds=(), hq_amount=D(0), branch_amount=D(0), agreed=None
        ),
        "bridge of many long texts": plans.bridge(
            identity=own, items=bridge_items, rounds=rounds, agreed_by=LONG
        ),
        "bridge of large amounts": plans.bridge(
            hq_amount=LARGE, branch_amount=-LARGE, agreed=LARGE
        ),
    }  # fmt: skip


AWKWARD = awkward()


class _Marked(gettext.NullTranslations):
    """Stands for a Chinese catalogue: every text is told by the hanzi before it."""

    def gettext(self, message: str) -> str:
        return "译文" + message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "译文" + msgid2


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", AWKWARD)
def test_no_text_lies_on_another_or_leaves_the_page(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every text of the page is longer in this catalogue than in a true one.
    monkeypatch.setitem(i18n._catalogues, "zh_CN", _Marked())
    pdf, report = printed(AWKWARD[name], language)
    for boxes in boxes_of_pages(pdf):
        assert (outside(boxes), overlaps(boxes)) == ([], [])
    assert report.pages == len(texts(pdf)) <= 2
    assert report.warnings == ()


@pytest.mark.parametrize("name", ["sheet", "summary", "bridge"])
def test_equal_data_give_equal_bytes(name: str) -> None:
    first = printed(AWKWARD[name])[0]
    printed(AWKWARD["sheet of 200 customers"])
    assert printed(AWKWARD[name])[0] == first


def test_another_moment_is_another_page_with_the_same_fingerprint() -> None:
    one = words(plans.sheet())
    later = texts(printed(plans.sheet(), moment=datetime(2027, 1, 4, 9, 5))[0])[0]
    assert "printed 2026-12-18 16:45" in one and "printed 2027-01-04 09:05" in later
    stamp = one.partition("figures ")[2][:12]
    assert f"figures {stamp}" in later
    other = words(plans.sheet(reasons=()))
    assert f"figures {stamp}" not in other


@pytest.mark.parametrize("name", ["sheet", "bridge"])
def test_an_ordinary_page_is_one_a4(name: str) -> None:
    document = pdfium.PdfDocument(printed(AWKWARD[name])[0])
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((595.276, 841.890), abs=0.01)


# The target sheet


def test_a_target_sheet_names_the_rep_the_plan_and_every_month() -> None:
    text = words(plans.sheet())
    for part in ("Zhang Wei", "Hangzhou Branch", "2027, version 3", "Submitted", "Year 2027"):
        assert part in text
    # 5,240,000 by a season of 62, 48, 96 … of 1,000, in thousands.
    for part in ("Jan 2027", "Dec 2027", "1,079,000", "5,240,000", "Visits needed", "1,480"):
        assert part in text


def test_a_target_sheet_lists_own_measures_with_the_direction_that_is_good() -> None:
    text = words(plans.sheet(measures=(OWN,)))
    for part in ("The branch's own measures", "Complaints (letters)", "less", "4.5", "12.5"):
        assert part in text
    assert "own measures" not in words(plans.sheet()) and "a level" not in text
    level = words(plans.sheet(measures=(replace(OWN, is_level=True),)))
    assert "Complaints (letters) *" in level and "the last month's target, no sum" in level
    pdf, _report = printed(plans.sheet(measures=(OWN,) * 10))
    assert "2 further measures stand in the plan." in "".join(texts(pdf))


def test_quarters_and_the_year_are_sums_of_months() -> None:
    line = MonthlyTargets(plans.SALES, tuple(D(n) for n in range(1, 13)))
    assert line.quarters == (6, 15, 24, 33)
    assert line.year == 78
    assert MonthlyTargets(plans.SALES, (None,) * 12).year is None
    with pytest.raises(ValueError, match="twelve"):
        MonthlyTargets(plans.SALES, (D(1),) * 11)


def test_money_has_no_decimals_while_all_amounts_are_whole() -> None:
    assert "5,240,000.00" not in words(plans.sheet())
    lines = (plans.spread(plans.SALES, 5_240_000, cents=1), *plans.targets()[1:])
    text = words(plans.sheet(targets=lines, customers=()))
    assert "5,240,000.01" in text and "325,000.00" in text


def test_the_largest_amount_is_printed_with_all_its_digits() -> None:
    assert "999,999,999,999.99" in words(AWKWARD["sheet of large amounts"])


def test_the_customers_left_out_are_one_row_and_the_total_is_the_target() -> None:
    lines = plans.targets()
    data = plans.sheet(customers=many(200, "Dealer", lines))
    text = words(data)
    others = next(line for line in text.split("\n") if "others" in line)
    count = int(others.split()[0])
    named = sum(f"Dealer {n}" in text.split("\n")[0] or f"Dealer {n} " in text for n in range(200))
    assert count + named == 200
    total = next(line for line in text.split("\n") if line.startswith("Total"))
    assert "5,240,000" in total
    assert "differ" not in text


def test_shown_rows_others_and_pool_add_up_to_the_cent() -> None:
    from desktop.services.reports.plan_tables import added, shortened

    found = many(200, "Dealer", plans.targets())
    short = shortened(found, 9)
    assert len(short) == 9
    assert [part.name for part in short[-2:]] == ["193 others", "Pool"]
    assert added(short, "").amounts == added(found, "").amounts
    assert added(short, "").quarters == added(found, "").quarters


def test_a_long_name_takes_two_lines_and_is_not_cut() -> None:
    name = "杭州市余杭区勾庄建材市场东区宏发防水材料经营部有限责任公司"
    for data, page in (
        (plans.sheet(customers=plans.parts(plans.targets(), (name, "王记建材"))), 0),
        (plans.summary(customers=plans.parts(plans.targets(), (name, "王记建材"))), 0),
        (plans.summary(customers=plans.parts(plans.targets(), (name, "王记建材"))), 1),
    ):
        text = words(data, page)
        # The second line may follow the figures, which stand between the two.
        first = next(line for line in text.split("\n") if line.startswith(name[:10]))
        begun = first.split(" ")[0]
        assert name not in text and name[len(begun) :] in text
        assert "..." not in text


def test_customers_that_do_not_come_to_the_target_are_said() -> None:
    found = plans.sheet().customers
    first = replace(found[0], amounts=((found[0].amounts[0] or D(0)) - 1, *found[0].amounts[1:]))
    text = words(plans.sheet(customers=(first, *found[1:])))
    assert "Net sales: the customers differ from the target by −1." in text


def test_quarters_that_do_not_come_to_the_target_are_said() -> None:
    found = plans.sheet().customers
    one, two, *rest = found[0].quarters
    first = replace(found[0], quarters=((one or D(0)) + 5, (two or D(0)) - 5, *rest))
    text = words(plans.sheet(customers=(first, *found[1:])))
    assert "Q1: the customers differ from the target by +5." in text
    assert "Q2: the customers differ from the target by −5." in text


def test_a_target_says_how_it_was_reached_or_that_it_was_only_typed() -> None:
    text = words(plans.sheet())
    for part in ("Season and trend", "Typed, no other basis", "Feasible", "Stretch", "Not judged"):
        assert part in text


def test_a_sheet_without_an_answer_has_boxes_to_tick_and_lines_to_write_on() -> None:
    text = words(plans.sheet())
    for part in ("I accept these targets", "I object as written below", "I propose", "Because"):
        assert part in text
    assert "✓" not in text
    assert "Rep: Zhang Wei" in text and "Manager: Li Na" in text


def test_an_objection_is_printed_with_its_reply() -> None:
    text = words(plans.sheet(answer=plans.objection()))
    assert text.count("✓") == 1
    assert "Old Mill Timber closes its second yard in March." in text
    assert "Answer of Li Na, 2026-12-16" in text
    assert "I propose\n" not in text


def test_an_objection_without_a_reply_says_so() -> None:
    answer = replace(plans.objection(), reply="", replied_on=None)
    assert "Not answered yet." in words(plans.sheet(answer=answer))
    accepted = TargetAnswer(AnswerKind.ACCEPTED, date(2026, 12, 20), "Zhang Wei")
    assert "Not answered yet." not in words(plans.sheet(answer=accepted))


def test_long_reasons_go_to_a_second_page_with_the_signatures() -> None:
    pdf, report = printed(AWKWARD["sheet of many long reasons"])
    assert report.pages == 2
    first, second = texts(pdf)
    assert "Page 1 of 2" in first and "Page 2 of 2" in second
    assert "By customer" in first and "Answer of the rep" in second


def test_a_stretch_target_and_an_own_metric_are_named() -> None:
    assert metric_name(plans.stretch(plans.SALES)) == "Net sales (stretch)"
    assert metric_name(replace(plans.SALES, name="Pallets returned")) == "Pallets returned"
    for metric in Metric:
        assert metric_name(replace(plans.SALES, code=metric.value)) != metric.value


def test_a_fiscal_year_names_its_own_months_and_quarters() -> None:
    plan = replace(plans.IDENTITY, year_name="FY2027", first_month=Month.at(2026, 2))
    text = words(plans.sheet(identity=plan))
    assert "Fiscal year FY2027" in text
    assert "February 2026 to January 2027" in text
    assert "Feb–Apr" in text
    april = replace(plan, first_month=Month.at(2026, 4))
    lines = [line for line in words(plans.sheet(identity=april)).split("\n") if line[0] == "Q"]
    assert [line.split()[0] for line in lines[:4]] == ["Q2", "Q3", "Q4", "Q1"]


def test_the_definitions_of_the_figures_stand_on_the_page() -> None:
    text = words(plans.sheet())
    assert "The sales target counts invoices by document date. Sales are without tax." in text
    ordered = PlanDefinitions(SalesBasis.ORDERED, True, False, ("Samples do not count.",))
    text = words(plans.sheet(definitions=ordered)).replace("\n", " ")
    for part in ("orders by order date", "include tax", "not deducted", "Samples do not count."):
        assert part in text


def test_many_sheets_are_one_file_with_a_bookmark_each() -> None:
    stream = io.BytesIO()
    second = plans.sheet(rep_code="R08", rep_name="王芳")
    steps: list[tuple[int, int]] = []

    class Heard:
        def step(self, done: int, total: int) -> None:
            steps.append((done, total))

    datas: tuple[TargetSheetData, ...] = (plans.sheet(), second)
    report = target_sheet.write_many(datas, stream, plans.PRINTED_AT, "en", Heard(), 2)
    assert report.pages == 2
    outline = pypdf.PdfReader(stream).outline
    assert [entry["/Title"] for entry in outline] == ["R07 Zhang Wei", "R08 王芳"]
    assert steps == [(1, 2), (2, 2)]


def test_no_sheet_at_all_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        target_sheet.write_many((), io.BytesIO(), plans.PRINTED_AT, "en")
    assert refused.value.issues[0].code == "nothing_to_print"


def test_a_character_that_the_font_lacks_is_a_box_and_a_warning() -> None:
    for data in (
        plans.sheet(rep_name="Zoë 😀"),
        plans.summary(identity=replace(plans.IDENTITY, plan_name="2027 😀")),
        plans.bridge(agreed_by="Li 😀"),
    ):
        pdf, report = printed(data)
        assert "U+1F600" in texts(pdf)[-1]
        assert {warning.code for warning in report.warnings} == {"glyph_missing"}


def test_files_are_named_by_what_they_hold() -> None:
    assert target_sheet.target_sheet_file_name(plans.sheet()) == "targets_R07_Zhang-Wei_2027.pdf"
    assert plan_summary.plan_summary_file_name(plans.summary()) == "plan_HZ_2027-v3_2027.pdf"
    assert plan_bridge.plan_bridge_file_name(plans.bridge()) == "bridge_HZ_2027-v3_sales_2027.pdf"


# The summary


def test_a_summary_holds_totals_by_quarter_and_growth() -> None:
    text = words(plans.summary())
    for part in ("8,570,000", "11,065,000", "41,600,000", "38,700,450", "+7.5%"):
        assert part in text


def test_every_decomposition_comes_to_the_total() -> None:
    for page in (0, 1):
        lines = words(plans.summary(), page).split("\n")
        totals = [line for line in lines if "41,600,000" in line]
        assert len(totals) >= 4
    text = words(plans.summary()).replace("\n", " ")
    assert "come to the same totals in all 5 metrics." in text


def test_a_decomposition_that_does_not_is_named_with_the_gap() -> None:
    data = plans.summary()
    first = replace(data.reps[0], amounts=(D(0), *data.reps[0].amounts[1:]))
    text = words(replace(data, reps=(first, *data.reps[1:]))).replace("\n", " ")
    # Zhang Wei's 5,443,000 are gone.
    assert "These differ from the plan's total: By rep, Net sales: −5,443,000" in text


def test_what_is_unassigned_and_only_typed_has_its_share() -> None:
    # 832,000 of 41,600,000; 8 of 320 numbers.
    lines = words(plans.summary()).split("\n")
    sound = next(line for line in lines if line.startswith("Net sales 832,000"))
    assert sound.split()[2:] == ["832,000", "2.0%", "320", "8", "2.5%", "212", "41", "7", "60"]
    assert any(line.startswith("Unassigned 832,000 2.0%") for line in lines)


def test_one_metric_takes_one_page() -> None:
    assert printed(AWKWARD["summary of one metric"])[1].pages == 1


def test_a_plan_without_targets_says_so() -> None:
    assert "This plan has no targets yet." in words(AWKWARD["summary without anything"])


def test_the_unassigned_row_is_never_summed_up_with_others() -> None:
    parts = (
        *many(60, "Rep", plans.targets()),
        TabPart("", "", (D(5),) * 5, kind=PartKind.UNASSIGNED),
    )
    text = words(plans.summary(reps=parts))
    assert "Unassigned 5" in text


# The bridge


def test_the_unexplained_is_the_difference_less_the_items() -> None:
    data = plans.bridge()
    # 42,010,000 − 41,410,000 = 600,000; 380,000 + 145,000 + 260,000 − 190,000 − 85,000 = 510,000.
    assert (data.difference, data.unexplained) == (600_000, 90_000)
    assert data.unexplained_share.value == D(90_000) / D(42_010_000)
    assert data.by_status(BridgeStatus.ACCEPTED) == 215_000


def test_a_bridge_shows_both_numbers_the_bars_and_who_stands_for_them() -> None:
    text = words(plans.bridge())
    for part in (
        "41,410,000", "42,010,000", "+600,000", "+1.4% of the branch's number", "41,600,000",
        "+380,000", "−190,000", "Wang Fang", "Market growth", "Not accepted", "Accepted",
        "Still open",
        "Unexplained", "+90,000", "Within the aim", "2026-12-09, Li Na and Director Shen",
    ):  # fmt: skip
        assert part in text
    assert "0.2% of headquarters'" in text


def test_rounds_show_each_number_and_what_it_moved() -> None:
    text = words(plans.bridge())
    # 42,010,000 − 43,500,000 and 41,410,000 − 40,100,000.
    for part in ("−1,490,000", "+1,310,000", "Evidence: Letters of three dealers"):
        assert part in text


def test_an_unexplained_part_above_the_aim_is_watched() -> None:
    text = words(plans.bridge(items=()))
    assert "Above the aim" in text and "1.4% of headquarters'" in text


def test_a_bridge_without_an_agreed_number_says_so() -> None:
    text = words(AWKWARD["bridge without anything"])
    assert "not agreed yet" in text and "No round has been held yet." in text


def test_too_many_items_become_one_bar_and_too_many_rounds_are_counted() -> None:
    text = words(AWKWARD["bridge of many long texts"])
    assert "19 others" in text
    assert "earlier not shown" in text
    assert printed(AWKWARD["bridge of many long texts"])[1].pages == 1


def test_the_chart_of_a_bridge_leads_from_the_branch_to_headquarters() -> None:
    data = plans.bridge()
    chart = data.chart("T", "Branch", "HQ", "Rest", tuple("abcde"))
    assert [bar.name for bar in chart.bars] == ["Branch", *"abcde", "Rest", "HQ"]
    assert chart.bars[-2].level == data.hq_amount
    assert chart.rest == data.unexplained
