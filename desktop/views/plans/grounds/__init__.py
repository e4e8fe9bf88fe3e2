"""The page "Reasons": what a plan rests on, from the market to what comes in."""
