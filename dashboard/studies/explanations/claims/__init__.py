"""How the numbers of a claim's tests are made, as the ledger computes them."""
