"""Answers kept in memory and Redis, never older than what was announced."""
