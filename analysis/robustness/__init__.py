"""How much a result hangs on the choices behind it, and how ordinary the day was."""
