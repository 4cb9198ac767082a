"""Does what Postgres cannot: sends notifications and fetches from sources."""
