"""The what-if board: reads a version's year once; events are tried on what was read."""

from __future__ import annotations

from desktop.clock import Clock
from desktop.services.figures.frame import load_branch
from desktop.services.garbage import collector_paused
from desktop.services.plans.version_records import find_version
from desktop.services.plans.whatif_data import WhatIfGround
from desktop.services.plans.whatif_ground import read_ground
from desktop.services.uow import UnitOfWork


class PlanWhatIf:
    """Reads what events are tried on (`desktop.services.rules.whatif`); it writes nothing."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def ground(self, version_id: int) -> WhatIfGround:
        """Return a version's year before any event.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            record = find_version(session, load_branch(session), version_id)
            return read_ground(session, record, self._clock.today())
