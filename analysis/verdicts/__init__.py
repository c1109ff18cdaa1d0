"""From an estimate to a verdict: one-sided tests, their family, and how firm they are."""
