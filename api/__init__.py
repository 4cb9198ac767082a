"""The REST API: thin, asynchronous, its answers made by Postgres and kept in Redis."""
