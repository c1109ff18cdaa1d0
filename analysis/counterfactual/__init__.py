"""What a security would have done without the event, from others that it did not reach."""
