"""What customers owe: open items, aging, how money comes in, and the proofs that it ties."""
