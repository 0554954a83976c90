"""Law: late interest and payment terms by country, as dated data with its sources."""
