"""The ledger: the facts of section 3 of the design, checked once, read as of any day."""
