"""The channels of notifications: e-mail, Slack and webhooks."""
