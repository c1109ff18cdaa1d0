"""How each number is made: its formula with the values put in, its inputs, and code for it."""
