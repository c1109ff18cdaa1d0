"""Charts of how much was lost and for how long."""
