"""Splits the content of a source into items."""
