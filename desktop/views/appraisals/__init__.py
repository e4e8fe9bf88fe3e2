"""The Appraisals tab: results and process of every rep, and the scorecard that is printed."""
