"""Lets `python -m worker` run the worker."""

from worker.app import main

main()
