"""From what is typed into a panel to its answer or its refusals, in a worker; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.money import currency_decimals
from desktop.services.calculators.callplan_change import (
    CallPicture,
    ResponsePoint,
    call_picture,
    response_points,
)
from desktop.services.calculators.data import CalcInput, CalcTable, Calculator, OptionKind
from desktop.services.calculators.examples import MAIN
from desktop.services.calculators.reading import MainTable, read_tables
from desktop.services.calculators.typed import typed_table
from desktop.views.plans.calculators.state import Grid, Typed, file_options
from desktop.views.plans.calculators.words import column_words, option_words, problem_words

#: The codes of what was not filled in yet.
_OPTION_MISSING, _TABLE_MISSING = "calc_option_missing", "calc_file_needed"
#: Calculators that answer each row of the input by itself, without naming it.
_BY_ROW = frozenset(("gonik", "hu", "curve"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong, in one sentence, and where.

    In a grid `row` counts from 0 (None: the grid as a whole) and `column` names the cell; of an
    option `option` is the name. `place` says the place in words; a refusal without any is of all.
    `is_missing` says that something was not filled in yet, which is no mistake while one types.
    """

    sentence: str
    option: str = ""
    grid: str | None = None
    row: int | None = None
    column: str = ""
    place: str = ""
    is_missing: bool = False

    @property
    def words(self) -> str:
        """The sentence with its place before it, unless it names the place itself."""
        if not self.place or self.place in self.sentence:
            return self.sentence
        return _("{place}: {problem}").format(place=self.place, problem=self.sentence)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calculator says to a panel: a table, or refusals.

    `lines` are the rows of the input, from 0, that the rows of the table are of, where they are
    of one each. `is_waiting` says that nothing was typed yet.
    """

    name: str
    table: CalcTable | None = None
    refusals: tuple[Refusal, ...] = ()
    known: CalcInput | None = None
    lines: tuple[int, ...] = ()
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What hangs on a programme of visits, with the curve of each account."""

    picture: CallPicture
    curves: Mapping[str, tuple[ResponsePoint, ...]] = field(default_factory=dict)


def answer_of(
    calculator: Calculator, typed: Typed, grids: tuple[Grid, ...], currency: str
) -> Answer:
    """Return the answer of a calculator to a panel; it reads and computes as the command does."""
    name = calculator.name
    decimals = currency_decimals(currency)
    if _is_waiting(calculator, typed):
        return Answer(name, is_waiting=True)
    tables = {grid.key: typed_table(grid.columns, typed.rows(grid.key), _title(name, grid.key))
              for grid in grids}  # fmt: skip
    given: dict[str, str | bool | None] = {**typed.options}
    for option in file_options(calculator):
        # A grid without a row is an option that was not given.
        given[option.name] = _title(name, option.name) if tables[option.name].rows else None
    main = tables.get(MAIN)
    source = None if main is None or not main.rows else MainTable("", lambda: main)
    try:
        known, _warnings = read_tables(
            calculator, source, given, lambda option, _name: tables[option], decimals
        )
        table = calculator.compute(known)
    except InputError as error:
        found = tuple(refusal_of(calculator, issue) for issue in error.issues)
        return Answer(name, refusals=found)
    lines = tuple(row.line - 1 for row in known.rows) if name in _BY_ROW else ()
    return Answer(name, table, known=known, lines=lines)


def _is_waiting(calculator: Calculator, typed: Typed) -> bool:
    """Whether nothing was typed that could be answered or refused."""
    words = [
        typed.options.get(option.name)
        for option in calculator.options
        if option.kind not in (OptionKind.CHOICE, OptionKind.FLAG)
    ]
    has_words = any(isinstance(word, str) and word.strip() for word in words)
    return typed.is_empty and not has_words


def _title(calculator: str, key: str) -> str:
    return option_words(calculator, key) if key else ""


def refusal_of(calculator: Calculator, issue: Issue) -> Refusal:
    """Return an issue as the panel shows it: at its field, its cell or its grid."""
    name = calculator.name
    sentence = problem_words(name, issue)
    if issue.column.startswith("--"):
        option = issue.column[2:]
        files = {one.name for one in file_options(calculator)}
        place, is_missing = option_words(name, option), issue.code == _OPTION_MISSING
        if option in files:
            return Refusal(sentence, grid=option, place=place, is_missing=is_missing)
        return Refusal(sentence, option=option, place=place, is_missing=is_missing)
    titles = {_title(name, one.name): one.name for one in file_options(calculator)}
    grid = titles.get(issue.file, MAIN)
    if issue.row is None or issue.row < 1:
        return Refusal(sentence, grid=None, place="", is_missing=issue.code == _TABLE_MISSING)
    parts = {"grid": issue.file, "row": issue.row}
    if issue.column:
        column = column_words(name, issue.column)
        words = _("{grid}, row {row}, {column}") if issue.file else _("Row {row}, {column}")
        place = words.format(**parts, column=column)
    else:
        place = (_("{grid}, row {row}") if issue.file else _("Row {row}")).format(**parts)
    return Refusal(sentence, "", grid, issue.row - 1, issue.column, place)


def call_answer(known: CalcInput, table: CalcTable) -> CallAnswer:
    """Return what hangs on the programme that `callplan` gave."""
    picture = call_picture(known, table)
    accounts = picture.problem.accounts
    return CallAnswer(
        picture,
        {
            account.key: response_points(account, planned)
            for account, planned in zip(accounts, picture.visits, strict=True)
        },
    )


def total_of(answer: Answer, column: str) -> Decimal:
    """Return the sum of a column of an answer, of money or whole numbers."""
    table = answer.table
    if table is None:
        return Decimal(0)
    place = [one.name for one in table.columns].index(column)
    return sum((Decimal(str(row[place])) for row in table.rows), Decimal(0))
