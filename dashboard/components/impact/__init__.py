"""The parts of the page on how much was lost and for how long."""
