"""Measures: one file per number. They do not know one another; catalogue.py lists them."""
