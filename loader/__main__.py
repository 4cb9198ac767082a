"""Lets `python -m loader` do what `asinmart` does."""

from loader.cli import app

app(prog_name="asinmart")
