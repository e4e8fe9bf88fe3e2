"""Proofs that a database holds together: each recomputes a figure another way."""
