"""Pages of chasing: what people record, the letters, their templates."""
