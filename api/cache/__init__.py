"""The cache of answers, in memory and Redis, invalidated by Postgres."""
