"""The question before a step that cannot be undone: what it does, to what, and a remark."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.i18n import N_, _
from desktop.views.plain_text import heading, label
from desktop.views.plans.versions.controller import VersionOrder
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.versions.words import Act, content_words, version_words
from desktop.views.request_dialog import RequestDialog

#: Title, verb of the button, and what happens.
_QUESTIONS: Mapping[Act, tuple[str, str, str]] = {
    Act.AGREE: (
        N_("Agree this version"),
        N_("&Agree"),
        N_(
            "Each line keeps its amount as the one agreed: when a total rises later, no line "
            "falls below it. This cannot be undone; a change is a new version."
        ),
    ),
    Act.PUT_IN_FORCE: (
        N_("Put this version in force"),
        N_("&Put in force"),
        N_("Attainment and pace are measured by this version from today on. This cannot be "
           "undone; a change is a new version."),
    ),
    Act.REVISE: (
        N_("Revise this version"),
        N_("&Make the draft"),
        N_("A new draft is made beside this version, with its lines, their basis and the amounts "
           "that were agreed. This version stays as it is."),
    ),
    Act.CLOSE: (
        N_("Close this version"),
        N_("C&lose version"),
        N_("The version is over and stays readable; attainment is no longer measured by it. This "
           "cannot be undone."),
    ),
    Act.DISCARD: (
        N_("Discard this draft"),
        N_("&Discard draft"),
        N_("The draft goes with all its lines and their basis, and its plan where nothing else is "
           "in it. This cannot be undone."),
    ),
}  # fmt: skip


class StepDialog(RequestDialog):
    """Asks once; returns a `VersionOrder`. A refusal is said in the dialog, which stays."""

    def __init__(
        self,
        act: Act,
        row: VersionRow,
        currency: str,
        replaced: VersionRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title, verb, effect = _QUESTIONS[act]
        super().__init__(_(title), _(verb), parent)
        self._act, self._row = act, row
        # Sent again after an answer that was lost, it is not done twice.
        self._request_id = str(uuid4())
        sentences = [_(effect)]
        if replaced is not None:
            sentences.append(
                _("“{version}” is superseded.").format(version=version_words(replaced.card))
            )
        self.effect = label("\n".join(sentences), self)
        self.effect.setWordWrap(True)
        content = label(content_words(row.lines, row.totals, currency), self, role="muted")
        self.body.insertWidget(1, heading(version_words(row.card), self))
        self.body.insertWidget(2, content)
        self.body.insertWidget(3, self.effect)
        self.note = QLineEdit(self)
        self.note.setVisible(act is Act.REVISE)
        if act is Act.REVISE:
            hint = _("What the new version is about; it stands beside it in the bar.")
            self.add_field("note", _("&Remark"), self.note, hint)

    def request(self) -> VersionOrder:
        """Return the order."""
        return VersionOrder(
            self._act, self._row.version_id, self.note.text().strip(), self._request_id
        )
