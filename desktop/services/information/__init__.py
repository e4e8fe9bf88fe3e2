"""Market notes, questions to reps, competitors' prices, decisions, and who owes an answer."""
