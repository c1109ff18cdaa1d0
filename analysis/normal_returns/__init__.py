"""Normal-return models: what the security would have earned without the event."""
