"""The page "Report calendar": which report is due from whom, what came in, who is reminded."""
