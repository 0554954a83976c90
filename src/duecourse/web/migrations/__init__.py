"""Changes of what the pages know of the tables, in order."""
