"""The page "Measures" of the Plans tab."""
