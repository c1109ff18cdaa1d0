"""Charts of which story fits, and of what other methods say."""
