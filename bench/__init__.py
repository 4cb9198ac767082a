"""Benchmarks: asinmart beside its peers on the same data."""
