"""The entry grid without a window: lines, blocks, completion, what goes where, drafts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.clock import FixedClock
from desktop.errors import Issue, StorageError
from desktop.services.drafts import JOURNAL, Draft, DraftFolder
from desktop.services.entries.data import (
    EntryKind,
    EntryLookup,
    EntryLookups,
    EntryProblem,
    EntrySpec,
)
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.views.activity.entry.block import parsed, written
from desktop.views.activity.entry.completing import completions_of
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.drafts import SheetDraft, kind_of, taken_up
from desktop.views.activity.entry.jumps import jump
from desktop.views.activity.entry.lines import EntrySheet, Splice
from desktop.views.activity.entry.words import received_from, received_text

TODAY = date(2026, 7, 20)
CLOCK = FixedClock(datetime(2026, 7, 20, 9, 30, tzinfo=UTC))
SPEC = ENTRY_SPECS[EntryKind.VISITS]
LOOKUPS = EntryLookups(
    (
        EntryLookup(1, "0001", "East Stores", "es", "eaststores", "A", "R1"),
        EntryLookup(2, "C2", "李明朗灯饰", "lmlds", "limingland", "B", "R2"),
        EntryLookup(3, "C3", "Eastern Lamps", "el", "easternlamps", "B", "R2"),
        EntryLookup(4, "C4", "Eastern Lamps", "el", "easternlamps", "C", "R2"),
    ),
    (EntryLookup(9, "R1", "Li Na", "ln", "lina"),),
    (),
)


def at(key: str, spec: EntrySpec = SPEC) -> int:
    return spec.index_of(key)


def a_desk(folder: Path, kind: EntryKind = EntryKind.VISITS) -> EntryDesk:
    sheet = EntrySheet(ENTRY_SPECS[kind])
    found = EntryDesk(sheet, SheetDraft(DraftFolder(folder), CLOCK, "b", sheet))
    found.known = completions_of(sheet.spec, LOOKUPS)
    return found


def carry(desk: EntryDesk, splice: Splice | None) -> Splice:
    """Carry a change out as the grid does: the journal first hears of what is done."""
    assert splice is not None
    desk.sheet.apply(splice)
    desk.applied(splice)
    desk.draft.note(splice)
    return splice


def test_a_new_line_takes_over_what_stays_and_a_change_is_taken_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    for key, text in (("rep_code", "R1"), ("date", "7-18"), ("customer_code", "East Stores")):
        carry(desk, desk.typed((0, at(key)), text, TODAY))
    assert desk.sheet.lines[0].texts[:3] == ("R1", "2026-07-18", "0001")
    assert desk.first_open(1, range(15)) == 2 and desk.first_open(0, range(15)) == 0
    grown = carry(desk, desk.typed((1, at("customer_code")), "c2", TODAY))
    assert desk.sheet.lines[1].texts[:3] == ("R1", "2026-07-18", "C2")
    desk.sheet.apply(grown.inverse)
    assert len(desk.sheet.lines) == 1
    assert desk.typed((0, 0), "R1", TODAY) is None
    assert desk.typed((1, at("note")), "", TODAY) is None
    assert desk.owner_at(1) == "R1" and desk.customer_at(0) == "0001"


def test_blocks_with_quotes_and_line_breaks_are_read_and_written() -> None:
    for text, rows in (
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"a\nb\tc"\t"say ""x"""', (("a\nb\tc", 'say "x"'),)),
        ('5" pipe\tx', (('5" pipe', "x"),)),
        ('"open\tx\ny', (('"open', "x"), ("y",))),
        ("a\n\nb", (("a",), ("",), ("b",))),
        ("", ()),
    ):
        assert parsed(text) == rows
        if '"open' not in text:
            assert parsed(written(rows)) == rows


def test_a_block_goes_right_in_the_order_of_the_screen_and_grows_rows(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    order = (2, 0, 1, *range(3, 15))
    rows = parsed("East Stores\tR1\t2026年7月3日\nnobody\tR1\t07-04")
    carry(desk, desk.pasted(((0, 2),), rows, order, TODAY))
    assert [line.texts[:3] for line in desk.sheet.lines] == [
        ("R1", "2026-07-03", "0001"), ("R1", "2026-07-04", "nobody"),
    ]  # fmt: skip
    # What lies over the right edge is left out; a single text fills what is chosen.
    carry(desk, desk.pasted(((0, 14),), (("S1", "beyond"),), order, TODAY))
    assert desk.sheet.lines[0].texts[14] == "S1"
    carry(desk, desk.pasted(((0, 4), (1, 4)), (("１２３",),), order, TODAY))
    assert [line.texts[4] for line in desk.sheet.lines] == ["123", "123"]
    assert desk.pasted(((0, 0),), (), order, TODAY) is None


def test_filling_repeats_above_below_and_beside(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    carry(desk, desk.sheet.add([("R1", "2026-07-18", code, *[""] * 12) for code in "abc"]))
    carry(desk, desk.filled_down([(0, 2), (1, 2), (2, 2), (0, 1), (1, 1), (2, 1)]))
    assert [line.texts[2] for line in desk.sheet.lines] == ["a", "a", "a"]
    assert desk.filled_down([(0, 2)]) is not None
    order = tuple(range(15))
    carry(desk, desk.typed((0, at("start")), "9", TODAY))
    carry(desk, desk.filled_right([(0, at("end"))], order))
    assert desk.sheet.lines[0].texts[at("end")] == "09:00"
    # A time is no word: only the same kind of text is repeated beside it.
    assert desk.filled_right([(0, at("end")), (0, at("channel"))], order) is None


def test_duplicated_and_removed_lines_keep_the_others(tmp_path: Path) -> None:
    sheet = a_desk(tmp_path).sheet
    add = sheet.add([(text, *[""] * 14) for text in "abcd"])
    assert add is not None
    sheet.apply(add)
    gone = sheet.remove([1, 3, 9])
    assert gone is not None
    sheet.apply(gone)
    assert [line.texts[0] for line in sheet.lines] == ["a", "c"]
    sheet.apply(gone.inverse)
    again = sheet.duplicate([0, 2])
    assert again is not None
    sheet.apply(again)
    assert [line.texts[0] for line in sheet.lines] == ["a", "b", "c", "a", "c", "d"]
    assert sheet.remove([9]) is None and sheet.duplicate([9]) is None
    assert sheet.begun == ()


def test_offers_come_by_code_initials_name_pinyin_and_part_own_customers_first(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path)
    known, customer = desk.known, SPEC.columns[at("customer_code")]

    def codes(text: str, owner: str = "") -> list[str]:
        return [one.value for one in known.offers(customer, text, owner)]

    assert codes("0001") == ["0001"]
    assert codes("lml") == codes("liming") == codes("明朗") == ["C2"]
    assert codes("east") == ["0001", "C3", "C4"]
    assert codes("east", "R2") == ["C3", "C4", "0001"]
    assert codes("lamps") == ["C3", "C4"] and codes("zzz") == []
    assert known.exact(customer, "east stores") == "0001"
    # A name of two is no name.
    assert known.exact(customer, "Eastern Lamps") is None
    outcome, planned = SPEC.columns[at("outcome")], SPEC.columns[at("planned")]
    assert [one.value for one in known.offers(outcome, "2")] == ["talked"]
    assert [one.value for one in known.offers(outcome, "order")] == ["ordered"]
    assert [one.value for one in known.offers(planned, "n")] == ["no"]


def problem(row: int, column: str, *, is_warning: bool = False) -> EntryProblem:
    issue = Issue("value_missing", column=column, is_warning=is_warning)
    return EntryProblem(row, column, issue)


def test_problems_stay_with_their_texts_and_go_when_these_change(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    carry(desk, desk.sheet.add([("R1", "2026-07-18", code, *[""] * 12) for code in ("a", "b")]))
    lines = desk.to_check(5)
    assert len(lines) == 2
    desk.take_problems(lines, [
        problem(0, "date", is_warning=True), problem(0, "customer_code"), problem(1, ""),
        problem(-1, "reported_by"),
    ])  # fmt: skip
    assert desk.to_check(5) == ()
    # What is wrong with a whole line stands at its first cell.
    assert desk.bad_cells == ((0, 2), (1, 0)) and desk.bad_rows == 2
    assert desk.next_bad((0, 2)) == (1, 0) and desk.next_bad((1, 0)) == (0, 2)
    found = desk.problem(0, at("date"))
    assert found is not None and found.is_warning
    old = desk.sheet.begun
    carry(desk, desk.typed((0, 2), "0001", TODAY))
    assert desk.bad_cells == ((1, 0),) and desk.problem(0, at("date")) == found
    # An answer that comes too late is of other texts.
    desk.take_problems(old[:1], [problem(0, "customer_code")])
    assert desk.bad_cells == ((1, 0),)
    # The line with the keyboard waits until it is whole.
    assert [line.texts[2] for line in desk.to_check(0)] == ["b"]


def test_a_jump_ends_at_the_edge_of_what_is_filled() -> None:
    filled = {(0, 0), (1, 0), (2, 0), (5, 0)}

    def is_filled(row: int, column: int) -> bool:
        return (row, column) in filled

    for start, move, end in (
        ((0, 0), (1, 0), (2, 0)), ((2, 0), (1, 0), (5, 0)), ((5, 0), (1, 0), (9, 0)),
        ((9, 0), (-1, 0), (5, 0)), ((9, 0), (1, 0), (9, 0)), ((0, 0), (0, 1), (0, 3)),
    ):  # fmt: skip
        assert jump(start, move, (10, 4), is_filled) == end


@pytest.mark.parametrize("text", ["someday", "2026-07-21", "8-1 09:00"])
def test_a_day_of_receipt_that_is_not_understood_or_still_to_come_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        received_from(text, CLOCK)


def test_a_day_of_receipt_is_its_noon_and_today_no_later_than_now() -> None:
    assert received_from(" ", CLOCK) is None and received_text(None) == ""
    day = received_from("7-18", CLOCK)
    assert day is not None and received_text(day) == "2026-07-18"
    moment = received_from("2026年7月18日 8:30", CLOCK)
    assert moment is not None and received_text(moment) == "2026-07-18 08:30"
    today = received_from("today", CLOCK)
    assert today is not None and today <= CLOCK.now()


# Drafts


def draft_at(folder: Path) -> Draft:
    [found] = DraftFolder(folder).waiting("b")
    return found


def test_each_change_is_on_the_file_before_the_next_and_a_broken_line_is_left_alone(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path)
    carry(desk, desk.typed((0, 0), "R1", TODAY))
    carry(desk, desk.typed((0, at("note")), "two\nlines", TODAY))
    carry(desk, desk.typed((1, at("note")), "次行", TODAY))
    assert kind_of(draft_at(tmp_path)) is EntryKind.VISITS
    [journal] = tmp_path.glob("*.journal")
    with journal.open("ab") as stream:
        stream.write('{"step": 4, "at": 0, "cut": 2, "put": [["次'.encode()[:-1])
    found = taken_up(draft_at(tmp_path), SPEC)
    assert found is not None and found.facts == desk.draft.facts
    assert found.rows == tuple(line.texts for line in desk.sheet.lines)


def test_a_whole_draft_takes_the_journal_over_unless_typing_went_on(tmp_path: Path) -> None:
    desk, folder = a_desk(tmp_path), DraftFolder(tmp_path)
    carry(desk, desk.typed((0, 0), "R1", TODAY))
    draft, step = desk.draft.whole()
    carry(desk, desk.typed((0, 2), "0001", TODAY))
    folder.keep(draft)
    desk.draft.kept(step)
    assert JOURNAL in draft_at(tmp_path).typed
    found = taken_up(draft_at(tmp_path), SPEC)
    assert found is not None and found.rows[0][:3] == ("R1", "", "0001")
    draft, step = desk.draft.whole()
    folder.keep(draft)
    desk.draft.kept(step)
    assert JOURNAL not in draft_at(tmp_path).typed
    assert taken_up(draft_at(tmp_path), SPEC) == found
    # Kept after everything was saved, it goes at once.
    carry(desk, desk.sheet.remove([0]))
    folder.keep(draft)
    desk.draft.kept(step)
    assert folder.waiting("b") == () and list(tmp_path.iterdir()) == []


def test_a_draft_of_other_columns_keeps_what_has_a_place(tmp_path: Path) -> None:
    fields = {
        "keys": '["customer_code", "gone", "note"]',
        "rows": '[["C2", "x", "said"], ["", ""]]',
    }
    draft = Draft("activity", "b", "entry visits 1", 0, "t", CLOCK.now(), {}, fields)
    found = taken_up(draft, SPEC)
    assert found is not None
    assert [(row[at("customer_code")], row[at("note")]) for row in found.rows] == [("C2", "said")]
    broken = Draft("activity", "b", "entry visits 1", 0, "t", CLOCK.now(), {}, {"rows": "{"})
    assert taken_up(broken, SPEC) is None
    assert kind_of(Draft("activity", "b", "12", 0, "t", CLOCK.now(), {}, {})) is None


def test_a_journal_that_cannot_be_written_says_so_and_one_that_cannot_be_read_is_left_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    draft = Draft("activity", "b", "entry visits 1", 0, "t", CLOCK.now(), {}, {})
    with pytest.raises(StorageError):
        DraftFolder(tmp_path / "file").append(draft, "{}")
    (tmp_path / "x.journal").write_text("nothing of ours\n{}", encoding="utf-8")
    (tmp_path / "y.draft").write_text('{"tab": "a", "before": [], "typed": []}', encoding="utf-8")
    assert DraftFolder(tmp_path).waiting("b") == ()
