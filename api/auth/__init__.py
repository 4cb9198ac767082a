"""Who is asking, what it may do, and how often."""
