"""The pages: controls in, a cached study, parts out. No logic of their own."""
