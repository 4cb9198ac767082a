"""Figures of a measurement, as JSON, tables and docs."""
