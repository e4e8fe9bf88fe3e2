"""Reps' weeks: visits proposed, planned, submitted, approved and reconciled with reports."""
