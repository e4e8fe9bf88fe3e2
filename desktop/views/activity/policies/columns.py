"""Columns of the policies and of their people; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services.rules.policies import ReceiptState
from desktop.services.team.policy_data import PolicyPersonRow, PolicyRow
from desktop.views.activity.policies.words import (
    count_words,
    how_words,
    policy_state,
    receipt_tone,
    receipt_words,
)
from desktop.views.column import Column, count_column, date_column, status_column, text_column

_ORDER = tuple(ReceiptState)


def policy_columns() -> tuple[Column[PolicyRow], ...]:
    """Return the columns of the policies."""
    return (
        text_column("title", N_("Policy"), lambda row: row.title, tip=lambda row: row.title,
                    characters=30, strong=True),
        status_column("state", N_("State"), lambda row: policy_state(row)[0],
                      lambda row: policy_state(row)[1]),
        text_column("done", N_("Acknowledged"), count_words,
                    sort_value=lambda row: row.told - row.acknowledged),
        date_column("due", N_("Due"), lambda row: row.due_on),
        date_column("announced", N_("Announced"), lambda row: row.announced_on, is_hidden=True),
        text_column("by", N_("Announced by"), lambda row: row.announced_by, is_hidden=True),
        count_column("questions", N_("Questions"), lambda row: row.questions, is_hidden=True),
    )  # fmt: skip


def person_columns() -> tuple[Column[PolicyPersonRow], ...]:
    """Return the columns of the people."""
    return (
        text_column("rep", N_("Rep"), lambda row: row.rep_name, strong=True, characters=14,
                    tip=lambda row: row.rep_name),
        status_column("state", N_("State"), lambda row: receipt_words(row.state),
                      lambda row: receipt_tone(row.state),
                      sort_value=lambda row: _ORDER.index(row.state)),
        text_column("how", N_("How"), lambda row: how_words(row.how)),
        date_column("day", N_("Acknowledged on"), lambda row: row.acknowledged_on),
        text_column("question", N_("Question or objection"), lambda row: row.question,
                    tip=lambda row: row.question, characters=24),
        text_column("policy", N_("Policy"), lambda row: row.title, tip=lambda row: row.title,
                    characters=24),
        date_column("due", N_("Due"), lambda row: row.due_on),
        text_column("code", N_("Rep no."), lambda row: row.rep_code, is_hidden=True),
    )  # fmt: skip
