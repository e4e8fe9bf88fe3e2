"""What the list of accounts can be filtered by: people, places and classes that there are."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Customer
from desktop.services.customers.data import AccountChoices, Choice
from desktop.services.figures.frame import Frame, NodeFacts


def load_choices(session: Session, frame: Frame, as_of: date) -> AccountChoices:
    """Return the reps employed on the day, the tree of territories, and the classes in use."""
    people = sorted(
        (rep for rep in frame.reps.values() if rep.employed_on(as_of)), key=lambda rep: rep.code
    )
    mine = Customer.branch_id == frame.branch.id
    classes = session.scalars(
        select(Customer.customer_class)
        .where(mine, Customer.customer_class.is_not(None))
        .distinct()
        .order_by(Customer.customer_class)
    )
    return AccountChoices(
        session.scalar(select(func.count()).where(mine).select_from(Customer)) or 0,
        tuple(Choice(rep.code, rep.name) for rep in people),
        _tree(frame),
        tuple(one for one in classes if one),
    )


def _tree(frame: Frame) -> tuple[Choice, ...]:
    """Return the territories from the top down, each above what lies in it."""
    below: dict[int | None, list[NodeFacts]] = defaultdict(list)
    for node in sorted(frame.territories.values(), key=lambda one: one.code):
        below[node.parent_id].append(node)
    found: list[Choice] = []
    waiting = [(node, 0) for node in reversed(below[None])]
    while waiting:
        node, level = waiting.pop()
        found.append(Choice(node.code, node.name, level))
        waiting.extend((child, level + 1) for child in reversed(below[node.id]))
    return tuple(found)
