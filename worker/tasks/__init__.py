"""The tasks of the queue."""
