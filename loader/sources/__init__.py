"""Sources that are services, not files."""
