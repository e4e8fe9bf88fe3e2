"""Tables of what the field knows: notes, questions, decisions, the report calendar."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import (
    INSTANT,
    KEY,
    WHOLE,
    branch,
    identity,
    owned,
    unique,
    word,
)
from desktop.models.migrations.tables import checks, edited, keys, texts

#: The tables, those that others refer to first.
TABLES = (
    "market_note",
    "info_question",
    "question_task",
    "info_decision",
    "decision_note",
    "report_duty",
    "report_receipt",
)


def make() -> None:
    """Make the tables."""
    _make_market_note()
    _make_info_question()
    _make_question_task()
    _make_info_decision()
    _make_decision_note()
    _make_report_duty()
    _make_report_receipt()


def _make_market_note() -> None:
    op.create_table(
        "market_note",
        *_note_columns(),
        *edited(
            "market_note",
            answered_by_id="app_user",
            batch_id="import_batch",
            customer_id="customer",
            keyed_by_id="app_user",
            owner_id="rep",
            product_id="product",
            read_by_id="app_user",
            rep_id="rep",
            territory_id="territory",
            visit_id="visit",
        ),
        *checks(
            "market_note",
            answer_has_time="(answered_at IS NULL) = (answer = '')",
            move_known="move IN ('price', 'promotion', 'product', 'people', 'dealer')",
            noted_afterwards="event_on <= noted_on",
            quality_in_bounds="quality BETWEEN 0 AND 3",
            reliability_known="reliability IN ('seen', 'told', 'rumour')",
            severity_in_bounds="severity BETWEEN 1 AND 3",
            type_known="type IN ('trend', 'consumer', 'competitor', 'dealer_request', 'problem')",
            use_in_bounds="use_factor BETWEEN 1 AND 2",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_market_note_batch", "market_note", ["batch_id"])
    op.create_index(
        "ix_market_note_competitor", "market_note", ["branch_id", "competitor_key", "noted_on"]
    )
    op.create_index(
        "ix_market_note_customer", "market_note", ["branch_id", "customer_id", "noted_on"]
    )
    op.create_index("ix_market_note_day", "market_note", ["branch_id", "noted_on", "id"])
    op.create_index("ix_market_note_rep", "market_note", ["branch_id", "rep_id", "noted_on"])
    op.create_index("ix_market_note_type", "market_note", ["branch_id", "type", "noted_on"])


def _note_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("type", word(16), nullable=False),
        sa.Column("event_on", sa.Date()),
        sa.Column("noted_on", sa.Date(), nullable=False),
        *texts("text", "text_key", "source"),
        sa.Column("reliability", word(12)),
        *keys("rep_id", "customer_id", "product_id", "territory_id", "visit_id"),
        sa.Column("competitor", word(128), nullable=False),
        sa.Column("competitor_key", word(128), nullable=False),
        sa.Column("move", word(12)),
        sa.Column("price_millionths", WHOLE),
        sa.Column("severity", sa.Integer()),
        sa.Column("received_at", INSTANT),
        *keys("keyed_by_id"),
        sa.Column("keyed_at", INSTANT, nullable=False),
        *keys("owner_id"),
        sa.Column("promised_on", sa.Date()),
        sa.Column("read_at", INSTANT),
        *keys("read_by_id"),
        *texts("answer"),
        sa.Column("answered_at", INSTANT),
        *keys("answered_by_id"),
        sa.Column("quality", sa.Integer()),
        sa.Column("use_factor", sa.Integer()),
        *keys("batch_id"),
    )


def _make_info_question() -> None:
    op.create_table(
        "info_question",
        *texts("text"),
        sa.Column("type", word(16), nullable=False),
        sa.Column("cycle", word(8), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        *keys("asked_by_id"),
        sa.Column("due_day", sa.Integer()),
        sa.Column("ended_on", sa.Date()),
        *edited("info_question", asked_by_id="app_user"),
        *checks(
            "info_question",
            cycle_known="cycle IN ('once', 'monthly')",
            due_day_of_a_month="due_day BETWEEN 1 AND 31",
            monthly_has_a_day="(cycle = 'monthly') = (due_day IS NOT NULL)",
            type_known="type IN ('trend', 'consumer', 'competitor', 'dealer_request', 'problem')",
        ),
        sqlite_autoincrement=True,
    )


def _make_question_task() -> None:
    op.create_table(
        "question_task",
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *texts("answer"),
        sa.Column("answered_on", sa.Date()),
        *keys("note_id"),
        *edited("question_task", note_id="market_note", question_id="info_question", rep_id="rep"),
        unique("question_task", "branch_id", "question_id", "rep_id", "due_on"),
        *checks(
            "question_task",
            answer_has_day="(answered_on IS NULL) = (answer = '')",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_task_due", "question_task", ["branch_id", "due_on"])


def _make_info_decision() -> None:
    op.create_table(
        "info_decision",
        *texts("text"),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *keys("decided_by_id"),
        *edited("info_decision", decided_by_id="app_user"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_info_decision_day", "info_decision", ["branch_id", "decided_on"])


def _make_decision_note() -> None:
    op.create_table(
        "decision_note",
        sa.Column("decision_id", KEY, nullable=False),
        sa.Column("note_id", KEY, nullable=False),
        identity(),
        branch(),
        *owned("decision_note", decision_id="info_decision", note_id="market_note"),
        unique("decision_note", "branch_id", "decision_id", "note_id"),
        sqlite_autoincrement=True,
    )


def _make_report_duty() -> None:
    op.create_table(
        "report_duty",
        *texts("name"),
        sa.Column("cycle", word(8), nullable=False),
        sa.Column("source", word(8), nullable=False),
        *keys("rep_id"),
        sa.Column("due_after", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        *edited("report_duty", rep_id="rep"),
        *checks(
            "report_duty",
            cycle_known="cycle IN ('daily', 'weekly', 'monthly', 'special')",
            due_after_its_period="due_after >= 0",
            forwards="ends_on >= starts_on",
            source_known="source IN ('hand', 'visits')",
        ),
        sqlite_autoincrement=True,
    )


def _make_report_receipt() -> None:
    op.create_table(
        "report_receipt",
        sa.Column("duty_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("received_at", INSTANT),
        *texts("note"),
        *edited("report_receipt", duty_id="report_duty", rep_id="rep"),
        unique("report_receipt", "branch_id", "duty_id", "rep_id", "period_start"),
        sqlite_autoincrement=True,
    )
