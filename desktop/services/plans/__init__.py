"""Plans: sales, targets, attainment, classes of customers."""
