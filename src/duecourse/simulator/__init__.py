"""Example companies of any size, from a seed: the same seed gives the same company."""
