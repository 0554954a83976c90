"""Present: a Position in tables, sentences and chart definitions, in Chinese and English."""
