"""What was done to a cube, in order, so that it can be taken back and done again."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.services.rules.plan_cube.data import Edit

#: How many changed values are remembered in all: a hundred edits of 60,000 lines, about 150 MB.
MOST_REMEMBERED = 6_000_000


@dataclass(slots=True)
class History:
    """Edits that are done and edits that were taken back; the oldest are forgotten when large."""

    most: int = MOST_REMEMBERED
    done: list[Edit] = field(default_factory=list)
    undone: list[Edit] = field(default_factory=list)

    def add(self, edit: Edit) -> None:
        """Remember an edit that was done; what was taken back before can no longer be redone."""
        self.undone.clear()
        self.done.append(edit)
        weight = sum(one.weight for one in self.done)
        while len(self.done) > 1 and weight > self.most:
            weight -= self.done.pop(0).weight

    def back(self) -> Edit | None:
        """Return the edit to take back, or None where there is none."""
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def forward(self) -> Edit | None:
        """Return the edit to do again, or None where there is none."""
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]

    def copy(self) -> History:
        """Return a history of its own with the same edits."""
        return History(self.most, list(self.done), list(self.undone))
