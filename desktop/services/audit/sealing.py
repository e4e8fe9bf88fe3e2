"""Sealing the audit log and proving the seal (RELIABILITY.md, section 1, "Audit").

Each entry of the log gets a link: the hash of its salted payload, and the hash of the chain so
far with that. An edit, a removal, another order or an insertion between sealed entries breaks
the chain; that its end was cut off shows only against a head kept elsewhere (`chain_head`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from desktop.models import AuditLog, AuditSeal, Branch

FORMAT_VERSION = 1
#: What the first link is chained to.
GENESIS = "0" * 64
_CHUNK = 5_000

_ENTRY = (
    AuditLog.salt, AuditLog.branch_id, AuditLog.command_id, AuditLog.login, AuditLog.at,
    AuditLog.table_name, AuditLog.row_id, AuditLog.action, AuditLog.old_row, AuditLog.new_row,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A place where the seal does not hold; `reason` is one of the constants below."""

    position: int
    log_id: int
    reason: str


POSITION_MISSING = "position_missing"
ENTRY_MISSING = "entry_missing"
ENTRY_CHANGED = "entry_changed"
CHAIN_BROKEN = "chain_broken"
FORMAT_UNKNOWN = "format_unknown"


def payload_hash(fields: Sequence[Any]) -> str:
    """Return the hash of an entry: salt, who, when, what, the row before and after.

    Every field is preceded by its length, so that no two entries have the same bytes.
    """
    digest = hashlib.sha256()
    for field in fields:
        if field is None:
            digest.update(b"-;")
            continue
        text = field.isoformat(timespec="microseconds") if hasattr(field, "isoformat") else field
        data = str(text).encode("utf-8")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def chain_hash(before: str, version: int, payload: str) -> str:
    """Return the hash of the chain up to and with this payload."""
    return hashlib.sha256(
        bytes.fromhex(before) + bytes([version]) + bytes.fromhex(payload)
    ).hexdigest()


def _unsealed() -> Any:
    return ~exists().where(AuditSeal.log_id == AuditLog.id)


def unsealed_count(session: Session) -> int:
    """Return how many entries of the log have no link yet."""
    return session.scalar(select(func.count()).select_from(AuditLog).where(_unsealed())) or 0


def chain_head(session: Session) -> tuple[int, str]:
    """Return the last position and its hash; an empty chain is 0 and sixty-four zeros."""
    found = session.execute(
        select(AuditSeal.position, AuditSeal.chain_hash)
        .order_by(AuditSeal.position.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else (0, GENESIS)


def seal(session: Session) -> int:
    """Link every entry that has no link yet, by transaction and id; return how many.

    An entry whose transaction commits later than its neighbours' is linked by a later call:
    what is missing is asked for by absence, never by a highest id.
    """
    # One sealer at a time: two would give the same position. Other work goes on.
    session.execute(select(Branch.id).with_for_update(key_share=True)).all()
    position, last = chain_head(session)
    entries = session.execute(
        select(AuditLog.id, *_ENTRY)
        .where(_unsealed())
        .order_by(AuditLog.transaction_id, AuditLog.id)
    ).all()
    links = []
    for log_id, *fields in entries:
        position += 1
        payload = payload_hash(fields)
        last = chain_hash(last, FORMAT_VERSION, payload)
        links.append(
            {
                "position": position,
                "log_id": log_id,
                "format_version": FORMAT_VERSION,
                "payload_hash": payload,
                "chain_hash": last,
            }
        )
    if links:
        session.execute(insert(AuditSeal), links)
    return len(links)


def chain_breaks(session: Session) -> Iterator[ChainBreak]:
    """Yield every place where the seal does not fit the log or itself, in order."""
    rows: Iterable[Any] = session.execute(
        select(
            AuditSeal.position,
            AuditSeal.log_id,
            AuditSeal.format_version,
            AuditSeal.payload_hash,
            AuditSeal.chain_hash,
            AuditLog.id,
            *_ENTRY,
        )
        .outerjoin(AuditLog, AuditLog.id == AuditSeal.log_id)
        .order_by(AuditSeal.position)
        .execution_options(yield_per=_CHUNK)
    )
    expected, last = 1, GENESIS
    for position, log_id, version, payload, chained, found, *fields in rows:
        if position != expected:
            yield ChainBreak(position, log_id, POSITION_MISSING)
        expected = position + 1
        if found is None:
            yield ChainBreak(position, log_id, ENTRY_MISSING)
        elif version != FORMAT_VERSION:
            yield ChainBreak(position, log_id, FORMAT_UNKNOWN)
        elif payload_hash(fields) != payload:
            yield ChainBreak(position, log_id, ENTRY_CHANGED)
        if chain_hash(last, version, payload) != chained:
            yield ChainBreak(position, log_id, CHAIN_BROKEN)
        # Each link is judged by the one before as it stands, so that one break is one finding.
        last = chained
