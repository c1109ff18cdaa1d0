"""How the app is served: compressed scripts, and a first visit of its own."""
