"""The batch that an import's rows belong to, and the refusal of what went in before."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, Issue
from desktop.models import ImportBatch
from desktop.search_key import search_key
from desktop.services.figures.frame import BranchFacts
from desktop.services.imports.data import CheckedTable
from desktop.services.imports.mapping import dump_mapping

if TYPE_CHECKING:
    from desktop.services.imports.service import ImportFile


def refuse_same_content(
    session: Session, branch: BranchFacts, file: ImportFile, table: CheckedTable
) -> None:
    """Refuse a file whose content went in before and was not taken back.

    Raises:
        ImportRefused: `same_file_twice`, naming the earlier batch and its file.
    """
    found = session.execute(
        select(ImportBatch.id, ImportBatch.file_name).where(
            ImportBatch.branch_id == branch.id,
            ImportBatch.kind == str(file.kind),
            ImportBatch.scope == _scope(file),
            ImportBatch.content_hash == _content(table),
            ImportBatch.withdrawn_at.is_(None),
        )
    ).first()
    if found is not None:
        facts = {"batch": found.id, "earlier": found.file_name}
        issue = Issue("same_file_twice", facts, file=table.file_name, sheet=table.sheet)
        raise ImportRefused((issue,))


def new_batch(
    session: Session, branch: BranchFacts, file: ImportFile, table: CheckedTable
) -> ImportBatch:
    """Return the batch of this import, with an id; its counts are filled in at the end."""
    batch = ImportBatch(
        branch_id=branch.id,
        command_id=session.info["command_id"],
        kind=str(file.kind),
        scope=_scope(file),
        file_name=table.file_name,
        sheet=table.sheet,
        content_hash=_content(table),
        row_count=0,
        refused_count=0,
        rounded_count=table.rounded_amounts,
        mapping=dump_mapping(file.mapping) if file.mapping is not None else "",
        withdrawn_at=None,
    )
    session.add(batch)
    session.flush()
    return batch


def _scope(file: ImportFile) -> str:
    """Return what else tells two imports of one file apart: the plan that targets are of."""
    return search_key(file.plan) if file.kind is ImportKind.TARGETS else ""


def _content(table: CheckedTable) -> str:
    """Return the hash of what went in: the file's, or where it has several sheets the sheet's."""
    if len(table.raw.sheets) < 2:
        return table.content_hash
    return sha256(f"{table.content_hash}\n{table.sheet}".encode()).hexdigest()
