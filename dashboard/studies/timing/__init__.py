"""When the prices moved, beside when the news was out."""
