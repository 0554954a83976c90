"""Pages of importing: a file comes in, is looked at, and is kept or not."""
