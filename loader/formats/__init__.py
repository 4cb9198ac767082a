"""Splits what a source holds into items."""
