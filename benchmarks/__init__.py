"""Measurements of speed, size and power, each a module to run."""
