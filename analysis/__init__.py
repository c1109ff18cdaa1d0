"""The event-study method: arrays and frames in, frozen results out."""
