"""The use cases, the command line, the charts and the pages."""
