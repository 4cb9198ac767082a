"""What holds for requests of every path."""
