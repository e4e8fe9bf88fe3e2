"""Commands about import files: import, batches, withdraw, template."""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
from collections.abc import Iterable
from pathlib import Path

from desktop.bootstrap import Services
from desktop.commands.backing import back_up_before
from desktop.commands.console import DONE, FINDINGS, Console
from desktop.commands.opening import opened, require_free
from desktop.enums import ImportKind
from desktop.errors import Issue, StorageError
from desktop.i18n import _, ngettext
from desktop.services.atomic_file import require_writable, write_whole
from desktop.services.imports.mapping import load_mapping
from desktop.services.imports.refused import refused_rows
from desktop.services.imports.service import ImportFile, ImportOutcome
from desktop.services.imports.template import template
from desktop.services.messages import issue_sentence


def run_import(options: argparse.Namespace, console: Console) -> int:
    """Take a file in, or say what it would do; 1 where rows were refused."""
    file = _file(options)
    with opened(options, console) as services:
        actor = services.require_writer()
        leftovers: Path | None = options.good_rows_only
        if leftovers is not None:
            # Before anything is written: refused rows must have a place to come back to.
            require_writable(require_free(leftovers, services, file.path))
        if options.dry_run:
            outcome = services.imports.preview(actor, file)
        else:
            back_up_before(services, file.path, console)
            outcome = services.imports.run(actor, file)
            sealed(services)
    tell_issues(console, outcome)
    if leftovers is not None and outcome.refused and not options.dry_run:
        refused = (issue for _row, issue in outcome.refused)
        try:
            count = refused_rows(outcome.table, refused, leftovers)
        except StorageError:
            # The other rows are in all the same, and their batch must be known.
            _tell_outcome(console, outcome, file, None)
            raise
        console.say(
            ngettext(
                "{count} refused row was written to {path}.",
                "{count} refused rows were written to {path}.",
                count,
            ).format(count=count, path=leftovers)
        )
    _tell_outcome(console, outcome, file, leftovers)
    return FINDINGS if outcome.refused_count else DONE


def _file(options: argparse.Namespace) -> ImportFile:
    return ImportFile(
        kind=ImportKind(options.kind),
        path=options.file,
        sheet=options.sheet,
        mapping=load_mapping(options.map) if options.map is not None else None,
        update=options.update,
        good_rows_only=options.good_rows_only is not None,
        decimal_comma=options.decimal_comma,
        plan=options.plan,
        in_force=options.in_force,
        apply_oldest_first=options.apply == "oldest-first",
    )


def sealed(services: Services) -> None:
    """Seal the audit log after a command; where that has to wait, the next one does it."""
    with contextlib.suppress(StorageError):
        services.checking.seal(services.actor)


def tell_issues(console: Console, outcome: ImportOutcome) -> None:
    """Tell each issue once, in the order of the file."""
    issues: Iterable[Issue] = (*outcome.issues, *(issue for _row, issue in outcome.refused))
    told: list[str] = []
    for issue in issues:
        sentence = issue_sentence(issue)
        if issue.is_warning:
            sentence = _("Note: {sentence}").format(sentence=sentence)
        told.append(sentence)
    for line in dict.fromkeys(told):
        console.complain(line)


def _tell_outcome(
    console: Console, outcome: ImportOutcome, file: ImportFile, leftovers: Path | None
) -> None:
    if outcome.batch_id:
        words = ngettext(
            "{kind}: {count} row of {file} went in as batch {batch}.",
            "{kind}: {count} rows of {file} went in as batch {batch}.",
            outcome.row_count,
        )
    else:
        words = ngettext(
            "{kind}: {count} row of {file} can go in; nothing was written.",
            "{kind}: {count} rows of {file} can go in; nothing was written.",
            outcome.row_count,
        )
    if outcome.rounded_count:
        console.say(
            ngettext(
                "{count} amount was rounded to the currency's decimals.",
                "{count} amounts were rounded to the currency's decimals.",
                outcome.rounded_count,
            ).format(count=outcome.rounded_count)
        )
    console.done(
        words.format(
            kind=str(file.kind),
            count=outcome.row_count,
            file=file.path.name,
            batch=outcome.batch_id,
        ),
        command="import",
        kind=str(file.kind),
        file=file.path.name,
        batch=outcome.batch_id or None,
        rows=outcome.row_count,
        refused=outcome.refused_count,
        rounded=outcome.rounded_count,
        refused_file=str(leftovers) if leftovers is not None and outcome.refused else None,
    )


def run_batches(options: argparse.Namespace, console: Console) -> int:
    """List the imports so far as CSV, the latest first."""
    with opened(options, console) as services:
        rows = services.imports.batches()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = (
        "batch", "kind", "plan", "file", "sheet", "rows", "refused", "rounded", "imported_at",
        "imported_by", "withdrawn_at",
    )  # fmt: skip
    writer.writerow(names)
    for row in rows:
        cells = (
            row.id, row.kind, row.scope, row.file_name, row.sheet, row.row_count,
            row.refused_count, row.rounded_count, row.imported_at.isoformat(timespec="seconds"),
            row.user, row.withdrawn_at.isoformat(timespec="seconds") if row.withdrawn_at else "",
        )  # fmt: skip
        if console.as_json:
            console.done("", **dict(zip(names, cells, strict=True)))
        writer.writerow(cells)
    if not console.as_json:
        console.data(text.getvalue().encode("utf-8"))
    return DONE


def run_withdraw(options: argparse.Namespace, console: Console) -> int:
    """Take a batch back whole."""
    with opened(options, console) as services:
        services.imports.withdraw(services.require_writer(), options.batch)
        sealed(services)
    console.done(
        _("Batch {batch} was taken back.").format(batch=options.batch),
        command="withdraw",
        batch=options.batch,
    )
    return DONE


def run_template(options: argparse.Namespace, console: Console) -> int:
    """Write an empty, documented workbook for a kind of import file."""
    path: Path = options.file
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    write_whole(path, lambda stream: template(ImportKind(options.kind), stream))
    console.done(
        _("The template was written to {path}.").format(path=path),
        command="template",
        kind=options.kind,
        file=str(path),
    )
    return DONE
