"""The suites: each module measures one thing."""
