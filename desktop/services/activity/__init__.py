"""Activity: visits, expenses, the activity ratios, and customers won and lost."""
