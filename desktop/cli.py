"""The command line: reads it, does it, and turns whatever happens into one line and a status."""

from __future__ import annotations

import argparse
import contextlib
import locale
import os
import sys
from collections.abc import Sequence

from desktop.clock import Clock, SystemClock
from desktop.commands.console import DONE, UNREACHABLE, WRONG, Console, make_streams_utf8
from desktop.commands.parser import UsageProblem, build_parser, window_options
from desktop.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    KnownError,
    SchemaTooNew,
    StorageError,
)
from desktop.i18n import LANGUAGES, _, set_language

#: What is the command's own fault, though a database's address is in it.
_WRONG_ADDRESS = frozenset(
    (
        "address_empty", "address_unknown_kind", "address_unreadable", "address_without_file",
        "database_exists", "database_not_empty", "folder_missing",
    )
)  # fmt: skip


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Carry out a command line and return the exit status (FORMATS.md, section 1).

    0 done; 1 done, with findings or refused rows; 2 the command or the input is wrong, nothing
    was changed; 3 the database is unreachable, busy or from a newer program.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    make_streams_utf8()
    set_language(_language(given))
    is_debugging = "--debug" in given
    console = Console(clock or SystemClock(), is_debugging=is_debugging)
    try:
        options = window_options(given) or build_parser().parse_args(given)
        console = Console(console.clock, options.json, is_debugging)
        if options.run is None:
            return _open_window(options)
        status: int = options.run(options, console)
        sys.stdout.flush()
        return status
    except UsageProblem as problem:
        return _told(console, problem, (str(problem),), WRONG)
    except KnownError as error:
        from desktop.commands.backing import ways_out
        from desktop.services.messages import sentences

        return _told(console, error, (*sentences(error), *ways_out(error)), _status(error))
    except KeyboardInterrupt as stop:
        return _told(console, stop, (_("The work was stopped; nothing was changed."),), WRONG)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain at its end.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as ended:
        # --help and --version end so.
        return ended.code if isinstance(ended.code, int) else DONE
    except Exception as fault:  # the border: a fault of the program is one line too
        words = _(
            "The program has a fault ({fault}); nothing was changed. Run it again with --debug "
            "and report what it says."
        ).format(fault=type(fault).__name__)
        return _told(console, fault, (words,), WRONG)


def _told(console: Console, error: BaseException, lines: Sequence[str], status: int) -> int:
    if console.is_debugging:
        from desktop.services.error_places import error_places

        print(*error_places(error), sep="\n", file=sys.stderr)
    for line in lines:
        console.complain(line)
    return status


def _status(error: KnownError) -> int:
    if error.code in _WRONG_ADDRESS:
        return WRONG
    if isinstance(error, DatabaseUnreachable | DatabaseBusy | SchemaTooNew):
        return UNREACHABLE
    # A database that cannot do its part has an address; a file to be written has a path.
    return UNREACHABLE if isinstance(error, StorageError) and "address" in error.facts else WRONG


def _language(given: Sequence[str]) -> str:
    """Return the language of messages: the first `--lang`, else the environment's.

    It is needed before the command line is read, since its own texts are in it.
    """
    for place, word in enumerate(given):
        name, _equals, value = word.partition("=")
        if name == "--lang":
            value = value or (given[place + 1] if place + 1 < len(given) else "")
            return value if value in LANGUAGES else "en"
    return environment_language()


def environment_language() -> str:
    """Return Chinese in a Chinese environment, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        found = os.environ.get(name, "")
        if found:
            break
    else:
        found = locale.getlocale()[0] or ""
    return "zh_CN" if found.lower().startswith(("zh", "chinese")) else "en"


def _open_window(options: argparse.Namespace) -> int:
    # Qt is loaded only where a window is wanted, and before its hook can be put aside.
    import PySide6.QtCore  # noqa: F401

    from desktop.services.garbage import collector_paused
    from desktop.views.plain_import import import_plainly

    import_plainly()
    with collector_paused():
        from desktop.app import main as open_window

    address = options.database or os.environ.get("BRANCHBOOK_DATABASE", "")
    return open_window(address, language=options.lang)


if __name__ == "__main__":
    sys.exit(main())
