"""The command `help`: commands in words, and import files from their own description."""

from __future__ import annotations

import argparse

from desktop.commands.calculating import calculators_text
from desktop.commands.console import DONE, Console
from desktop.commands.reporting import report_titles
from desktop.enums import ImportKind
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.services.help_pages import HelpPage, page_text
from desktop.services.imports.data import KindSpec
from desktop.services.imports.kinds import KINDS

_KINDS_HERE, _REPORTS_HERE = "<!-- kinds -->", "<!-- reports -->"
_CALCULATORS_HERE = "<!-- calculators -->"


def run_help(options: argparse.Namespace, console: Console) -> int:
    """Explain the commands, or one kind of import file."""
    topic = options.topic.strip()
    if not topic:
        console.data(formats_text().encode("utf-8"))
        return DONE
    if topic not in set(ImportKind):
        facts = {"known": ", ".join(ImportKind)}
        raise InputError(Issue("topic_unknown", facts, value=topic))
    console.data(kind_text(KINDS[ImportKind(topic)]).encode("utf-8"))
    return DONE


def formats_text() -> str:
    """Return the help on commands and files, in Markdown, in the language of the moment."""
    text = page_text(HelpPage.FORMATS)
    reports = "\n".join(f"- `{name}`: {title}" for name, title in report_titles().items())
    kinds = "\n".join(kind_text(spec) for spec in KINDS.values())
    text = text.replace(_REPORTS_HERE, reports).replace(_CALCULATORS_HERE, calculators_text())
    return text.replace(_KINDS_HERE, kinds)


def help_text(page: HelpPage) -> str:
    """Return a page of the help, in Markdown, in the language of the moment."""
    return formats_text() if page is HelpPage.FORMATS else page_text(page)


def kind_text(spec: KindSpec) -> str:
    """Return the columns of a kind of import file, in Markdown, from its description."""
    titles = (_("Column"), _("Chinese header"), _("Required"), _("Meaning"))
    yes = _("yes")
    lines = [
        f"### {spec.kind} ({_(spec.title)})",
        "",
        f"| {' | '.join(titles)} |",
        "|---|---|---|---|",
    ]
    for column in spec.columns:
        words = "/".join(choice.value for choice in column.choices)
        meaning = _(column.help) if column.help else ""
        lines.append(
            f"| `{column.name}` | {column.aliases[0] if column.aliases else ''} "
            f"| {yes if column.required else ''} "
            f"| {' '.join(part for part in (meaning, words and f'`{words}`') if part)} |"
        )
    return "\n".join((*lines, ""))
