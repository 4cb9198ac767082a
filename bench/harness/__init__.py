"""Databases, servers and load for the suites."""
