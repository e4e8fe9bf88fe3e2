"""The wizard's words for kinds, columns and problems; free of Qt."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, InputError, Issue, KnownError
from desktop.i18n import N_, _, language
from desktop.services import formats, messages
from desktop.services.imports.data import ColumnSpec
from desktop.services.imports.kinds import kind_spec
from desktop.services.imports.loading.contents import BatchContents
from desktop.services.imports.messages import issue_place

#: Sentences that name the command line's options say here what to press in the window.
_HERE: Mapping[str, str] = {
    "code_exists": N_("The code “{value}” is there already. Tick “Change what is there already”."),
    "column_missing": N_("The required column {ours} comes from nowhere. Go back and choose it."),
    "day_exists": N_("{value} is in the calendar already. Tick “Change what is there already”."),
    "number_two_ways": N_(
        "“{value}” can be read two ways, and so can the whole column: {example} is {small} or "
        "{large}. Tick “Comma is the decimal sign” if it is meant so, or write decimals with two "
        "digits."
    ),
    "plan_missing": N_("Give the plan that the targets belong to a name."),
    "same_file_twice": N_(
        "The same content went in already as {earlier}. To bring it in again, take import {batch} "
        "back first."
    ),
    "sheet_needed": N_("Several sheets are filled: {sheets}. Choose one."),
    "title_row": N_(
        "The first row is a title (“{title}”). Go back and skip {skip} rows above the headers."
    ),
}


def kind_words(kind: ImportKind) -> str:
    """Return what a kind of import file is called."""
    return _(kind_spec(kind).title)


def column_words(column: ColumnSpec) -> str:
    """Return what one of our columns is called in the language of the moment."""
    if language() != "en" and column.aliases:
        return column.aliases[0]
    return column.name.replace("_", " ").capitalize()


def problem_words(issue: Issue) -> str:
    """Return what is wrong and what to do in this window, without the place."""
    found = _HERE.get(issue.code)
    if found is None:
        return messages.issue_problem(issue)
    facts: dict[str, object] = {
        "value": issue.value, "column": issue.column, "ours": "", **issue.facts
    }  # fmt: skip
    return string.Formatter().vformat(_(found), (), _Facts(facts))


def placed_words(issue: Issue) -> str:
    """Return the same with the place before it: file, sheet, row, column."""
    place, problem = issue_place(issue), problem_words(issue)
    return _("{place}: {problem}").format(place=place, problem=problem) if place else problem


def take_back_words(contents: BatchContents) -> str:
    """Return the question whether to take a batch back, with what goes and what comes again."""
    lines = [
        _(
            "Take back import {batch} ({file})? This cannot be undone, but the file can go in "
            "again."
        ).format(batch=contents.batch_id, file=contents.file_name)
    ]
    if contents.removed:
        lines.append(_("What goes: {things}.").format(things=_counted(contents.removed)))
    if contents.restored:
        things = _counted(contents.restored)
        lines.append(_("What will be again as it was before: {things}.").format(things=things))
    return "\n".join(lines)


def _counted(things: Sequence[tuple[str, int]]) -> str:
    return ", ".join(
        _("{count} × {record}").format(
            count=formats.number(count), record=_(messages.RECORD_WORDS.get(name, name))
        )
        for name, count in things
    )


class _Facts(dict[str, object]):
    """Facts of an issue; one that is missing reads as nothing instead of failing."""

    def __missing__(self, key: str) -> str:
        return ""


def error_words(error: Exception) -> str:
    """Return a foreseen error in plain words; what is unforeseen is raised again, as our bug.

    Of a refused file the first three problems are told, each with its place.
    """
    if isinstance(error, ImportRefused | InputError):
        return "\n".join(dict.fromkeys(placed_words(issue) for issue in error.issues[:3]))
    if isinstance(error, KnownError):
        return messages.sentence(error)
    raise error
