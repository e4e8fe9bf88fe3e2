from __future__ import annotations

import gettext
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from desktop import i18n
from desktop.errors import InputError, StorageError
from desktop.periods import Period
from desktop.services.appraisals.data import ResultStatus, ScorecardData
from desktop.services.reports import fonts
from desktop.services.reports.scorecard import scorecard_file_name, write_many
from tests.reports import cards
from tests.reports.pages import boxes_of_pages, outside, overlaps, printed, texts

ODD_NAME = "<b>Müller</b> & O'Brien 喆堃"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maximilian Alexander " * 3


class _Marked(gettext.NullTranslations):
    """Stands for a Chinese catalogue: every text is told by the hanzi before it."""

    def gettext(self, message: str) -> str:
        return "译" + message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "译" + msgid2


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(i18n._catalogues, "zh_CN", _Marked())


def crowded() -> ScorecardData:
    """Return a scorecard with the longest names, the largest amounts and 200 lines a list."""
    base = cards.ordinary()
    large = Decimal("999999999999.99")
    return cards.ordinary(
        identity=replace(
            base.identity, rep_name=LONG_NAME, branch_name=LONG_NAME, title=LONG_NAME,
            manager_name=LONG_NAME, territory_name=LONG_NAME, rep_code="R" * 40,
        ),
        results=tuple(
            replace(line, actual=large, target=large, last_period=-large, last_year=large)
            for line in base.results
        ),
        receivables=cards.receivables(cards.overdue_items(200, LONG_NAME)),
        new_customers=cards.customers(200, "长名字客户有限公司" * 8),
        lost_customers=cards.customers(200, LONG_NAME),
        mix=cards.mix(tuple(f"{LONG_NAME} {n}" for n in range(40))),
    )  # fmt: skip


def variants() -> dict[str, ScorecardData]:
    return {
        "ordinary": cards.ordinary(),
        "newcomer": cards.newcomer(),
        "crowded": crowded(),
        "no lists": cards.ordinary(
            receivables=cards.receivables(()),
            new_customers=cards.customers(0),
            lost_customers=cards.customers(0),
            mix=(),
            trend=(),
        ),
    }


def test_the_page_holds_results_with_target_actual_attainment_and_variance() -> None:
    text = texts(printed(cards.ordinary())[0])[0]
    for figure in ("1,240,000.00", "1,284,560.00", "103.6%", "+44,560.00", "1,190,220.50", "96.4%"):
        assert figure in text


def test_results_never_stand_without_the_process() -> None:
    text = texts(printed(cards.ordinary())[0])[0]
    for figure in ("Visits per field day", "6.70", "412 ÷ 61.5", "Planned visits done", "86.7%"):
        assert figure in text


def test_receivables_show_ages_overdue_items_and_rates() -> None:
    text = texts(printed(cards.ordinary())[0])[0]
    for figure in ("1,046,110.40", "66,910.40", "−12,000.00", "INV-26-01000", "78.8%", "66.3"):
        assert figure in text


def test_equal_data_give_equal_bytes() -> None:
    assert printed(cards.ordinary())[0] == printed(cards.ordinary())[0]


def test_another_page_in_between_leaves_the_bytes_as_they_were() -> None:
    first = printed(cards.ordinary())[0]
    printed(crowded())
    assert printed(cards.ordinary())[0] == first


def test_an_ordinary_scorecard_is_one_a4_page() -> None:
    document = pdfium.PdfDocument(printed(cards.ordinary())[0])
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((595.276, 841.890), abs=0.01)


def test_the_longest_lists_take_two_pages_and_say_what_is_left_out() -> None:
    pdf, report = printed(crowded())
    pages = texts(pdf)
    assert report.pages == len(pages) == 2
    assert "Page 2 of 2" in pages[1]
    assert "more overdue documents" in pages[1]
    assert "of 200 named" in pages[1]


def test_both_faces_are_embedded() -> None:
    fonts = PdfReader(io.BytesIO(printed(cards.ordinary())[0])).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    described = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]: font.get_object()["/FontDescriptor"]
        for font in fonts.values()
    }
    assert set(described) == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in descriptor.get_object() for descriptor in described.values())


def test_markup_apostrophes_and_hanzi_are_printed_as_they_are_written() -> None:
    base = cards.ordinary()
    data = cards.ordinary(identity=replace(base.identity, rep_name=ODD_NAME))
    pdf, report = printed(data)
    assert ODD_NAME in texts(pdf)[0]
    assert report.warnings == ()


def test_a_character_that_the_font_lacks_is_a_box_a_footnote_and_a_warning() -> None:
    base = cards.ordinary()
    data = cards.ordinary(identity=replace(base.identity, rep_name="Zoë 😀"))
    pdf, report = printed(data)
    text = texts(pdf)[0]
    assert "Zoë □" in text
    assert "U+1F600" in text
    (warning,) = report.warnings
    assert warning.code == "glyph_missing"
    assert warning.is_warning
    assert warning.value == "Zoë 😀"
    assert warning.facts == {"code_points": "U+1F600"}


def test_line_ends_and_joiners_in_a_name_do_no_harm() -> None:
    base = cards.ordinary()
    data = cards.ordinary(identity=replace(base.identity, rep_name="Li\n\tNa\u200d\ufe0f"))
    pdf, report = printed(data)
    assert "Li Na" in texts(pdf)[0]
    assert report.warnings == ()


def test_a_newcomer_has_dashes_with_reasons_and_no_invented_zero() -> None:
    text = texts(printed(cards.newcomer())[0])[0]
    assert "—" in text
    assert "undefined: no target" in text
    assert "undefined: no visits" in text
    assert "0.0%" not in text
    assert "nan" not in text.lower()


def test_each_status_has_a_word() -> None:
    text = texts(printed(cards.ordinary())[0])[0]
    assert [line.status for line in cards.ordinary().results[:3]] == [
        ResultStatus.ON_TRACK, ResultStatus.BEHIND, ResultStatus.AT_RISK,
    ]  # fmt: skip
    for word in ("On track", "Behind", "At risk"):
        assert word in text
    assert "No target" in texts(printed(cards.newcomer())[0])[0]


def test_months_below_the_trend_are_rounded_half_up() -> None:
    # October: 352 ÷ 360 = 97.8 %.
    assert "\n98" in texts(printed(cards.ordinary())[0])[0]


def test_a_missing_font_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_faces", None)
    with pytest.raises(StorageError) as caught:
        fonts.faces(tmp_path)
    assert caught.value.facts == {"file": "NotoSansSC-Regular.ttf"}


def test_a_rare_hanzi_in_bold_is_set_in_regular_rather_than_as_a_box() -> None:
    known = fonts.faces()
    # GBK has 喆 beyond GB2312, which is what the bold face holds.
    rare, common = known.fit("李喆", bold=True), known.fit("李娜", bold=True)
    assert (rare.face, rare.missing) == (fonts.REGULAR, "")
    assert common.face == fonts.BOLD


def test_texts_that_lie_on_each_other_would_be_found() -> None:
    assert overlaps([(0, 0, 10, 5), (5, 2, 15, 7)]) == [((0, 0, 10, 5), (5, 2, 15, 7))]
    assert overlaps([(0, 0, 10, 5), (5, 5, 15, 7)]) == []


def test_small_bases_are_marked() -> None:
    assert "3◇" in texts(printed(cards.ordinary())[0])[0].replace(" ", "").replace("\r\n", "")


def test_the_page_is_signed_without_agreeing() -> None:
    text = texts(printed(cards.ordinary())[0])[0]
    assert "A signature acknowledges receipt, not agreement." in text
    for word in ("Rep", "Appraiser", "Reviewer", "I wish to appeal", "Page 1 of 1", "2026-10-09"):
        assert word in text


@pytest.mark.usefixtures("chinese")
def test_in_another_language_every_word_comes_from_its_catalogue() -> None:
    text = texts(printed(cards.ordinary(), "zh_CN")[0])[0]
    assert "译Results against targets" in text
    assert text.count("译") > 80


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["ordinary", "newcomer", "crowded", "no lists"])
def test_no_text_leaves_the_page_or_lies_on_another(name: str, language: str) -> None:
    for boxes in boxes_of_pages(printed(variants()[name], language)[0]):
        assert outside(boxes) == []
        assert overlaps(boxes) == []


def test_many_scorecards_are_one_file_with_a_bookmark_each() -> None:
    base = cards.ordinary()
    people = [
        cards.ordinary(identity=replace(base.identity, rep_code=f"R{n}", rep_name=f"Rep {n}"))
        for n in range(3)
    ]
    steps: list[tuple[int, int]] = []

    class Heard:
        def step(self, done: int, total: int) -> None:
            steps.append((done, total))

    stream = io.BytesIO()
    report = write_many(iter(people), stream, cards.PRINTED_ON, "en", Heard(), 3)
    outline = PdfReader(stream).outline
    assert report.pages == 3
    assert [entry["/Title"] for entry in outline] == ["R0 Rep 0", "R1 Rep 1", "R2 Rep 2"]  # type: ignore[call-overload]
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_no_scorecards_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        write_many((), io.BytesIO(), cards.PRINTED_ON, "en")
    assert caught.value.issues[0].code == "nothing_to_print"


QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("code", "name", "period", "expected"),
    [
        ("R07", "Li Wei", QUARTER, "scorecard_R07_Li-Wei_2026-Q3.pdf"),
        ("0001", "张伟", QUARTER, "scorecard_0001_张伟_2026-Q3.pdf"),
        ("R1", "", Period(date(2026, 7, 1), date(2026, 8, 1)), "scorecard_R1_2026-07.pdf"),
        ("R1", "A", Period(date(2026, 1, 1), date(2027, 1, 1)), "scorecard_R1_A_2026.pdf"),
        (
            "R1", "A", Period(date(2026, 7, 3), date(2026, 7, 9)),
            "scorecard_R1_A_2026-07-03_2026-07-08.pdf",
        ),
    ],
)  # fmt: skip
def test_file_names_name_rep_and_period(
    code: str, name: str, period: Period, expected: str
) -> None:
    assert scorecard_file_name(code, name, period) == expected


def test_file_names_hold_nothing_that_a_file_system_refuses() -> None:
    made = scorecard_file_name("../A:1\0", 'x/\\"<>|?* ' + "长" * 300, QUARTER)
    assert not set(made) & set('/\\:"<>|?*\0 ')
    assert len(made.encode()) <= 255


def test_codes_that_differ_only_in_signs_get_files_of_their_own() -> None:
    assert scorecard_file_name("A/1", "x", QUARTER) != scorecard_file_name("A?1", "x", QUARTER)
