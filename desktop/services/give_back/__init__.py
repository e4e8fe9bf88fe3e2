"""What the office gives back for a report: a customer's facts, and paper for the rep's bag."""
