"""What the customer's editor decides: typed, kept, saved, in conflict; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import ConflictError, InputError, Issue, KnownError
from desktop.i18n import _
from desktop.money import currency_decimals
from desktop.services import formats, messages
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerField,
    CustomerForEdit,
    LastChange,
    SimilarCustomer,
)
from desktop.services.customers.entry import settled
from desktop.services.drafts import Draft, DraftFolder
from desktop.views.accounts.field_words import field_label, shown_text
from desktop.views.editing.conflict import Conflict, differing_fields
from desktop.views.runner import Runner

if TYPE_CHECKING:
    from desktop.services.access import Actor


class CustomerWriter(Protocol):
    """What the editor asks of `CustomersService`."""

    def card_for_edit(self, customer_id: int) -> CustomerForEdit:
        """Return the fields with their version."""
        ...

    def change_customer(self, actor: Actor, command: ChangeCustomer) -> ChangeSet:
        """Save the fields."""
        ...

    def add_customer(self, actor: Actor, command: AddCustomer) -> ChangeSet:
        """Enter a new customer."""
        ...

    def similar(
        self, entry: CustomerEntry, except_id: int | None = None
    ) -> tuple[SimilarCustomer, ...]:
        """Return who may be the same."""
        ...


class EditorView(Protocol):
    """What the controller tells the editor."""

    def show_entry(self, entry: CustomerEntry) -> None:
        """Put these texts into the fields."""
        ...

    def show_problems(self, problems: tuple[tuple[Issue, str], ...]) -> None:
        """Mark fields with words."""
        ...

    def show_trouble(self, words: str) -> None:
        """Say why nothing was saved."""
        ...

    def show_similar(self, words: str) -> None:
        """Say who may be the same, or nothing."""
        ...

    def show_conflict(self, conflict: Conflict) -> None:
        """Let a person choose between two versions."""
        ...

    def saved(self, customer_id: int) -> None:
        """Close: everything is in the database."""
        ...


class EditorController:
    """Decides for one form; `seen` is None for a new customer.

    A conflict leaves all that was typed; the choice is sent as a new attempt that has seen the
    other desk's version.
    """

    def __init__(
        self,
        customers: CustomerWriter,
        runner: Runner,
        view: EditorView,
        actor: Actor,
        drafts: DraftFolder,
        clock: Clock,
        database: str,
        currency: str,
        seen: CustomerForEdit | None,
    ) -> None:
        self._customers, self._runner, self._view = customers, runner, view
        self._actor, self._drafts, self._clock = actor, drafts, clock
        self._database, self._decimals = database, currency_decimals(currency)
        self.seen = seen
        self.before = seen.entry if seen is not None else CustomerEntry()
        self.entry = self.before
        self._subject = str(seen.id) if seen is not None else str(uuid4())
        self._key = ""
        self._asked = CustomerEntry()
        self._sent: tuple[CustomerEntry, int] | None = None
        self._request = ""
        self._theirs: CustomerForEdit | None = None

    @property
    def customer_id(self) -> int | None:
        """The customer that is edited, None for a new one."""
        return self.seen.id if self.seen is not None else None

    @property
    def is_typed(self) -> bool:
        """Whether anything was typed that is not saved."""
        return bool(self.entry.differs(self.before))

    @property
    def title(self) -> str:
        """What the form is called."""
        if self.seen is None:
            return _("New customer")
        return _("Customer {code}").format(code=self.before.code)

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft: what it saw and what was typed."""
        self._subject, self._key = draft.subject, draft.key
        self.before = _entry(draft.before)
        if self.seen is not None:
            # The version of then: what came meanwhile is a conflict, not a surprise.
            self.seen = replace(self.seen, version=draft.version, entry=self.before)
        self.entry = _entry(draft.typed)
        self._view.show_entry(self.entry)
        self.ask_similar()

    def renew(self, now: CustomerForEdit) -> bool:
        """Go on with what another desk saved, unless something was typed; return whether so."""
        if self.is_typed:
            return False
        self.seen, self.before, self.entry = now, now.entry, now.entry
        self._view.show_entry(now.entry)
        return True

    def type(self, entry: CustomerEntry) -> None:
        """Note what stands in the fields now."""
        self.entry = entry

    def keep_draft(self) -> None:
        """Keep what was typed, or forget the draft where everything is as before.

        Raises:
            StorageError: the draft cannot be written.
        """
        if not self.is_typed:
            self.drop_draft()
            return
        entry = self.entry
        name = " ".join(filter(None, (entry.code.strip(), entry.name.strip())))
        draft = Draft(
            "accounts", self._database, self._subject,
            self.seen.version if self.seen is not None else 0,
            name or self.title, self._clock.now(), asdict(self.before), asdict(entry),
        )  # fmt: skip
        self._drafts.keep(draft)
        self._key = draft.key

    def drop_draft(self) -> None:
        """Forget the draft: saved, discarded or typed back."""
        if self._key:
            self._drafts.drop(self._key)
            self._key = ""

    def ask_similar(self) -> None:
        """Look for customers who may be the same, where code or name were typed."""
        asked = CustomerEntry(name=self.entry.name.strip())
        if self.seen is None:
            asked = replace(asked, code=self.entry.code.strip())
        if asked == self._asked:
            return
        self._asked = asked
        if self.seen is not None and asked.name == self.before.name:
            self._view.show_similar("")
            return
        self._runner.query(
            lambda: self._customers.similar(asked, self.customer_id),
            self._similar_came,
            owner=self._view,
            key="similar",
        )

    def _similar_came(self, found: tuple[SimilarCustomer, ...]) -> None:
        names = "; ".join(f"{one.code} {one.name}" for one in found)
        words = _("There already: {customers}. Look whether it is the same one.")
        self._view.show_similar(words.format(customers=names) if found else "")

    # Saving

    def save(self) -> None:
        """Send what is typed; an attempt that is repeated word for word is booked once."""
        version = self.seen.version if self.seen is not None else 0
        if self._sent != (self.entry, version):
            self._sent, self._request = (self.entry, version), str(uuid4())
        entry, request, actor, seen = self.entry, self._request, self._actor, self.seen

        def call() -> ChangeSet:
            if seen is None:
                return self._customers.add_customer(actor, AddCustomer(entry, request))
            command = ChangeCustomer(seen.id, seen.version, entry, request)
            return self._customers.change_customer(actor, command)

        self._runner.command(call, self._saved, owner=self._view, on_error=self._failed)

    def _saved(self, changes: ChangeSet) -> None:
        self.before = self.entry
        self.drop_draft()
        self._view.saved(changes.created_id or self.customer_id or 0)

    def _failed(self, error: Exception) -> None:
        theirs = error.facts.get("theirs") if isinstance(error, ConflictError) else None
        if isinstance(error, InputError):
            self._view.show_problems(messages.form_problems(error))
        elif isinstance(theirs, CustomerForEdit) and isinstance(error, ConflictError):
            self._meet(theirs, error.facts.get("last"))
        elif isinstance(error, KnownError) and error.code == "already_done":
            # The answer of the attempt before was lost; what was sent is in the database.
            self._saved(ChangeSet(frozenset()))
        elif isinstance(error, KnownError):
            self._view.show_trouble(messages.sentence(error))
        else:
            self._view.show_trouble(_("Nothing was saved: a fault of the program."))
            raise error

    def _meet(self, theirs: CustomerForEdit, last: object) -> None:
        yours = settled(self.entry, self._decimals)
        fields = differing_fields(
            tuple(str(field) for field in CustomerField),
            field_label,
            _shown(self.before),
            _shown(yours),
            _shown(theirs.entry),
        )
        self._theirs = theirs
        if not fields:
            # Both desks came to the same; there is nothing left to save.
            self._saved(ChangeSet(frozenset()))
            return
        sentence = _("Someone else saved this customer meanwhile. Nothing of yours is lost.")
        if isinstance(last, LastChange) and last.person:
            sentence = _(
                "{person} saved this customer on {moment}, after you opened it. Nothing of yours "
                "is lost: choose what holds."
            ).format(person=last.person, moment=formats.instant(last.at))
        title = _("Customer {code} was changed at two desks").format(code=theirs.entry.code)
        self._view.show_conflict(Conflict(title, sentence, fields))

    def settle(self, chosen: Mapping[str, str]) -> None:
        """Save what was chosen over the version of the other desk."""
        theirs = self._theirs
        if theirs is None:
            return
        yours = settled(self.entry, self._decimals)
        mine = _shown(yours)
        result = {
            field: getattr(yours if text == mine[field] else theirs.entry, field)
            for field, text in chosen.items()
        }
        self.seen, self.before = theirs, theirs.entry
        self.entry = replace(theirs.entry, **result)
        self._view.show_entry(self.entry)
        self.save()


def _shown(entry: CustomerEntry) -> dict[str, str]:
    return {str(field): shown_text(field, entry.of(field)) for field in CustomerField}


def _entry(texts: Mapping[str, str]) -> CustomerEntry:
    """Return an entry of kept texts; fields of another version of the program are left out."""
    known = {str(field) for field in CustomerField}
    return CustomerEntry(**{name: text for name, text in texts.items() if name in known})
