"""What is typed into a sheet and not saved, as a draft of this desk with a journal; no Qt.

Every change goes to the journal at once, before the next key: a program that dies loses no
line. When the keyboard rests the draft is written whole, on the disk, and the journal ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from desktop.clock import Clock
from desktop.enums import ReportedVia
from desktop.i18n import _
from desktop.services.drafts import JOURNAL, Draft, DraftFolder
from desktop.services.entries.data import EntryBatchFacts, EntryKind, EntrySpec
from desktop.views.activity.entry.lines import EntrySheet, Splice, Texts

#: The tab that takes such drafts up, and what their subjects begin with.
TAB, _SUBJECT = "activity", "entry"


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What a draft held: its kind, the rows in the columns of today, what holds for all."""

    kind: EntryKind
    rows: tuple[Texts, ...]
    facts: EntryBatchFacts


def is_ours(draft: Draft) -> bool:
    """Whether a draft is one of a sheet that was typed into."""
    return kind_of(draft) is not None


def kind_of(draft: Draft) -> EntryKind | None:
    """Return the kind of the sheet that a draft is of, None of another draft."""
    name, _space, rest = draft.subject.partition(" ")
    kind = rest.partition(" ")[0]
    return EntryKind(kind) if name == _SUBJECT and kind in set(EntryKind) else None


class SheetDraft:
    """Keeps one sheet; its subject is new at each start, so that an older draft is never lost."""

    def __init__(self, folder: DraftFolder, clock: Clock, database: str, sheet: EntrySheet) -> None:
        self._folder, self._clock, self._database = folder, clock, database
        self._sheet = sheet
        self._subject = f"{_SUBJECT} {sheet.spec.kind} {uuid4().hex[:8]}"
        self._step = 0
        self.facts = EntryBatchFacts()

    @property
    def key(self) -> str:
        """The name of the draft's file."""
        return self._draft({}).key

    def note(self, splice: Splice) -> None:
        """Add a change that was carried out to the journal.

        Raises:
            StorageError: the file cannot be written.
        """
        self._step += 1
        entry = {
            "step": self._step, "at": splice.at, "cut": len(splice.cut),
            "put": [line.texts for line in splice.put],
        }  # fmt: skip
        if self._step == 1:
            entry["keys"] = self._sheet.spec.keys
            entry["facts"] = _facts_json(self.facts)
        self._folder.append(self._draft({}), json.dumps(entry, ensure_ascii=False))

    def whole(self) -> tuple[Draft, int]:
        """Return the sheet as a draft to be kept, and the step that it stands at."""
        fields = {
            "step": str(self._step),
            "keys": json.dumps(self._sheet.spec.keys),
            "rows": json.dumps([line.texts for line in self._sheet.lines], ensure_ascii=False),
            "facts": json.dumps(_facts_json(self.facts)),
        }
        return self._draft(fields), self._step

    def kept(self, step: int) -> None:
        """The draft of this step is on the disk: the journal is not needed, unless it went on."""
        if not self._sheet.lines:
            self.drop()
        elif step == self._step:
            self._folder.end_journal(self.key)

    def drop(self) -> None:
        """Forget the draft: its lines were saved or discarded."""
        self._folder.drop(self.key)

    def _draft(self, fields: dict[str, str]) -> Draft:
        title = _("Entry: {kind}").format(kind=_(self._sheet.spec.title))
        return Draft(
            TAB, self._database, self._subject, self._step, title, self._clock.now(), {}, fields
        )


def taken_up(draft: Draft, spec: EntrySpec) -> TakenUp | None:
    """Return what a draft of this kind holds, None where nothing of it can be read."""
    try:
        return _taken_up(draft, spec)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _taken_up(draft: Draft, spec: EntrySpec) -> TakenUp:
    rows: list[Texts] = [tuple(row) for row in json.loads(draft.typed.get("rows", "[]"))]
    keys: Sequence[str] = json.loads(draft.typed.get("keys", "[]"))
    facts = json.loads(draft.typed.get("facts", "{}"))
    step = int(draft.typed.get("step", "0"))
    for line in draft.typed.get(JOURNAL, "").split("\n"):
        entry = _entry(line)
        if entry is None or entry["step"] <= step:
            continue
        step = entry["step"]
        keys, facts = entry.get("keys", keys), entry.get("facts", facts)
        rows[entry["at"] : entry["at"] + entry["cut"]] = [tuple(row) for row in entry["put"]]
    places = [keys.index(key) if key in keys else -1 for key in spec.keys]
    found = tuple(
        tuple(str(row[at]) if 0 <= at < len(row) else "" for at in places) for row in rows
    )
    return TakenUp(spec.kind, tuple(row for row in found if any(row)), _facts_of(facts))


def _entry(line: str) -> dict[str, Any] | None:
    """Return an entry of a journal; None of a line that broke off when the program ended."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _facts_json(facts: EntryBatchFacts) -> dict[str, str]:
    received = facts.received_at.isoformat() if facts.received_at is not None else ""
    return {"via": facts.via, "received_at": received, "reported_by": facts.reported_by}


def _facts_of(data: dict[str, str]) -> EntryBatchFacts:
    via, received = data.get("via", ""), data.get("received_at", "")
    facts = EntryBatchFacts(reported_by=data.get("reported_by", ""))
    if via in set(ReportedVia):
        facts = replace(facts, via=ReportedVia(via))
    return replace(facts, received_at=datetime.fromisoformat(received)) if received else facts
