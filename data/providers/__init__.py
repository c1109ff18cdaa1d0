"""Where prices come from: one module a source, all of them returning ``PriceHistory``."""
