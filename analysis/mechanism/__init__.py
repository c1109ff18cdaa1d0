"""Which story of the cause fits the cross-section of the moves."""
