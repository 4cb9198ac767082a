"""The demo: a made-up market from files to alerts."""
