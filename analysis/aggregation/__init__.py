"""Many events or securities as one number: averages, portfolios, spreads."""
