"""Rules: pure functions of plain values, each with a table of cases as its test."""
