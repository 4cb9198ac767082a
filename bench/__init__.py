"""The demo market, the demo, and benchmarks."""
