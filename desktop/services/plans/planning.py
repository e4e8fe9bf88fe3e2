"""Editing a draft: its lines as a cube takes them, and saving what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import Metric, PlanLevel
from desktop.errors import InputError, Issue
from desktop.models import PlanBasis, PlanEdit, PlanLine, PlanVersion
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch
from desktop.services.figures.sql import plain_rows
from desktop.services.garbage import collector_paused
from desktop.services.plans.edit_record import Columns, pack
from desktop.services.plans.planning_checks import (
    EDITED,
    StoredLines,
    changes_amounts,
    require_keepable,
    require_reasons,
)
from desktop.services.plans.planning_data import PlanSheet, SavedEdit, SaveEdit
from desktop.services.plans.planning_sheet import load_sheet
from desktop.services.plans.version_records import (
    add_basis,
    expected_version,
    lines_unlogged,
    require_draft,
)
from desktop.services.uow import UnitOfWork

#: Up to so many lines each has its own row of the log; of more, the record of the edit tells.
MOST_LOGGED = 500
_CHUNK = 500
_LINES: Any = PlanLine.__table__
_PLACES = (
    "month", "customer_id", "pool_rep_id", "pool_territory_id", "product_id", "product_group_id",
)  # fmt: skip


class Planning:
    """Loads lines of a version and saves edits of drafts; one save is one transaction."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sheet(
        self, version_id: int, metric: Metric, level: PlanLevel = PlanLevel.BASE
    ) -> PlanSheet:
        """Return the lines of a version's metric and level, with the axes that they lie on.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            return load_sheet(session, version_id, metric, level)

    def save_edit(self, actor: Actor, command: SaveEdit) -> SavedEdit:
        """Write the changed, new and removed lines of a draft with the reasons for them.

        The version counts up with every save, so two desks never edit over each other.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `VersionCard`).
            InputError: `plan_version_gone`, `plan_line_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_not_draft`; `reason_missing`, an amount was typed without one;
                `plan_line_locked`, `plan_line_out_of_bounds`, `plan_bounds_crossed`,
                `plan_amount_negative`, `plan_line_twice`; `already_done`.
        """
        return self.save_edits(actor, (command,))[0]

    def save_edits(self, actor: Actor, commands: Sequence[SaveEdit]) -> tuple[SavedEdit, ...]:
        """Write edits of several metrics of one draft, all or none; the version counts up once.

        What the earliest of them expects of the version is expected of all; the request is the
        first one's.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `save_edit`.
            ValueError: no edit at all, or edits of several versions.
        """
        first = commands[0] if commands else None
        if first is None or any(one.version_id != first.version_id for one in commands):
            raise ValueError("edits of one version, at least one, are saved together")
        actor.require(Action.CHANGE_PLAN)
        expected = min(one.expected_version for one in commands)
        with (
            self._uow.write(actor, "Edit plan", request_id=first.request_id) as session,
            collector_paused(),
        ):
            branch = load_branch(session, actor.branch_id)
            record = expected_version(session, branch, first.version_id, expected)
            require_draft(record)
            ids = [self._save_one(session, actor, record, one) for one in commands]
            session.execute(
                update(PlanVersion.__table__)  # type: ignore[arg-type]
                .where(PlanVersion.branch_id == branch.id, PlanVersion.id == record.id)
                .values(version=expected + 1)
            )
        return tuple(SavedEdit(ChangeSet.of(Topic.PLANS), expected + 1, one) for one in ids)

    def _save_one(
        self, session: Session, actor: Actor, record: PlanVersion, command: SaveEdit
    ) -> dict[int, int]:
        """Write one metric's lines with their reasons; return the new lines' ids by key."""
        stored = _stored(session, record, command)
        require_keepable(stored, command)
        if changes_amounts(stored, command):
            require_reasons(command.pedigrees)
        ids = self._write(session, record, command)
        basis = self._write_bases(session, actor, record, command)
        _write_record(session, record, command, stored, ids, basis)
        return ids

    def _write(self, session: Session, record: PlanVersion, command: SaveEdit) -> dict[int, int]:
        """Write the lines and return the new ones' ids by key."""
        count = len(command.changed_ids) + len(command.new_keys) + len(command.removed_ids)
        if count <= MOST_LOGGED:
            return self._write_lines(session, record, command)
        with lines_unlogged(self._uow.database, session):
            return self._write_lines(session, record, command)

    def _write_lines(
        self, session: Session, record: PlanVersion, command: SaveEdit
    ) -> dict[int, int]:
        database, values = self._uow.database, command.changed
        if command.changed_ids:
            found = database.bulk_update(
                session, _LINES, EDITED,
                (
                    command.changed_ids, values.amounts, values.locked, values.minimums,
                    values.maximums,
                ),
            )  # fmt: skip
            if found != len(command.changed_ids):
                raise InputError(Issue("plan_line_gone"))
        for start in range(0, len(command.removed_ids), _CHUNK):
            part = list(command.removed_ids[start : start + _CHUNK])
            session.execute(delete(_LINES).where(_LINES.c.id.in_(part)))
        if not command.new_keys:
            return {}
        ids = list(database.allocate_ids(session, _LINES, len(command.new_keys)))
        names = ("id", *_PLACES, *EDITED, "version_id", "metric", "level", "reason")
        same = (record.id, str(command.metric), str(command.level), "")
        rows = (
            (*row, *same) for row in zip(ids, *_places(command), *_values(command.new), strict=True)
        )
        database.bulk_insert(session, _LINES, names, rows, {"branch_id": record.branch_id})
        return dict(zip(command.new_keys, ids, strict=True))

    def _write_bases(
        self, session: Session, actor: Actor, record: PlanVersion, command: SaveEdit
    ) -> PlanBasis | None:
        """Write the pedigrees and return the first, which stands for the edit."""
        made = [
            add_basis(
                session, actor, record, self._clock.now(),
                metric=command.metric, level=command.level, method=one.method,
                inputs=[asdict(given) for given in one.inputs], baseline=one.baseline,
                adjustments=[asdict(part) for part in one.adjustments], amount=one.amount,
                reason=one.reason.strip(), **asdict(one.scope),
            )
            for one in command.pedigrees
        ]  # fmt: skip
        return made[0] if made else None


def _stored(session: Session, record: PlanVersion, command: SaveEdit) -> StoredLines:
    """Return the lines of the version's metric and level as they are stored."""
    names = ("id", *EDITED, *(_PLACES if command.new_keys or command.removed_ids else ()))
    rows = plain_rows(
        session,
        select(*(_LINES.c[name] for name in names))
        .where(
            _LINES.c.branch_id == record.branch_id,
            _LINES.c.version_id == record.id,
            _LINES.c.metric == str(command.metric),
            _LINES.c.level == str(command.level),
        )
        .order_by(_LINES.c.id),
    )
    return StoredLines.of(rows)


def _values(values: Any) -> tuple[Sequence[Any], ...]:
    return (values.amounts, values.locked, values.minimums, values.maximums)


def _places(command: SaveEdit) -> tuple[Sequence[Any], ...]:
    at = command.new_places
    return (at.months, at.customers, at.pool_reps, at.pool_territories, at.products, at.groups)


def _write_record(
    session: Session,
    record: PlanVersion,
    command: SaveEdit,
    stored: StoredLines,
    ids: dict[int, int],
    basis: PlanBasis | None,
) -> None:
    """Write down what the lines were and what they are."""
    touched = (*command.changed_ids, *command.removed_ids)
    before: Columns = {
        "id": touched,
        **{
            name: [stored.values[one][place] for one in touched]
            for place, name in enumerate(EDITED)
        },
        **(_places_of(stored, command.removed_ids) if command.removed_ids else {}),
    }
    after: Columns = {
        "id": (*command.changed_ids, *ids.values()),
        **{
            name: (*changed, *new)
            for name, changed, new in zip(
                EDITED, _values(command.changed), _values(command.new), strict=True
            )
        },
        **(dict(zip(_PLACES, _places(command), strict=True)) if ids else {}),
    }
    session.add(
        PlanEdit(
            branch_id=record.branch_id,
            version_id=record.id,
            basis_id=None if basis is None else basis.id,
            command_id=session.info["command_id"],
            metric=str(command.metric),
            level=str(command.level),
            lines=len(touched) + len(ids),
            before=pack(before),
            after=pack(after),
        )
    )


def _places_of(stored: StoredLines, removed: Sequence[int]) -> Columns:
    """Return where removed lines were, so that they could be put back."""
    return {
        name: [stored.places[one][place] for one in removed] for place, name in enumerate(_PLACES)
    }
