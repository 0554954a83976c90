"""Outside: what leaves the house as files; thin shells around ``present``."""
