"""Appraisals: scorecards of reps, as data for screen, print and JSON."""
