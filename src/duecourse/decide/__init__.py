"""Decide: limit, terms, hold and order check, each with the rule that made it."""
