"""Counts the statements of a check and collects what does not hold."""

from __future__ import annotations

from desktop.services.checking.data import Finding, Proof

#: So many findings of one proof are listed; the rest is counted.
MOST_FINDINGS = 200


class Tally:
    """Collects the findings of one proof after the other."""

    def __init__(self) -> None:
        self.statements = 0
        self.proofs: list[Proof] = []
        self.findings: list[Finding] = []
        self._hidden = 0

    def begin(self, proof: Proof) -> None:
        """Start a proof; what is found from now on belongs to it."""
        self.end()
        self.proofs.append(proof)

    def end(self) -> None:
        """Count what the proof before did not list."""
        if self._hidden:
            self.findings.append(Finding(self.proofs[-1], "more", {"count": self._hidden}))
            self._hidden = 0

    def holds(self, count: int = 1) -> None:
        """Count statements that were looked at."""
        self.statements += count

    def found(self, code: str, **facts: object) -> None:
        """Note something that does not hold."""
        proof = self.proofs[-1]
        if sum(1 for one in self.findings if one.proof is proof) < MOST_FINDINGS:
            self.findings.append(Finding(proof, code, facts))
        else:
            self._hidden += 1

    def compare(self, expected: object, found: object, code: str, **facts: object) -> None:
        """Count one statement, and note it where the two differ."""
        self.statements += 1
        if expected != found:
            self.found(code, **facts, expected=expected, found=found)
