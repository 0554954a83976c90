"""The house's own rules, one file each: a tree in, one sentence per fault out."""
