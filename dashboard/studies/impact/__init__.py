"""How much was lost, and for how long: what is asked, and the studies behind the answer."""
