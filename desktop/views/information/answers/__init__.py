"""The page "Answers": what waits for an answer, with names, and how fast answers come."""
