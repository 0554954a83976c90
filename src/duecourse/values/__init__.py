"""Values: days, money, sentences, problems. Everything stands on these; they stand on nothing."""
