"""The page "Prices": competitors' prices over time by product and region."""
