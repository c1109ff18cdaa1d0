"""Which story of the cause fits, and what other methods say of the size."""
