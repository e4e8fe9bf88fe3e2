"""Use cases, rules, charts, reports, imports and exports; nothing here knows Qt."""
