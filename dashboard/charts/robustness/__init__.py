"""Charts of how firm a result is."""
