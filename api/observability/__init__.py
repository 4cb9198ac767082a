"""What monitors read: metrics and health."""
