"""Benchmarks: each figure is a ratio to a floor on the same data in the same run."""
