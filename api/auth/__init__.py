"""Authentication, permissions, rate limits and the usage log."""
