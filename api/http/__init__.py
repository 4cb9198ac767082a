"""The handling that requests of all paths share."""
