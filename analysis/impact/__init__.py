"""How much was lost, in which parts, and for how long: money, parts, recovery, volatility."""
