"""Reports: frozen data drawn on paper; no database, no clock, no Qt."""
