"""Charts of when the prices moved."""
