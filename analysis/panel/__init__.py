"""Thousands of events at once, with the numbers of the one-event path."""
