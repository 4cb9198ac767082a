"""Sends notifications and fetches from sources, which Postgres cannot do."""
