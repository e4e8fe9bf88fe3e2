"""Tables of the team: joint visits, skills, training, second persons, policies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import KEY, unique, word
from desktop.models.migrations.tables import checks, edited, keys, texts

_SKILLS = (
    "skill IN ('preparing', 'opening', 'listening', 'products', 'objections', 'closing', "
    "'collecting', 'reporting')"
)
#: The tables, those that others refer to first.
TABLES = (
    "joint_visit",
    "skill_mark",
    "training",
    "customer_backup",
    "policy_notice",
    "policy_receipt",
)


def make() -> None:
    """Make the tables."""
    _make_joint_visit()
    _make_skill_mark()
    _make_training()
    _make_customer_backup()
    _make_policy_notice()
    _make_policy_receipt()


def _make_joint_visit() -> None:
    op.create_table(
        "joint_visit",
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("companion_id", KEY, nullable=False),
        *texts("coaching", "next_goal"),
        *edited("joint_visit", companion_id="rep", visit_id="visit"),
        unique("joint_visit", "branch_id", "visit_id", "companion_id"),
        sqlite_autoincrement=True,
    )


def _make_skill_mark() -> None:
    op.create_table(
        "skill_mark",
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("skill", word(16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        *keys("visit_id"),
        *texts("evidence"),
        *edited("skill_mark", rep_id="rep", visit_id="visit"),
        unique("skill_mark", "branch_id", "rep_id", "skill", "seen_on"),
        *checks(
            "skill_mark",
            level_in_bounds="level BETWEEN 1 AND 5",
            skill_known=_SKILLS,
        ),
        sqlite_autoincrement=True,
    )


def _make_training() -> None:
    op.create_table(
        "training",
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *texts("topic"),
        sa.Column("skill", word(16)),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *texts("result"),
        *edited("training", rep_id="rep"),
        *checks(
            "training",
            skill_known=_SKILLS,
            takes_time="minutes > 0",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_rep", "training", ["branch_id", "rep_id", "day"])


def _make_customer_backup() -> None:
    op.create_table(
        "customer_backup",
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *texts("knowledge"),
        *edited("customer_backup", customer_id="customer", rep_id="rep"),
        unique("customer_backup", "branch_id", "customer_id"),
        sqlite_autoincrement=True,
    )


def _make_policy_notice() -> None:
    op.create_table(
        "policy_notice",
        *texts("title", "text"),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *keys("announced_by_id"),
        sa.Column("withdrawn_on", sa.Date()),
        *edited("policy_notice", announced_by_id="app_user"),
        *checks(
            "policy_notice",
            forwards="due_on >= announced_on",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_policy_notice_day", "policy_notice", ["branch_id", "announced_on"])


def _make_policy_receipt() -> None:
    op.create_table(
        "policy_receipt",
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("acknowledged_on", sa.Date()),
        sa.Column("how", word(12)),
        *texts("question"),
        *edited("policy_receipt", notice_id="policy_notice", rep_id="rep"),
        unique("policy_receipt", "branch_id", "notice_id", "rep_id"),
        *checks(
            "policy_receipt",
            how_it_was_known="(acknowledged_on IS NULL) = (how IS NULL)",
            how_known="how IN ('signed', 'said', 'written')",
        ),
        sqlite_autoincrement=True,
    )
