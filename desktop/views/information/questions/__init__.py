"""The page "Questions": what was asked of whom, once or every month, and what came of it."""
