"""The REST API: Postgres makes its responses, memory and Redis cache them."""
