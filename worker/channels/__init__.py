"""The channels that notifications are sent through."""
