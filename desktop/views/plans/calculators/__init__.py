"""The page "Calculators": the planning tools of the command line as panels."""
