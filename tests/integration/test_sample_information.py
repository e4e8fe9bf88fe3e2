"""What the sample's field knows: everything is answered, or stands on the board with a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from desktop.bootstrap import Services, make_database, open_services
from desktop.enums import CalendarKind, ImportKind, NoteType
from desktop.services.branches.data import MakeBranch
from desktop.services.imports.service import ImportFile
from desktop.services.information.data import NotePage
from desktop.services.rules.information import NoteState
from desktop.services.rules.questions import AnswerState
from desktop.services.sample import dealers, goods, information, people, places
from desktop.services.sample.branch import SEED, SampleFile
from desktop.services.sample.building import sample_clock

CLOCK = sample_clock()
_K = ImportKind


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Yield the sample's people, dealers and goods, and what its field knows; made once."""
    folder = tmp_path_factory.mktemp("sample")
    address = str(folder / "sample.branchbook")
    make_database(address, MakeBranch("Sample", calendar=CalendarKind.CN), CLOCK, "li")
    services = open_services(address, CLOCK, "li")
    actor, trade = services.require_writer(), dealers.dealers(SEED)
    for number, file in enumerate((
        SampleFile(_K.TERRITORIES, places.COLUMNS, places.rows("en")),
        SampleFile(_K.REPS, people.REP_COLUMNS, people.rows("en")),
        SampleFile(_K.PRODUCT_GROUPS, goods.GROUP_COLUMNS, goods.group_rows("en")),
        SampleFile(_K.PRODUCTS, goods.COLUMNS, goods.rows("en")),
        SampleFile(_K.CUSTOMERS, dealers.COLUMNS, dealers.rows(trade, "en")),
    )):  # fmt: skip
        path = folder / f"sample-{number}.csv"
        path.write_bytes(file.as_csv())
        services.imports.run(actor, ImportFile(file.kind, path))
    information.fill(services.uow, actor, SEED, "en")
    yield services
    services.close()


@pytest.fixture(scope="module")
def notes(sample: Services) -> NotePage:
    return sample.market_notes.page()


def test_every_note_question_request_and_problem_is_answered_or_owed_by_name(
    sample: Services, notes: NotePage
) -> None:
    board = sample.info_answers.board()
    book = sample.info_questions.book()
    owed_notes = {one.note_id for one in board.owed if not one.is_question}
    owed_tasks = {
        (one.question_id, one.rep_id, one.due_on) for one in board.owed if one.is_question
    }
    assert len(notes.rows) == notes.count == notes.total
    for row in notes.rows:
        assert bool(row.answer) != (row.id in owed_notes), row
        assert row.owes
    for task in book.tasks:
        key = (task.question_id, task.rep_id, task.due_on)
        assert (task.state is AnswerState.ANSWERED) != (key in owed_tasks), task
    assert all(one.owes.strip() for one in board.owed)


def test_the_field_told_of_everything_and_some_of_it_waits(notes: NotePage) -> None:
    kinds = Counter(row.type for row in notes.rows)
    assert 55 <= notes.count <= 75 and set(kinds) == set(NoteType)
    requests = [row.state for row in notes.rows if row.type is NoteType.DEALER_REQUEST]
    assert Counter(requests) == {NoteState.LATE: 2, NoteState.ANSWERED: 2, NoteState.OPEN: 1}
    problems = [row for row in notes.rows if row.type is NoteType.PROBLEM]
    (up,) = [row for row in problems if row.state is NoteState.ESCALATED]
    assert (len(problems), up.severity, up.owes) == (4, 1, "Shen Guohua")


def test_standing_questions_have_answers_and_gaps(sample: Services) -> None:
    book = sample.info_questions.book()
    assert len(book.questions) == 3
    assert all(one.answered and one.late for one in book.questions)
    assert any(one.note_id is not None for one in book.tasks)


def test_decisions_rest_on_notes_that_came_before(sample: Services) -> None:
    rows = sample.info_decisions.rows()
    assert len(rows) == 4
    assert all(note.noted_on <= row.decided_on for row in rows for note in row.notes)
    assert all(row.notes for row in rows)


def test_prices_of_four_products_move(sample: Services) -> None:
    book = sample.competitor_prices.book()
    assert [one.code for one in book.products] == ["BX412-B", "KF72-A1", "KG35-B2", "XG10-B"]
    assert len({row.competitor_key for row in book.rows}) == 2
    assert len({row.region for row in book.rows}) == 2
    assert all(row.before is None or row.before != row.price for row in book.rows[:4])


def test_the_english_words_hold_no_chinese_and_the_same_seed_gives_the_same(
    sample: Services, notes: NotePage
) -> None:
    said = "".join(row.text + row.answer + row.source + row.competitor for row in notes.rows)
    assert not any("一" <= letter <= "鿿" for letter in said)
    before = [(row.noted_on, row.rep, row.price, row.answered_at) for row in notes.rows]
    information.fill(sample.uow, sample.require_writer(), SEED, "zh_CN")
    both = sample.market_notes.page().rows
    chinese = [row for row in both if row not in notes.rows]
    assert [(row.noted_on, row.rep, row.price, row.answered_at) for row in chinese] == before
