"""The cache of responses in memory and Redis, which Postgres invalidates."""
