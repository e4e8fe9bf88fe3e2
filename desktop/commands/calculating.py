"""The command `calc`: a calculator on a file, written as CSV, JSON or XLSX; no database."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.console import DONE, Console
from desktop.errors import InputError, Issue, RuleViolation
from desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.services.calculators.data import CalcColumn, CalcOption, Calculator
    from desktop.services.figures.data import CalculatedTable

FORMATS = ("csv", "json", "xlsx")


def run_calc(options: argparse.Namespace, console: Console) -> int:
    """Carry out a calculator and write its answer to standard output or to a file."""
    from desktop.money import currency_decimals
    from desktop.services.atomic_file import put, write_whole
    from desktop.services.calculators.reading import read_input
    from desktop.services.calculators.registry import CALCULATORS
    from desktop.services.figures.data import CalculatedTable
    from desktop.services.messages import issue_sentence

    calculator = CALCULATORS[options.calculator]
    form = _format(options)
    _require_free(options, calculator)
    currency = _currency(options.currency)
    decimals = currency_decimals(currency)
    given = {one.name: getattr(options, _place(one)) for one in calculator.options}
    known, warnings = read_input(calculator, options.input, given, decimals)
    for warning in warnings:
        console.complain(issue_sentence(warning))
    answer = calculator.compute(known)
    for remark in answer.remarks:
        console.complain(remark)
    table = CalculatedTable(
        calculator.name, currency, decimals, answer.columns, answer.rows, None, answer.definitions
    )
    content = _content(table, form, console)
    out: Path | None = options.out
    if out is None:
        console.data(content)
        return DONE
    write_whole(out, partial(put, content))
    rows = len(table.rows)
    console.done(
        ngettext(
            "{count} row was written to {path}.", "{count} rows were written to {path}.", rows
        ).format(count=rows, path=out),
        command="calc",
        calculator=calculator.name,
        rows=rows,
        file=str(out),
    )
    return DONE


def _format(options: argparse.Namespace) -> str:
    """Return the format asked for, else the one that the file's name says, else CSV."""
    asked: str = options.format or ""
    out: Path | None = options.out
    if not asked and out is not None and out.suffix.lower().lstrip(".") in FORMATS:
        asked = out.suffix.lower().lstrip(".")
    if asked == "xlsx" and out is None:
        raise RuleViolation("table_needs_file")
    return asked or "csv"


def _content(table: CalculatedTable, form: str, console: Console) -> bytes:
    from desktop.services.exports.machine import json_text, write_csv, xlsx_bytes

    made_at = console.clock.now().astimezone(UTC)
    if form == "json":
        return json_text(table, made_at).encode("utf-8")
    if form == "xlsx":
        return xlsx_bytes(table, made_at)
    stream = BytesIO()
    write_csv(table, stream)
    return stream.getvalue()


def _currency(code: str) -> str:
    """Return the currency's code in capitals.

    Raises:
        InputError: no code of three letters.
    """
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise InputError(Issue("currency_unknown", column="--currency", value=code))
    return code.upper()


def _require_free(options: argparse.Namespace, calculator: Calculator) -> None:
    """Refuse to write the answer over a file that is read.

    Raises:
        InputError: the output is one of the input files.
    """
    from desktop.services.calculators.data import OptionKind

    out: Path | None = options.out
    if out is None:
        return
    read = [options.input]
    read += [
        getattr(options, _place(option))
        for option in calculator.options
        if option.kind is OptionKind.FILE
    ]
    if any(path and Path(path).resolve() == out.resolve() for path in read):
        raise InputError(Issue("file_is_source", {"path": str(out)}))


def add_calculators(calc: argparse.ArgumentParser, parser_class: type) -> None:
    """Give the command `calc` a command of its own for each calculator, with its options."""
    from desktop.services.calculators.registry import CALCULATORS

    names: argparse._SubParsersAction[argparse.ArgumentParser] = calc.add_subparsers(
        metavar="NAME", dest="calculator", required=True, parser_class=parser_class
    )
    for name, calculator in CALCULATORS.items():
        title = _(calculator.title)
        one = names.add_parser(name, help=title, description=title, allow_abbrev=False)
        one.set_defaults(run=run_calc)
        one.add_argument(
            "input", nargs="?", type=Path, metavar="INPUT.csv", help=_input_help(calculator)
        )
        for option in calculator.options:
            _add_option(one, option)
        one.add_argument("--currency", default="CNY", help=_("gives money its decimals"))
        one.add_argument(
            "--format", choices=FORMATS, help=_("default: by the file's name, else csv")
        )
        one.add_argument("--out", type=Path, metavar="FILE", help=_("default: standard output"))


def _place(option: CalcOption) -> str:
    """Return the name that an option has among the arguments; others have no prefix."""
    return f"calc_{option.name.replace('-', '_')}"


def _add_option(parser: argparse.ArgumentParser, option: CalcOption) -> None:
    from desktop.services.calculators.data import OptionKind

    words = _(option.help) if option.help else None
    if option.kind is OptionKind.FLAG:
        parser.add_argument(
            f"--{option.name}", dest=_place(option), action="store_true", help=words
        )
        return
    parser.add_argument(
        f"--{option.name}", dest=_place(option), metavar=_placeholder(option), help=words
    )


def _input_help(calculator: Calculator) -> str:
    if not calculator.needs_file:
        return _("not read by this calculator")
    names = column_names(calculator.columns)
    if calculator.columns_of is not None:
        return _("CSV or a workbook with these columns, or more by the options: {names}").format(
            names=names
        )
    return _("CSV or a workbook with the columns: {names}").format(names=names)


def column_names(columns: Sequence[CalcColumn]) -> str:
    """Return the names of columns in a list; those that may lack stand in brackets."""
    return ", ".join(one.name if one.is_required else f"[{one.name}]" for one in columns)


def calculators_text() -> str:
    """Return what each calculator takes, in Markdown, in the language of the moment."""
    from desktop.services.calculators.registry import CALCULATORS

    lines = []
    for name, calculator in CALCULATORS.items():
        lines += [f"### calc {name}", "", _(calculator.title), ""]
        if calculator.needs_file:
            lines += [f"- `INPUT.csv`: {_input_help(calculator)}"]
        for option in calculator.options:
            lines.append(f"- `--{_written(option)}`: {_(option.help)}")
            if option.columns:
                lines[-1] += f" (`{column_names(option.columns)}`)"
        lines.append("")
    return "\n".join(lines)


def _written(option: CalcOption) -> str:
    from desktop.services.calculators.data import OptionKind

    return (
        option.name if option.kind is OptionKind.FLAG else f"{option.name} {_placeholder(option)}"
    )


def _placeholder(option: CalcOption) -> str:
    from desktop.services.calculators.data import OptionKind

    if option.placeholder:
        return option.placeholder
    if option.kind is OptionKind.FILE:
        return "FILE"
    return "|".join(option.choices) if option.choices else "N"
