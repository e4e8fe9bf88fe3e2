"""What the list of numbers without a basis shows: rows, columns, words; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.unfounded import UnfoundedRow
from desktop.tone import Tone
from desktop.views.column import Align, Column, count_column, percent_column, text_column
from desktop.views.plans.versions.differences import level_words
from desktop.views.plans.words import amount_words, label_words, metric_words


def scope_words(row: UnfoundedRow) -> str:
    """Return what a number was typed for."""
    if not row.scope:
        return _("Whole branch")
    return " · ".join(
        label_words(dimension, named.code, named.name) for dimension, named in row.scope
    )


def months_words(row: UnfoundedRow) -> str:
    """Return the months of a row."""
    if row.first == row.last:
        return formats.month(row.first)
    return _("{first} – {last}").format(
        first=formats.month(row.first), last=formats.month(row.last)
    )


def basis_words(row: UnfoundedRow) -> str:
    """Return whether a number was typed, or nothing is known of it."""
    return _("Typed") if row.is_typed else _("Nothing known")


def reason_words(row: UnfoundedRow) -> str:
    """Return the reason that was typed with a number; "—" where there is none."""
    return row.reason or formats.DASH


def unfounded_columns(currency: str) -> tuple[Column[UnfoundedRow], ...]:
    """Return the columns of the list."""
    metric: Column[UnfoundedRow] = text_column(
        "metric", N_("Metric"), lambda row: metric_words(row.metric), strong=True
    )
    basis: Column[UnfoundedRow] = Column(
        "basis", N_("Basis"), basis_words, basis_words,
        tone=lambda row: Tone.WATCH if row.is_typed else Tone.BAD,
    )  # fmt: skip
    months: Column[UnfoundedRow] = Column(
        "months", N_("Months"), months_words, lambda row: f"{row.first}/{row.last}"
    )
    amount: Column[UnfoundedRow] = Column(
        "amount", N_("Amount"), lambda row: amount_words(row.amount, row.metric, currency),
        lambda row: row.amount, align=Align.END,
    )  # fmt: skip
    lines: Column[UnfoundedRow] = count_column("lines", N_("Lines"), lambda row: row.lines)
    share: Column[UnfoundedRow] = percent_column(
        "share", N_("Share"), lambda row: row.share,
        header_tip=N_("Part of the metric's whole amount in this version"),
    )  # fmt: skip
    words: tuple[Column[UnfoundedRow], ...] = (
        text_column("scope", N_("For"), scope_words),
        text_column("level", N_("Level"), lambda row: level_words(row.level), is_hidden=True),
        text_column("reason", N_("Reason"), reason_words, characters=28),
        text_column("by", N_("By"), lambda row: row.by),
    )
    at: Column[UnfoundedRow] = Column(
        "at", N_("When"), lambda row: formats.instant(row.at), lambda row: row.at
    )
    scope, level, reason, by = words
    return (metric, basis, scope, months, level, amount, share, lines, reason, by, at)


def unfounded_words(rows: Sequence[UnfoundedRow]) -> str:
    """Return how much of the version rests on nothing better, by metric, in a sentence or two."""
    if not rows:
        return _("Every number of this version rests on more than typing.")
    count = sum(row.lines for row in rows)
    sentence = ngettext(
        "{count} line rests on nothing but a typed number.",
        "{count} lines rest on nothing but a typed number.",
        count,
    ).format(count=formats.number(count))
    shares: dict[str, Decimal] = {}
    for row in rows:
        name = metric_words(row.metric)
        shares[name] = shares.get(name, Decimal(0)) + (row.share or Decimal(0))
    parts = (
        _("{metric}: {share}").format(metric=name, share=formats.percent(share))
        for name, share in shares.items()
    )
    return "\n".join((sentence, " · ".join(parts)))


def matching(rows: Sequence[UnfoundedRow], text: str) -> tuple[UnfoundedRow, ...]:
    """Return the rows of which a word holds the text."""
    wanted = text.casefold()
    return tuple(
        row for row in rows
        if any(
            wanted in part.casefold()
            for part in (metric_words(row.metric), scope_words(row), row.reason, row.by)
        )
    )  # fmt: skip
