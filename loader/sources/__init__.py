"""Sources that are services rather than files."""
