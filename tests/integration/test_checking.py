"""The check of a database sees each kind of damage, and nothing where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from desktop.bootstrap import open_services
from desktop.cli import main
from desktop.services.checking import tally as tally_module
from desktop.services.checking.data import CheckResult, Finding, Proof
from desktop.services.checking.tally import Tally
from desktop.services.checking.words import FINDING_SENTENCES, finding_sentence, proof_words
from tests.branch_files import write_branch
from tests.command_line import CLOCK, CommandLine


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a generated branch that nothing is wrong with."""
    folder = tmp_path_factory.mktemp("whole")
    path = folder / "branch.db"
    assert main(["new", str(path), "--calendar", "weekdays"], CLOCK) == 0
    for kind, file, options in write_branch(folder):
        assert main(["--database", str(path), "import", kind, str(file), *options], CLOCK) == 0
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of the branch that a test may damage."""
    return Path(shutil.copy(whole, tmp_path / "branch.db"))


def damage(path: Path, *statements: str) -> None:
    """Run statements behind the program's back, where no trigger and no key minds."""
    connection = sqlite.connect(str(path))
    connection.execute("PRAGMA foreign_keys=OFF")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        done = connection.execute(statement)
        assert done.rowcount, statement
    connection.commit()
    connection.close()


def prove(path: Path) -> CheckResult:
    """Return what the check says."""
    services = open_services(str(path), CLOCK)
    try:
        return services.checking.prove()
    finally:
        services.close()


_INVOICE = "(SELECT min(id) FROM invoice WHERE kind='invoice' AND state='posted' AND NOT is_shared)"
_SHARED = "(SELECT min(invoice_id) FROM invoice_credit)"

DAMAGES = [
    (Proof.STORAGE, "integrity", "DELETE FROM customer WHERE code='C3'"),
    (
        Proof.TREES,
        "circle",
        "UPDATE territory SET parent_id=(SELECT id FROM territory WHERE code='N') WHERE code='ALL'",
    ),
    (
        Proof.SALES_TIES,
        "tie",
        "UPDATE invoice_credit SET net_minor=net_minor+1 WHERE id=(SELECT min(id) "
        "FROM invoice_credit)",
    ),
    (
        Proof.DOCUMENT_SUMS,
        "header",
        f"UPDATE invoice SET net_minor=net_minor+1, gross_minor=gross_minor+1 WHERE id={_INVOICE}",
    ),
    (
        Proof.DOCUMENT_SUMS,
        "header",
        f"UPDATE invoice SET tax_minor=tax_minor+1, gross_minor=gross_minor+1 WHERE id={_INVOICE}",
    ),
    (
        Proof.DOCUMENT_SUMS,
        "header",
        "DELETE FROM order_line WHERE order_id=(SELECT min(id) FROM sales_order)",
    ),
    (
        Proof.SHARED_CREDIT,
        "credit",
        "UPDATE invoice_credit SET net_minor=net_minor+1 WHERE id=(SELECT min(id) "
        "FROM invoice_credit)",
    ),
    (
        Proof.SHARED_CREDIT,
        "credit",
        "DELETE FROM order_credit WHERE id=(SELECT min(id) FROM order_credit)",
    ),
    (
        Proof.ATTRIBUTION,
        "attribution",
        "UPDATE invoice SET credited_rep_id=(SELECT id FROM rep WHERE code='M1') "
        f"WHERE id={_INVOICE}",
    ),
    (
        Proof.ATTRIBUTION,
        "attribution",
        f"UPDATE sales_order SET territory_id=NULL WHERE id={_INVOICE}",
    ),
    (
        Proof.ATTRIBUTION,
        "attribution",
        "UPDATE visit SET territory_id=NULL WHERE id=(SELECT min(id) FROM visit)",
    ),
    (
        Proof.ASSIGNMENTS,
        "overlap",
        "UPDATE customer_rep SET last_day='9999-12-31' WHERE last_day<'9999-12-31'",
    ),
    (
        Proof.SALES_MONTHS,
        "sales_month",
        "UPDATE sales_month SET net_minor=net_minor+1 WHERE month=(SELECT min(month) "
        "FROM sales_month)",
    ),
    (
        Proof.SALES_MONTHS,
        "sales_month",
        "DELETE FROM sales_month WHERE month=(SELECT min(month) FROM sales_month)",
    ),
    (
        Proof.RECEIVABLES,
        "item_settled_on_wrong",
        "UPDATE invoice SET settled_on='9999-12-31' WHERE id=(SELECT min(id) FROM invoice "
        "WHERE settled_on<'9999-12-31')",
    ),
    (
        Proof.RECEIVABLES,
        "item_over_applied",
        "UPDATE application SET amount_minor=amount_minor*10 WHERE id=(SELECT min(id) "
        "FROM application)",
    ),
    (
        Proof.RECEIVABLES,
        "application_too_early",
        "UPDATE application SET applied_on='2024-01-01' WHERE id=(SELECT min(id) FROM application)",
    ),
    (
        Proof.AGING_TIES,
        "receivable",
        "UPDATE invoice SET settled_on=document_date WHERE id=(SELECT min(id) FROM invoice "
        "WHERE settled_on='9999-12-31' AND gross_minor>0 AND document_date<'2025-06-01')",
    ),
    (
        Proof.ACTIVITY,
        "kpi_documents",
        "UPDATE sales_month SET net_minor=net_minor+1 WHERE month=(SELECT max(month)-1 "
        "FROM sales_month)",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "activity_month",
        "UPDATE activity_month SET productive=productive+1 WHERE month=(SELECT min(month) "
        "FROM activity_month)",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "activity_month",
        "DELETE FROM activity_days WHERE month=(SELECT max(month)-1 FROM activity_days)",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "activity_month",
        "UPDATE visit SET rejected_on=visited_on WHERE id=(SELECT min(id) FROM visit)",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "activity_settled",
        "UPDATE activity_known SET settled_on='2000-01-01'",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "customer_turns",
        "UPDATE customer_turn SET day=date(day, '+1 day') WHERE turn='first'",
    ),
    (
        Proof.ACTIVITY_SUMS,
        "customer_turns",
        "DELETE FROM customer_turn WHERE customer_id=(SELECT min(customer_id) FROM customer_turn)",
    ),
]

#: Findings that no damage of rows can bring about: only a mistake in the figures could.
_SENTENCES = [
    Finding(Proof.ACTIVITY, "kpi_identity", {"row": "R1", "identity": "K9 = K4 / K3"}),
    Finding(Proof.ACTIVITY, "kpi_tie", {"figure": "visits", "expected": 3, "found": 2}),
    Finding(Proof.ACTIVITY, "flow_unbalanced", {"row": "R1"}),
    Finding(Proof.ACTIVITY, "flow_differs", {"row": "R1", "expected": (1, 0), "found": (0, 0)}),
]


@pytest.mark.parametrize("finding", _SENTENCES, ids=lambda one: one.code)
def test_findings_of_figures_have_sentences_with_their_facts(finding: Finding) -> None:
    sentence = finding_sentence(finding)
    assert "{" not in sentence
    assert "R1" in sentence or "visits" in sentence


def test_nothing_is_found_in_a_branch_that_holds_together(whole: Path) -> None:
    result = prove(whole)
    assert result.findings == ()
    assert result.proofs == tuple(Proof)
    assert result.statements > 500


@pytest.mark.parametrize(("proof", "code", "statement"), DAMAGES)
def test_each_kind_of_damage_is_found(copy: Path, proof: Proof, code: str, statement: str) -> None:
    damage(copy, statement)
    found = [one for one in prove(copy).findings if (one.proof, one.code) == (proof, code)]
    assert found
    assert "{" not in finding_sentence(found[0])


def test_a_finding_is_a_line_and_status_one(
    copy: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    damage(copy, "UPDATE sales_month SET net_minor=net_minor+100 WHERE month=(SELECT min(month) "
                 "FROM sales_month) AND product_group_id=0")  # fmt: skip
    ran = CommandLine(capsysbinary, str(copy))("check")
    assert ran.status == 1
    assert ran.errors == ()
    *findings, summary = ran.text.splitlines()
    assert findings
    assert all(line.startswith("Monthly sums are the sum of the lines: ") for line in findings)
    assert summary.endswith(f"{len(findings)} findings.") or len(findings) == 1


def test_every_proof_has_its_words() -> None:
    assert all(proof_words(proof) for proof in Proof)
    assert all(text.endswith(".") for text in FINDING_SENTENCES.values())


def test_findings_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally_module, "MOST_FINDINGS", 2)
    tally = Tally()
    tally.begin(Proof.STORAGE)
    for number in range(5):
        tally.compare(number, -1, "tie")
    tally.begin(Proof.AUDIT_CHAIN)
    tally.found("tie")
    tally.end()
    assert [one.code for one in tally.findings] == ["tie", "tie", "more", "tie"]
    assert tally.findings[2].facts == {"count": 3}
    assert tally.statements == 5
