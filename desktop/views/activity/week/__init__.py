"""The page "Week plan": reps' weeks, proposed, planned, approved and reconciled."""
