"""Commands about the database itself: new and check."""

from __future__ import annotations

import argparse

from desktop.bootstrap import address_of, make_database
from desktop.commands.backing import newest_backup_words
from desktop.commands.console import DONE, FINDINGS, Console
from desktop.commands.opening import opened, with_password
from desktop.enums import CalendarKind, SalesBasis
from desktop.i18n import _, ngettext
from desktop.services.branches.data import MakeBranch
from desktop.services.checking.data import Proof
from desktop.services.checking.words import finding_sentence, proof_words
from desktop.services.database import describe


def run_new(options: argparse.Namespace, console: Console) -> int:
    """Make a database with one branch; who makes it is its branch manager."""
    url = address_of(options.new_database, options.user)
    command = MakeBranch(
        name=options.name or _("New branch"),
        currency=options.currency.upper(),
        fiscal_year_start=options.fiscal_year_start,
        sales_basis=SalesBasis(options.sales_basis),
        calendar=CalendarKind(options.calendar),
        node=options.node,
    )
    with_password(url, lambda known: make_database(known, command, console.clock))
    console.done(
        _("The database {address} was made.").format(address=describe(url)),
        command="new",
        database=describe(url),
        name=command.name,
    )
    return DONE


def run_check(options: argparse.Namespace, console: Console) -> int:
    """Prove that the database holds together; a line a finding, 1 if there is any."""
    with opened(options, console) as services:
        result = services.checking.prove()
        is_sound = not any(one.proof is Proof.STORAGE for one in result.findings)
        # Nothing more is written into a file whose pages are damaged.
        if is_sound and services.can_write:
            services.checking.seal(services.actor)
        url = services.uow.database.url
    for finding in result.findings:
        console.done(
            _("{proof}: {finding}").format(
                proof=proof_words(finding.proof), finding=finding_sentence(finding)
            ),
            command="check",
            proof=str(finding.proof),
            finding=finding.code,
            facts={name: str(value) for name, value in finding.facts.items()},
        )
    console.done(
        _("{proofs} proofs over {statements} statements: {findings}").format(
            proofs=len(result.proofs),
            statements=f"{result.statements:,}",
            findings=_count(len(result.findings)),
        ),
        command="check",
        proofs=len(result.proofs),
        statements=result.statements,
        findings=len(result.findings),
    )
    if not is_sound:
        for words in newest_backup_words(url):
            console.complain(words)
    return FINDINGS if result.findings else DONE


def _count(count: int) -> str:
    if not count:
        return _("nothing was found.")
    return ngettext("{count} finding.", "{count} findings.", count).format(count=count)
