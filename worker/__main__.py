"""Runs the worker as `python -m worker`."""

from worker.app import main

main()
