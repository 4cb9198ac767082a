"""Runs the command asinmart as `python -m loader`."""

from loader.cli import app

app(prog_name="asinmart")
