"""The page "Policies": what was announced to whom, and who has not acknowledged it."""
