"""The histories that suites work on."""
