"""What can be written on the command line: commands, options and their words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from desktop import __version__
from desktop.commands.console import Console
from desktop.enums import AgeFrom, CalendarKind, ImportKind, Metric, SalesBasis
from desktop.i18n import LANGUAGES, _

Run = Callable[[argparse.Namespace, Console], int]


class UsageProblem(Exception):
    """The command line cannot be read; the text says why in one line."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of a page, and ends nothing itself."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line.

        Raises:
            UsageProblem: always.
        """
        raise UsageProblem(
            _("{problem} (see: {command} --help)").format(problem=message, command=self.prog)
        )


def build_parser() -> Parser:
    """Return the parser of the whole command line, its help in the language of the moment."""
    parser = Parser(
        prog="branchbook",
        description=_("The program a regional sales branch runs on. Without a command it opens "
                      "the window."),
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"branchbook {__version__}")
    _add_options(parser)
    commands = parser.add_subparsers(metavar=_("COMMAND"), dest="command")
    _add_databases(commands)
    _add_backups(commands)
    _add_imports(commands)
    _add_reports(commands)
    _add_scorecards(commands)
    _add_calculators(commands)
    _add_demo(commands)
    _add_help(commands)
    return parser


def window_options(given: Sequence[str]) -> argparse.Namespace | None:
    """Return the options of a command line that opens the window; None where it says more.

    Such a line names no command, so that those need not be loaded to read it.
    """
    parser = Parser(prog="branchbook", allow_abbrev=False, add_help=False)
    _add_options(parser)
    try:
        options, rest = parser.parse_known_args(given)
    except UsageProblem:
        return None
    return None if rest else options


def _add_options(parser: Parser) -> None:
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help=_("a file, sqlite:///… or postgresql://…; else the variable BRANCHBOOK_DATABASE"),
    )
    parser.add_argument("--user", default="", help=_("login on a database server"))
    parser.add_argument("--lang", choices=LANGUAGES, default="", help=_("language of messages"))
    parser.add_argument(
        "--json", action="store_true", help=_("tell what was done as JSON, one object a line")
    )
    parser.add_argument(
        "--debug", action="store_true", help=_("show where in the program a problem arose")
    )
    parser.set_defaults(run=None)


def _late(module: str, name: str) -> Run:
    """Return a command whose module is loaded when it is carried out.

    A window and a page of help then load no database.
    """

    def run(options: argparse.Namespace, console: Console) -> int:
        command: Run = getattr(import_module(f"desktop.commands.{module}"), name)
        return command(options, console)

    return run


Commands = "argparse._SubParsersAction[Parser]"


def _command(commands: Commands, name: str, run: Run, help: str) -> Parser:  # type: ignore[valid-type]
    parser: Parser = commands.add_parser(  # type: ignore[attr-defined]
        name, help=help, description=help, allow_abbrev=False
    )
    parser.set_defaults(run=run)
    return parser


def _add_databases(commands: Commands) -> None:  # type: ignore[valid-type]
    new = _command(
        commands, "new", _late("databases", "run_new"), _("make the database of a branch")
    )
    new.add_argument("new_database", metavar="DATABASE", help=_("a file or an address"))
    new.add_argument("--name", default="", help=_("name of the branch, as printed"))
    new.add_argument("--currency", default="CNY", help=_("ISO code of the currency"))
    new.add_argument(
        "--fiscal-year-start",
        type=int,
        choices=range(1, 13),
        default=1,
        metavar="1..12",
        help=_("first month of the fiscal year"),
    )
    new.add_argument(
        "--sales-basis",
        choices=[str(one) for one in SalesBasis],
        default=str(SalesBasis.INVOICED),
        help=_("documents that count as sales"),
    )
    new.add_argument(
        "--calendar",
        choices=[str(one) for one in CalendarKind],
        default=str(CalendarKind.CN),
        help=_("working days to begin with"),
    )
    new.add_argument(
        "--node",
        type=int,
        default=0,
        metavar="N",
        help=_("number of this branch where several databases are to be brought together"),
    )
    _command(
        commands,
        "check",
        _late("databases", "run_check"),
        _("prove that the database holds together"),
    )


def _add_backups(commands: Commands) -> None:  # type: ignore[valid-type]
    copy = _command(
        commands,
        "backup",
        _late("backing", "run_backup"),
        _("write a verified copy of the whole database"),
    )
    copy.add_argument(
        "file", type=Path, metavar="FILE", help=_("a database file; of a server a zip of its rows")
    )
    back = _command(
        commands,
        "restore",
        _late("backing", "run_restore"),
        _("make a new database out of a backup; --database names the new one"),
    )
    back.add_argument("file", type=Path, metavar="FILE", help=_("the backup"))
    back.add_argument(
        "--compare",
        default="",
        metavar="URL",
        help=_("a database to compare the backup with, table by table"),
    )


def _add_imports(commands: Commands) -> None:  # type: ignore[valid-type]
    kinds = [str(kind) for kind in ImportKind]
    take = _command(commands, "import", _late("importing", "run_import"), _("take a file in"))
    take.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    take.add_argument("file", type=Path, metavar="FILE", help=_("CSV, XLSX, XLS or ODS"))
    take.add_argument("--sheet", default="", help=_("sheet of a workbook"))
    take.add_argument(
        "--map",
        type=Path,
        metavar="MAPPING.toml",
        help=_("which header of the file is which column"),
    )
    take.add_argument("--dry-run", action="store_true", help=_("check only, write nothing"))
    take.add_argument(
        "--decimal-comma", action="store_true", help=_("numbers are written with a decimal comma")
    )
    take.add_argument(
        "--update", action="store_true", help=_("change master data that is there already")
    )
    take.add_argument(
        "--good-rows-only",
        type=Path,
        metavar="OUT",
        help=_("take what is good and write the refused rows to OUT, with their reasons"),
    )
    take.add_argument("--plan", default="", metavar="NAME", help=_("plan that targets are for"))
    take.add_argument("--in-force", action="store_true", help=_("put the plan in force"))
    take.add_argument(
        "--apply", choices=["oldest-first"], help=_("apply money to the oldest documents")
    )
    _command(commands, "batches", _late("importing", "run_batches"), _("list the imports so far"))
    back = _command(
        commands, "withdraw", _late("importing", "run_withdraw"), _("take an import back whole")
    )
    back.add_argument("batch", type=int, metavar="BATCH", help=_("number of the batch"))
    blank = _command(
        commands,
        "template",
        _late("importing", "run_template"),
        _("write an empty, documented workbook for a kind of file"),
    )
    blank.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    blank.add_argument("file", type=Path, metavar="FILE.xlsx", help=_("where to"))


def _add_reports(commands: Commands) -> None:  # type: ignore[valid-type]
    from desktop.commands import reporting

    report = _command(
        commands, "report", reporting.run_report, _("write a report as CSV, JSON or XLSX")
    )
    names = report.add_subparsers(metavar="NAME", dest="report", required=True,
                                  parser_class=Parser)  # fmt: skip
    for name, title in reporting.report_titles().items():
        one = names.add_parser(name, help=title, description=title, allow_abbrev=False)
        one.set_defaults(run=reporting.run_report)
        one.add_argument("--as-of", metavar="D", help=_("default: the last day with data"))
        one.add_argument(
            "--from",
            dest="first",
            metavar="D",
            help=_("first day; default: the start of the fiscal year"),
        )
        one.add_argument(
            "--to", dest="last", metavar="D", help=_("last day, included; default: the as-of day")
        )
        one.add_argument("--out", type=Path, metavar="FILE", help=_("default: standard output"))
        if name == reporting.SCORECARD:
            one.add_argument("--rep", required=True, metavar="CODE", help=_("whose scorecard"))
            one.add_argument("--format", choices=["json"])
            continue
        one.add_argument(
            "--format", choices=reporting.FORMATS, help=_("default: by the file's name, else csv")
        )
        one.add_argument(
            "--by",
            default="",
            metavar="DIM[,DIM…]",
            help=_(
                "up to three of: rep, manager, territory, customer, class, product, product_group, "
                "category, month, quarter, year"
            ),
        )
        _add_own(one, reporting.TABLES[name][2])


def _add_own(report: argparse.ArgumentParser, own: tuple[str, ...]) -> None:
    if "metric" in own:
        report.add_argument("--metric", choices=[str(one) for one in Metric], default="sales")
    if "plan" in own:
        report.add_argument(
            "--plan", default="", metavar="NAME", help=_("default: the plan in force of each year")
        )
    if "owner" in own:
        report.add_argument(
            "--owner",
            choices=["current", "origin"],
            default="current",
            help=_("whose open items: the current owner's, or those of the document's rep"),
        )
    if "age_from" in own:
        report.add_argument("--age-from", choices=[str(one) for one in AgeFrom], default="due")
    if "within" in own:
        report.add_argument(
            "--within", type=_days, default=7, metavar="N", help=_("days after the visit")
        )
    if "shares" in own:
        report.add_argument("--share-a", default="0.8", metavar="SHARE")
        report.add_argument("--share-b", default="0.95", metavar="SHARE")


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= 366:
        raise ValueError(text)
    return days


_days.__name__ = "day count"


def _add_scorecards(commands: Commands) -> None:  # type: ignore[valid-type]
    cards = _command(
        commands,
        "scorecards",
        _late("printing", "run_scorecards"),
        _("write the printed scorecards of a period"),
    )
    cards.add_argument("--from", dest="first", required=True, metavar="D")
    cards.add_argument("--to", dest="last", required=True, metavar="D")
    cards.add_argument("--as-of", metavar="D")
    cards.add_argument(
        "--rep",
        nargs="+",
        action="extend",
        metavar="CODE",
        help=_("whose; default: everyone who sells"),
    )
    cards.add_argument("--lang", dest="page_language", choices=LANGUAGES, default="")
    cards.add_argument("--out", type=Path, required=True, metavar="DIR")
    cards.add_argument("--one-file", action="store_true", help=_("all in one file"))


def _add_calculators(commands: Commands) -> None:  # type: ignore[valid-type]
    from desktop.commands import calculating

    calc = _command(
        commands, "calc", calculating.run_calc, _("calculate on a file; needs no database")
    )
    calculating.add_calculators(calc, Parser)


def _add_demo(commands: Commands) -> None:  # type: ignore[valid-type]
    show = _command(
        commands, "demo", _late("demo", "run_demo"), _("build the sample branch and open it")
    )
    show.add_argument("--dir", type=Path, default=Path("demo"), metavar="DIR")
    show.add_argument("--lang", dest="page_language", choices=LANGUAGES, default="")
    show.add_argument(
        "--no-window",
        action="store_true",
        help=_("write pictures and scorecards instead of opening the window"),
    )


def _add_help(commands: Commands) -> None:  # type: ignore[valid-type]
    show = _command(
        commands, "help", _late("helping", "run_help"), _("explain commands and import files")
    )
    show.add_argument(
        "topic", nargs="?", default="", metavar="KIND", help=_("a kind of import file")
    )
