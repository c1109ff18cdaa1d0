"""Many names on one date, drawn."""
