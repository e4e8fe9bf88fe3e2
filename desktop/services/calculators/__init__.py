"""The planning calculators: small tables in, small tables out, without a database."""
