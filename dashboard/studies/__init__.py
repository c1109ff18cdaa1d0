"""The use cases: the one place where the data and the method meet."""
