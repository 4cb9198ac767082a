"""Results of a measurement as JSON, tables and a page."""
