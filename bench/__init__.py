"""Benchmarks: the product beside hand-written SQL and a notebook, on simulated companies."""
