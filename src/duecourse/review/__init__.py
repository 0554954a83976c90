"""Looking back: the figures of quarters, against what the policy wants of them."""
