"""The page "Budget" of the Plans tab."""
